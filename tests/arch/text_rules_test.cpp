#include "tests/arch/text_rules.hpp"

#include <catch2/catch.hpp>

using namespace gongdan::arch;

namespace {

std::vector<TextEntry> table(std::string text) { return entries_of(make_source("texts/a.inc", std::move(text))); }

std::size_t use_findings(std::string code) {
    const auto entries = table(R"(GONGDAN_TEXT("a.none", "无", "none"))"
                               R"(GONGDAN_TEXT("a.two", "“{}”的 {}", "{} of '{}'"))"
                               R"(GONGDAN_TEXT("check.one", "“{}”", "'{}'"))");
    return scan_uses(make_source("core/a.cpp", std::move(code)), entries).size();
}

}  // namespace

TEST_CASE("placeholders are counted as fmt counts them") {
    CHECK(arguments_of("none") == 0);
    CHECK(arguments_of("{} and {}") == 2);
    CHECK(arguments_of("{0} and {2}") == 3);
    CHECK(arguments_of("{0:02} twice {0}") == 1);
    CHECK(arguments_of("literal {{}} braces") == 0);
    CHECK_FALSE(arguments_of("{} and {1}"));
    CHECK_FALSE(arguments_of("{name}"));
    CHECK_FALSE(arguments_of("open {"));
    CHECK_FALSE(arguments_of("close }"));
}

TEST_CASE("an entry is read with its line, whatever commas and brackets its texts hold") {
    const auto entries = table(
        "// a comment, GONGDAN_TEXT(id, zh, en)\n"
        "GONGDAN_TEXT(\"a.b\", \"甲，(乙\", \"one, (two \\\"three\\\"\")\n");
    REQUIRE(entries.size() == 1);
    CHECK(entries[0].id == "a.b");
    CHECK(entries[0].zh == "甲，(乙");
    CHECK(entries[0].en == "one, (two \"three\"");
    CHECK(entries[0].line == 2);
}

TEST_CASE("a wrong entry of the table is found") {
    CHECK(scan_table(table(R"(GONGDAN_TEXT("a.b", "甲 {}", "one {}"))")).empty());
    CHECK(scan_table(table(R"(GONGDAN_TEXT("a.b", "{0} 甲 {1}", "{0} one {2}"))")).empty());
    CHECK(scan_table(table(R"(GONGDAN_TEXT("a.b", "甲", "one") GONGDAN_TEXT("a.b", "乙", "two"))")).size() == 1);
    CHECK(scan_table(table(R"(GONGDAN_TEXT("a.b", "甲", ""))")).size() == 1);
    CHECK(scan_table(table(R"(GONGDAN_TEXT("a.b", "甲", "一 one"))")).size() == 1);
    CHECK(scan_table(table(R"(GONGDAN_TEXT("a.b", "甲 {}", "one {} {}"))")).size() == 1);
    CHECK(scan_table(table(R"(GONGDAN_TEXT("a.b", "甲 {", "one"))")).size() == 1);
}

TEST_CASE("an unknown id and a wrong number of arguments are found") {
    CHECK(use_findings(R"(return text("a.none");)") == 0);
    CHECK(use_findings(R"(return fail(Errc::internal, "a.two", f(1, 2), g<int, int>(3));)") == 0);
    CHECK(use_findings(R"(refuse({1, 1}, "one", name);)") == 0);
    CHECK(use_findings(R"(return text("a.other");)") == 1);
    CHECK(use_findings(R"(return fail(Errc::internal, "a.two", one);)") == 1);
    CHECK(use_findings(R"(return fail(Errc::internal, "a.none", one);)") == 1);
    CHECK(use_findings(R"(refuse(mark, "two");)") == 1);
    CHECK(use_findings(R"(require_known(mark, "one", name, names, more);)") == 0);
    CHECK(use_findings(R"(require_known(mark, "two", name, names);)") == 1);
    CHECK(use_findings(R"(std::string text("a.other is only a value of that name", 3);)") == 1);
    CHECK(use_findings(R"(return fail(Errc::internal, why, one);  // text("a.other"))") == 0);
}

TEST_CASE("an entry that no source mentions is found") {
    const auto entries = table(R"(GONGDAN_TEXT("a.b", "甲", "one") GONGDAN_TEXT("made.up", "乙", "two"))");
    const auto user = make_source("core/a.cpp", R"(const auto why = "a.b"; return text("made." + part);)");
    CHECK(scan_unused({user}, entries).empty());
    CHECK(scan_unused({make_source("core/a.cpp", R"(// "a.b")")}, entries).size() == 2);

    const auto refusals = table(R"(GONGDAN_TEXT("check.one", "甲", "one") GONGDAN_TEXT("check.two", "乙", "two"))");
    const auto analysis = make_source("core/a.cpp", R"(refuse(mark, "one"); return text("check." + code);)");
    CHECK(scan_unused({analysis}, refusals).size() == 1);
}

TEST_CASE("the texts of this project are complete, used and filled in rightly") {
    std::vector<TextEntry> entries;
    for (const auto& file : load_tree(GONGDAN_SOURCE_DIR, {".inc"})) {
        if (!file.path.starts_with("core/base/texts/")) continue;
        for (auto& entry : entries_of(file)) entries.push_back(std::move(entry));
    }
    REQUIRE(entries.size() > 50);
    std::vector<SourceFile> speaking;
    for (const auto& file : our_sources()) {
        if (!file.path.starts_with("tests/") && !file.path.starts_with("core/base/texts.")) speaking.push_back(file);
    }
    auto findings = scan_table(entries);
    for (const auto& file : speaking) {
        const auto more = scan_uses(file, entries);
        findings.insert(findings.end(), more.begin(), more.end());
    }
    const auto unused = scan_unused(speaking, entries);
    findings.insert(findings.end(), unused.begin(), unused.end());
    INFO(report(findings));
    CHECK(findings.empty());
}
