#include "tests/support/shipped.hpp"

#include <stdexcept>

#include "adapters/host/installation.hpp"

namespace gongdan::test {

const Configuration& shipped() {
    static const Configuration configuration = [] {
        auto loaded = host::load_installation(GONGDAN_SOURCE_DIR "/config/gongdan.yaml");
        if (!loaded) throw std::runtime_error(loaded.error().detail.en);
        return loaded->configuration();
    }();
    return configuration;
}

Instant on(const std::string& clock) { return parse_time("2026-03-02T" + clock + "+08:00").value(); }

std::shared_ptr<const Viewer> viewer(const std::string& role) {
    return std::make_shared<const Viewer>(Viewer::system({"somebody", {role}}));
}

json::object object(const std::string& text) { return json::parse(text).as_object(); }

Request open_fault(const std::string& site_class, const std::string& hangup) {
    json::object data{{"site_class", site_class},
                      {"fault_address", "幸福路 1 号"},
                      {"contact_phone", "13800000000"},
                      {"hangup_at", "2026-03-02T" + hangup + "+08:00"}};
    return {OpenRequest{{"fault-repair", {"ct1", {"call_taker"}}, std::move(data), std::nullopt, CaseId{}}, ""},
            std::nullopt, viewer("dispatcher")};
}

Request fire(const std::string& ticket, const std::string& event, const std::string& role, const std::string& data) {
    return {FireRequest{ticket, {event, {"somebody", {role}}, object(data), std::nullopt, std::nullopt}}, std::nullopt,
            viewer("dispatcher")};
}

std::string fixed_salt() { return std::string(16, 's'); }

}  // namespace gongdan::test
