#include "adapters/host/installation.hpp"

#include <algorithm>

#include "adapters/notify/address.hpp"
#include "adapters/yaml/channels_loader.hpp"
#include "adapters/yaml/findings_loader.hpp"
#include "adapters/yaml/organisation_loader.hpp"
#include "adapters/yaml/special_customers_loader.hpp"

namespace gongdan::host {
namespace {

/// A seal is read by programs: the ways to people have templates that say nothing about it.
Result<void> check_seal_channels(const Installation& installation) {
    using notify::PluginKind;
    const Settings& settings = installation.settings;
    for (const std::string& name : settings.publish_seals) {
        const auto channel = std::find_if(installation.channels.begin(), installation.channels.end(),
                                          [&name](const auto& candidate) { return candidate.name == name; });
        const auto carries = [](PluginKind kind) {
            return kind == PluginKind::file || kind == PluginKind::webhook || kind == PluginKind::exec ||
                   kind == PluginKind::shared_object;
        };
        if (channel != installation.channels.end() && carries(channel->plugin)) continue;
        const SourceMark mark = settings.publish_seals_mark;
        const LocalText detail = text("yaml.seal-channel", name);
        return Error{Errc::invalid_input,
                     text("yaml.at", installation.config_file.string(), mark.line, mark.column, detail.zh, detail.en),
                     {},
                     {}};
    }
    return {};
}

std::vector<std::string> site_classes_of(const Rules& rules) {
    std::vector<std::string> codes;
    for (const auto& workflow : rules.workflows) {
        const Field* field = workflow->find_field("site_class");
        if (field == nullptr) continue;
        for (const auto& [code, title] : field->values) codes.push_back(code);
    }
    return codes;
}

}  // namespace

Result<Installation> load_installation(const std::filesystem::path& config_file) {
    auto book = load_rulebook(config_file);
    if (!book) return book.error();
    auto rules = std::make_shared<Rules>();
    rules->workflows = std::move(book->workflows);
    rules->calendar = std::move(book->calendar);
    rules->promise_sets = std::move(book->promise_sets);
    rules->promise_set = std::move(book->promise_set);
    rules->ladders = std::move(book->ladders);
    Installation installation;
    installation.config_file = config_file;
    installation.settings = std::move(book->settings);
    installation.roles = std::make_shared<const RoleBook>(std::move(book->roles));
    installation.rules = std::move(rules);
    auto channels = load_channels(installation.config_folder());
    if (!channels) return channels.error();
    KnownNames known{names_of(*installation.roles), {}, site_classes_of(*installation.rules)};
    for (const notify::ChannelConfig& channel : *channels) known.channels.push_back(channel.name);
    known.address_problem = [&channels](const std::string& name, const std::string& address) {
        const auto found = std::find_if(channels->begin(), channels->end(),
                                        [&name](const notify::ChannelConfig& channel) { return channel.name == name; });
        return found == channels->end() ? std::nullopt : notify::address_problem(found->plugin, address);
    };
    auto organisation = load_organisation(installation.config_folder(), known);
    if (!organisation) return organisation.error();
    auto register_of_special = load_special_customers(installation.config_folder(), installation.rules->workflows);
    if (!register_of_special) return register_of_special.error();
    organisation->special_customers = std::move(*register_of_special);
    installation.channels = std::move(*channels);
    if (auto checked = check_seal_channels(installation); !checked) return checked.error();
    installation.organisation = std::make_shared<const Organisation>(std::move(*organisation));
    auto limits = load_finding_limits(installation.config_folder());
    if (!limits) return limits.error();
    installation.finding_limits = std::move(*limits);
    return installation;
}

}  // namespace gongdan::host
