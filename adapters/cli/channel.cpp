#include <algorithm>
#include <iostream>

#include "adapters/cli/books.hpp"
#include "adapters/host/outgoing.hpp"
#include "adapters/host/wall_clock.hpp"
#include "adapters/notify/preview.hpp"
#include "adapters/sqlite/readers.hpp"

namespace gongdan::cli {

int run_channel_preview(const Common& common, const PreviewOptions& options) {
    auto books = open_books(common, common.data, Use::look);
    if (!books) return give_up(books.error());
    const auto& channels = books->installation.channels;
    const auto config = std::find_if(channels.begin(), channels.end(), [&options](const notify::ChannelConfig& known) {
        return known.name == options.channel;
    });
    if (config == channels.end()) return give_up(fail(Errc::not_found, "notify.no-channel", options.channel));
    sqlite::SqliteReaders readers(sqlite::database_file(books->folder), books->find_workflow());
    const auto found = readers.find(options.ticket);
    if (!found) return give_up(found.error());
    const std::string& public_url = books->installation.settings.public_url;
    const host::Links links({"", public_url});
    const host::Outgoing outgoing{public_url.empty() ? nullptr : &links, notify::is_shared(*config)};
    const notify::PreviewSubject subject{
        (*found)->snapshot,
        *books->configuration.rules,
        *books->configuration.organisation,
        host::wall_now(),
        options.digest,
        [&outgoing](const Notice& notice) { return host::sample_message(notice, outgoing); }};
    const auto made = notify::preview(*config, subject);
    if (!made) return give_up(made.error());
    if (common.json) {
        std::cout << json::serialize(notify::preview_view(*config, *made)) << "\n";
        return kOk;
    }
    if (!made->body.empty()) std::cout << made->title << "\n\n" << made->body << "\n\n";
    std::cout << json::serialize(made->payload) << "\n";
    return kOk;
}

}  // namespace gongdan::cli
