// Every refusal of `gongdan check`: its code, its place and its message in both languages.

#include <algorithm>

#include <catch2/catch.hpp>

#include "adapters/yaml/config_loader.hpp"

using namespace gongdan;

namespace {

/// Sound. Each test spoils one thing in it.
const std::string kSound = R"(workflow: sample
title: {zh: 样例, en: Sample}
number_prefix: S
open_roles: [dispatcher]
fields:
  site: {type: enum, required: true, title: {zh: 现场, en: Site}, values: {urban: 城区, rural: 农村}}
  seen_at: {type: time, title: {zh: 发现时间, en: Seen}}
  note: {type: text, title: {zh: 备注, en: Note}}
  count: {type: integer, title: {zh: 数量, en: Count}}
  into: {type: text, title: {zh: 主单, en: Master}}
events:
  begin: {zh: 开始, en: Begin}
  stay: {zh: 停留, en: Stay}
  end: {zh: 结束, en: End}
initial: draft
states:
  draft:
    title: {zh: 草稿, en: Draft}
    on:
      begin: {target: working, roles: [dispatcher, foreman], require: [note]}
  working:
    title: {zh: 处理中, en: Working}
    initial: busy
    on:
      stay: {roles: [dispatcher]}
    states:
      busy:
        title: {zh: 忙, en: Busy}
        on:
          end: {target: done}
  done: {final: true, title: {zh: 完成, en: Done}}
clocks:
  work:
    title: {zh: 处理, en: Work}
    limit: {by: site, urban: 1h, rural: 2h}
    start: {on: open, at: seen_at}
    stop: {enter: [done]}
    ladder: calls
)";

LocalText titled(const std::string& word) { return {word, word}; }

Vocabulary vocabulary() {
    Rung rung;
    rung.permille = 500;
    rung.roles = {"dispatcher"};
    Promise arrival;
    arrival.name = "arrival";
    arrival.by = "site";
    arrival.limits = {{"urban", Limit{45, Unit::minutes}}};
    PromiseSet set;
    set.name = "set-a";
    set.promises = {arrival};
    return {{"dispatcher", "foreman"}, {{"calls", titled("calls"), {rung}, {}, {}, {}}}, {set}};
}

std::string spoilt(const std::string& from, const std::string& to) {
    std::string text = kSound;
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

struct Said {
    std::vector<std::string> en;  ///< "code line:column: message"
    std::vector<std::string> zh;  ///< "message"
};

Said check(const std::string& text) {
    const auto loaded = load_workflow(text, "sample.yaml");
    if (!loaded) FAIL(loaded.error().detail.en);
    Said said;
    for (const Refusal& refusal : analyse(**loaded, vocabulary())) {
        said.en.push_back(refusal.code + " " + std::to_string(refusal.mark.line) + ":" +
                          std::to_string(refusal.mark.column) + ": " + refusal.detail.en);
        said.zh.push_back(refusal.detail.zh);
    }
    return said;
}

struct Case {
    std::string from;
    std::string to;
    std::string en;
    std::string zh;
};

void expect_only(const Case& one) {
    INFO(one.to);
    const Said said = check(spoilt(one.from, one.to));
    CHECK(said.en == std::vector<std::string>{one.en});
    CHECK(said.zh == std::vector<std::string>{one.zh});
}

}  // namespace

TEST_CASE("a sound workflow is not refused") { CHECK(check(kSound).en.empty()); }

TEST_CASE("limits stand where they can hold: numbers have a range, times an order") {
    const std::string count = "count: {type: integer, title: {zh: 数量, en: Count}}";
    CHECK(check(spoilt(count, "count: {type: integer, min: 0, max: 5, title: {zh: 数量, en: Count}}")).en.empty());
    expect_only({count, "count: {type: text, min: 0, title: {zh: 数量, en: Count}}",
                 "range-without-number 9:3: the field 'count' has a min or a max but is neither integer nor decimal",
                 "字段“count”写了 min 或 max，但不是 integer 或 decimal"});
    expect_only({count, "count: {type: integer, min: 6, max: 5, title: {zh: 数量, en: Count}}",
                 "range-empty 9:3: no number fits the field 'count': its min is more than its max",
                 "字段“count”的 min 大于 max，没有数能填"});
    expect_only({count, "count: {type: time, after: sen_at, title: {zh: 数量, en: Count}}",
                 "unknown-field 9:30: there is no field 'sen_at': did you mean 'seen_at'?",
                 "没有名为“sen_at”的字段，是不是“seen_at”？"});
    expect_only({count, "count: {type: time, after: note, title: {zh: 数量, en: Count}}",
                 "after-type 9:30: after stands on a time field and names another one: 'count' and 'note' are not both "
                 "times",
                 "after 只能写在 time 字段上，指向另一个 time 字段：“count”与“note”不是"});
    expect_only({count, "count: {type: time, after: count, title: {zh: 数量, en: Count}}",
                 "after-circle 9:30: the after of 'count' leads back to itself: no times could be in that order",
                 "“count”的 after 绕了一圈又回到自己：没有时间能满足"});
}

TEST_CASE("a step permits fields that there are") {
    expect_only({"require: [note]}", "require: [note], permit: [coun]}",
                 "unknown-field 20:88: there is no field 'coun': did you mean 'count'?",
                 "没有名为“coun”的字段，是不是“count”？"});
    CHECK(check(spoilt("require: [note]}", "require: [note], permit: [count]}")).en.empty());
    CHECK(check(spoilt("require: [note]}", "require: [note], permit: []}")).en.empty());
}

TEST_CASE("a step asks, each once, for declared fields that it may set and does not require") {
    CHECK(check(spoilt("require: [note]}", "require: [note], ask: [count, site]}")).en.empty());
    CHECK(check(spoilt("require: [note]}", "require: [note], permit: [count], ask: [count]}")).en.empty());
    expect_only({"require: [note]}", "require: [note], ask: [coun]}",
                 "unknown-field 20:85: there is no field 'coun': did you mean 'count'?",
                 "没有名为“coun”的字段，是不是“count”？"});
    expect_only({"require: [note]}", "require: [note], ask: [note]}",
                 "ask-required 20:85: 'note' stands under require already: leave it out of ask",
                 "“note”已写在 require 中，请从 ask 中去掉"});
    expect_only({"require: [note]}", "require: [note], ask: [count, count]}",
                 "ask-twice 20:92: 'count' stands twice under ask: keep one", "“count”在 ask 中写了两次，请去掉一个"});
    expect_only({"require: [note]}", "require: [note], permit: [site], ask: [count]}",
                 "ask-not-permitted 20:101: ask names 'count', which this step does not permit: name it under permit "
                 "too, or leave it out of ask",
                 "ask 中的“count”不在这一步的 permit 中：请也写进 permit，或从 ask 中去掉"});
    const Said both = check(spoilt("require: [note]}", "require: [note], permit: [], ask: [note]}"));
    CHECK(both.en.size() == 1);  // what is required may be set
}

TEST_CASE("titles must be there in both languages") {
    expect_only({"title: {zh: 样例, en: Sample}", "title: {zh: 样例}", "title-missing 2:8: 'sample' has no title in en",
                 "“sample”缺少 en 标题"});
    expect_only({"title: {zh: 备注, en: Note}", "title: {en: Note}", "title-missing 8:3: 'note' has no title in zh",
                 "“note”缺少 zh 标题"});
    expect_only({"title: {zh: 忙, en: Busy}", "title: {zh: 忙}", "title-missing 27:7: 'busy' has no title in en",
                 "“busy”缺少 en 标题"});
    expect_only({"title: {zh: 处理, en: Work}", "title: {en: Work}", "title-missing 33:3: 'work' has no title in zh",
                 "“work”缺少 zh 标题"});
    expect_only({"end: {zh: 结束, en: End}", "end: {zh: 结束}", "title-missing 14:3: 'end' has no title in en",
                 "“end”缺少 en 标题"});
    expect_only({"{urban: 城区, rural: 农村}", "{urban: {zh: 城区}, rural: 农村}",
                 "title-missing 6:74: 'site.urban' has no title in en", "“site.urban”缺少 en 标题"});
}

TEST_CASE("events and their titles belong together") {
    expect_only({"  stay: {zh: 停留, en: Stay}\n", "",
                 "event-untitled 24:7: the event 'stay' has no title: write stay: {zh: …, en: …} under events",
                 "事件“stay”没有标题，请在 events 下写 stay: {zh: …, en: …}"});
    expect_only({"  stay: {zh: 停留, en: Stay}\n", "  stay: {zh: 停留, en: Stay}\n  wait: {zh: 等, en: Wait}\n",
                 "event-unused 14:3: no transition uses 'wait', which stands under events",
                 "events 中的“wait”没有任何转移使用"});
    const Said reserved = check(spoilt("      stay: {roles", "      open: {roles"));
    CHECK(std::count(reserved.en.begin(), reserved.en.end(),
                     "event-reserved 25:7: 'open' means the opening of a case: give the event another name") == 1);
}

TEST_CASE("a target, an initial state or a clock's state that does not exist is refused where it stands, with a hint") {
    expect_only({"target: working", "target: workin",
                 "unknown-target 20:23: there is no state 'workin': did you mean 'working'?",
                 "没有名为“workin”的状态，是不是“working”？"});
    expect_only({"initial: draft", "initial: drafd",
                 "unknown-target 15:10: there is no state 'drafd': did you mean 'draft'?",
                 "没有名为“drafd”的状态，是不是“draft”？"});
    expect_only({"initial: busy", "initial: bussy",
                 "unknown-target 23:14: there is no state 'bussy': did you mean 'busy'?",
                 "没有名为“bussy”的状态，是不是“busy”？"});
    expect_only({"stop: {enter: [done]}", "stop: {enter: [finished]}",
                 "unknown-target 37:20: there is no state 'finished': use one of draft, working, busy, done",
                 "没有名为“finished”的状态，可用：draft, working, busy, done"});
}

TEST_CASE("events, fields, roles, ladders and promises that do not exist are refused where they stand") {
    expect_only({"stop: {enter: [done]}", "stop: {enter: [done], on: [ende]}",
                 "unknown-event 37:32: there is no event 'ende': did you mean 'end'?",
                 "没有名为“ende”的事件，是不是“end”？"});
    expect_only({"require: [note]", "require: [nota]",
                 "unknown-field 20:72: there is no field 'nota': did you mean 'note'?",
                 "没有名为“nota”的字段，是不是“note”？"});
    expect_only({"roles: [dispatcher, foreman]", "roles: [dispatcher, formen]",
                 "unknown-role 20:52: there is no role 'formen': did you mean 'foreman'?",
                 "没有名为“formen”的角色，是不是“foreman”？"});
    expect_only({"open_roles: [dispatcher]", "open_roles: [boss]",
                 "unknown-role 4:14: there is no role 'boss': use one of dispatcher, foreman",
                 "没有名为“boss”的角色，可用：dispatcher, foreman"});
    expect_only({"ladder: calls", "ladder: call",
                 "unknown-ladder 38:13: there is no ladder 'call': did you mean 'calls'?",
                 "没有名为“call”的升级阶梯，是不是“calls”？"});
    expect_only({"limit: {by: site, urban: 1h, rural: 2h}", "promise: restore",
                 "unknown-promise 35:14: there is no promise 'restore' in the promise set 'set-a'",
                 "承诺集“set-a”中没有承诺“restore”"});
}

TEST_CASE("states that cannot be reached, left for good or told apart are refused") {
    expect_only({"  done: {final: true",
                 "  lost: {title: {zh: 丢, en: Lost}, on: {end: {target: done}}}\n  done: {final: true",
                 "unreachable-state 31:3: the state 'lost' cannot be reached", "状态“lost”无法到达"});
    const Said stuck = check(spoilt("          end: {target: done}",
                                    "          end: {target: trap}\n      trap: {title: {zh: 陷阱, en: Trap}}"));
    CHECK(stuck.en == std::vector<std::string>{"dead-end 17:3: no final state can be reached from the state 'draft'",
                                               "dead-end 27:7: no final state can be reached from the state 'busy'",
                                               "dead-end 31:7: no final state can be reached from the state 'trap'",
                                               "unreachable-state 32:3: the state 'done' cannot be reached",
                                               "clock-never-ends 34:3: no path stops or cancels the clock 'work': give "
                                               "it a stop or a cancel that some path meets"});
    CHECK(stuck.zh[0] == "状态“draft”走不到任何终态");
    expect_only({"  done: {final: true", "  done: {final: false",
                 "no-final-state 17:3: there is no final state: write final: true in the state that ends a case",
                 "没有终态：请给结束状态写上 final: true"});
    const Said twice =
        check(spoilt("      busy:\n        title: {zh: 忙, en: Busy}\n",
                     "      draft: {title: {zh: 二, en: Two}}\n      busy:\n        title: {zh: 忙, en: Busy}\n"));
    CHECK(twice.en.front() == "state-twice 27:7: the state name 'draft' is used twice");
    CHECK(twice.zh.front() == "状态名“draft”重复");
}

TEST_CASE("a workflow without states is refused") {
    const auto states = kSound.find("states:");
    const auto clocks = kSound.find("clocks:");
    const Said said = check(kSound.substr(0, states) + "states: {}\n" + kSound.substr(clocks));
    CHECK(std::count(said.en.begin(), said.en.end(),
                     "no-states 1:1: the workflow has no states: write them under states") == 1);
    CHECK(std::count(said.zh.begin(), said.zh.end(), "流程没有任何状态，请写 states") == 1);
}

TEST_CASE("final, compound and plain states are told apart") {
    expect_only({"done: {final: true,", "done: {final: true, on: {stay: {}},",
                 "final-with-transitions 31:3: the final state 'done' cannot have transitions: remove its on",
                 "终态“done”不能再有 on"});
    const Said both = check(spoilt("    initial: busy\n", "    initial: busy\n    final: true\n"));
    CHECK(both.en ==
          std::vector<std::string>{
              "final-with-transitions 21:3: the final state 'working' cannot have transitions: remove its on",
              "final-compound 21:3: the final state 'working' cannot hold other states"});
    CHECK(both.zh[1] == "终态“working”不能包含子状态");
    expect_only({"    initial: busy\n", "",
                 "compound-without-initial 21:3: the compound state 'working' has no initial: name the state inside it "
                 "that is entered first",
                 "复合状态“working”缺少 initial，请写明先进入哪个子状态"});
    expect_only({"        title: {zh: 忙, en: Busy}\n", "        title: {zh: 忙, en: Busy}\n        initial: done\n",
                 "initial-of-leaf 29:18: 'busy' holds no other states and cannot have an initial",
                 "“busy”没有子状态，不能有 initial"});
    const Said outside = check(spoilt("initial: busy", "initial: done"));
    CHECK(outside.en.front() ==
          "initial-outside 23:14: the initial 'done' does not lie inside the compound state 'working'");
    CHECK(outside.zh.front() == "initial “done”不在复合状态“working”之内");
    expect_only({"stay: {roles: [dispatcher]}", "stay: {target: busy.history}",
                 "history-of-leaf 25:22: 'busy' holds no other states: busy.history means nothing",
                 "“busy”没有子状态，不能用 busy.history"});
}

TEST_CASE("a transition that can never be taken is refused") {
    expect_only({"          end: {target: done}",
                 "          end:\n            - {target: done}\n            - {target: draft}",
                 "event-twice 32:15: the event 'end' stands twice in the state 'busy': the earlier one has no guard, "
                 "so the later one can never be taken",
                 "状态“busy”中的事件“end”写了两次，前一条没有 guard，后一条永远不会执行"});
    CHECK(check(spoilt("          end: {target: done}",
                       "          end:\n            - {target: done, roles: [foreman]}\n            - {target: draft}"))
              .en.empty());
    CHECK(
        check(
            spoilt(
                "          end: {target: done}",
                "          end:\n            - {target: draft, guard: {present: note}}\n            - {target: done}"))
            .en.empty());
}

TEST_CASE("conditions are refused that name what does not exist or can never hold") {
    const auto guarded = [](const std::string& guard) { return "end: {target: done, guard: " + guard + "}"; };
    const std::string from = "end: {target: done}";
    expect_only({from, guarded("{present: nota}"),
                 "unknown-field 30:38: there is no field 'nota': did you mean 'note'?",
                 "没有名为“nota”的字段，是不是“note”？"});
    expect_only({from, guarded("{not: {equals: {notes: x}}}"),
                 "unknown-field 30:44: there is no field 'notes': did you mean 'note'?",
                 "没有名为“notes”的字段，是不是“note”？"});
    expect_only(
        {from, guarded("{equals: {site: moon}}"),
         "guard-value 30:38: the value \"moon\" in the condition can never occur: 'site' must be one of urban | rural",
         "条件中的值 \"moon\" 永远不会出现：“site”应为以下之一：urban | rural"});
    expect_only({from, guarded("{in: {site: []}}"),
                 "guard-empty 30:38: the condition is empty: name at least one thing", "条件是空的，请写明至少一项"});
    expect_only({from, guarded("{all: []}"), "guard-empty 30:38: the condition is empty: name at least one thing",
                 "条件是空的，请写明至少一项"});
    expect_only({from, guarded("{at_least: {note: 2}}"),
                 "guard-number 30:38: at_least compares whole numbers: 'note' must be an integer field, bounces, "
                 "chases or attempts, with a whole number beside it",
                 "at_least 要比较整数：“note”应为整数字段、bounces、chases 或 attempts，并写一个整数"});
    expect_only({from, guarded("{at_least: {count: many}}"),
                 "guard-number 30:38: at_least compares whole numbers: 'count' must be an integer field, bounces, "
                 "chases or attempts, with a whole number beside it",
                 "at_least 要比较整数：“count”应为整数字段、bounces、chases 或 attempts，并写一个整数"});
    expect_only({from, guarded("{ahead: {count: 7h}}"),
                 "guard-time 30:38: ahead looks at a time: 'count' is no time field",
                 "ahead 要看时间字段：“count”不是时间字段"});
    CHECK(check(spoilt(from, guarded("{any: [{at_least: {bounces: 2}}, {at_least: {attempts: 2}}, {at_least: {count: "
                                     "2}}, {older_than: 7h}, "
                                     "{children_closed: true}]}")))
              .en.empty());
}

TEST_CASE("effects are refused whose fields are not asked for") {
    expect_only({"stay: {roles: [dispatcher]}", "stay: {effect: merge}",
                 "effect-field 25:7: effect: merge needs the field 'into' of type text: declare it under fields and "
                 "name it under require",
                 "effect: merge 需要字段“into”，类型为 text，请在 fields 中声明并写进 require"});
    CHECK(check(spoilt("stay: {roles: [dispatcher]}", "stay: {effect: merge, require: [into]}")).en.empty());
    const Said extend = check(spoilt("stay: {roles: [dispatcher]}", "stay: {effect: extend}"));
    CHECK(extend.en == std::vector<std::string>{"effect-field 25:7: effect: extend needs the field 'clock' of type "
                                                "text: declare it under fields and name it under require",
                                                "effect-field 25:7: effect: extend needs the field 'limit' of type "
                                                "duration: declare it under fields and name it under require",
                                                "effect-field 25:7: effect: extend needs the field 'approver' of type "
                                                "text: declare it under fields and name it under require",
                                                "effect-field 25:7: effect: extend needs the field 'reason' of type "
                                                "text: declare it under fields and name it under require"});
}

TEST_CASE("fields and their values belong together") {
    const Said none = check(spoilt(", values: {urban: 城区, rural: 农村}", ""));
    CHECK(none.en.front() == "enum-without-values 6:3: the enum field 'site' has no values");
    CHECK(none.zh.front() == "枚举字段“site”没有 values");
    expect_only({"note: {type: text,", "note: {type: text, values: [a],",
                 "values-without-enum 8:3: the field 'note' has values but is not of type enum",
                 "字段“note”写了 values，但类型不是 enum"});
}

TEST_CASE("a clock must start, and must end on every path") {
    expect_only({"start: {on: open, at: seen_at}", "start: {}",
                 "clock-never-starts 33:3: no path starts the clock 'work': give it a start that some path meets",
                 "时钟“work”没有任何途径会启动它，请写明 start"});
    expect_only({"    stop: {enter: [done]}\n", "",
                 "clock-never-ends 33:3: no path stops or cancels the clock 'work': give it a stop or a cancel that "
                 "some path meets",
                 "时钟“work”没有任何途径会停止或取消它，请写明 stop 或 cancel"});
}

TEST_CASE("a clock that some path does not stop is refused, and one that another condition ends is not") {
    const std::string way_out = "          end: {target: done}\n          stay: {target: done}";
    const std::string by_event = spoilt("          end: {target: done}", way_out);
    std::string only_end = by_event;
    only_end.replace(only_end.find("stop: {enter: [done]}"), 21, "stop: {on: end}");
    CHECK(check(only_end).en ==
          std::vector<std::string>{
              "clock-runs-on 34:3: the clock 'work' would run on in the final state 'done': name a way into that "
              "state under its stop or cancel"});
    CHECK(check(only_end).zh ==
          std::vector<std::string>{"时钟“work”在终态“done”仍会继续走，请在 stop 或 cancel 中写上通往该状态的条件"});
    std::string by_leaving = by_event;
    by_leaving.replace(by_leaving.find("stop: {enter: [done]}"), 21, "stop: {leave: [working]}");
    CHECK(check(by_leaving).en.empty());
}

TEST_CASE("a clock that pauses must resume, and starts at a time") {
    expect_only({"ladder: calls", "pause: {enter: [busy]}",
                 "pause-without-resume 33:3: the clock 'work' needs pause and resume together",
                 "时钟“work”的 pause 和 resume 必须同时写"});
    expect_only({"at: seen_at", "at: note",
                 "start-at-type 36:27: start.at must name a field of type time, 'note' is not",
                 "start.at 必须是 time 字段，“note”不是"});
    expect_only({"at: seen_at", "at: seen",
                 "unknown-field 36:27: there is no field 'seen': use one of site, seen_at, note, count, into",
                 "没有名为“seen”的字段，可用：site, seen_at, note, count, into"});
}

TEST_CASE("a clock has one limit, for every value that chooses it") {
    const std::string from = "limit: {by: site, urban: 1h, rural: 2h}";
    expect_only({from + "\n", "\n", "limit-missing 33:3: the clock 'work' has no limit: give it a limit or a promise",
                 "时钟“work”没有时限，请写 limit 或 promise"});
    const Said twice = check(spoilt(from, from + "\n    promise: arrival"));
    CHECK(twice.en.front() == "limit-twice 33:3: the clock 'work' has both a limit and a promise: keep one");
    CHECK(twice.zh.front() == "时钟“work”同时写了 limit 和 promise，只能保留一个");
    expect_only({from, "limit: {by: site, urban: 1h, rural: 2h, moon: 3h}",
                 "limit-value 35:45: the clock 'work' has a limit for 'moon', which is no value of 'site' (limit)",
                 "时钟“work”：“site”没有取值“moon”（见 limit）"});
    expect_only({from, "limit: {by: site, urban: 1h}",
                 "limit-gap 35:12: the clock 'work' has no limit for the value 'rural' of 'site' (limit)",
                 "时钟“work”：“site”取值“rural”时没有时限（见 limit）"});
    expect_only({from, "limit: {by: note, urban: 1h}",
                 "limit-field 35:17: the limit of the clock 'work' is chosen by 'note' (limit), which is no enum field "
                 "of this workflow",
                 "时钟“work”的时限按“note”选择（见 limit），但该流程没有这个枚举字段"});
    expect_only({from, "promise: arrival",
                 "limit-gap 35:14: the clock 'work' has no limit for the value 'rural' of 'site' (set-a)",
                 "时钟“work”：“site”取值“rural”时没有时限（见 set-a）"});
    expect_only(
        {"type: enum, required: true", "type: enum",
         "limit-field-optional 35:12: the limit of the clock 'work' is chosen by 'site': make that field required",
         "时钟“work”的时限按“site”选择，请把该字段设为 required"});
}

TEST_CASE("all refusals of a file are listed at once, in the order of the file") {
    std::string text = spoilt("target: working", "target: workin");
    text.replace(text.find("en: Sample"), 10, "en: ''");
    text.replace(text.find("ladder: calls"), 13, "ladder: none");
    CHECK(check(text).en ==
          std::vector<std::string>{"title-missing 2:8: 'sample' has no title in en",
                                   "unknown-target 20:23: there is no state 'workin': did you mean 'working'?",
                                   "unknown-ladder 38:13: there is no ladder 'none': use one of calls"});
}

TEST_CASE("ladders are refused that tell nobody, in the wrong order or without a title") {
    const std::string ladders = R"(calls:
  title: {zh: 电话}
  rungs:
    - {at: 80%, to: [dispatcher]}
    - {at: 50%, to: [boss]}
    - {at: +30min, to: []}
    - {at: -15min, to: [foreman]}
none:
  title: {zh: 无, en: None}
)";
    const auto loaded = load_ladders(ladders, "ladders.yaml");
    REQUIRE(loaded);
    std::vector<std::string> en;
    std::vector<std::string> zh;
    for (const Refusal& refusal : analyse_ladders({{"dispatcher", "foreman"}, *loaded, {}})) {
        en.push_back(std::to_string(refusal.mark.line) + ":" + std::to_string(refusal.mark.column) + " " +
                     refusal.code + ": " + refusal.detail.en);
        zh.push_back(refusal.detail.zh);
    }
    CHECK(en ==
          std::vector<std::string>{"1:1 title-missing: 'calls' has no title in en",
                                   "5:7 unknown-role: there is no role 'boss': use one of dispatcher, foreman",
                                   "5:7 rung-order: rung 2 of the ladder 'calls' falls due before the one above it",
                                   "6:7 rung-to-nobody: rung 3 of the ladder 'calls' tells nobody: fill in its to",
                                   "7:7 rung-order: rung 4 of the ladder 'calls' falls due before the one above it",
                                   "8:1 ladder-empty: the ladder 'none' has no rungs"});
    CHECK(zh == std::vector<std::string>{"“calls”缺少 en 标题", "没有名为“boss”的角色，可用：dispatcher, foreman",
                                         "升级阶梯“calls”的第 2 级早于前一级", "升级阶梯“calls”的第 3 级没有写通知谁",
                                         "升级阶梯“calls”的第 4 级早于前一级", "升级阶梯“none”没有 rungs"});
}

TEST_CASE("an outage names a state, a time and a number that exist") {
    const std::string sound = "outage: {from: seen_at, until: done, customers: count}\ninitial: draft";
    CHECK(check(spoilt("initial: draft", sound)).en.empty());
    expect_only({"initial: draft", "outage: {until: dome}\ninitial: draft",
                 "unknown-target 15:17: there is no state 'dome': did you mean 'done'?",
                 "没有名为“dome”的状态，是不是“done”？"});
    expect_only(
        {"initial: draft", "outage: {until: done, customers: note}\ninitial: draft",
         "outage-type 15:34: outage: customers cannot be the field 'note': from takes a time, customers an integer",
         "outage 的 customers 不能用字段“note”：from 须为 time，customers 须为 integer"});
}
