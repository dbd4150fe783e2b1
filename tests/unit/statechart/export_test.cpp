// Exports, compared with golden files; a wanted change of an export is a change of its golden file.

#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

#include "core/statechart/export.hpp"
#include "tests/unit/statechart/sample.hpp"

using namespace gongdan;

namespace {

/// The sample with everything that exports must carry: roles, fields, guards, effects, awkward letters.
Workflow decorated() {
    Workflow flow = test::sample();
    flow.title = {"样例“甲”", "Sample \"A\" <1> & more"};
    Transition& accept = flow.states[4].transitions[0];
    accept.guard =
        test::guard_of(Guard::Op::all,
                       {test::guard_on(Guard::Op::at_least, "count", {2}),
                        test::guard_of(Guard::Op::negation, {test::guard_on(Guard::Op::equals, "note", {"a \"b\""})})});
    accept.roles = {"dispatcher", "foreman"};
    accept.require = {"note"};
    accept.ask = {"count"};
    flow.states[1].transitions[1].effect = Effect::chase;
    flow.states[3].transitions.push_back(test::transition("take", "busy"));
    flow.clocks[0].start.open = true;
    flow.clocks[0].start_at = "seen_at";
    return flow;
}

std::string golden(const std::string& name) {
    std::ifstream stream(GONGDAN_SOURCE_DIR "/tests/unit/statechart/golden/" + name, std::ios::binary);
    REQUIRE(stream);
    std::ostringstream content;
    content << stream.rdbuf();
    return content.str();
}

}  // namespace

TEST_CASE("a workflow is exported to XState, SCXML, Mermaid and Graphviz") {
    CHECK(export_workflow(decorated(), ExportFormat::xstate) == golden("sample.xstate.json"));
    CHECK(export_workflow(decorated(), ExportFormat::scxml) == golden("sample.scxml"));
    CHECK(export_workflow(decorated(), ExportFormat::mermaid) == golden("sample.mmd"));
    CHECK(export_workflow(decorated(), ExportFormat::dot) == golden("sample.dot"));
}

TEST_CASE("the XState export is JSON whose targets all exist as ids") {
    const auto parsed = parse_json(export_workflow(decorated(), ExportFormat::xstate));
    REQUIRE(parsed);
    CHECK(parsed->at("initial") == "draft");
    CHECK(parsed->at("states").at("working").at("states").at("history").at("history") == "deep");
    CHECK(parsed->at("states").at("paused").at("on").at("go_on").at(0).at("target") == "#working.history");
}

TEST_CASE("formats are known by name, and no others") {
    CHECK(export_format_of("xstate") == ExportFormat::xstate);
    CHECK(export_format_of("scxml") == ExportFormat::scxml);
    CHECK(export_format_of("mermaid") == ExportFormat::mermaid);
    CHECK(export_format_of("dot") == ExportFormat::dot);
    CHECK_FALSE(export_format_of("svg").has_value());
    CHECK_FALSE(export_format_of("").has_value());
}
