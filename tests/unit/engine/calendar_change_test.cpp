// A year for the calendar: what the preview says is what the confirmation does, and the journal proves it.

#include <catch2/catch.hpp>

#include "tests/unit/engine/calendar_server.hpp"

using namespace gongdan;
using test::day;
using test::year_2027;
using Server = test::CalendarServer;

TEST_CASE("a preview names the clocks that move, with old and new, and changes nothing") {
    Server server;
    server.complain("2026-12-30T09:00:00+08:00");
    const auto year = year_2027({"2027-01-01", "2027-01-04"}, {"2027-01-09"});
    const auto preview = server.preview(year, "2026-12-31T09:00:00+08:00");
    CHECK(preview.counts().tickets == 1);
    REQUIRE(preview.counts().moved == 0);  // the holiday and the make-up Saturday outweigh each other
    CHECK(preview.counts().settled == 1);

    const auto later = server.preview(year_2027({"2027-01-01", "2027-01-04"}), "2026-12-31T09:00:00+08:00");
    REQUIRE(later.moved().size() == 1);
    const MovedClock& reply = later.moved().front();
    CHECK(reply.clock == "reply");
    CHECK(reply.number == "TS20261230000001");
    CHECK(format_time(reply.old_due_at) == "2027-01-12T00:00:00+08:00");
    CHECK(format_time(reply.due_at) == "2027-01-13T00:00:00+08:00");
    CHECK(reply.was_provisional);
    CHECK_FALSE(reply.provisional);
    CHECK_FALSE(reply.overdue);
    CHECK(server.clock(1, "reply").provisional);
}

TEST_CASE("a preview tells the days that change and the clock that would be overdue at once") {
    Server server;
    server.complain("2026-12-30T09:00:00+08:00");
    const auto year = year_2027({"2027-01-01"}, {"2027-01-02", "2027-01-03"});
    const auto preview = server.preview(year, "2027-01-10T12:00:00+08:00");
    CHECK(preview.counts().moved == 1);
    CHECK(preview.counts().overdue == 1);
    CHECK(preview.moved().front().overdue);
    const auto days = preview.changed_days();
    REQUIRE(days.size() > 2);
    CHECK(days.front().date == day("2027-01-02"));
    CHECK(days.front().before == DayKind::weekend);
    CHECK(days.front().after == DayKind::make_up_day);
    CHECK(days.back().date == day("2027-10-03"));  // a Sunday: off all the same, and no holiday any more
    CHECK(days.back().after == DayKind::weekend);
}

TEST_CASE("more moved clocks than are listed are counted all the same, and the soonest are named") {
    Server server;
    for (std::size_t i = 0; i < kMovedListMax + 5; ++i) server.complain("2026-12-30T09:00:00+08:00");
    server.complain("2026-12-29T09:00:00+08:00");
    server.unlisted = 1;
    const auto preview = server.preview(year_2027({"2027-01-01", "2027-01-04"}), "2026-12-31T09:00:00+08:00");
    CHECK(preview.counts().moved == std::int64_t(kMovedListMax) + 6);
    REQUIRE(preview.moved().size() == kMovedListMax);
    CHECK(preview.moved().front().number == "TS20261229000001");
    CHECK(preview.moved()[1].id == CaseId(2));
    CHECK(preview.moved().back().id == CaseId(std::int64_t(kMovedListMax)));
}

TEST_CASE("what was confirmed is done once, with the very moves of the preview") {
    Server server;
    server.complain("2026-12-30T09:00:00+08:00");
    const auto year = year_2027({"2027-01-01", "2027-01-04"});
    const std::string at = "2026-12-31T09:00:00+08:00";
    const std::string seen = server.mark(year);
    const std::optional<Idempotency> key = Idempotency{"boss:k1", "print"};
    const auto done = server.load(year, at, seen, key);
    REQUIRE(done.ok());
    CHECK(done->reply.kept->status == 200);
    const auto body = parse_json(done->reply.kept->body).value().as_object();
    CHECK(body.at("moved") == 1);
    CHECK(body.at("settled") == 0);
    CHECK(body.at("year").as_object().at("source") == "administrator");
    CHECK_FALSE(server.clock(1, "reply").provisional);
    CHECK(format_time(server.clock(1, "reply").due_at) == "2027-01-13T00:00:00+08:00");
    const auto again = server.load(year, at, seen, key);
    REQUIRE(again.ok());
    CHECK(again->reply.replayed);
    CHECK(again->committed.events.empty());
}

TEST_CASE("a preview of other rules, or of another year, is refused") {
    Server server;
    const std::string at = "2026-12-31T09:00:00+08:00";
    const auto year = year_2027({"2027-01-01"});
    const std::string seen = server.mark(year);
    CHECK(server.load(year_2027({"2027-01-01", "2027-01-04"}), at, seen).error().code == Errc::conflict);
    REQUIRE(server.load(year_2027({"2027-01-05"}), at).ok());
    CHECK(server.load(year, at, seen).error().code == Errc::conflict);
    CHECK(server.load(year, at, server.mark(year)).ok());
}

TEST_CASE("a year loaded twice, and once more after a start, verifies from the journal alone") {
    Server server;
    server.complain("2026-12-30T09:00:00+08:00");
    REQUIRE(server.load(year_2027({"2027-01-01", "2027-01-04"}), "2026-12-31T09:00:00+08:00").ok());
    REQUIRE(server.load(year_2027({"2027-01-01"}), "2026-12-31T09:10:00+08:00").ok());
    server.restart();
    server.complain("2026-12-31T09:20:00+08:00");
    REQUIRE(server.load(year_2027({"2027-01-01", "2027-01-04", "2027-01-05"}), "2026-12-31T10:00:00+08:00").ok());
    CHECK(format_time(server.clock(1, "reply").due_at) == "2027-01-14T00:00:00+08:00");
    CHECK(server.verify() == std::vector<std::string>{});
}
