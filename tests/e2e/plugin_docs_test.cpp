// docs/plugins.md must stay true: what an author of a plugin is told to type works as printed, against an installation
// and without our sources.

#include <filesystem>

#include <catch2/catch.hpp>

#include "tests/e2e/program.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

/// The ```bash blocks of one section, one after the other.
std::string script_of(const std::string& document, const std::string& heading) {
    std::string script;
    bool section = false;
    bool block = false;
    for (const std::string& line : lines_of(document)) {
        if (line.starts_with("## ")) section = line == "## " + heading;
        if (!section) continue;
        if (line == "```") {
            block = false;
        } else if (line == "```bash") {
            block = true;
        } else if (block) {
            script += line + "\n";
        }
    }
    return script;
}

std::size_t count_of(const std::string& text, const std::string& what) {
    std::size_t count = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
    return count;
}

}  // namespace

TEST_CASE("the ten minutes of docs/plugins.md go as printed") {
    const std::string script = script_of(read_whole(GONGDAN_SOURCE_DIR "/docs/plugins.md"), "In ten minutes");
    REQUIRE(count_of(script, "plugin test") == 3);
    const TemporaryFolder folder;
    // "build/release" of whoever reads is the build under test here.
    std::filesystem::create_directories(folder.path() / "build");
    std::filesystem::create_directory_symlink(GONGDAN_BUILD_DIR, folder.path() / "build" / "release");
    const auto finished = run_to_end({"bash", "-c", "set -eu\n" + script},
                                     {.folder = folder.path(), .environment = {"HOME=" + folder.path().string()}});
    INFO(finished.output << finished.errors);
    CHECK(finished.code == 0);
    CHECK(finished.errors.empty());
    CHECK(count_of(finished.output, ", failed: 0\n") == 2);
    CHECK(lines_of(finished.output).back() == "true");
    // What was installed stands on its own feet: it finds its runner (above), its configuration and its workflows.
    const auto checked = run_to_end({folder / "gongdan/bin/gongdan", "check"}, {.folder = folder.path()});
    INFO(checked.output << checked.errors);
    CHECK(checked.code == 0);
    CHECK(checked.output.find((folder / "gongdan/share/gongdan/config/gongdan.yaml")) != std::string::npos);
}

TEST_CASE("a plugin that fails is reported by check, in JSON as well, with exit code 1") {
    const TemporaryFolder folder;
    const std::string plugin = folder / "plugin.sh";
    REQUIRE(run_to_end({"bash", "-c", "printf '#!/bin/sh\\nexit 1\\n' > \"$0\"; chmod +x \"$0\"", plugin}).code == 0);
    const auto shown = program({"plugin", "test", plugin});
    CHECK(shown.code == 1);
    CHECK(shown.output.find("failed") != std::string::npos);
    CHECK(shown.output.find("未过") != std::string::npos);
    const auto told = program({"plugin", "test", plugin, "--json", "--deadline", "60s"});
    CHECK(told.code == 1);
    const auto report = json::parse(told.output).as_object();
    CHECK(report.at("ok") == false);
    CHECK(report.at("kind") == "exec");
    CHECK(report.at("checks").at(0).at("check") == "notice");
    CHECK_FALSE(report.at("checks").at(0).at("why").at("zh").as_string().empty());
}

TEST_CASE("a wrong call of the conformance test is told from a plugin that fails") {
    const std::string no_plugin = GONGDAN_SOURCE_DIR "/docs/plugins.md";
    CHECK(program({"plugin", "test", no_plugin}).code == 2);
    CHECK(program({"plugin", "test"}).code == 2);
    CHECK(program({"plugin", "test", "/bin/true", "--deadline", "5"}).code == 2);
    CHECK(program({"plugin", "test", "/bin/true", "--deadline", "1000s"}).code == 2);
    CHECK(program({"plugin", "test", "/bin/true", "--options", "[]"}).code == 2);
    CHECK(program({"plugin", "test", "/bin/true", "--options", "{\"comand\":\"x\"}"}).code == 2);
    CHECK(program({"plugin", "test", "/no/such/plugin.so"}).code == 3);
    CHECK(program({"plugin", "test", "/bin/true", "--deadline", "60s"}).code == 0);
}
