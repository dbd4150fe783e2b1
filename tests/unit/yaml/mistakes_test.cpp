// Mistakes of the YAML itself: each names its place and what would be right, and all of a file's are listed at once.

#include <algorithm>

#include <catch2/catch.hpp>

#include "adapters/yaml/config_loader.hpp"

using namespace gongdan;

namespace {

std::string flow(const std::string& states, const std::string& more = "") {
    return "workflow: w\ntitle: {zh: 一, en: One}\nnumber_prefix: W\ninitial: a\nstates:\n" + states + more;
}

LocalText said_of(const std::string& text) {
    const auto loaded = load_workflow(text, "w.yaml");
    return loaded ? LocalText{"", ""} : loaded.error().detail;
}

void expect(const std::string& text, const std::string& en, const std::string& zh) {
    INFO(text);
    CHECK(said_of(text).en == en);
    CHECK(said_of(text).zh == zh);
}

}  // namespace

TEST_CASE("a plain workflow loads") {
    CHECK(said_of(flow("  a: {final: true}\n")).en == "");
    CHECK(said_of(flow("  a:\n    on: {x: [{target: a}]}\n", "clocks:\nfields:\n")).en == "");
}

TEST_CASE("a bracket that nothing opened is told, and does not keep the reader for ever") {
    for (const char* text : {"a: b\n}", "a*a:,0*a}, x", "[a]\n]"}) {
        INFO(text);
        CHECK(said_of(text).en.find("w.yaml:") == 0);
    }
}

TEST_CASE("what is no YAML, empty, or more than one document is refused") {
    expect("workflow: [a\n", "w.yaml:2:1: this is not YAML: end of sequence flow not found",
           "w.yaml:2:1：YAML 语法有误：end of sequence flow not found");
    expect("", "w.yaml:1:1: the file is empty", "w.yaml:1:1：文件是空的");
    expect("# nothing\n", "w.yaml:1:1: the file is empty", "w.yaml:1:1：文件是空的");
    expect("- a\n", "w.yaml:1:1: a map of keys and values belongs here", "w.yaml:1:1：此处应为“键: 值”的映射");
    expect(flow("  a: {final: true}\n", "---\nb: 1\n"),
           "w.yaml:8:1: a file holds one document: remove what begins here",
           "w.yaml:8:1：一个文件只能有一份内容，请删去从这里开始的部分");
}

TEST_CASE("a missing key and an unknown key are refused") {
    expect("title: {zh: 一, en: One}\nnumber_prefix: W\ninitial: a\nstates: {a: {final: true}}\n",
           "w.yaml:1:1: 'workflow:' is missing", "w.yaml:1:1：缺少“workflow:”");
    expect(flow("  a: {finale: true}\n"),
           "w.yaml:6:7: unknown key 'finale': use one of title, on, final, initial, states, hop",
           "w.yaml:6:7：未知的键“finale”，可用：title, on, final, initial, states, hop");
}

TEST_CASE("a key that stands twice is refused") {
    expect(flow("  a: {final: true}\n  b: {final: true}\n  a: {final: true}\n"),
           "w.yaml:8:3: the key 'a' stands twice: remove one of them",
           "w.yaml:8:3：键“a”重复，后写的会盖掉先写的，请删去一个");
    expect(flow("  a:\n    on:\n      x: {target: a}\n      x: {target: a}\n"),
           "w.yaml:9:7: the key 'x' stands twice: remove one of them",
           "w.yaml:9:7：键“x”重复，后写的会盖掉先写的，请删去一个");
}

TEST_CASE("values of a wrong type are refused") {
    expect(flow("  a: {final: maybe}\n"), "w.yaml:6:14: true or false belongs here",
           "w.yaml:6:14：此处应为 true 或 false");
    expect(flow("  a: {final: true}\n", "open_roles: {x: y}\n"), "w.yaml:7:13: a list belongs here",
           "w.yaml:7:13：此处应为列表");
    expect(flow("  a: {final: true, initial: [b]}\n"), "w.yaml:6:29: text belongs here", "w.yaml:6:29：此处应为文字");
    expect(flow("  a: soon\n"), "w.yaml:6:6: a map of keys and values belongs here",
           "w.yaml:6:6：此处应为“键: 值”的映射");
    expect(flow("  a: {final: true}\n", "fields: {f: {type: money, title: {zh: 钱, en: Money}}}\n"),
           "w.yaml:7:20: unknown value 'money': use one of text, enum, boolean, integer, decimal, time, duration, set",
           "w.yaml:7:20：未知的值“money”，可用：text, enum, boolean, integer, decimal, time, duration, set");
    expect(flow("  a: {on: {x: {effect: boom}}}\n"),
           "w.yaml:6:24: unknown value 'boom': use one of chase, bounce, supervise, extend, merge, reopen, attempt",
           "w.yaml:6:24：未知的值“boom”，可用：chase, bounce, supervise, extend, merge, reopen, attempt");
}

TEST_CASE("columns count letters, also behind Chinese ones") {
    expect(flow("  a: {title: {zh: 已到达现场}, final: maybe}\n"), "w.yaml:6:34: true or false belongs here",
           "w.yaml:6:34：此处应为 true 或 false");
}

TEST_CASE("limits and clocks of a wrong form are refused") {
    const auto clock = [](const std::string& body) {
        return flow("  a: {final: true}\n", "clocks:\n  c: " + body + "\n");
    };
    CHECK(said_of(clock("{limit: 5 minutes}")).en.starts_with("w.yaml:8:14: "));
    CHECK(said_of(clock("{limit: [5min]}")).en == "w.yaml:8:14: text belongs here");
    CHECK(said_of(clock("{limit: {by: f, x: 5}}")).en.starts_with("w.yaml:8:25: "));
    CHECK(said_of(clock("{reopen: sometimes}")).en ==
          "w.yaml:8:15: unknown value 'sometimes': use one of resume, restart, new-cycle, none");
    CHECK(said_of(clock("{stop: {at: f}}")).en == "w.yaml:8:14: unknown key 'at': use one of on, enter, leave");
    CHECK(said_of(clock("{start: now}")).en == "w.yaml:8:14: a map of keys and values belongs here");
}

TEST_CASE("conditions of a wrong form are refused") {
    const auto guarded = [](const std::string& guard) { return flow("  a: {on: {x: {guard: " + guard + "}}}\n"); };
    expect(guarded("{equals: {a: 1}, present: b}"), "w.yaml:6:23: a condition has exactly one key",
           "w.yaml:6:23：一个条件只能有一个键");
    expect(guarded("yes"), "w.yaml:6:23: a condition has exactly one key", "w.yaml:6:23：一个条件只能有一个键");
    expect(guarded("{about: {a: 1}}"),
           "w.yaml:6:24: unknown value 'about': use one of all, any, not, equals, in, present, older_than, at_least, "
           "ahead, "
           "children_closed",
           "w.yaml:6:24：未知的值“about”，可用：all, any, not, equals, in, present, older_than, at_least, ahead, "
           "children_closed");
    expect(guarded("{equals: {a: 1, b: 2}}"), "w.yaml:6:32: write one field: value under 'equals'",
           "w.yaml:6:32：“equals”下应写一个 字段: 值");
    expect(guarded("{older_than: 3wd}"), "w.yaml:6:36: only s, min or h can stand here",
           "w.yaml:6:36：这里只能用 s、min 或 h");
    expect(guarded("{ahead: {a: 7d}}"), "w.yaml:6:35: only s, min or h can stand here",
           "w.yaml:6:35：这里只能用 s、min 或 h");
    expect(guarded("{ahead: 7h}"), "w.yaml:6:31: write one field: value under 'ahead'",
           "w.yaml:6:31：“ahead”下应写一个 字段: 值");
    expect(guarded("{children_closed: false}"),
           "w.yaml:6:41: children_closed takes true only: for the opposite use not",
           "w.yaml:6:41：children_closed 只能写 true；要求相反时请用 not");
    expect(guarded("{in: {a: b}}"), "w.yaml:6:32: a list belongs here", "w.yaml:6:32：此处应为列表");
}

TEST_CASE("states nested without end are refused") {
    std::string states;
    for (int depth = 0; depth < 20; ++depth) {
        const std::string margin(std::size_t(depth) * 4 + 2, ' ');
        states += margin + "s" + std::to_string(depth) + ":\n" + margin + "  states:\n";
    }
    CHECK(said_of(flow(states + std::string(90, ' ') + "a: {final: true}\n"))
              .en.find("states are nested more than 16 deep") != std::string::npos);
}

TEST_CASE("all mistakes of a file are listed at once, a line each") {
    const std::string text =
        flow("  a: {final: maybe}\n  b: {finale: true}\n", "fields: {f: {type: money}}\nclocks: {c: {limit: soon}}\n");
    const std::string en = said_of(text).en;
    CHECK(std::count(en.begin(), en.end(), '\n') == 3);
    for (const char* place : {"w.yaml:6:14: ", "w.yaml:7:7: ", "w.yaml:8:20: ", "w.yaml:9:21: "})
        CHECK(en.find(place) != std::string::npos);
}

TEST_CASE("quoted values in conditions are text, plain ones are what they look like") {
    const auto loaded =
        load_workflow(flow("  a: {on: {x: {guard: {in: {f: [1, true, yes, \"1\", \"true\", word]}}}}}\n"), "w.yaml");
    REQUIRE(loaded);
    const auto& values = (*loaded)->states[0].transitions[0].guard->values;
    CHECK(values == std::vector<json::value>{1, true, true, "1", "true", "word"});
}

TEST_CASE("the version is the hash of the content, whatever the file is called") {
    const auto one = load_workflow(flow("  a: {final: true}\n"), "one.yaml");
    const auto same = load_workflow(flow("  a: {final: true}\n"), "same.yaml");
    const auto other = load_workflow(flow("  a: {final: true}\n", "# a remark\n"), "one.yaml");
    REQUIRE((one && same && other));
    CHECK((*one)->version == (*same)->version);
    CHECK((*one)->version != (*other)->version);
    CHECK((*one)->version.size() == 16);
}

TEST_CASE("ladders, promises and calendars name their mistakes too") {
    const auto ladders =
        load_ladders("l:\n  rungs:\n    - {at: 120%, to: [x]}\n    - {at: soon, to: [x]}\n    - {to: [x]}\n", "l.yaml");
    REQUIRE_FALSE(ladders);
    CHECK(ladders.error().detail.en.find("l.yaml:3:12: '120%' is no time of a rung") == 0);
    CHECK(ladders.error().detail.en.find("l.yaml:4:12: 'soon' is no time of a rung") != std::string::npos);
    const auto calm = load_ladders(
        "l:\n  rungs: [{at: 80%, to: [x], while_filed: wait}]\n  watch: {after: 30min}\n"
        "m:\n  rungs: [{at: 80%, to: [x]}]\n  watch: {after: 1wd, to: [x]}\n"
        "n:\n  rungs: [{at: 80%, to: [x]}]\n  watch: {after: 1h, to: []}\n",
        "l.yaml");
    REQUIRE_FALSE(calm);
    for (const char* said : {"l.yaml:2:43: while_filed can only be hold", "l.yaml:3:10: a watch needs after and to",
                             "l.yaml:6:18: ", "l.yaml:9:26: a watch needs after and to"}) {
        INFO(said << " in " << calm.error().detail.en);
        CHECK(calm.error().detail.en.find(said) != std::string::npos);
    }
    const auto promises = load_promises(
        "promise_set: p\ntitle: {zh: 一, en: One}\nin_force_from: \"2011-01-01\"\npromises: {a: soon, b: 1wd, a: "
        "2wd}\n",
        "p.yaml");
    REQUIRE_FALSE(promises);
    CHECK(promises.error().detail.en.find("p.yaml:4:29: the key 'a' stands twice") != std::string::npos);
    CHECK(promises.error().detail.en.find("p.yaml:4:15: ") != std::string::npos);
    const auto calendar = load_calendar("calendar: cn\nversion: 1\nuntil: noon\nyears: {}\n", "c.yaml");
    REQUIRE_FALSE(calendar);
    CHECK(calendar.error().detail.en == "c.yaml:3:8: unknown value 'noon': use one of day-end, office-close");
}
