// Scenario files: their mistakes, what they turn into, and how a failing expectation tells what happened instead.

#include <catch2/catch.hpp>

#include "adapters/yaml/config_loader.hpp"
#include "adapters/yaml/scenario.hpp"
#include "adapters/yaml/scenario_keys.hpp"

using namespace gongdan;

namespace {

const std::string kOpen = "      - {at: 08:00, open: T1, as: call_taker, data: {site_class: urban}}\n";

std::string file_of(const std::string& steps) {
    return "day: 2026-03-02\nscenarios:\n  - scenario: one\n    steps:\n" + steps;
}

std::string said_of(const std::string& text) {
    const auto loaded = load_scenarios(text, "f.scenarios.yaml", "f");
    return loaded ? "" : loaded.error().detail.en;
}

Scenario only(const std::string& steps) {
    auto loaded = load_scenarios(file_of(steps), "f.scenarios.yaml", "f");
    if (!loaded) FAIL(loaded.error().detail.en);
    return loaded->front();
}

std::vector<std::string> failures(const Scenario& scenario, const std::vector<json::object>& events) {
    std::vector<std::string> said;
    const auto run = [&events](const std::vector<std::string>&) -> Result<std::vector<json::object>> { return events; };
    for (const LocalText& failure : run_scenario(scenario, run)) said.push_back(failure.en);
    return said;
}

const json::object kOpened{{"type", "case.opened"}, {"ref", "T1"}, {"case", "7"}, {"state", "accepted"}};

}  // namespace

TEST_CASE("a step becomes a line for simulate, with dates filled in and times of day in the data too") {
    const Scenario scenario = only(
        "      - {at: 08:01, open: T1, as: call_taker, data: {site_class: urban, hangup_at: 08:00, satisfied: false, "
        "count: 2, phone: \"138\"}}\n"
        "      - {at: 2026-03-03 09:00:00.001, do: arrive, as: area_manager, by: 王五, happened: 08:59}\n"
        "      - {at: 10:00, acknowledge: last, as: leader}\n"
        "      - {at: 24:00, expect: {state: on_site}}\n");
    REQUIRE(scenario.steps.size() == 4);
    CHECK(
        json::serialize(scenario.steps[0].command) ==
        R"({"op":"open","ref":"T1","workflow":"f","role":"call_taker","actor":"call_taker-1","data":{"site_class":"urban",)"
        R"("hangup_at":"2026-03-02T08:00:00+08:00","satisfied":false,"count":2,"phone":"138"},"at":"2026-03-02T08:01:00+08:00"})");
    CHECK(json::serialize(scenario.steps[1].command) ==
          R"({"op":"fire","ref":"T1","event":"arrive","role":"area_manager","actor":"王五",)"
          R"("occurred_at":"2026-03-03T08:59:00+08:00","at":"2026-03-03T09:00:00.001+08:00"})");
    CHECK(scenario.steps[2].command.at("escalation") == "last");
    CHECK(json::serialize(scenario.steps[3].command) == R"({"op":"advance","at":"2026-03-04T00:00:00+08:00"})");
}

TEST_CASE("filings are steps too, with dates filled in, and a clock can be expected to be covered") {
    const Scenario scenario = only(kOpen +
                                   "      - {at: 09:00, 报备: {台区: [a1], 适用流程: [f], 自: 08:00, 至: 20:00, 原因: "
                                   "台风, 依据: 预警}, 角色: d}\n"
                                   "      - {at: 09:10, approve: last, as: l, by: boss, 期望: {时钟: c, 豁免: true}}\n"
                                   "      - {at: 09:20, withdraw: BB1, as: l}\n");
    REQUIRE(scenario.steps.size() == 4);
    CHECK(json::serialize(scenario.steps[1].command) ==
          R"({"op":"file","areas":["a1"],"workflows":["f"],"from":"2026-03-02T08:00:00+08:00",)"
          R"("to":"2026-03-02T20:00:00+08:00","reason":"台风","evidence":"预警","role":"d","actor":"d-1",)"
          R"("at":"2026-03-02T09:00:00+08:00"})");
    CHECK(json::serialize(scenario.steps[2].command) ==
          R"({"op":"approve","filing":"last","role":"l","actor":"boss","at":"2026-03-02T09:10:00+08:00"})");
    CHECK(scenario.steps[2].expectations.front().wanted.at("exemption") == true);
    CHECK(scenario.steps[3].command.at("op") == "withdraw");
    CHECK(said_of(file_of(kOpen + "      - {at: 09:00, file: {areas: [a1]}, as: d}\n"))
              .starts_with("f.scenarios.yaml:6:27: 'workflows:' is missing"));
}

TEST_CASE("Chinese and English words mean the same") {
    const auto english = load_scenarios(
        "day: 2026-03-02\nscenarios:\n- scenario: x\n  steps:\n  - {at: 08:00, open: T, as: r, data: {a: b}, expect: "
        "{clock: c, breached: true, told: [08:00 r]}}\n",
        "f", "f");
    const auto chinese = load_scenarios(
        "日期: 2026-03-02\n各场景:\n- 场景: x\n  步骤:\n  - {时间: 08:00, 登记: T, 角色: r, 数据: {a: b}, 期望: {时钟: "
        "c, 超时: true, 通知: [08:00 r]}}\n",
        "f", "f");
    REQUIRE(english);
    REQUIRE(chinese);
    CHECK(english->front().steps.front().command == chinese->front().steps.front().command);
    CHECK(english->front().steps.front().expectations.front().wanted ==
          chinese->front().steps.front().expectations.front().wanted);
}

TEST_CASE("a beginning is put before the steps of each scenario that names it") {
    const auto loaded = load_scenarios("beginnings:\n  opened:\n" + kOpen +
                                           "scenarios:\n  - {scenario: a, begin: opened, steps: [{at: 09:00, do: x, "
                                           "as: r}]}\n  - {scenario: b, begin: opened}\n",
                                       "f", "f");
    REQUIRE(loaded);
    CHECK(loaded->at(0).steps.size() == 2);
    CHECK(loaded->at(1).steps.size() == 1);
}

TEST_CASE("moments are read in every form, and nothing else is") {
    const Date day = date_of(from_unix_ms(1'772'409'600'000));
    const auto shown = [day](std::string_view text) {
        const auto parsed = yaml::parse_moment(text, day);
        return parsed ? format_time(*parsed) : "-";
    };
    CHECK(shown("08:45") == "2026-03-02T08:45:00+08:00");
    CHECK(shown("08:45:30") == "2026-03-02T08:45:30+08:00");
    CHECK(shown("08:45:30.001") == "2026-03-02T08:45:30.001+08:00");
    CHECK(shown("24:00") == "2026-03-03T00:00:00+08:00");
    CHECK(shown("2026-02-13 15:00") == "2026-02-13T15:00:00+08:00");
    CHECK(shown("2026-02-13") == "2026-02-13T00:00:00+08:00");
    CHECK(shown("2026-02-13T15:00:00Z") == "2026-02-13T23:00:00+08:00");
    for (const char* wrong : {"", "8:45", "08:60", "24:01", "08:45:61", "08:45:00.1", "08", "2026-02-30 08:00", "noon",
                              "2026-02-13 noon"}) {
        INFO(wrong);
        CHECK(shown(wrong) == "-");
    }
}

TEST_CASE("mistakes of a scenario file name their place and what would be right") {
    CHECK(said_of("scenarios: []\n") == "f.scenarios.yaml:1:1: there is no scenario: write them under scenarios");
    CHECK(said_of("scenarios: [{scenario: a}]\n") == "f.scenarios.yaml:1:13: the scenario has no steps");
    CHECK(said_of("scenarios: [{steps: []}]\n").starts_with("f.scenarios.yaml:1:13: 'scenario:' is missing"));
    CHECK(said_of("scenarios: [{scenario: a, begin: b}]\n")
              .starts_with("f.scenarios.yaml:1:34: there is no beginning 'b': write it under beginnings"));
    CHECK(said_of(file_of("      - {open: T1, as: x}\n")).starts_with("f.scenarios.yaml:5:9: 'at:' is missing"));
    CHECK(said_of(file_of("      - {at: noon, open: T1, as: x}\n"))
              .starts_with("f.scenarios.yaml:5:14: cannot read the time 'noon'"));
    CHECK(said_of(file_of("      - {at: 08:00, open: T1}\n")).starts_with("f.scenarios.yaml:5:9: 'as:' is missing"));
    CHECK(said_of(file_of(kOpen + "      - {at: 07:00, do: x, as: r}\n")) ==
          "f.scenarios.yaml:6:14: the time is before that of the step above");
    CHECK(said_of(file_of(kOpen + "      - {at: 09:00, do: x, open: T2, as: r}\n")) ==
          "f.scenarios.yaml:6:9: a step has one of open, do, acknowledge, calendar, file, approve and withdraw");
    CHECK(said_of(file_of(kOpen + "      - {at: 09:00, do: x, as: r, on: T9}\n")) ==
          "f.scenarios.yaml:6:39: no ticket 'T9' was opened before this step");
    CHECK(said_of(file_of("      - {at: 09:00, do: x, as: r}\n"))
              .starts_with("f.scenarios.yaml:5:9: no ticket was opened before this step"));
    CHECK(said_of(file_of(kOpen + "      - {at: 09:00, refused: 409}\n")) ==
          "f.scenarios.yaml:6:30: this step has no command that could be refused");
    CHECK(said_of(file_of(kOpen + "      - {at: 09:00, do: x, as: r, allowed: [y]}\n")) ==
          "f.scenarios.yaml:6:44: 'allowed' stands only beside refused");
    CHECK(said_of(file_of(kOpen + "      - {at: 09:00, expect: {clock: c}}\n")) ==
          "f.scenarios.yaml:6:29: nothing is expected here");
    CHECK(said_of(file_of(kOpen + "      - {at: 09:00, expect: {clock: c, told: [noon r]}}\n"))
              .starts_with("f.scenarios.yaml:6:47: cannot read the time 'noon'"));
    CHECK(said_of(file_of(kOpen + "      - {at: 09:00, expect: {colour: red}}\n"))
              .starts_with("f.scenarios.yaml:6:30: unknown key 'colour': use one of on 工单, state 状态, clock 时钟"));
    CHECK(said_of(file_of(kOpen + "      - {at: 09:00, 时间: 09:00}\n")) ==
          "f.scenarios.yaml:6:21: the key '时间' stands twice: remove one of them");
}

TEST_CASE("a failing expectation says where it stands, what was expected and what is") {
    const Scenario scenario = only(
        kOpen + "      - {at: 09:00, expect: [{state: dispatched}, {clock: arrival, status: running, due: 08:45}]}\n");
    const json::object started{{"type", "clock.started"},
                               {"ref", "T1"},
                               {"clock", "arrival"},
                               {"at", "2026-03-02T08:00:00+08:00"},
                               {"due_at", "2026-03-02T08:50:00+08:00"}};
    CHECK(
        failures(scenario, {kOpened, started}) ==
        std::vector<std::string>{"f.scenarios.yaml:6:30: state of T1 should be \"dispatched\", but it is \"accepted\"",
                                 "f.scenarios.yaml:6:51: due of T1 arrival should be \"2026-03-02T08:45:00+08:00\", "
                                 "but it is \"2026-03-02T08:50:00+08:00\""});
    CHECK(failures(scenario, {kOpened}).at(1) ==
          "f.scenarios.yaml:6:51: due of T1 arrival should be \"2026-03-02T08:45:00+08:00\", but it is -");
}

TEST_CASE("a clock that never started has the status none") {
    CHECK(failures(only(kOpen + "      - {at: 09:00, expect: {clock: call_back, status: none}}\n"), {kOpened}).empty());
}

TEST_CASE("a refusal that was not expected fails, and so does a missing or another one") {
    const json::object rejected{{"type", "command.rejected"},
                                {"ref", "T1"},
                                {"status", 409},
                                {"problem", json::object{{"allowed_events", {"b", "a"}}}}};
    CHECK(failures(only(kOpen), {rejected}) ==
          std::vector<std::string>{R"(f.scenarios.yaml:5:9: the command was refused: {"allowed_events":["b","a"]})"});
    const auto refused = [](const std::string& more) {
        return only("      - {at: 08:00, open: T1, as: x, refused: 409" + more + "}\n");
    };
    CHECK(failures(refused(""), {rejected}).empty());
    CHECK(failures(refused(", allowed: [a, b]"), {rejected}).empty());
    CHECK(failures(refused(""), {}) ==
          std::vector<std::string>{"f.scenarios.yaml:5:9: this should be refused with 409, but it was done"});
    CHECK(failures(refused(", allowed: [a]"), {rejected}) ==
          std::vector<std::string>{"f.scenarios.yaml:5:9: the allowed events should be [a], but they are [a, b]"});
    CHECK(failures(refused(", fields: [team]"), {rejected})
              .front()
              .starts_with("f.scenarios.yaml:5:9: the refusal should point at /data/team, but it says"));
    CHECK(failures(only("      - {at: 08:00, open: T1, as: x, refused: 422}\n"), {rejected})
              .front()
              .starts_with("f.scenarios.yaml:5:9: this should be refused with 422, but it was with 409"));
}

TEST_CASE("names that the workflow does not know are found without a run") {
    const auto flow = load_workflow(
        "workflow: f\ntitle: {zh: 一, en: One}\nnumber_prefix: F\ninitial: a\nevents: {go: {zh: 走, en: Go}}\n"
        "states: {a: {on: {go: {target: b}}}, b: {final: true}}\nclocks: {c: {limit: 1h}}\n",
        "f.yaml");
    REQUIRE(flow);
    const Scenario scenario = only(
        "      - {at: 08:00, open: T1, as: bos}\n      - {at: 08:01, do: goo, as: boss}\n"
        "      - {at: 08:02, expect: [{state: x1}, {clock: d, breached: true}]}\n      - {at: 08:03, open: T2, "
        "workflow: g, as: boss}\n");
    std::vector<std::string> said;
    for (const LocalText& mistake : check_scenarios(std::vector<Scenario>{scenario}, {*flow}, {"boss"}))
        said.push_back(mistake.en);
    CHECK(said == std::vector<std::string>{"f.scenarios.yaml:5:9: there is no role 'bos': did you mean 'boss'?",
                                           "f.scenarios.yaml:6:9: there is no event 'goo': did you mean 'go'?",
                                           "f.scenarios.yaml:7:30: there is no state 'x1': use one of a, b",
                                           "f.scenarios.yaml:7:43: there is no clock 'd': use one of c",
                                           "f.scenarios.yaml:8:9: there is no workflow 'g': use one of f"});
}
