// Which messages carry a link: those whose recipient may acknowledge.

#include <catch2/catch.hpp>

#include "adapters/host/links.hpp"
#include "tests/support/shipped.hpp"
#include "tests/unit/http/fake_service.hpp"

using namespace gongdan;
using namespace gongdan::host;
using namespace gongdan::test;

namespace {

const std::string kPerson = "demo-wu-jiu";

std::string token_of(const std::string& url) { return url.substr(url.rfind('/') + 1); }

const Organisation& people() { return *shipped().organisation; }

Notice notice_to(const std::string& person, const std::string& escalation, CaseId id = CaseId(1)) {
    Notice notice;
    notice.id = escalation + "/" + person + "/desk-file";
    notice.escalation = escalation;
    notice.case_id = id;
    notice.person = person;
    notice.message = R"({"id":"x"})";
    return notice;
}

/// A fault whose arrival is overdue.
struct Overdue {
    http::test::FakeService service;
    Links links{{std::string(32, 'k'), "https://gongdan.example.com", std::chrono::hours(24)}};

    Overdue() {
        auto request = open_fault();
        std::get<OpenRequest>(request.wish).command.data["area"] = "demo-101";
        service.submit(std::move(request), [](const Result<Reply>& reply) { REQUIRE(reply.ok()); });
        service.sweep(on("08:45:00"));
        service.time = on("08:45:00");
    }
    json::object message(const std::string& person, const std::string& escalation) {
        const std::string linked = linked_message(notice_to(person, escalation), links, service.reads(),
                                                  service.configuration(), service.time);
        return json::parse(linked).as_object();
    }
};

}  // namespace

TEST_CASE("a message has a link only for a recipient who may acknowledge: no crew, nobody who is gone") {
    Overdue overdue;
    const json::object linked = overdue.message(kPerson, "1.arrival.1.3.1");
    const std::string url = string_or_empty(linked, "acknowledge_url");
    CHECK(overdue.links.open(token_of(url), people(), overdue.service.time).person == kPerson);
    CHECK(string_or_empty(linked, "id") == "x");
    CHECK_FALSE(overdue.message("demo-zhang-san", "1.arrival.1.1.1").contains("acknowledge_url"));
    CHECK_FALSE(overdue.message("nobody", "1.arrival.1.3.1").contains("acknowledge_url"));
    CHECK_FALSE(overdue.message(kPerson, "1.arrival.1.9.1").contains("acknowledge_url"));
}

TEST_CASE("a list has a link when something in it is the recipient's to acknowledge") {
    Overdue overdue;
    overdue.service.fake_reads().lists["digest.3"] = {{"1.arrival.1.1.1", CaseId(1), "x", 1, {}},
                                                      {"1.arrival.1.3.1", CaseId(1), "x", 3, {}}};
    const json::object linked = overdue.message(kPerson, "digest.3");
    CHECK(
        overdue.links.open(token_of(string_or_empty(linked, "list_url")), people(), overdue.service.time).escalation ==
        "digest.3");
    CHECK_FALSE(linked.contains("acknowledge_url"));
    CHECK_FALSE(overdue.message("demo-zhang-san", "digest.3").contains("list_url"));
    CHECK_FALSE(overdue.message(kPerson, "digest.4").contains("list_url"));
}
