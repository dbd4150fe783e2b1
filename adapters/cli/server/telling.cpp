#include "adapters/cli/server/telling.hpp"

#include <algorithm>

#include "adapters/host/channels.hpp"
#include "adapters/host/secret_key.hpp"
#include "adapters/host/wall_clock.hpp"
#include "adapters/notify/preview.hpp"

namespace gongdan::cli {
namespace {

host::Level to_host(notify::LogLevel level) { return static_cast<host::Level>(level); }
static_assert(int(host::Level::error) == int(notify::LogLevel::error), "both count debug, info, warning, error");

}  // namespace

Result<std::unique_ptr<Telling>> Telling::open(const Books& books, host::Log log) {
    std::unique_ptr<Telling> telling(new Telling(books, std::move(log)));
    const Settings& settings = books.installation.settings;
    if (settings.public_url.empty()) return telling;
    auto key = host::secret_key(books.folder / host::kLinkKeyFile);
    if (!key) return key.error();
    telling->links_ = std::make_unique<host::Links>(
        host::LinkSettings{std::move(*key), settings.public_url, std::chrono::hours(settings.acknowledge_link_hours)});
    return telling;
}

host::ServiceHooks Telling::hooks() const {
    return {.now = host::wall_now,
            .notices =
                [this](const std::string& channel) {
                    if (host_) host_->wake(channel);
                },
            .log = [log = log_](
                       bool serious,
                       const LocalText& what) { log.write(serious ? host::Level::error : host::Level::info, what); },
            .channels = [this] { return channels(); },
            .preview = [this](const host::PreviewWish& wish,
                              const CaseSnapshot& snapshot) { return preview(wish, snapshot); },
            .test_send =
                [this](const std::string& channel, std::string message) {
                    return host::test_answer_of(host_->test_send(channel, std::move(message)));
                }};
}

Result<void> Telling::start(host::LiveService& service) {
    service_ = &service;
    outbox_ = std::make_unique<sqlite::SqliteOutbox>(
        sqlite::database_file(books_.folder),
        [&service](const std::string& id, const notify::Outcome& outcome, Instant) {
            return service.settle(id, outcome);
        },
        [&service](const std::string& channel, const Recipient& recipient, Instant) {
            return service.gather(channel, recipient);
        });
    notify::HostOptions options;
    options.data_folder = books_.folder;
    options.log = [log = log_](notify::LogLevel level, const LocalText& message, const json::object& fields) {
        log.write(to_host(level), message, fields);
    };
    options.enrich = [this, &service](const Notice& notice) {
        return host::outgoing_message(notice, outgoing_on(notice.channel), service.reads(), service.configuration(),
                                      host::wall_now());
    };
    auto started = notify::NotifyHost::start(books_.installation.channels, *outbox_, std::move(options));
    if (!started) return started.error();
    host_ = std::move(*started);
    return {};
}

void Telling::stop() {
    if (host_) host_->stop();
}

Result<void> Telling::carry(const std::string& channel, std::string message) const {
    const auto answer = host_->test_send(channel, std::move(message));
    if (!answer) return answer.error();
    if (answer->kind == notify::Answer::Kind::delivered) return {};
    return Error{Errc::unavailable, answer->reason, {}, {}};
}

/// Only the API asks, which starts after the notify host and is gone before it.
std::vector<host::Channel> Telling::channels() const {
    std::vector<host::Channel> channels;
    if (!host_) return channels;
    const auto states = host_->states();
    for (std::size_t i = 0; i < states.size(); ++i)
        channels.push_back(host::channel_of(books_.installation.channels[i], states[i]));
    return channels;
}

host::Outgoing Telling::outgoing_on(const std::string& channel) const {
    const auto& channels = books_.installation.channels;
    const auto found =
        std::find_if(channels.begin(), channels.end(), [&channel](const auto& known) { return known.name == channel; });
    // Of a channel that is no more nothing goes out; nor would a link.
    return {links_.get(), found == channels.end() || notify::is_shared(*found)};
}

Result<json::object> Telling::preview(const host::PreviewWish& wish, const CaseSnapshot& snapshot) const {
    for (const notify::ChannelConfig& config : books_.installation.channels) {
        if (config.name != wish.channel) continue;
        const Configuration configuration = service_->configuration();
        const auto sample = [outgoing = outgoing_on(config.name)](const Notice& notice) {
            return host::sample_message(notice, outgoing);
        };
        const auto made = notify::preview(config, {snapshot, *configuration.rules, *configuration.organisation,
                                                   host::wall_now(), wish.digest, sample});
        if (!made) return made.error();
        return notify::preview_view(config, *made);
    }
    return fail(Errc::not_found, "notify.no-channel", wish.channel);
}

}  // namespace gongdan::cli
