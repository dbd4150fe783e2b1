#include "adapters/host/installation.hpp"

#include <algorithm>

#include "adapters/notify/address.hpp"
#include "adapters/yaml/channels_loader.hpp"
#include "adapters/yaml/organisation_loader.hpp"

namespace gongdan::host {

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
    KnownNames known{names_of(*installation.roles), {}};
    for (const notify::ChannelConfig& channel : *channels) known.channels.push_back(channel.name);
    known.address_problem = [&channels](const std::string& name, const std::string& address) {
        const auto found = std::find_if(channels->begin(), channels->end(),
                                        [&name](const notify::ChannelConfig& channel) { return channel.name == name; });
        return found == channels->end() ? std::nullopt : notify::address_problem(found->plugin, address);
    };
    auto organisation = load_organisation(installation.config_folder(), known);
    if (!organisation) return organisation.error();
    installation.channels = std::move(*channels);
    installation.organisation = std::make_shared<const Organisation>(std::move(*organisation));
    return installation;
}

}  // namespace gongdan::host
