#include <algorithm>
#include <optional>
#include <vector>

#include "adapters/http/net/parser.hpp"
#include "adapters/http/routes/api.hpp"
#include "core/base/utf8.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/unit/http/fake_service.hpp"

namespace gongdan::fuzz {
namespace {

using http::net::RequestParser;
using Progress = RequestParser::Progress;

/// A small header limit, so that the fuzzer gets there.
constexpr std::uint32_t kHeader = 4096;

struct Read {
    std::vector<http::Request> requests;
    std::optional<Progress> ended;  ///< by a refusal; nothing = the bytes ran out
};

/// As a connection does: what the parser left comes again with `step` more bytes behind it.
Read read(std::string_view bytes, std::size_t step) {
    Read found;
    RequestParser parser(kHeader);
    std::size_t begin = 0;
    std::size_t end = std::min(step, bytes.size());
    while (!found.ended) {
        std::size_t consumed = 0;
        const auto progress = parser.feed(bytes.substr(begin, end - begin), consumed);
        promise(consumed <= end - begin, "more consumed than given");
        begin += consumed;
        if (progress == Progress::header_done) {
            parser.set_body_limit(http::Api::body_limit(parser.request().path));
        } else if (progress == Progress::done) {
            if (!parser.target_ok()) break;
            found.requests.push_back(std::move(parser.request()));
            parser.reset();
        } else if (progress != Progress::need_more) {
            found.ended = progress;
        }
        if (begin == end || progress == Progress::need_more) {
            if (end == bytes.size()) break;
            end = std::min(end + step, bytes.size());
        }
    }
    return found;
}

void same(const Read& whole, const Read& split) {
    // Where bytes run out in the middle of a line the parser may or may not have seen yet that they are wrong.
    promise(!whole.ended || !split.ended || whole.ended == split.ended,
            "the pieces in which bytes come change the verdict");
    promise(whole.requests.size() == split.requests.size(), "the pieces in which bytes come change the requests");
    for (std::size_t i = 0; i < whole.requests.size(); ++i) {
        const auto& one = whole.requests[i];
        const auto& other = split.requests[i];
        promise(
            one.method == other.method && one.path == other.path && one.query == other.query && one.body == other.body,
            "the pieces in which bytes come change a request");
    }
}

bool is_page(const http::Response& response) {
    return response.header("Content-Type").value_or("").starts_with("text/html");
}

void check_answer(http::Response response) {
    const auto render = std::move(response.render);
    if (render) render(response);
    if (response.stream) response.stream->abandon();
    promise(response.status != 500, "a request made an internal error: " + response.body);
    promise(response.status >= 200 && response.status < 600, "no HTTP status");
    promise(is_utf8(response.body), "the answer is not UTF-8");
    // The pages behind a link in a message are read by people: their refusals are pages too.
    if (response.status < 400 || is_page(response)) return;
    const auto body = parse_json(response.body);
    promise(body && body->is_object() && body->as_object().contains("type"), "a refusal is no problem object");
}

}  // namespace

void run_http(std::string_view bytes) {
    Read whole = read(bytes, bytes.size() + 1);
    same(whole, read(bytes, 7));
    if (whole.requests.empty()) return;
    http::test::FakeService service;
    http::Api api(service, {.version = "0.0.0"});
    for (http::Request& request : whole.requests) {
        if (!request.header("authorization")) request.headers.push_back({"authorization", "Bearer fuzz:dispatcher"});
        int answers = 0;
        api.handle(std::move(request), [&answers](http::Response response) {
            ++answers;
            check_answer(std::move(response));
        });
        promise(answers == 1, "not exactly one answer");
    }
}

}  // namespace gongdan::fuzz
