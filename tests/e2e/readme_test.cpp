// README.md must stay true: its shell blocks are run as printed, and what they print is compared with the block below.

#include <regex>

#include <catch2/catch.hpp>

#include "tests/e2e/program.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

struct Example {
    std::string script;
    std::string output;
};

/// The ```bash blocks of a section, each with the plain block that follows it.
std::vector<Example> examples_of(const std::string& readme, const std::string& heading) {
    std::vector<Example> examples;
    bool inside = false;
    std::string* block = nullptr;
    for (const std::string& line : lines_of(readme)) {
        if (line.starts_with("## ")) inside = line == "## " + heading;
        if (!inside) continue;
        if (block != nullptr && line == "```") {
            block = nullptr;
        } else if (block != nullptr) {
            *block += line + "\n";
        } else if (line == "```bash") {
            examples.emplace_back();
            block = &examples.back().script;
        } else if (line == "```" && !examples.empty()) {
            block = &examples.back().output;
        } else if (line.starts_with("```")) {
            static std::string ignored;
            block = &ignored;
        }
    }
    return examples;
}

std::string replaced(const std::string& text, const std::string& what, const std::string& with) {
    return std::regex_replace(text, std::regex(what), with);
}

/// Without what differs from run to run: times, numbers of tickets, and who is on duty at this hour.
std::string normalised(const std::string& text) {
    std::string plain = replaced(text, R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+08:00)", "TIME");
    plain = replaced(plain, R"(\b[A-Z]{2}\d{14}\b)", "NUMBER");
    // Shortly after midnight the limit ended yesterday, and the notice says so.
    plain = replaced(plain, R"(ended at (\d{4}-\d\d-\d\d )?\d\d:\d\d)", "ended at HH:MM");
    plain = replaced(plain, R"("overdue_s":30\d\b)", R"("overdue_s":300)");
    return replaced(plain, "演示-[^\t]+", "演示-PERSON");
}

/// Runs the scripts one after the other in one shell, and gives what each printed.
std::vector<std::string> outputs_of(const std::vector<Example>& examples, const std::string& prelude,
                                    const std::string& folder) {
    const std::string separator = "-- next example --";
    std::string script = prelude;
    for (const Example& example : examples) script += example.script + "echo '" + separator + "'\n";
    const auto finished =
        run_to_end({"bash", "-c", script}, {.folder = folder, .environment = {"no_proxy=*", "TZ=Asia/Shanghai"}});
    INFO(finished.errors);
    CHECK(finished.errors.empty());
    std::vector<std::string> outputs(1);
    for (const std::string& line : lines_of(finished.output)) {
        if (line == separator) {
            outputs.emplace_back();
        } else {
            outputs.back() += line + "\n";
        }
    }
    outputs.pop_back();
    return outputs;
}

void check_outputs(const std::vector<Example>& examples, const std::vector<std::string>& outputs) {
    REQUIRE(outputs.size() == examples.size());
    for (std::size_t i = 0; i < examples.size(); ++i) {
        INFO(examples[i].script);
        CHECK(normalised(outputs[i]) == normalised(examples[i].output));
    }
}

std::string token_in(const std::vector<std::string>& greeting, const std::string& role) {
    for (const std::string& line : greeting) {
        std::smatch found;
        if (std::regex_match(line, found, std::regex("  " + role + " +(gd_\\S+)"))) return found[1];
    }
    FAIL("no demo token for " << role);
    return {};
}

}  // namespace

TEST_CASE("the first ticket of the README goes as printed") {
    auto examples = examples_of(read_whole(GONGDAN_SOURCE_DIR "/README.md"), "A first ticket");
    REQUIRE(examples.size() == 2);
    const TemporaryFolder folder;
    Server server(folder / "gongdan-data/demo",
                  {.arguments = {"--demo", "--log", "error"}, .process = {.folder = folder.path()}});
    const std::string token = token_in(server.greeting(), "admin");
    std::size_t tokens = 0;
    for (Example& example : examples) {
        if (example.script.starts_with("T=gd_")) {
            ++tokens;
            example.script.replace(0, example.script.find_first_of(" \n"), "T=" + token);
        }
        example.script = replaced(example.script, "http://127\\.0\\.0\\.1:9598", server.base());
    }
    REQUIRE(tokens == 1);
    // The README sleeps a second until the notices have left; a machine under sanitizers may need longer.
    const std::string patient_sleep =
        "sleep() { for _ in {1..600}; do\n"
        "  [ \"$(grep -c \"$N\" gongdan-data/demo/notices.ndjson 2>/dev/null)\" = 4 ] && return; command sleep 0.05\n"
        "done; }\n";
    check_outputs(examples, outputs_of(examples, patient_sleep, folder.path()));
    CHECK(server.stop() == 0);
}

TEST_CASE("the simulation of the README goes as printed") {
    auto examples = examples_of(read_whole(GONGDAN_SOURCE_DIR "/README.md"), "To the second, in virtual time");
    REQUIRE(examples.size() == 1);
    REQUIRE(examples.front().script.find("build/release/gongdan") != std::string::npos);
    examples.front().script = replaced(examples.front().script, "build/release/gongdan", GONGDAN_BINARY);
    const TemporaryFolder folder;
    const auto outputs = outputs_of(examples, "", folder.path());
    REQUIRE(outputs.size() == 1);
    CHECK(outputs.front() == examples.front().output);  // virtual time: every digit
}

TEST_CASE("the accounts of the README are made as printed") {
    auto examples = examples_of(read_whole(GONGDAN_SOURCE_DIR "/README.md"), "People");
    REQUIRE(examples.size() == 1);
    examples.front().script = replaced(examples.front().script, "build/release/gongdan", GONGDAN_BINARY);
    const TemporaryFolder folder;
    check_outputs(examples, outputs_of(examples, "", folder.path()));
}

TEST_CASE("the proof of the README goes as printed") {
    auto examples = examples_of(read_whole(GONGDAN_SOURCE_DIR "/README.md"), "The proof");
    REQUIRE(examples.size() == 1);
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    {
        Server server(data, {.arguments = {"--log", "error"}});
        Client client(server.base(), make_token(data, "dispatcher"));
        (void)open_fault(client);
        REQUIRE(server.stop() == 0);
    }
    std::string& script = examples.front().script;
    script = replaced(replaced(script, "build/release/gongdan", GONGDAN_BINARY), "DIR", data);
    check_outputs(examples, outputs_of(examples, "", folder.path()));
}

TEST_CASE("the Chinese README shows the same commands as the English one") {
    const auto plain = [](const std::string& script) {
        return replaced(replaced(script, "#[^\n]*", ""), "text\\.(zh|en)", "text");
    };
    const auto original = examples_of(read_whole(GONGDAN_SOURCE_DIR "/README.md"), "A first ticket");
    const auto translated = examples_of(read_whole(GONGDAN_SOURCE_DIR "/README.zh-CN.md"), "第一张工单");
    REQUIRE(translated.size() == original.size());
    for (std::size_t i = 0; i < original.size(); ++i) CHECK(plain(translated[i].script) == plain(original[i].script));
}
