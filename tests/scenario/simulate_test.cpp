// Whole tickets through `gongdan simulate` with the shipped workflows, calendar, promises and ladders, to the second.

#include <sstream>

#include <catch2/catch.hpp>

#include "adapters/host/installation.hpp"
#include "adapters/host/simulation.hpp"

using namespace gongdan;

namespace {

const Configuration& shipped() {
    static const Configuration configuration = [] {
        auto loaded = host::load_installation(GONGDAN_SOURCE_DIR "/config/gongdan.yaml");
        if (!loaded) FAIL(loaded.error().detail.en);
        return loaded->configuration();
    }();
    return configuration;
}

class Run {
 public:
    Run& open(const std::string& at, const std::string& ref, const std::string& workflow, const std::string& data) {
        return line(R"({"at":")" + at + R"(","op":"open","ref":")" + ref + R"(","workflow":")" + workflow +
                    R"(","actor":"ct1","role":"call_taker","data":)" + data + "}");
    }
    Run& fire(const std::string& at, const std::string& ref, const std::string& event, const std::string& role,
              const std::string& data = "{}", const std::string& more = "") {
        return line(R"({"at":")" + at + R"(","op":"fire","ref":")" + ref + R"(","event":")" + event +
                    R"(","actor":"someone","role":")" + role + R"(","data":)" + data + more + "}");
    }
    Run& acknowledge(const std::string& at, const std::string& ref, const std::string& role) {
        return line(R"({"at":")" + at + R"(","op":"acknowledge","escalation":"last","ref":")" + ref +
                    R"(","actor":"m1","role":")" + role + "\"}");
    }
    Run& advance(const std::string& at) { return line(R"({"at":")" + at + R"(","op":"advance"})"); }
    Run& line(const std::string& text) {
        input_ += text + "\n";
        return *this;
    }

    std::vector<json::object> events() const {
        std::istringstream in(input_);
        std::ostringstream out;
        const auto done = host::simulate(in, out, shipped());
        if (!done) FAIL(done.error().detail.en);
        std::vector<json::object> lines;
        std::istringstream written(out.str());
        for (std::string text; std::getline(written, text);) lines.push_back(json::parse(text).as_object());
        return lines;
    }

    /// The events of `type` (of `clock`, if named), each as the value of `key`.
    std::vector<std::string> each(const std::string& type, const std::string& key,
                                  const std::string& clock = "") const {
        std::vector<std::string> found;
        for (const json::object& event : events()) {
            if (string_or_empty(event, "type") != type) continue;
            if (!clock.empty() && string_or_empty(event, "clock") != clock) continue;
            const json::value& value = event.at(key);
            found.push_back(value.is_string() ? std::string(value.as_string()) : json::serialize(value));
        }
        return found;
    }

 private:
    std::string input_;
};

using Texts = std::vector<std::string>;

std::string on(const std::string& clock) { return "2026-03-02T" + clock + "+08:00"; }

std::string fault(const std::string& site_class) {
    return R"({"site_class":")" + site_class +
           R"(","fault_address":"幸福路 1 号","hangup_at":"2026-03-02T08:00:00+08:00"})";
}

/// A fault called in at 08:00:00 and on its way at 08:05.
Run dispatched(const std::string& site_class = "urban") {
    Run run;
    run.open(on("08:00:00"), "T1", "fault-repair", fault(site_class))
        .fire(on("08:02:00"), "T1", "dispatch", "dispatcher", R"({"team":"A"})")
        .fire(on("08:05:00"), "T1", "acknowledge", "area_manager");
    return run;
}

}  // namespace

TEST_CASE("an urban fault with no arrival breaches at 08:45:00 and climbs its ladder to the second") {
    Run run;
    run.open(on("08:00:00"), "T1", "fault-repair", fault("urban")).advance(on("09:20:00"));
    CHECK(run.each("clock.breached", "at", "arrival") == Texts{on("08:45:00")});
    CHECK(run.each("escalation.raised", "at", "arrival") ==
          Texts{on("08:22:30"), on("08:36:00"), on("08:45:00"), on("09:15:00")});
    CHECK(run.each("escalation.raised", "rung", "arrival") == Texts{"1", "2", "3", "4"});
}

TEST_CASE("rural faults have 90 minutes and remote ones 120") {
    const auto [site_class, due] = GENERATE(std::pair("rural", "09:30:00"), std::pair("remote", "10:00:00"));
    Run run;
    run.open(on("08:00:00"), "T1", "fault-repair", fault(site_class)).advance(on("10:00:00"));
    CHECK(run.each("clock.breached", "at", "arrival") == Texts{on(due)});
}

TEST_CASE("the arrival clock runs from the moment the caller hung up, not from the moment of entry") {
    Run run;
    run.open(on("08:07:00"), "T1", "fault-repair", fault("urban"));
    CHECK(run.each("clock.started", "due_at", "arrival") == Texts{on("08:45:00")});
}

TEST_CASE("an arrival at exactly the due time is met, one millisecond later is breached") {
    Run met = dispatched();
    met.fire(on("08:45:00"), "T1", "arrive", "area_manager");
    CHECK(met.each("clock.stopped", "breached", "arrival") == Texts{"false"});
    CHECK(met.each("clock.breached", "at", "arrival").empty());

    Run late = dispatched();
    late.fire(on("08:45:00.001"), "T1", "arrive", "area_manager");
    CHECK(late.each("clock.stopped", "breached", "arrival") == Texts{"true"});
    CHECK(late.each("clock.breached", "at", "arrival") == Texts{on("08:45:00")});
}

TEST_CASE("an offline arrival entered after the breach corrects it and deletes nothing") {
    Run run = dispatched();
    run.fire(on("09:00:00"), "T1", "arrive", "area_manager", "{}", R"(,"occurred_at":"2026-03-02T08:40:00+08:00")");
    CHECK(run.each("clock.breached", "at", "arrival") == Texts{on("08:45:00")});
    CHECK(run.each("clock.stopped", "breached", "arrival") == Texts{"false"});
    CHECK(run.each("clock.corrected", "at", "arrival") == Texts{on("08:40:00")});
    CHECK(run.each("finding.raised", "finding") == Texts{"late-entry"});
}

TEST_CASE("a fault registered after its arrival limit has passed breaches at once, at its due time") {
    Run run;
    run.open(on("09:00:00"), "T1", "fault-repair", fault("urban"));
    CHECK(run.each("clock.breached", "at", "arrival") == Texts{on("08:45:00")});
    CHECK(run.each("clock.breached", "recorded_at", "arrival") == Texts{on("09:00:00")});
    CHECK(run.each("escalation.raised", "late_by_s", "arrival") == Texts{"2250", "1440", "900"});
}

TEST_CASE("acknowledging stops the climb, and the unacknowledged leader is told five times at most") {
    Run answered;
    answered.open(on("08:00:00"), "T1", "fault-repair", fault("urban"))
        .acknowledge(on("08:50:00"), "T1", "district_manager")
        .advance(on("18:00:00"));
    CHECK(answered.each("escalation.raised", "at", "arrival").size() == 3);

    Run silent;
    silent.open(on("08:00:00"), "T1", "fault-repair", fault("urban")).advance("2026-03-03T08:00:00+08:00");
    const auto told = silent.each("escalation.raised", "at", "arrival");
    REQUIRE(told.size() == 9);
    CHECK(Texts(told.begin() + 4, told.end()) ==
          Texts{on("10:15:00"), on("11:15:00"), on("12:15:00"), on("13:15:00"), on("14:15:00")});
}

TEST_CASE("suspending pauses the arrival clock and resuming gives the time back to the millisecond") {
    Run run = dispatched();
    run.fire(on("08:10:00"), "T1", "suspend", "dispatcher", R"({"reason":"用户要求","approver":"fm1"})")
        .fire(on("08:30:00"), "T1", "resume", "dispatcher");
    CHECK(run.each("clock.paused", "at", "arrival") == Texts{on("08:10:00")});
    CHECK(run.each("clock.resumed", "due_at", "arrival") == Texts{on("09:05:00")});
    const auto moves = run.each("case.moved", "to");
    CHECK(moves.back() == "acknowledged");
}

TEST_CASE("a child merged into a master stops counting, and its clocks are cancelled") {
    Run run;
    run.open(on("08:00:00"), "T1", "fault-repair", fault("urban"))
        .open(on("08:01:00"), "T2", "fault-repair", fault("urban"))
        .fire(on("08:02:00"), "T2", "merge", "dispatcher", R"({"into":"T1"})")
        .advance(on("08:50:00"));
    CHECK(run.each("case.merged", "ref") == Texts{"T2"});
    CHECK(run.each("clock.cancelled", "ref", "arrival") == Texts{"T2"});
    CHECK(run.each("clock.breached", "ref", "arrival") == Texts{"T1"});
}

TEST_CASE("an unsatisfied call-back reopens the fault with a new arrival cycle") {
    Run run = dispatched();
    run.fire(on("08:20:00"), "T1", "arrive", "area_manager")
        .fire(on("08:30:00"), "T1", "repair", "area_manager")
        .fire(on("08:31:00"), "T1", "restore", "area_manager")
        .fire(on("08:33:00"), "T1", "reply", "area_manager")
        .fire(on("08:40:00"), "T1", "approve", "dispatcher")
        .fire(on("09:00:00"), "T1", "call_back", "call_taker", R"({"satisfied":false})");
    CHECK(run.each("command.rejected", "problem").empty());
    CHECK(run.each("case.moved", "to").back() == "dispatched");
    CHECK(run.each("clock.started", "due_at", "arrival") == Texts{on("08:45:00"), on("09:45:00")});
}

TEST_CASE("a satisfied call-back leads to the archive") {
    Run run = dispatched();
    run.fire(on("08:20:00"), "T1", "arrive", "area_manager")
        .fire(on("08:31:00"), "T1", "restore", "area_manager")
        .fire(on("08:33:00"), "T1", "reply", "area_manager")
        .fire(on("08:40:00"), "T1", "approve", "dispatcher")
        .fire(on("09:00:00"), "T1", "call_back", "call_taker", R"({"satisfied":true})")
        .fire(on("09:01:00"), "T1", "archive", "dispatcher");
    CHECK(run.each("command.rejected", "problem").empty());
    CHECK(run.each("case.moved", "to").back() == "archived");
}

TEST_CASE("a complaint before the Spring Festival is contacted by working Saturday and answered by 2 March 24:00") {
    Run run;
    run.open("2026-02-13T15:00:00+08:00", "C1", "complaint",
             R"({"complaint_type":"service","description":"电话无人接听"})");
    CHECK(run.each("clock.started", "due_at", "contact") == Texts{"2026-02-15T00:00:00+08:00"});
    CHECK(run.each("clock.started", "due_at", "reply") == Texts{"2026-03-03T00:00:00+08:00"});
}

TEST_CASE("a complaint before National Day 2026 counts the worked Saturday 10 October") {
    Run run;
    run.open("2026-09-30T09:00:00+08:00", "C1", "complaint", R"({"complaint_type":"outage","description":"频繁停电"})");
    CHECK(run.each("clock.started", "due_at", "contact") == Texts{"2026-10-09T00:00:00+08:00"});
    CHECK(run.each("clock.started", "due_at", "reply") == Texts{"2026-10-16T00:00:00+08:00"});
}

TEST_CASE("a deadline into provisional 2027 says so and moves when the real calendar comes") {
    Run run;
    run.open("2026-12-30T09:00:00+08:00", "C1", "complaint", R"({"complaint_type":"quality","description":"电压低"})")
        .line(
            R"({"at":"2026-12-31T09:00:00+08:00","op":"calendar","year":2027,"holidays":["2027-01-01","2027-01-04"],"workdays":[]})");
    CHECK(run.each("clock.started", "provisional", "reply") == Texts{"true"});
    CHECK(run.each("clock.rebased", "old_due_at", "reply") == Texts{"2027-01-12T00:00:00+08:00"});
    CHECK(run.each("clock.rebased", "due_at", "reply") == Texts{"2027-01-13T00:00:00+08:00"});
}

TEST_CASE("wishes that cannot be granted are refused with the right status and say what would be right") {
    Run run;
    run.open(on("08:00:00"), "T1", "fault-repair", R"({"site_class":"moon"})")
        .open(on("08:00:00"), "T2", "fault-repair", fault("urban"))
        .fire(on("08:01:00"), "T2", "archive", "dispatcher")
        .fire(on("08:01:00"), "T2", "dispatch", "auditor", R"({"team":"A"})")
        .fire(on("08:01:00"), "T2", "dispatch", "dispatcher")
        .fire(on("08:01:00"), "T9", "dispatch", "dispatcher")
        .fire(on("08:02:00"), "T2", "dispatch", "dispatcher", R"({"team":"A"})",
              R"(,"occurred_at":"2026-03-02T08:03:00+08:00")");
    CHECK(run.each("command.rejected", "status") == Texts{"422", "409", "403", "422", "404", "422"});
}

namespace {

/// The details in English of the refusals of `run`.
Texts refusals(const Run& run) {
    Texts said;
    for (const json::object& event : run.events()) {
        if (string_or_empty(event, "type") == "command.rejected")
            said.push_back(string_or_empty(event.at("problem").as_object(), "detail_en"));
    }
    return said;
}

std::string line_at(const std::string& at, const std::string& rest) { return R"({"at":")" + at + "\"," + rest + "}"; }

}  // namespace

TEST_CASE("a year of the calendar that cannot be right is refused, and the calendar stays as it was") {
    const auto [year, said] = GENERATE(table<std::string, std::string>(
        {{R"("year":2027)", "calendar needs 'holidays'"},
         {R"("year":2027,"holidays":[])", "calendar needs 'workdays'"},
         {R"("holidays":[],"workdays":[])", "calendar needs 'year'"},
         {R"("year":"2027","holidays":[],"workdays":[])", "'year' must be a whole number from 1990 to 2199"},
         {R"("year":99999999999,"holidays":[],"workdays":[])", "'year' must be a whole number from 1990 to 2199"},
         {R"("year":2027,"holidays":"2027-01-04","workdays":[])",
          "'holidays' must be a list of dates, such as [\"2027-01-01\"], or [] for none"},
         {R"("year":2027,"holidays":[],"workdays":[20270104])",
          "'workdays' must be a list of dates, such as [\"2027-01-01\"], or [] for none"},
         {R"("year":2027,"holidays":["2027-02-30"],"workdays":[])",
          "'holidays' must be a list of dates, such as [\"2027-01-01\"], or [] for none"},
         {R"("year":2027,"holidays":["2028-01-04"],"workdays":[])",
          "the calendar of 2027 is wrong: 2028-01-04 does not lie in the year 2027: write it under its own year"},
         {R"("year":2027,"holidays":["2027-01-04"],"workdays":["2027-01-04"])",
          "the calendar of 2027 is wrong: 2027-01-04 stands twice: write each day once, as a holiday or as a working "
          "day"}}));
    Run run;
    run.open("2026-12-30T09:00:00+08:00", "C1", "complaint", R"({"complaint_type":"quality","description":"电压低"})")
        .line(line_at("2026-12-31T09:00:00+08:00", R"("op":"calendar",)" + year));
    CHECK(refusals(run) == Texts{said});
    CHECK(run.each("clock.rebased", "clock").empty());
}

TEST_CASE("a line with an unknown op, an unknown member or one of a wrong type is refused, and the run goes on") {
    Run run;
    run.line(line_at(on("08:00:00"), R"("op":"dance")"))
        .line(line_at(on("08:00:00"), R"("op":"advance","colour":1)"))
        .line(line_at(on("08:00:00"),
                      R"("op":"open","ref":"T1","workflow":"fault-repair","role":"call_taker","data":[])"))
        .line(line_at(on("08:00:00"), R"("op":"fire","ref":"T1","event":"dispatch","actor":"d","role":7)"))
        .line(line_at(on("08:00:00"), R"("op":"fire","ref":"T1")"))
        .line(line_at(on("08:00:00"), R"("op":"acknowledge","ref":"T1","escalation":null)"))
        .open(on("08:00:00"), "T1", "fault-repair", fault("urban"));
    CHECK(refusals(run) ==
          Texts{"unknown op 'dance': use open, fire, acknowledge, calendar, file, approve, withdraw or advance",
                "advance has no 'colour': use one of at, op, actor, role",
                "'data' must be an object, such as {\"team\":\"A\"}", "'role' must be text", "fire needs 'event'",
                "'escalation' must be text"});
    CHECK(run.each("command.rejected", "status") == Texts(6, "422"));
    CHECK(run.each("case.opened", "ref") == Texts{"T1"});
}

TEST_CASE("a filing is filed, approved and withdrawn by lines, and its clocks say so") {
    const std::string storm = R"("areas":["demo-101"],"workflows":["fault-repair"],"from":"2026-03-02T08:00:00+08:00",)"
                              R"("to":"2026-03-02T12:00:00+08:00","reason":"storm","evidence":"warning 7")";
    Run run;
    run.open(on("08:00:00"), "T1", "fault-repair", R"({"site_class":"urban","fault_address":"x","area":"demo-101"})")
        .line(line_at(on("08:01:00"), R"("op":"approve","filing":"last","actor":"boss","role":"leader")"))
        .line(line_at(on("08:05:00"), R"("op":"file","actor":"d1","role":"dispatcher",)" + storm))
        .line(line_at(on("08:06:00"), R"("op":"file","actor":"d1","role":"call_taker",)" + storm))
        .line(line_at(on("08:07:00"), R"("op":"file","actor":"d1","role":"dispatcher","from":"today","areas":"x")"))
        .line(line_at(on("08:10:00"), R"("op":"approve","filing":"last","actor":"boss","role":"leader")"))
        .line(line_at(on("09:30:00"), R"("op":"withdraw","filing":"BB20260302000001","actor":"boss","role":"leader")"))
        .advance(on("09:30:00"));
    CHECK(run.each("command.rejected", "status") == Texts{"404", "403", "422"});
    CHECK(run.each("case.noted", "effect") == Texts{"exempted", "exempted", "exemption-ended", "exemption-ended"});
    CHECK(run.each("case.noted", "filing") == Texts(4, "BB20260302000001"));
    CHECK(run.each("case.noted", "until") == Texts{on("12:00:00"), on("12:00:00"), on("09:30:00"), on("09:30:00")});
    CHECK(run.each("escalation.raised", "at", "arrival") ==
          Texts{on("08:22:30"), on("08:45:00"), on("09:30:00"), on("09:30:00")});
}

TEST_CASE("a due time behind the last year is refused, not computed, and the run goes on") {
    const std::string last = "2199-12-31T23:30:00+08:00";
    Run run;
    run.open(last, "T1", "fault-repair", R"({"site_class":"urban","fault_address":"x"})")
        .open(last, "T2", "complaint", R"({"complaint_type":"quality","description":"x"})")
        .advance("2199-12-31T23:59:59.999+08:00");
    const auto said = refusals(run);
    REQUIRE(said.size() == 2);
    CHECK(said[0] ==
          "with its limit of 45min the clock 'arrival' would fall due at 2200-01-01 00:15, outside "
          "the years 1990 to 2199: use an earlier time or a shorter limit");
    CHECK(run.each("command.rejected", "status") == Texts{"422", "422"});
}

TEST_CASE("an extension behind the last year is refused, and so is a resumption") {
    Run extended;
    extended.open("2195-03-04T08:00:00+08:00", "C1", "complaint", R"({"complaint_type":"quality","description":"x"})")
        .fire("2195-03-04T08:01:00+08:00", "C1", "extend", "district_manager",
              R"({"clock":"reply","limit":"3650d","approver":"x","reason":"y"})");
    const auto refused = refusals(extended);
    REQUIRE(refused.size() == 1);
    CHECK(refused[0].find("with its limit of 3650d the clock 'reply' would fall due at 2205-03-03 00:00") == 0);

    Run run;
    run.open("2199-12-31T08:00:00+08:00", "T1", "fault-repair", R"({"site_class":"urban","fault_address":"x"})")
        .fire("2199-12-31T08:01:00+08:00", "T1", "dispatch", "dispatcher", R"({"team":"A"})")
        .fire("2199-12-31T08:02:00+08:00", "T1", "suspend", "dispatcher", R"({"reason":"x","approver":"y"})")
        .fire("2199-12-31T23:59:00+08:00", "T1", "resume", "dispatcher");
    const auto said = refusals(run);
    REQUIRE(said.size() == 1);
    CHECK(said[0].find("the clock 'arrival' would fall due at 2200-01-01 00:42") != std::string::npos);
}

TEST_CASE("ids of cases are text wherever they stand") {
    Run run;
    run.open(on("08:00:00"), "T1", "fault-repair", fault("urban"))
        .open(on("08:01:00"), "T2", "fault-repair", fault("urban"))
        .fire(on("08:02:00"), "T2", "merge", "dispatcher", R"({"into":"T1"})");
    for (const json::object& event : run.events()) {
        CHECK(event.at("case").is_string());
        for (const char* key : {"into", "child", "parent"}) {
            if (const auto* id = event.if_contains(key)) CHECK(id->is_string());
        }
    }
    CHECK(run.each("case.merged", "into") == Texts{"1"});
}
