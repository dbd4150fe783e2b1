#include "tests/arch/shape_rules.hpp"

#include <catch2/catch.hpp>

#include "tests/arch/outline.hpp"

using namespace gongdan::arch;

namespace {

std::size_t coroutine_findings(std::string body) {
    return scan_coroutines(make_source("adapters/a.cpp", "awaitable<void> f() {\n" + std::move(body) + "\n}\n")).size();
}

std::string function_of(int lines) {
    std::string text = "void f(int a, int b) {\n";
    for (int i = 0; i < lines - 2; ++i) text += "    g();\n";
    return text + "}\n";
}

}  // namespace

TEST_CASE("a braced value, a conditional operator or a lambda beside co_await is found") {
    CHECK(coroutine_findings("co_await send(Message{1});") == 1);
    CHECK(coroutine_findings("auto n = co_await (ready ? one() : other());") == 1);
    CHECK(coroutine_findings("co_await post([x] { use(x); });") == 1);
    CHECK(coroutine_findings("Reply r{co_await read()};") == 1);
    CHECK(coroutine_findings("if (co_await ask({1, 2})) { stop(); }") == 1);
    CHECK(coroutine_findings(
              "for (;;) {\n  try {\n    while (more) { co_await send({a, b}); }\n  } catch (...) {}\n}") == 1);
    CHECK(coroutine_findings("auto work = [x]() -> awaitable<void> { co_await send(Message{x}); };") == 1);
}

TEST_CASE("co_await with named values, blocks around it and lambdas that wait themselves are fine") {
    CHECK(coroutine_findings("const Message m{1};\nco_await send(m);\nauto n = co_await read();") == 0);
    CHECK(coroutine_findings("if (co_await ask(x)) { stop(); } else { co_await go(); }") == 0);
    CHECK(coroutine_findings("const char* s = \"{?\"; co_await say(\"{?\");  // {?") == 0);
    CHECK(coroutine_findings("co_spawn(io, [x]() -> awaitable<void> { co_await send(x); }, detached);") == 0);
    CHECK(coroutine_findings("const auto v = a ? b : c;\nfor (int i = 0; i < n; ++i) { co_await step(i); }") == 0);
}

TEST_CASE("a coroutine that takes a reference is found") {
    const auto findings = [](std::string text) {
        return scan_coroutines(make_source("adapters/a.cpp", std::move(text))).size();
    };
    CHECK(findings("awaitable<void> f(const std::string& name) { co_return; }") == 1);
    CHECK(findings("awaitable<void> f(std::string name, Session* session) { co_await g(); }") == 0);
    CHECK(findings("void f(const std::string& name) { spawn([]() -> awaitable<void> { co_return; }); }") == 0);
    CHECK(findings("void f() { spawn([](Request& r) -> awaitable<void> { co_await r.run(); }); }") == 1);
}

TEST_CASE("the outline tells scopes, functions, control blocks and lambdas apart") {
    const auto outline = outline_of(make_source("a.cpp",
                                                "namespace a {\n"
                                                "struct S : Base<int> {\n"
                                                "    S(int x) : a_{x}, b_(x) { f({1, 2}); }\n"
                                                "    int get() const noexcept { return values[0]; }\n"
                                                "    int a_{0};\n"
                                                "};\n"
                                                "auto g(int n) -> Result<int> {\n"
                                                "    const auto h = [n](int m) -> int { return m + n; };\n"
                                                "    if (n > 1) { return h(n); }\n"
                                                "    switch (n) { case 1: { return 2; } }\n"
                                                "    return std::vector<int>{1, 2}.size();\n"
                                                "}\n"
                                                "}\n"));
    std::vector<BlockKind> kinds;
    for (const auto& block : outline.blocks) kinds.push_back(block.kind);
    CHECK(kinds == std::vector<BlockKind>{BlockKind::function, BlockKind::function, BlockKind::scope, BlockKind::lambda,
                                          BlockKind::control, BlockKind::control, BlockKind::control,
                                          BlockKind::function, BlockKind::scope});
}

TEST_CASE("a file, a function, a parameter list or a nesting beyond its limit is found") {
    const auto findings = [](std::string text) {
        return scan_sizes(make_source("core/a.cpp", std::move(text))).size();
    };
    CHECK(findings(std::string(std::size_t(kFileLines), '\n')) == 0);
    CHECK(findings(std::string(std::size_t(kFileLines) + 1, '\n')) == 1);
    CHECK(findings(function_of(kFunctionLines)) == 0);
    CHECK(findings(function_of(kFunctionLines + 1)) == 1);
    CHECK(findings("void f(int a, int b, std::map<int, int> c, int d, int e) {}") == 0);
    CHECK(findings("void f(int a, int b, std::map<int, int> c, int d, int e, int g) {}") == 1);
    CHECK(findings("void f() { if (a) { for (;;) { while (b) { if (c) { g(); } } } } }") == 0);
    CHECK(findings("void f() { if (a) { for (;;) { while (b) { if (c) { if (d) { g(); } } } } } }") == 1);
}

TEST_CASE("this project keeps its coroutines safe and its files and functions small") {
    std::vector<Finding> findings;
    const auto collect = [&findings](std::vector<Finding> more) {
        findings.insert(findings.end(), more.begin(), more.end());
    };
    for (const auto& file : our_sources()) {
        collect(scan_coroutines(file));
        collect(scan_sizes(file));
    }
    INFO(report(findings));
    CHECK(findings.empty());
}
