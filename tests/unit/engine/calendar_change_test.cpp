// A year for the calendar: what the preview says is what the confirmation does, and the journal proves it.

#include <catch2/catch.hpp>

#include "adapters/crypto/crypto.hpp"
#include "adapters/host/rules_journal.hpp"
#include "core/engine/verify.hpp"
#include "tests/support/recording_store.hpp"
#include "tests/support/shipped.hpp"

using namespace gongdan;

namespace {

Instant when(const std::string& text) { return parse_time(text).value(); }
Date day(const std::string& text) { return parse_date(text).value(); }

CalendarYear year_2027(const std::vector<std::string>& holidays, const std::vector<std::string>& workdays = {}) {
    CalendarYear year;
    year.year = 2027;
    for (const std::string& date : holidays) year.holidays.push_back(day(date));
    for (const std::string& date : workdays) year.workdays.push_back(day(date));
    return year;
}

/// A server that is stopped and started: the years it was given lie over the file again.
class Server {
 public:
    void complain(const std::string& at) {
        const Request request{OpenRequest{{"complaint",
                                           {"ct1", {"call_taker"}},
                                           {{"complaint_type", "quality"}, {"description", "电压低"}},
                                           std::nullopt,
                                           CaseId{}},
                                          ""},
                              std::nullopt,
                              {}};
        const auto result = engine_.run({&request, 1}, when(at));
        REQUIRE(result.replies.front().ok());
    }

    Result<CalendarResult> load(const CalendarYear& year, const std::string& at, const std::string& seen = "",
                                const std::optional<Idempotency>& key = {}) {
        return engine_.change_calendar({year, {"boss", {"admin"}}, seen}, key, when(at),
                                       [this, &year]() -> Result<void> {
                                           kept_ = year;
                                           return {};
                                       });
    }

    CalendarPreview preview(const CalendarYear& year, const std::string& at) {
        CalendarPreview preview(*engine_.configuration().rules, year, when(at));
        const auto ids = store_.with_clocks({}, 1000);
        for (const CaseId id : *ids) preview.take(store_.load(id).value()->snapshot, to_int(id) != unlisted);
        return preview;
    }

    std::int64_t unlisted = 0;  ///< a case whose clocks are only counted

    void restart() {
        auto rules = std::make_shared<Rules>(*test::shipped().rules);
        if (kept_) rules->calendar = std::make_shared<const Calendar>(rules->calendar->with_year(*kept_));
        engine_.use({rules, test::shipped().organisation, test::shipped().roles});
    }

    [[nodiscard]] std::string mark(const CalendarYear& year) const {
        return calendar_mark(*engine_.configuration().rules->calendar, year, crypto::sha256);
    }
    const ClockState& clock(std::int64_t id, const std::string& name) {
        return *store_.load(CaseId(id)).value()->snapshot.clock(name);
    }

    std::vector<std::string> verify() const {
        host::JournalledRules rules(*test::shipped().rules);
        Verifier verifier({crypto::sha256, nullptr, {}}, rules);
        for (const StoredEvent& event : store_.journal) verifier.take(event);
        verifier.finish();
        std::vector<std::string> said;
        for (const Fault& fault : verifier.faults()) said.push_back(fault.what.en);
        return said;
    }

 private:
    test::RecordingStore store_;
    Engine engine_{store_, test::shipped(), crypto::sha256, test::fixed_salt};
    std::optional<CalendarYear> kept_;
};

}  // namespace

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
