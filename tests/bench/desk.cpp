#include "tests/bench/desk.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "adapters/host/installation.hpp"

namespace gongdan::bench {
namespace {

constexpr std::array<const char*, 6> kAreas = {"demo-101", "demo-102", "demo-103", "demo-201", "demo-202", "demo-203"};
constexpr std::array<const char*, 3> kSiteClasses = {"urban", "urban", "rural"};

std::string pick(const auto& list, int index) { return list[std::size_t(index) % list.size()]; }

}  // namespace

const Configuration& shipped() {
    static const Configuration configuration =
        must(host::load_installation(GONGDAN_SOURCE_DIR "/config/gongdan.yaml"), "the shipped configuration")
            .configuration();
    return configuration;
}

sqlite::FindWorkflow find_shipped() {
    return [rules = shipped().rules](std::string_view name, std::string_view version) {
        auto workflow = rules->find_workflow(name);
        return workflow && workflow->version == version ? workflow : nullptr;
    };
}

json::object fault_data(int index, Instant hangup) {
    return {{"site_class", pick(kSiteClasses, index)},
            {"fault_address", fmt::format("演示市演示区幸福路 {} 号", index % 997 + 1)},
            {"description", "整栋楼停电，用户称表后开关正常"},
            {"contact_name", "演示用户"},
            {"contact_phone", fmt::format("138{:08}", index)},
            {"customer_no", fmt::format("8{:09}", index)},
            {"area", pick(kAreas, index)},
            {"hangup_at", format_time(hangup)}};
}

OpenCommand opening(int index, Instant hangup) {
    return {"fault-repair", {"ct1", {"call_taker"}}, fault_data(index, hangup), std::nullopt, CaseId{}};
}

/// Made once a role, as a server does for a token.
std::shared_ptr<const Viewer> seen_by(const std::string& role) {
    static std::map<std::string, std::shared_ptr<const Viewer>> known;
    auto& viewer = known[role];
    if (!viewer) viewer = std::make_shared<const Viewer>(Viewer::system({"d1", {role}}));
    return viewer;
}

Request open_request(int index, Instant hangup) {
    return {OpenRequest{opening(index, hangup), ""}, std::nullopt, seen_by("call_taker")};
}

FireCommand firing(const Step& step) {
    return {step.event, {"d1", {step.role}}, json::parse(step.data).as_object(), std::nullopt, std::nullopt};
}

Request step_request(std::int64_t ticket, const Step& step) {
    return {FireRequest{std::to_string(ticket), firing(step)}, std::nullopt, seen_by(step.role)};
}

Instant morning() { return must(parse_time("2026-03-02T08:00:00+08:00"), "a time"); }

void run_all(Engine& engine, std::span<const Request> requests, std::size_t group, Instant now) {
    while (!requests.empty()) {
        const auto taken = requests.first(std::min(group, requests.size()));
        const BatchResult result = engine.run(taken, now);
        for (const auto& reply : result.replies) {
            if (!reply) throw std::runtime_error("a command was refused: " + reply.error().detail.en);
        }
        requests = requests.subspan(taken.size());
    }
}

}  // namespace gongdan::bench
