// Whose minutes a state uses: said once for a compound state, overruled inside it.

#include <catch2/catch.hpp>

#include "adapters/yaml/config_loader.hpp"

using namespace gongdan;

TEST_CASE("a state has the hop of the state around it unless it says otherwise") {
    const auto loaded = load_workflow(R"(workflow: w
title: {zh: 一, en: One}
number_prefix: W
initial: out
states:
  out:
    hop: crew
    initial: here
    states:
      here: {}
      waiting: {hop: dispatch}
      nobody: {hop: none}
  done: {final: true}
)",
                                      "w.yaml");
    REQUIRE(loaded.ok());
    CHECK((*loaded)->find_state("here")->hop == Hop::crew);
    CHECK((*loaded)->find_state("waiting")->hop == Hop::dispatch);
    CHECK((*loaded)->find_state("nobody")->hop == Hop::none);
    CHECK((*loaded)->find_state("done")->hop == Hop::none);
}

TEST_CASE("a hop that is none is refused") {
    const auto loaded = load_workflow(
        "workflow: w\ntitle: {zh: 一, en: One}\nnumber_prefix: W\ninitial: a\nstates:\n  a: {hop: lunch}\n", "w.yaml");
    REQUIRE_FALSE(loaded.ok());
    CHECK(loaded.error().detail.en.find("desk, dispatch, crew, review, none") != std::string::npos);
}
