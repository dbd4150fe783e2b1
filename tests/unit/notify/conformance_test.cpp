// The conformance test tells sound plugins from those that hang, crash, flood, lie or leave something behind.

#include <catch2/catch.hpp>

#include "adapters/notify/conformance.hpp"
#include "tests/unit/notify/support.hpp"

using namespace gongdan;
using namespace gongdan::notify;
using namespace gongdan::notify::test;

namespace {

std::vector<Finding> examined(ChannelConfig config, Millis deadline = kPatience) {
    const Folder folder;
    config.limits.deadline = deadline;
    auto findings = examine(config, {folder.path(), {}, {}});
    if (!findings) FAIL(findings.error().detail.en);
    return std::move(*findings);
}

std::vector<Finding> library(json::object options, Millis deadline = kPatience,
                             const std::string& path = GONGDAN_NAUGHTY_PLUGIN) {
    return examined(channel(PluginKind::shared_object, {{"library", path}, {"options", std::move(options)}}), deadline);
}

std::vector<Finding> script(const std::string& body, Millis deadline = kPatience) {
    const Folder folder;
    folder.write("plugin.sh", "#!/bin/sh\n" + body + "\n");
    return examined(channel(PluginKind::exec, {{"command", {folder.file("plugin.sh")}}}), deadline);
}

/// The names of the checks that failed, in their order.
std::string failed(const std::vector<Finding>& findings) {
    std::string names;
    for (const Finding& finding : findings) {
        if (finding.passed) continue;
        names += (names.empty() ? "" : " ") + finding.check;
        CHECK_FALSE(finding.remark.zh.empty());
        CHECK_FALSE(finding.remark.en.empty());
    }
    return names;
}

std::string remark(const std::vector<Finding>& findings, const std::string& check) {
    for (const Finding& finding : findings) {
        if (finding.check == check) return finding.remark.en;
    }
    return "no such check";
}

const std::string kProbes = "notice again text unknown digest largest no-address";

}  // namespace

TEST_CASE("the example adapter conforms") {
    const Folder desk;
    desk.write("terminal", "");
    const auto findings = library({{"terminal", desk.file("terminal")}}, kPatience, GONGDAN_EXAMPLE_PLUGIN);
    CHECK(failed(findings).empty());
    CHECK(findings.size() == 12);
    CHECK(desk.read("terminal").find("%s %n %d $(id)") != std::string::npos);
}

TEST_CASE("a sound program conforms, and may reject what has no address") {
    const auto findings = script("grep -q '\"address\":\"\"' && { echo 'no address' >&2; exit 65; }; exit 0");
    CHECK(failed(findings).empty());
    CHECK(findings.size() == 10);
    CHECK(remark(findings, "no-address").find("no address") != std::string::npos);
}

TEST_CASE("what does not open is not examined further") {
    const auto stranger = library({}, kPatience, GONGDAN_STRANGER);
    CHECK(stranger.size() == 1);
    CHECK(failed(stranger) == "opens");
    CHECK(remark(stranger, "opens").find("no gongdan_adapter_v1") != std::string::npos);
    CHECK(failed(library({{"refuse", "no licence"}})) == "opens");
}

TEST_CASE("a crash, a hang, a flood and a lie fail every delivery, with the reason") {
    const auto crashing = library({{"always", "crash"}});
    CHECK(failed(crashing) == kProbes);
    CHECK(remark(crashing, "digest").find("killed by signal") != std::string::npos);
    CHECK(failed(library({{"always", "flood"}})) == kProbes + " prints");
    CHECK(failed(library({{"always", "lie:other"}})) == kProbes);
    CHECK(failed(library({{"always", "lie:outcome"}})) == kProbes);
    const auto hanging = script("exec sleep 1000", Millis(200));
    CHECK(failed(hanging) == kProbes);
    CHECK(remark(hanging, "notice") == text("notify.late", 200).en);
    CHECK(failed(script("exec yes")) == kProbes + " prints");
    CHECK(failed(script("kill -SEGV $$")) == kProbes);
}

TEST_CASE("an exit code nobody agreed on is a failure, and retry for ever is no delivery") {
    CHECK(failed(script("exit 1")) == kProbes);
    const auto busy = script("echo busy >&2; exit 75");
    CHECK(failed(busy) == "notice again text unknown digest no-address");
    CHECK(remark(busy, "largest").find("busy") != std::string::npos);
    CHECK(failed(script("exit 65")) == "notice again text unknown digest");
}

TEST_CASE("children left behind are found, also in a session of their own") {
    CHECK(failed(library({{"always", "leave child"}})) == "children");
    CHECK(failed(script("sleep 1000 > /dev/null 2>&1 & exit 0")) == "children");
    CHECK(failed(script("setsid sleep 1000 > /dev/null 2>&1 & exit 0")) == "children");
}

TEST_CASE("close() must return, and SIGTERM must end a program") {
    CHECK(failed(library({{"at_close", "crash"}})) == "stops");
    const auto hanging = library({{"at_close", "hang"}});
    CHECK(failed(hanging) == "stops");
    CHECK(remark(hanging, "stops") == text("conformance.not-closed").en);
    CHECK(failed(script("trap '' TERM; cat > /dev/null", std::chrono::seconds(3))) == "stops");
}

TEST_CASE("wrong settings and a missing runner are no findings but errors") {
    const ChannelConfig config = channel(PluginKind::shared_object, {{"library", GONGDAN_NAUGHTY_PLUGIN}});
    CHECK(examine(config, {"/", "/no/runner", {}}).error().code == Errc::unavailable);
    CHECK(examine(channel(PluginKind::exec, {{"comand", "x"}}), {}).error().code == Errc::invalid_input);
}
