#include "tests/arch/include_rules.hpp"

#include <catch2/catch.hpp>

using namespace gongdan::arch;

namespace {

std::vector<Finding> core_findings(std::string path, std::string text) {
    return scan_core_arrows(make_source(std::move(path), std::move(text)));
}

std::vector<Finding> adapter_findings(std::string path, std::string text) {
    return scan_adapter_arrows(make_source(std::move(path), std::move(text)));
}

}  // namespace

TEST_CASE("an include is seen in any spelling, and not in a comment or a literal") {
    const auto file = make_source("core/base/a.cpp",
                                  "#include \"core/base/a.hpp\"\n"
                                  "  #  include <vector>  // why\n"
                                  "// #include <thread>\n"
                                  "/* #include <mutex>\n*/\n"
                                  "const char* text = \"#include <future>\";\n");
    const auto includes = includes_of(file);
    REQUIRE(includes.size() == 2);
    CHECK(includes[0].target == "core/base/a.hpp");
    CHECK(includes[0].quoted);
    CHECK(includes[1].target == "vector");
    CHECK(includes[1].line == 2);
}

TEST_CASE("core may include downwards, the standard library, Boost.JSON and fmt") {
    CHECK(core_findings("core/ticket/decide.cpp",
                        "#include <vector>\n"
                        "#include <boost/json.hpp>\n"
                        "#include <fmt/format.h>\n"
                        "#include \"core/ticket/draft.hpp\"\n"
                        "#include \"core/clock/state.hpp\"\n"
                        "#include \"core/base/check.hpp\"\n")
              .empty());
}

TEST_CASE("core may not include upwards, sideways without a reason, an adapter or a foreign library") {
    CHECK(core_findings("core/ticket/decide.cpp", "#include \"core/engine/ports.hpp\"\n").size() == 1);
    CHECK(core_findings("core/calendar/limit.cpp", "#include \"core/clock/state.hpp\"\n").size() == 1);
    CHECK(core_findings("core/statechart/step.cpp", "#include \"core/clock/state.hpp\"\n").size() == 1);
    CHECK(core_findings("core/ticket/decide.cpp", "#include \"core/escalation/notice.hpp\"\n").size() == 1);
    CHECK(core_findings("core/ticket/decide.cpp", "#include \"core/audit/chain.hpp\"\n").size() == 1);
    CHECK(core_findings("core/audit/chain.cpp", "#include \"core/access/viewer.hpp\"\n").size() == 1);
    CHECK(core_findings("core/audit/chain.cpp", "#include \"core/ticket/event.hpp\"\n").empty());
    CHECK(core_findings("core/engine/engine.cpp", "#include \"adapters/sqlite/store.hpp\"\n").size() == 1);
    CHECK(core_findings("core/engine/engine.cpp", "#include <sqlite3.h>\n").size() == 1);
    CHECK(core_findings("core/engine/engine.cpp", "#include <boost/asio.hpp>\n").size() == 1);
    CHECK(core_findings("core/engine/engine.cpp", "#include <thread>\n").size() == 1);
    CHECK(core_findings("core/base/files.cpp", "#include <fstream>\n").size() == 1);
    CHECK(core_findings("core/base/files.cpp", "#include <unistd.h>\n").size() == 1);
    CHECK(core_findings("core/mystery/new.cpp", "#include <vector>\n").size() == 1);
}

TEST_CASE("a foreign library is included only where it is at home") {
    CHECK(adapter_findings("adapters/http/net/server.cpp", "#include <boost/beast/http.hpp>\n").empty());
    CHECK(adapter_findings("adapters/http/routes/tickets.cpp", "#include <boost/beast/http.hpp>\n").size() == 1);
    CHECK(adapter_findings("adapters/http/routes/tickets.cpp", "#include <boost/asio/awaitable.hpp>\n").size() == 1);
    CHECK(adapter_findings("adapters/sqlite/store.cpp", "#include <sqlite3.h>\n").empty());
    CHECK(adapter_findings("adapters/cli/main.cpp", "#include <sqlite3.h>\n").size() == 1);
    CHECK(adapter_findings("adapters/cli/main.cpp", "#include <yaml-cpp/yaml.h>\n").size() == 1);
    CHECK(adapter_findings("adapters/cli/main.cpp", "#include \"tests/support/clock.hpp\"\n").size() == 1);
    CHECK(adapter_findings("adapters/cli/main.cpp", "#include \"core/engine/engine.hpp\"\n").empty());
}

TEST_CASE("two adapters that include each other are a circle, in however many steps") {
    const auto cli = make_source("adapters/cli/a.cpp", "#include \"adapters/host/b.hpp\"\n");
    const auto host = make_source("adapters/host/b.hpp", "#include \"adapters/sqlite/c.hpp\"\n");
    const auto store = make_source("adapters/sqlite/c.hpp", "#include \"adapters/host/b.hpp\"\n");
    CHECK(scan_circles({cli, host}).empty());
    const auto findings = scan_circles({cli, host, store});
    REQUIRE(findings.size() == 2);
    CHECK(findings[0].path == "adapters/host");
    CHECK(findings[1].path == "adapters/sqlite");
}

TEST_CASE("a source includes its own header first") {
    const auto header = make_source("core/base/a.hpp", "#pragma once\n");
    const auto good = make_source("core/base/a.cpp", "#include \"core/base/a.hpp\"\n#include <vector>\n");
    const auto bad = make_source("core/base/a.cpp", "#include <vector>\n#include \"core/base/a.hpp\"\n");
    const auto alone = make_source("core/base/b.cpp", "#include <vector>\n");
    CHECK(scan_own_header_first(good, {header, good}).empty());
    CHECK(scan_own_header_first(bad, {header, bad}).size() == 1);
    CHECK(scan_own_header_first(alone, {header, alone}).empty());
}

TEST_CASE("the includes of this project follow its arrows") {
    std::vector<Finding> findings;
    const auto collect = [&findings](std::vector<Finding> more) {
        findings.insert(findings.end(), more.begin(), more.end());
    };
    for (const auto& file : our_sources()) {
        if (file.path.starts_with("core/")) collect(scan_core_arrows(file));
        if (file.path.starts_with("adapters/")) collect(scan_adapter_arrows(file));
        if (!file.path.starts_with("tests/")) collect(scan_own_header_first(file, our_sources()));
    }
    collect(scan_circles(our_sources()));
    INFO(report(findings));
    CHECK(findings.empty());
}
