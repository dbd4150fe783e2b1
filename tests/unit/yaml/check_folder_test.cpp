// `gongdan check` on files and folders without a configuration of their own.

#include <cstdlib>
#include <fstream>

#include <catch2/catch.hpp>

#include "adapters/yaml/check.hpp"
#include "adapters/yaml/config_loader.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace gongdan;

namespace {

namespace fs = std::filesystem;

class Folder {
 public:
    void write(const std::string& name, const std::string& content) const {
        fs::create_directories((path / name).parent_path());
        std::ofstream(path / name) << content;
    }

 private:
    test::TemporaryFolder folder_;

 public:
    const fs::path& path = folder_.path();
};

std::string flow(const std::string& name) {
    return "workflow: " + name +
           "\ntitle: {zh: 一, en: One}\nnumber_prefix: W\nopen_roles: [boss]\ninitial: a\nevents: {go: {zh: 走, en: "
           "Go}}\nstates:\n"
           "  a: {title: {zh: 甲, en: A}, on: {go: {target: b}}}\n  b: {final: true, title: {zh: 乙, en: B}}\n";
}

const std::string kScenario =
    "scenarios:\n  - scenario: one\n    steps: [{at: 08:00, open: T, as: boss}, {at: 08:01, do: go, as: boss, expect: "
    "{state: b}}]\n";

Result<DefinitionCount> check(const fs::path& path) { return check_definitions(path, {{"boss"}, {}, {}}, {}); }

}  // namespace

TEST_CASE("a folder of definitions is checked against the vocabulary handed in") {
    const Folder folder;
    folder.write("one.yaml", flow("one"));
    folder.write("one.scenarios.yaml", kScenario);
    const auto counted = check(folder.path);
    REQUIRE(counted);
    CHECK(counted->workflows == 1);
    CHECK(counted->scenarios == 1);
}

TEST_CASE("a folder that holds workflows/, and a single file, are checked too") {
    const Folder folder;
    folder.write("workflows/one.yaml", flow("one"));
    CHECK(check(folder.path)->workflows == 1);
    CHECK(check(folder.path / "workflows" / "one.yaml")->workflows == 1);
}

TEST_CASE("every mistake of every file is listed, with the file's name") {
    const Folder folder;
    folder.write("bad.yaml", "workflow: [\n");
    folder.write("one.yaml", flow("one"));
    folder.write("two.yaml", flow("one"));
    folder.write("one.scenarios.yaml", "scenarios:\n  - scenario: one\n    steps: [{at: 08:00, open: T, as: bos}]\n");
    const auto refused = check(folder.path);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::invalid_input);
    const std::string& said = refused.error().detail.en;
    CHECK(said.find("bad.yaml:2:1: this is not YAML") != std::string::npos);
    CHECK(said.find("two.yaml:1:1: the workflow 'one' is defined in " + (folder.path / "one.yaml").string()) !=
          std::string::npos);
    CHECK(said.find("one.scenarios.yaml:3:13: there is no role 'bos'") != std::string::npos);
    CHECK(refused.error().detail.zh.find("two.yaml:1:1：流程“one”已在") != std::string::npos);
}

TEST_CASE("a wrong scenario file beside the workflows is refused with its place") {
    const Folder folder;
    folder.write("one.scenarios.yaml", "scenarios:\n  - scenario: one\n    steps: [{at: noon}]\n");
    const auto refused = check_scenario_files(folder.path, {}, {});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().detail.en.find("one.scenarios.yaml:3:18: cannot read the time 'noon'") != std::string::npos);
    CHECK(check_scenario_files(folder.path / "none", {}, {}).value() == 0);
}

TEST_CASE("a folder with nothing to check is refused") {
    const Folder folder;
    CHECK(check(folder.path).error().code == Errc::not_found);
    CHECK(check(folder.path / "none").error().code == Errc::not_found);
}

TEST_CASE("a rung that could tell nobody is refused with its place; a duty of the roster is enough for it") {
    const auto ladders = load_ladders(
        "l:\n  title: {zh: 一, en: One}\n  rungs:\n    - {at: 50%, to: [boss, clerk]}\n    - {at: 80%, to: [guard]}\n",
        "ladders.yaml");
    REQUIRE(ladders.ok());
    Organisation organisation;
    organisation.people = {{"a", "A", {"boss"}, "", {}, {}, {{"desk", ""}}, ""},
                           {"b", "B", {"guard"}, "", {}, {}, {}, ""}};
    const auto said = [&ladders, &organisation] {
        const auto checked = check_reach("ladders.yaml", *ladders, organisation);
        return checked ? std::string() : checked.error().detail.en;
    };
    CHECK(said() ==
          "ladders.yaml:5:7: this rung of the ladder 'l' would tell nobody: no one with an address holds guard in the "
          "organisation or the roster");
    organisation.duties = {{"a", "guard", {}, Millis(0), kDay}};
    CHECK(said().empty());
}
