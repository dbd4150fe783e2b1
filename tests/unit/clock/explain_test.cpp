// Goal: a deadline explains itself: each stretch of time, whether it counted, and why.
#include "core/clock/explain.hpp"
#include "tests/unit/clock/clock_support.hpp"

using namespace gongdan;
using namespace gongdan::testing;
using Texts = std::vector<std::string>;

namespace {

/// "2026-02-13T15:00 - start-day", with '+' for counted, '*' behind what lies ahead.
Texts lines(const Explanation& told) {
    Texts lines;
    for (const ExplainedSegment& segment : told.segments) {
        std::string line = format_time(segment.from).substr(5, 11);
        line += segment.counted ? " + " : " - ";
        line += segment.why;
        if (!segment.reason.empty()) line += " " + segment.reason;
        lines.push_back(line + (segment.ahead ? " *" : ""));
    }
    return lines;
}

ClockState stopped(ClockState clock, Instant when) {
    clock.status = ClockStatus::stopped;
    clock.stopped_at = when;
    clock.breached = when > clock.due_at;
    return clock;
}

bool holds(const std::string& page, const std::string& part) { return page.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a working-day clock over the Spring Festival names every day and why it counts or does not") {
    const ClockState reply = started("2026-02-13 15:00:00", {2, Unit::working_days});
    const Explanation told = explain(reply, calendar(), at("2026-02-14 09:00:00"));
    CHECK(lines(told) == Texts{"02-13T15:00 - start-day", "02-14T00:00 + make-up-day", "02-14T09:00 + make-up-day *",
                               "02-15T00:00 - holiday *", "02-16T00:00 - holiday *", "02-17T00:00 - holiday *",
                               "02-18T00:00 - holiday *", "02-19T00:00 - holiday *", "02-20T00:00 - holiday *",
                               "02-21T00:00 - holiday *", "02-22T00:00 - holiday *", "02-23T00:00 - holiday *",
                               "02-24T00:00 + working-day *"});
    CHECK(told.segments.back().to == reply.due_at);
    CHECK(told.segments.back().total == told.budget);
    CHECK(told.counted == std::chrono::hours(9));
    CHECK(told.remaining == std::chrono::hours(39));
    CHECK(outcome_of(told) == "open");
}

TEST_CASE("a pause is told with its reason and with what it cost") {
    ClockState clock = arrival();
    pause(clock, on("08:10:00"), on("08:30:00"), "road flooded");
    const Explanation told = explain(clock, calendar(), on("08:50:00"));
    CHECK(lines(told) == Texts{"03-02T08:00 + elapsed", "03-02T08:10 - paused road flooded", "03-02T08:30 + elapsed",
                               "03-02T08:50 + elapsed *"});
    REQUIRE(told.pauses.size() == 1);
    CHECK(told.pauses.front().cost == minutes(20));
    CHECK(told.due_at == on("09:05:00"));
    CHECK(told.recomputed_due_at == told.due_at);
}

TEST_CASE("a pause over a weekend costs a working-day clock nothing") {
    ClockState clock = started("2026-03-05 10:00:00", {3, Unit::working_days});
    pause(clock, at("2026-03-07 00:00:00"), at("2026-03-09 00:00:00"), "weekend duty");
    const Explanation told = explain(clock, calendar(), at("2026-03-09 08:00:00"));
    CHECK(told.pauses.front().cost == Millis(0));
    CHECK(told.due_at == at("2026-03-11 00:00:00"));
}

TEST_CASE("two pauses that touch stay two, each with its own reason") {
    ClockState clock = arrival();
    pause(clock, on("08:10:00"), on("08:20:00"), "weather");
    pause(clock, on("08:20:00"), on("08:30:00"), "traffic");
    CHECK(lines(explain(clock, calendar(), on("09:05:00"))) ==
          Texts{"03-02T08:00 + elapsed", "03-02T08:10 - paused weather", "03-02T08:20 - paused traffic",
                "03-02T08:30 + elapsed"});
}

TEST_CASE("a clock that stands paused shows where it would be due if it ran on now") {
    ClockState clock = arrival();
    clock.status = ClockStatus::paused;
    clock.pauses.push_back({on("08:10:00"), std::nullopt, "weather"});
    const Explanation told = explain(clock, calendar(), on("08:50:00"));
    CHECK(told.due_at == on("09:25:00"));
    CHECK(told.counted == minutes(10));
    CHECK(told.remaining == minutes(35));
    CHECK(lines(told) == Texts{"03-02T08:00 + elapsed", "03-02T08:10 - paused weather", "03-02T08:50 + elapsed *"});
}

TEST_CASE("a clock stopped in time is met, and what it did not need lies ahead") {
    const Explanation told = explain(stopped(arrival(), on("08:40:00")), calendar(), on("12:00:00"));
    CHECK(outcome_of(told) == "met");
    CHECK(told.counted == minutes(40));
    CHECK(told.remaining == Millis(0));
    CHECK(lines(told) == Texts{"03-02T08:00 + elapsed", "03-02T08:40 + elapsed *"});
}

TEST_CASE("a clock stopped at exactly its due time is met, one millisecond later it is breached") {
    CHECK(outcome_of(explain(stopped(arrival(), on("08:45:00")), calendar(), on("09:00:00"))) == "met");
    const Explanation late = explain(stopped(arrival(), on("08:45:00.001")), calendar(), on("09:00:00"));
    CHECK(outcome_of(late) == "breached");
    CHECK(late.overdue == Millis(1));
    CHECK(lines(late) == Texts{"03-02T08:00 + elapsed", "03-02T08:45 - overdue"});
}

TEST_CASE("time past the due time is overdue and does not add to what was counted of the limit") {
    ClockState clock = arrival();
    clock.breached = true;
    pause(clock, on("09:00:00"), on("09:10:00"));
    const Explanation told = explain(clock, calendar(), on("09:30:00"));
    CHECK(outcome_of(told) == "overdue");
    CHECK(told.due_at == on("08:45:00"));
    CHECK(told.overdue == minutes(35));
    CHECK(lines(told) == Texts{"03-02T08:00 + elapsed", "03-02T08:45 - overdue", "03-02T09:00 - paused weather",
                               "03-02T09:10 - overdue"});
    CHECK(told.segments.back().total == told.budget);
}

TEST_CASE("a clock explained under another calendar than its own says what it would be there") {
    ClockState clock = started("2026-02-13 15:00:00", {1, Unit::working_days});
    const Calendar bare("bare", {});
    const Explanation told = explain(clock, bare, at("2026-02-14 09:00:00"));
    CHECK(told.due_at == at("2026-02-15 00:00:00"));
    CHECK(told.recomputed_due_at == at("2026-02-17 00:00:00"));
    CHECK(told.calendar == "bare");
    CHECK(told.due_calendar == "cn-test");
    CHECK(holds(explanation_text(told, Language::en), "recomputed with this calendar"));
}

TEST_CASE("the view holds the rules that decided, the changes and a sum that comes out exactly") {
    ClockState clock = arrival();
    clock.changes.push_back({on("08:20:00"),
                             "extended",
                             {45, Unit::minutes},
                             {1, Unit::hours},
                             on("08:45:00"),
                             on("09:00:00"),
                             "leader1",
                             "storm",
                             ""});
    clock.limit = {1, Unit::hours};
    clock.due_at = on("09:00:00");
    const auto view = explanation_view(explain(clock, calendar(), on("08:30:00.500"), {"GZ1", "sgcc-2011", {}, {}}));
    CHECK(view.at("promise_set") == "sgcc-2011");
    CHECK(view.at("calendar") == "cn-test");
    CHECK(view.at("limit") == "1h");
    CHECK(view.at("outcome") == "open");
    CHECK(view.at("counted_s") == 1800);
    CHECK(view.at("stopped_at").is_null());
    const auto& change = view.at("changes").as_array().at(0).as_object();
    CHECK(change.at("old_limit") == "45min");
    CHECK(change.at("approver") == "leader1");
    const auto& parts = view.at("segments").as_array();
    REQUIRE(parts.size() == 2);
    CHECK(parts[0].at("length_ms") == 1'800'500);
    CHECK(parts[1].at("ahead") == true);
    CHECK(parts[1].at("total_ms") == view.at("budget_ms"));
    CHECK_FALSE(parts[0].at("title").at("zh").as_string().empty());
}

TEST_CASE("the page is readable in both languages and writes the end of a day as 24:00") {
    ClockState clock = started("2026-02-13 15:00:00", {1, Unit::working_days});
    clock.provisional = true;
    clock.corrected = true;
    clock.changes.push_back({at("2026-02-13 16:00:00"), "calendar", clock.limit, clock.limit, at("2026-02-16 00:00:00"),
                             clock.due_at, "", "", "cn-test"});
    const Explanation told =
        explain(clock, calendar(), at("2026-02-13 18:00:00"),
                {"TS20260213000001", "sgcc-2011", text("explain.why.paused"), {"联系客户", "contact the customer"}});
    const std::string english = explanation_text(told, Language::en);
    for (const char* part :
         {"Clock: contact the customer (arrival), cycle 1", "Case: TS20260213000001", "Limit: 1 working day (24:00:00",
          "Promise set: sgcc-2011", "Calendar: cn-test", "Due: 2026-02-14 24:00:00", "Provisional", "corrected",
          "New calendar", "from 2026-02-15 24:00:00 to 2026-02-14 24:00:00", "make-up working day (ahead)",
          "the starting day does not count"}) {
        CAPTURE(part, english);
        CHECK(holds(english, part));
    }
    const std::string chinese = explanation_text(told, Language::zh);
    for (const char* part :
         {"时钟：联系客户（arrival），第 1 轮", "到期：2026-02-14 24:00:00", "调休上班 （未到）", "起始日不计"}) {
        CAPTURE(part, chinese);
        CHECK(holds(chinese, part));
    }
}

TEST_CASE("a cancelled clock says so, and a clock asked about before its start has run for no time") {
    ClockState clock = stopped(arrival(), on("08:10:00"));
    clock.status = ClockStatus::cancelled;
    CHECK(outcome_of(explain(clock, calendar(), on("09:00:00"))) == "cancelled");
    const Explanation early = explain(arrival(), calendar(), on("07:00:00"));
    CHECK(early.counted == Millis(0));
    CHECK(lines(early) == Texts{"03-02T08:00 + elapsed *"});
}

TEST_CASE("overlapping pauses are taken from the overdue time once") {
    ClockState clock = arrival();
    clock.breached = true;
    pause(clock, on("08:50:00"), on("09:10:00"));
    pause(clock, on("09:00:00"), on("09:15:00"));
    CHECK(overdue(clock, on("09:30:00")) == minutes(20));
    CHECK(overdue(clock, on("08:40:00")) == Millis(0));
}

TEST_CASE("a filing that covers the clock is told with its period, reason and approver, and changes no time") {
    ClockState clock = arrival();
    const Explanation plain = explain(clock, calendar(), on("08:30:00"));
    clock.exemption = Exemption{"BB1", on("08:10:00"), at("2026-03-03 00:00:00"), "台风", "预警 7 号", "boss", {}};
    const Explanation told = explain(clock, calendar(), on("08:30:00"));
    CHECK(holds(explanation_text(told, Language::zh),
                "报备：BB1，自 2026-03-02 08:10:00 至 2026-03-02 24:00:00，原因：台风，批准人 boss"));
    CHECK(holds(explanation_text(told, Language::en),
                "Filed: BB1 from 2026-03-02 08:10:00 to 2026-03-02 24:00:00, because: 台风, approved by boss"));
    json::object view = explanation_view(told);
    CHECK(view.at("exemption").at("evidence") == "预警 7 号");
    view["exemption"] = nullptr;
    CHECK(view == explanation_view(plain));
}
