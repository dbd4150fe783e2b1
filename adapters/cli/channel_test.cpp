// A test message from the command line, without a server: whoever sets up a channel wants to see it work first.

#include <algorithm>
#include <iostream>

#include "adapters/cli/people.hpp"
#include "adapters/host/channels.hpp"
#include "adapters/host/wall_clock.hpp"
#include "adapters/notify/plugin.hpp"
#include "adapters/sqlite/outbox.hpp"
#include "core/escalation/test_message.hpp"

namespace gongdan::cli {
namespace {

Result<host::TestAnswer> send(const notify::ChannelConfig& channel, const TestMessage& message,
                              const std::filesystem::path& folder) {
    const auto log = [](notify::LogLevel, const LocalText& said, const json::object&) { std::cerr << text_line(said); };
    const auto plugin = notify::make_plugin(channel, {folder, {}, log});
    if (!plugin) return plugin.error();
    const auto read = notify::read_message(test_message(message));
    if (!read) return read.error();
    return host::test_answer_of((*plugin)->deliver(*read, {channel.limits.deadline, message.at, nullptr}));
}

}  // namespace

int run_channel_test(const Common& common, const ChannelTestOptions& options) {
    const auto accounts = open_accounts(common);
    if (!accounts) return give_up(accounts.error());
    const auto& channels = accounts->installation.channels;
    const auto found = std::find_if(channels.begin(), channels.end(),
                                    [&options](const auto& channel) { return channel.name == options.channel; });
    if (found == channels.end()) return give_up(fail(Errc::not_found, "notify.no-channel", options.channel));
    const host::Doer doer = at_the_machine();
    if (auto logged = accounts->table->note({found->name, "channel-tested"}, doer); !logged)
        return give_up(logged.error());
    const TestMessage message{found->name, options.address, doer.name, options.remark, host::wall_now()};
    const auto folder = data_folder(common.data, accounts->installation.settings);
    const auto answer = send(*found, message, folder);
    if (!answer) return give_up(answer.error());
    const Instant now = host::wall_now();
    const auto outcome = host::outcome_of(*answer, std::max(now - message.at, Millis(0)));
    const auto noted =
        sqlite::note_test(sqlite::database_file(folder), test_message_id(message), found->name, outcome, now);
    // The message has been sent: what it showed is said, even when its line could not be written.
    if (!noted) std::cerr << text_line(noted.error().detail);
    if (answer->kind == host::TestAnswer::Kind::delivered) {
        std::cout << text_line(text("cli.channel-works", found->name));
        return kOk;
    }
    const bool later = answer->kind == host::TestAnswer::Kind::retry;
    std::cout << text_line(text(later ? "cli.channel-later" : "cli.channel-refused", found->name));
    std::cout << text_line(answer->reason);
    return kFault;
}

}  // namespace gongdan::cli
