// The first byte chooses the loader: w workflow, c calendar, p promises, l ladders, s scenarios, m mapping, o
// organisation, r roster, n channels, g gongdan.yaml.

#include <filesystem>
#include <fstream>

#include "adapters/yaml/channels_loader.hpp"
#include "adapters/yaml/config_loader.hpp"
#include "adapters/yaml/mapping_loader.hpp"
#include "adapters/yaml/organisation_loader.hpp"
#include "adapters/yaml/scenario.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/support/temporary_folder.hpp"

namespace gongdan::fuzz {
namespace {

const std::vector<std::string> kRoles = {"dispatcher", "foreman", "area_manager", "admin"};

template <class T>
void check(const Result<T>& result) {
    if (!result) promise(!result.error().detail.en.empty() && !result.error().detail.zh.empty(), "refused in silence");
}

void run_workflow(const std::string& text) {
    const auto workflow = load_workflow(text, "fuzz.yaml");
    check(workflow);
    if (!workflow) return;
    for (const Refusal& refusal : analyse(**workflow, {kRoles, {}, {}}))
        promise(!refusal.code.empty(), "a refusal without a code");
    const auto scenarios = load_scenarios(text, "fuzz.yaml", "fuzz");
    check(scenarios);
}

void run_scenarios(const std::string& text) {
    const auto scenarios = load_scenarios(text, "fuzz.yaml", "fuzz");
    check(scenarios);
    if (scenarios) (void)check_scenarios(*scenarios, {}, kRoles);
}

void write(const std::filesystem::path& path, std::string_view text) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
}

/// Loaders that read a folder.
void run_folder(char kind, std::string_view text) {
    static const test::TemporaryFolder folder;
    const auto organisation = folder.path() / "organisation";
    std::filesystem::create_directories(organisation);
    if (kind == 'n') {
        write(folder.path() / "channels.yaml", text);
        return check(load_channels(folder.path()));
    }
    if (kind == 'g') {
        write(folder.path() / "gongdan.yaml", text);
        return check(load_rulebook(folder.path() / "gongdan.yaml"));
    }
    write(organisation / "organisation.yaml", kind == 'o' ? text : "stations: {}\n");
    write(organisation / "roster.yaml", kind == 'r' ? text : "duties: []\n");
    check(load_organisation(folder.path(), {kRoles, {"sms"}}));
}

}  // namespace

void run_yaml(std::string_view bytes) {
    if (bytes.empty()) return;
    const std::string text(bytes.substr(1));
    switch (bytes.front()) {
        case 'w': return run_workflow(text);
        case 's': return run_scenarios(text);
        case 'c': return check(load_calendar(text, "fuzz.yaml"));
        case 'p': return check(load_promises(text, "fuzz.yaml"));
        case 'l': return check(load_ladders(text, "fuzz.yaml"));
        case 'm': return check(load_mapping(text, "fuzz.yaml"));
        case 'o':
        case 'r':
        case 'n':
        case 'g': return run_folder(bytes.front(), text);
        default: return;
    }
}

}  // namespace gongdan::fuzz
