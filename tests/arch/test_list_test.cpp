#include "tests/arch/test_list.hpp"

#include <catch2/catch.hpp>

using namespace gongdan::arch;

TEST_CASE("a test in a folder that nothing builds is found") {
    const auto list = make_source("tests/tests.cmake",
                                  "function(gongdan_test name folder)\n"
                                  "# gongdan_test(test_old unit/old core)\n"
                                  "gongdan_test(test_base unit/base gongdan_core)\n"
                                  "gongdan_test(test_arch arch)\n");
    const auto folders = folders_in(list);
    CHECK(folders == std::vector<std::string>{"unit/base", "arch"});
    const auto inside = make_source("tests/unit/base/time_test.cpp", "");
    const auto outside = make_source("tests/unit/baseless/time_test.cpp", "");
    const auto support = make_source("tests/support/main.cpp", "");
    CHECK(scan_left_out({inside, support}, folders).empty());
    CHECK(scan_left_out({inside, outside, support}, folders).size() == 1);
}

TEST_CASE("every test of this project is built") {
    std::vector<std::string> folders;
    for (const auto& list : load_tree(GONGDAN_SOURCE_DIR, {".cmake"})) {
        const auto more = folders_in(list);
        folders.insert(folders.end(), more.begin(), more.end());
    }
    const auto findings = scan_left_out(our_sources(), folders);
    INFO(report(findings));
    CHECK(findings.empty());
}
