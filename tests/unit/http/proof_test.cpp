// Seals, verifications, proofs and exports over HTTP: what is shown, who gets it, and what is written down.

#include <catch2/catch.hpp>

#include "tests/support/shipped.hpp"
#include "tests/unit/http/desk.hpp"

using namespace gongdan;
using namespace gongdan::http;
using namespace gongdan::http::test;

namespace {

using Verified = host::Verification::State;

void make_seals(Desk& desk, int count) {
    for (int number = 1; number <= count; ++number) {
        Seal seal;
        seal.number = number;
        seal.first_seq = number * 2 - 1;
        seal.last_seq = number * 2;
        desk.book.all_seals.push_back(seal);
    }
}

Response start(Desk& desk, const std::string& role = "auditor") {
    return desk.ask({.method = "POST", .target = "/api/v1/proof/verifications", .role = role});
}

std::vector<std::string> left(Desk& desk) {
    std::vector<std::string> what;
    const auto log = desk.service.accounts().log(0, 100);
    for (const auto& entry : *log) what.push_back(entry.what);
    return what;
}

}  // namespace

TEST_CASE("the state of the proof tells the last seal, what is behind it and what the channels did") {
    Desk desk;
    const json::object before = object_of(desk.get("/api/v1/proof", "auditor"));
    CHECK(before.at("last_seal").is_null());
    CHECK(before.at("unsealed") == 10);
    CHECK(before.at("verification").at("state") == "never");
    make_seals(desk, 3);
    desk.book.carriers = {{"notary", 2, gongdan::test::on("08:00:00"), LocalText{"不通", "no line"}}};
    const json::object state = object_of(desk.get("/api/v1/proof", "admin"));
    CHECK(state.at("last_seal").at("number") == 3);
    CHECK(state.at("last_seal").at("digest").as_string().size() == 64);
    CHECK(state.at("unsealed") == 4);
    CHECK(state.at("fingerprint").as_string() != state.at("key").as_string());
    CHECK(state.at("carriers").at(0).at("refused").at("en") == "no line");
    CHECK(desk.get("/api/v1/proof", "leader").status == 403);
}

TEST_CASE("seals are listed from the last one back, page by page") {
    Desk desk;
    make_seals(desk, 5);
    const json::object first = object_of(desk.get("/api/v1/seals?limit=3", "auditor"));
    CHECK(first.at("items").at(0).at("number") == 5);
    CHECK(first.at("items").as_array().size() == 3);
    const std::string cursor(first.at("next_cursor").as_string());
    const json::object rest = object_of(desk.get("/api/v1/seals?limit=3&cursor=" + cursor, "auditor"));
    CHECK(rest.at("items").at(0).at("number") == 2);
    CHECK(rest.at("items").as_array().size() == 2);
    CHECK(rest.at("next_cursor").is_null());
    CHECK(desk.get("/api/v1/seals?cursor=x", "auditor").status == 422);
}

TEST_CASE("one verification runs at a time, and whoever asks for another is told how far it is") {
    Desk desk;
    const Response begun = start(desk);
    CHECK(begun.status == 202);
    CHECK(object_of(begun).at("by") == "someone");
    desk.verifications.now.verdict.events = 7;
    const Response second = start(desk, "admin");
    CHECK(second.status == 409);
    CHECK(object_of(second).at("running").at("events") == 7);
    CHECK(object_of(second).at("running").at("stage") == "file");
    desk.verifications.now.progress = {host::VerificationProgress::Stage::rows, 3, 8};
    const json::object running = object_of(desk.get("/api/v1/proof/verifications/last", "auditor"));
    CHECK(running.at("stage") == "rows");
    CHECK(running.at("stage_done") == 3);
    CHECK(running.at("stage_in_all") == 8);
    desk.verifications.now.state = Verified::faulty;
    desk.verifications.now.verdict.faults = {{12, {"坏了", "broken"}}, {0, {"行", "row"}}};
    const json::object last = object_of(desk.get("/api/v1/proof/verifications/last", "auditor"));
    CHECK(last.at("state") == "faulty");
    CHECK(last.at("first_bad_seq") == 12);
    CHECK(last.at("stage").is_null());
    CHECK(last.at("faults").at(0).at("zh") == "坏了");
    CHECK(last.at("faults").at(1).at("seq").is_null());
    CHECK(start(desk, "dispatcher").status == 403);
}

TEST_CASE("the proof of an event is a file") {
    Desk desk;
    const Response proof = desk.get("/api/v1/proof/events/3", "auditor");
    CHECK(proof.status == 200);
    CHECK(header_of(proof, "Content-Disposition") == "attachment; filename=\"proof-3.json\"");
    for (const char* const nowhere : {"11", "0", "-1", "x"})
        CHECK(desk.get("/api/v1/proof/events/" + std::string(nowhere), "auditor").status == 404);
}

TEST_CASE("an export is streamed past pieces in which nothing was found, and stands in the account log") {
    Desk desk;
    const Response journal = desk.get("/api/v1/exports/journal", "auditor");
    CHECK(streamed(journal) == "one\ntwo\n");
    CHECK(header_of(journal, "Content-Disposition") == "attachment; filename=\"journal.ndjson\"");
    CHECK_FALSE(desk.book.last_journal->entered.has_value());
    CHECK_FALSE(desk.book.last_journal->personal);
    CHECK(streamed(desk.get("/api/v1/exports/journal?from=2026-03-01&to=2026-03-02", "auditor")) == "one\ntwo\n");
    CHECK(desk.book.last_journal->entered->to - desk.book.last_journal->entered->from == kDay * 2);
    CHECK(streamed(desk.get("/api/v1/exports/xes?workflow=complaint", "admin")) == "one\ntwo\n");
    CHECK(desk.book.last_xes->workflow == "complaint");
    CHECK(left(desk) == std::vector<std::string>{"xes-exported", "journal-exported", "journal-exported"});
    CHECK(desk.get("/api/v1/exports/journal?from=2026-03-03&to=2026-03-02", "auditor").status == 422);
    CHECK(desk.get("/api/v1/exports/journal?from=yesterday", "auditor").status == 422);
    CHECK(desk.ask({.method = "HEAD", .target = "/api/v1/exports/journal", .role = "auditor"}).status == 200);
    CHECK(left(desk).size() == 3);
}

TEST_CASE("a work log is of one person, some days, and the tickets that its reader may see") {
    Desk desk;
    const std::string days = "&from=2026-03-01&to=2026-03-31";
    const Response log = desk.get("/api/v1/exports/worklog?person=demo-zhang-san" + days, "foreman@demo-sun-qi");
    CHECK(streamed(log) == "one\ntwo\n");
    CHECK(desk.book.last_worklog->actors.contains("demo-zhang-san"));
    CHECK_FALSE(desk.book.last_worklog->reach.all);
    CHECK(desk.get("/api/v1/exports/worklog?person=nobody" + days, "auditor").status == 422);
    CHECK(pointers_of(desk.get("/api/v1/exports/worklog", "auditor")).size() == 3);
    const std::string long_time = "&from=2024-01-01&to=2026-03-31";
    CHECK(desk.get("/api/v1/exports/worklog?person=demo-zhang-san" + long_time, "auditor").status == 422);
}

TEST_CASE("more exports than there are places for are refused until one has gone") {
    Desk desk;
    std::optional<Response> first = desk.get("/api/v1/exports/journal", "auditor");
    const Response second = desk.get("/api/v1/exports/journal", "auditor");
    const Response third = desk.get("/api/v1/exports/journal", "auditor");
    CHECK(third.status == 503);
    CHECK(header_of(third, "Retry-After") == "2");
    CHECK(desk.get("/api/v1/proof/events/3", "auditor").status == 503);
    first.reset();
    CHECK(desk.get("/api/v1/proof/events/3", "auditor").status == 200);
}
