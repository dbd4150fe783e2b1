#include "adapters/http/net/response_head.hpp"

#include <string>

#include <catch2/catch.hpp>

namespace gongdan::http::net {
namespace {

using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;

constexpr std::string_view kDate = "Mon, 02 Mar 2026 00:00:00 GMT";

std::string head_of(const Response& response, const HeadFacts& facts = {kDate, "", true, false, false}) {
    std::string output = "what stood there before";
    write_head(response, facts, output);
    return output;
}

Response answer(int status) {
    Response response;
    response.status = status;
    return response;
}

TEST_CASE("The head of an answer begins with its status and date and ends with an empty line") {
    const std::string head = head_of(answer(404), {kDate, "Content-Length: 2\r\n", true, false, false});
    CHECK_THAT(head, StartsWith("HTTP/1.1 404 Not Found\r\nDate: Mon, 02 Mar 2026 00:00:00 GMT\r\n"));
    CHECK_THAT(head, Contains("\r\nContent-Length: 2\r\n"));
    CHECK_THAT(head, EndsWith("\r\n\r\n"));
    CHECK(head.find("\r\n\r\n") == head.size() - 4);
    CHECK_THAT(head_of(answer(299)), StartsWith("HTTP/1.1 299 "));
}

TEST_CASE("It says whether the connection goes on: to HTTP/1.0 when it does, to HTTP/1.1 when it does not") {
    CHECK_THAT(head_of(answer(200), {kDate, "", true, false, false}), !Contains("Connection:"));
    CHECK_THAT(head_of(answer(200), {kDate, "", false, false, false}), Contains("\r\nConnection: close\r\n"));
    CHECK_THAT(head_of(answer(200), {kDate, "", true, true, false}), Contains("\r\nConnection: keep-alive\r\n"));
    CHECK_THAT(head_of(answer(200), {kDate, "", false, true, false}), Contains("\r\nConnection: close\r\n"));
}

TEST_CASE("A header's value cannot add a line of its own") {
    Response response = answer(200);
    response.with("Location", "/tickets/1\r\nSet-Cookie: stolen=1").with("X-One", "1");
    CHECK_THAT(head_of(response), !Contains("Set-Cookie") && !Contains("Location") && Contains("\r\nX-One: 1\r\n"));
}

TEST_CASE("Every answer forbids what it does not need; a page with policies of its own keeps them") {
    CHECK_THAT(head_of(answer(200)),
               Contains("\r\nContent-Security-Policy: default-src 'none'; frame-ancestors 'none'"));
    CHECK_THAT(head_of(answer(200)), Contains("\r\nReferrer-Policy: no-referrer\r\n"));
    CHECK_THAT(head_of(answer(200)), !Contains("Strict-Transport-Security"));
    CHECK_THAT(head_of(answer(200), {kDate, "", true, false, true}), Contains("\r\nStrict-Transport-Security: "));
    Response page = answer(200);
    page.with("Content-Security-Policy", "default-src 'self'").with("Referrer-Policy", "same-origin");
    CHECK_THAT(head_of(page), !Contains("default-src 'none'") && !Contains("no-referrer"));
}

}  // namespace
}  // namespace gongdan::http::net
