#include "tests/arch/token_rules.hpp"

#include <catch2/catch.hpp>

using namespace gongdan::arch;

namespace {

std::size_t core_findings(std::string text) {
    return scan_core_tokens(make_source("core/clock/bad.cpp", std::move(text))).size();
}

}  // namespace

TEST_CASE("a clock, a sleep, randomness, the environment, a thread or a file in core is found") {
    CHECK(core_findings("auto now = std::chrono::system_clock::now();") == 1);
    CHECK(core_findings("auto now = std::chrono::steady_clock::now();") == 1);
    CHECK(core_findings("auto now = time(nullptr);") == 1);
    CHECK(core_findings("std::random_device device;") == 1);
    CHECK(core_findings("const int dice = rand();") == 1);
    CHECK(core_findings("const char* home = getenv(\"HOME\");") == 1);
    CHECK(core_findings("std::this_thread::sleep_for(wait);") == 1);
    CHECK(core_findings("std::thread worker;") == 1);
    CHECK(core_findings("std::mutex lock;") == 1);
    CHECK(core_findings("std::ofstream out(name);") == 1);
    CHECK(core_findings("std::filesystem::path place;") == 1);
    CHECK(core_findings("std::cout << 1;") == 1);
}

TEST_CASE("the same words in comments, in literals and as part of other words are no finding") {
    CHECK(core_findings("// never system_clock::now() here\nint brand = 1; int operand_of = brand;") == 0);
    CHECK(core_findings("fail(Errc::internal, \"getenv\", R\"(std::thread)\");") == 0);
    CHECK(core_findings("const Instant run_time(nullptr_tag);") == 0);
}

TEST_CASE("a lambda that captures everything is found") {
    CHECK(scan_captures(make_source("adapters/a.cpp", "post([&] { run(); });")).size() == 1);
    CHECK(scan_captures(make_source("adapters/a.cpp", "post([=, this] { run(); });")).size() == 1);
    CHECK(scan_captures(make_source("adapters/a.cpp", "post([&run, n = 1] { run(n); }); a[i] = b[&x - y];")).empty());
}

TEST_CASE("a reminder is found in code, comments and any other file") {
    const std::string word = std::string("TO") + "DO";
    CHECK(scan_reminders(make_source("core/a.cpp", "// " + word + ": later\n")).size() == 1);
    CHECK(scan_reminders(make_source("workflows/a.yaml", "# " + word + "\n")).size() == 1);
    CHECK(scan_reminders(make_source("core/a.cpp", "int MASTODON = 1;\n")).empty());
}

TEST_CASE("this project uses none of the words that must not appear") {
    std::vector<Finding> findings;
    const auto collect = [&findings](std::vector<Finding> more) {
        findings.insert(findings.end(), more.begin(), more.end());
    };
    for (const auto& file : our_sources()) {
        if (file.path.starts_with("core/")) collect(scan_core_tokens(file));
        if (!file.path.starts_with("tests/")) collect(scan_captures(file));
    }
    for (const auto& file : load_tree(GONGDAN_SOURCE_DIR, {".cpp", ".hpp", ".c", ".h", ".inc", ".cmake", ".txt",
                                                           ".yaml", ".md", ".ts", ".vue", ".py", ".sh", "dev"})) {
        collect(scan_reminders(file));
    }
    INFO(report(findings));
    CHECK(findings.empty());
}
