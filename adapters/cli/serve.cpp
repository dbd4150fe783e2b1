// Puts the parts together: store, service, notify host, API, server; and takes them apart again in order.

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "adapters/attachments/vault.hpp"
#include "adapters/cli/books.hpp"
#include "adapters/cli/demo.hpp"
#include "adapters/cli/proving.hpp"
#include "adapters/cli/sealing.hpp"
#include "adapters/console/console.hpp"
#include "adapters/crypto/crypto.hpp"
#include "adapters/host/channels.hpp"
#include "adapters/host/live_service.hpp"
#include "adapters/host/log.hpp"
#include "adapters/host/outgoing.hpp"
#include "adapters/host/secret_key.hpp"
#include "adapters/host/supervisor.hpp"
#include "adapters/host/wall_clock.hpp"
#include "adapters/http/net/server.hpp"
#include "adapters/http/routes/api.hpp"
#include "adapters/notify/host.hpp"
#include "adapters/notify/preview.hpp"
#include "adapters/oidc/sign_on.hpp"
#include "adapters/sqlite/access.hpp"
#include "adapters/sqlite/accounts.hpp"
#include "adapters/sqlite/kept_facts.hpp"
#include "adapters/sqlite/outbox.hpp"
#include "adapters/sqlite/readers.hpp"
#include "adapters/sqlite/scan.hpp"

namespace gongdan::cli {
namespace {

/// Of the option, the environment or the configuration: known, and known to be right, before anything is made on disk.
Result<ListenAddress> address_of(const Common& common, const ServeOptions& options) {
    std::string listen = options.listen;
    const char* const environment = std::getenv("GONGDAN_LISTEN");
    if (listen.empty() && environment != nullptr) listen = environment;
    if (listen.empty()) {
        const auto installation = installed(common);
        if (!installation) return installation.error();
        listen = installation->settings.listen;
    }
    auto address = parse_address(listen);
    if (address && options.demo && !address->loopback())
        return fail(Errc::invalid_input, "cli.demo-loopback", address->host);
    return address;
}

/// The first line of a file that nobody else may read.
Result<std::string> read_secret(const std::filesystem::path& file) {
    namespace fs = std::filesystem;
    std::error_code error;
    const auto mode = fs::status(file, error).permissions();
    const bool others = (mode & (fs::perms::group_all | fs::perms::others_all)) != fs::perms::none;
    if (!error && others) return fail(Errc::unavailable, "cli.secret-open", file.string());
    auto content = read_file(file);
    if (!content) return content.error();
    return content->substr(0, content->find_first_of("\r\n"));
}

host::Level to_host(http::LogLevel level) { return static_cast<host::Level>(level); }
host::Level to_host(notify::LogLevel level) { return static_cast<host::Level>(level); }
static_assert(int(host::Level::error) == int(http::LogLevel::error) &&
                  int(host::Level::error) == int(notify::LogLevel::error),
              "all three count debug, info, warning, error");

http::RateLimits rates_of(const EdgeSettings& edge) {
    return {{edge.principal.per_second, edge.principal.burst}, {edge.address.per_second, edge.address.burst}};
}

http::ServerOptions server_options(const EdgeSettings& edge) {
    http::ServerOptions options;
    if (!edge.certificate.empty()) options.tls = http::TlsFiles{edge.certificate, edge.key};
    options.trusted_proxies = edge.trusted_proxies;
    options.max_connections = std::size_t(edge.connections);
    options.connections_per_address = std::size_t(edge.connections_each);
    return options;
}

/// The running program. Members are destroyed in the reverse order: whoever uses another stands below it.
class Server {
 public:
    Server(Books books, host::Log log, bool limits) : books_(std::move(books)), log_(std::move(log)), limits_(limits) {}

    Result<void> start(const ListenAddress& address, bool demo, host::Level least) {
        if (auto done = open_store(demo); !done) return done;
        if (auto done = make_links(); !done) return done;
        if (auto done = start_service(); !done) return done;
        if (auto done = start_notify(); !done) return done;
        start_sealing();
        if (demo) {
            if (auto done = print_demo_tokens(*access_, names_of(*books_.installation.roles), std::cout); !done)
                return done;
            if (auto done = print_demo_accounts(*accounts_, books_.installation, std::cout); !done) return done;
        }
        return start_http(address, least);
    }

    void run() {
        const std::string address =
            std::string(tls_ ? "https" : "http") + "://" + host_ + ":" + std::to_string(server_->port());
        std::cout << "gongdan: " << address << std::endl;
        std::cout << text_line(text("cli.seal-key", key_text(sealing_->key()), kSealKeyText)) << std::flush;
        offer_setup(address);
        host::tell_supervisor("READY=1");
        const auto watch = [this] {
            save_uses();
            if (service_->readiness().ready) host::tell_supervisor("WATCHDOG=1");
        };
        host::wait_for_stop(watch, [this, in_terminal = ::isatty(STDIN_FILENO) == 1] { return hang_up(in_terminal); });
        host::tell_supervisor("STOPPING=1");
    }

    /// First no new requests and no verification, then no new notices, then the last commit, and the seal over it.
    void stop() {
        server_->stop();
        proving_->stop();
        sealing_->stop();
        notify_->stop();
        service_->stop();
        if (const auto sealed = sealing_->seal_alone(); !sealed)
            log_.write(host::Level::error, with_cause(text("seal.failed"), sealed.error().detail));
    }

 private:
    /// SIGHUP: a renewed certificate, or the terminal has gone and nobody can stop the program any more. True to stop.
    [[nodiscard]] bool hang_up(bool in_terminal) {
        if (!tls_) return in_terminal;
        if (const auto loaded = server_->reload_tls(); loaded) {
            log_.write(host::Level::info, text("cli.tls-reloaded"));
        } else {
            log_.write(host::Level::error, loaded.error().detail);
        }
        return false;
    }

    Result<void> open_store(bool demo) {
        const auto file = sqlite::database_file(books_.folder);
        readers_ = std::make_unique<sqlite::SqliteReaders>(file, books_.find_workflow());
        auto access = sqlite::SqliteAccess::open(file, names_of(*books_.installation.roles),
                                                 {host::wall_now, std::chrono::steady_clock::now});
        if (!access) return access.error();
        access_ = std::move(*access);
        auto accounts = sqlite::SqliteAccounts::open(
            file, {names_of(*books_.installation.roles), {host::wall_now, std::chrono::steady_clock::now}});
        if (!accounts) return accounts.error();
        accounts_ = std::move(*accounts);
        if (auto done = open_sign_on(); !done) return done;
        Engine engine(*books_.store, books_.configuration, crypto::sha256, crypto::salt);
        if (auto done = put_rules_in_force(books_, engine, host::wall_now()); !done) return done;
        auto sealing = Sealing::open(books_, engine, host::wall_now());
        if (!sealing) return sealing.error();
        sealing_ = std::move(*sealing);
        if (demo) {
            const auto played = play_demo(engine, *books_.store, books_.installation, host::wall_now());
            if (!played) return played;
        }
        return sealing_->seal_alone();  // what a crash left, and the demo's past
    }

    Result<void> open_sign_on() {
        const auto& oidc = books_.installation.settings.oidc;
        if (!oidc) return {};
        oidc::ProviderSettings settings{
            oidc->issuer,      oidc->client_id,    "",          oidc->redirect_uri, oidc->scopes, oidc->name_claim,
            oidc->roles_claim, oidc->person_claim, oidc->roles, oidc->ca_file};
        if (!oidc->client_secret_file.empty()) {
            auto secret = read_secret(books_.installation.config_folder() / oidc->client_secret_file);
            if (!secret) return secret.error();
            settings.client_secret = std::move(*secret);
        }
        sign_on_ = oidc::sign_on(std::move(settings), host::wall_now);
        return {};
    }

    Result<void> make_links() {
        const Settings& settings = books_.installation.settings;
        if (settings.public_url.empty()) return {};
        auto key = host::secret_key(books_.folder / host::kLinkKeyFile);
        if (!key) return key.error();
        links_ = std::make_unique<host::Links>(host::LinkSettings{std::move(*key), settings.public_url,
                                                                  std::chrono::hours(settings.acknowledge_link_hours)});
        return {};
    }

    /// Only the API asks, which starts after the notify host and is gone before it.
    [[nodiscard]] std::vector<host::Channel> channels() const {
        std::vector<host::Channel> channels;
        if (!notify_) return channels;
        const auto states = notify_->states();
        for (std::size_t i = 0; i < states.size(); ++i)
            channels.push_back(host::channel_of(books_.installation.channels[i], states[i]));
        return channels;
    }

    [[nodiscard]] host::Outgoing outgoing_on(const std::string& channel) const {
        const auto& channels = books_.installation.channels;
        const auto found = std::find_if(channels.begin(), channels.end(),
                                        [&channel](const auto& known) { return known.name == channel; });
        // Of a channel that is no more nothing goes out; nor would a link.
        return {links_.get(), found == channels.end() || notify::is_shared(*found)};
    }

    [[nodiscard]] Result<json::object> preview(const host::PreviewWish& wish, const CaseSnapshot& snapshot) const {
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

    Result<void> start_service() {
        sqlite::SqliteStore& store = *books_.store;
        host::Storage storage{
            .store = store,
            .reads = *readers_,
            .access = *access_,
            .accounts = *accounts_,
            .sign_on = sign_on_.get(),
            .settle = [&store](const std::string& id, const notify::Outcome& outcome,
                               Instant now) { return store.settle_in_batch(id, outcome, now); },
            .requeue = [&store](const std::string& id, const Actor& actor,
                                Instant now) { return store.requeue_in_batch(id, actor, now); },
            .gather = [&store](const std::string& channel, const Recipient& recipient,
                               Instant now) { return store.gather_in_batch(channel, recipient, now); },
            .keep_calendar_year = [&store](const CalendarYear& year,
                                           Instant now) { return store.keep_calendar_year_in_batch(year, now); },
            .keep_roster_entry =
                [&store](const RosterEntry& entry, bool removed, Instant now) {
                    return store.keep_in_batch(sqlite::definition_of(entry, removed), now);
                },
            .keep_filing = [&store](const Filing& filing,
                                    Instant now) { return store.keep_in_batch(sqlite::definition_of(filing), now); },
            .note_test = [&store](const std::string& id, const std::string& channel, const notify::Outcome& outcome,
                                  Instant now) { return store.note_test_in_batch(id, channel, outcome, now); },
            .unsealed_changes = [&store] { return store.unsealed_changes(); },
            .seal_changes = [&store](std::int64_t last) { return store.seal_changes_in_batch(last); },
            .keep_seal = [&store](const Seal& seal) { return store.keep_seal_in_batch(seal); },
            .requeue_all = [&store](const DeadLetterWish& wish, const Actor& actor,
                                    Instant now) { return store.requeue_all_in_batch(wish, actor, now); },
            .changed_beside = [&store] { return store.changed_beside(); }};
        const auto wake = [this](const std::string& channel) {
            if (notify_) notify_->wake(channel);
        };
        const auto say = [log = log_](bool serious, const LocalText& what) {
            log.write(serious ? host::Level::error : host::Level::info, what);
        };
        service_ = std::make_unique<host::LiveService>(
            std::move(storage), books_.configuration,
            host::ServiceHooks{
                host::wall_now, wake, say, [this] { return channels(); },
                [this](const host::PreviewWish& wish, const CaseSnapshot& snapshot) { return preview(wish, snapshot); },
                [this](const std::string& channel, std::string message) {
                    return host::test_answer_of(notify_->test_send(channel, std::move(message)));
                }});
        outbox_ = std::make_unique<sqlite::SqliteOutbox>(
            sqlite::database_file(books_.folder),
            [this](const std::string& id, const notify::Outcome& outcome, Instant) {
                return service_->settle(id, outcome);
            },
            [this](const std::string& channel, const Recipient& recipient, Instant) {
                return service_->gather(channel, recipient);
            });
        return {};
    }

    /// The writer starts after the notify host, so that nothing has to be told twice to wake it.
    Result<void> start_notify() {
        notify::HostOptions options;
        options.data_folder = books_.folder;
        options.log = [log = log_](notify::LogLevel level, const LocalText& message, const json::object& fields) {
            log.write(to_host(level), message, fields);
        };
        options.enrich = [this](const Notice& notice) {
            return host::outgoing_message(notice, outgoing_on(notice.channel), *readers_, service_->configuration(),
                                          host::wall_now());
        };
        auto started = notify::NotifyHost::start(books_.installation.channels, *outbox_, std::move(options));
        if (!started) return started.error();
        notify_ = std::move(*started);
        service_->start();
        return {};
    }

    void start_sealing() {
        const auto carry = [this](const std::string& channel, std::string message) -> Result<void> {
            const auto answer = notify_->test_send(channel, std::move(message));
            if (!answer) return answer.error();
            if (answer->kind == notify::Answer::Kind::delivered) return {};
            return Error{Errc::unavailable, answer->reason, {}, {}};
        };
        sealing_->start({[this](const Seal& seal) { return service_->keep_seal(seal); }, carry,
                         [log = log_](const LocalText& what) { log.write(host::Level::error, what); }});
    }

    Result<void> start_http(const ListenAddress& address, host::Level least) {
        const auto line = [log = log_](http::LogLevel level, const std::string& text) {
            log.write_line(to_host(level), text);
        };
        vault_ = std::make_unique<attachments::Vault>(attachment_folder(books_.folder), attachment_limit());
        vault_->clear_incoming();
        const EdgeSettings& edge = books_.installation.settings.edge;
        http::ApiOptions wishes{
            .version = GONGDAN_VERSION, .log = line, .log_from = static_cast<http::LogLevel>(least)};
        wishes.rates = limits_ ? rates_of(edge) : http::RateLimits{{}, {}};
        wishes.streams = {std::size_t(edge.streams), std::size_t(edge.streams_each)};
        wishes.links = links_.get();
        wishes.finding_limits = books_.installation.finding_limits;
        wishes.assets = console::assets();
        facts_ = std::make_unique<sqlite::KeptFacts>(sqlite::database_file(books_.folder), books_.find_pinned());
        wishes.facts = facts_.get();
        workshop_ = std::make_unique<host::Workshop>(books_.installation);
        wishes.workshop = workshop_.get();
        proving_ = std::make_unique<Proving>(ProvingParts{books_, *sealing_, *service_, log_});
        wishes.proof = {&proving_->book(), &proving_->verifications()};
        wishes.attachments = {vault_.get(), attachment_in_use()};
        api_ = std::make_unique<http::Api>(*service_, std::move(wishes));
        http::ServerOptions options = server_options(edge);
        tls_ = options.tls.has_value();
        options.host = host_ = address.host;
        options.port = address.port;
        options.threads = books_.installation.settings.io_threads;
        options.body_limit = http::Api::body_limit;
        options.body_sink = [this](const http::Request& head) { return api_->body_sink(head); };
        const auto handle = [this](http::Request request, http::Respond respond) {
            api_->handle(std::move(request), std::move(respond));
        };
        auto started = http::Server::start(std::move(options), handle, line);
        if (!started) return started.error();
        server_ = std::move(*started);
        api_->add_metrics([this] { return server_->metrics() + proving_->verifications().metrics(); });
        return {};
    }

    [[nodiscard]] std::int64_t attachment_limit() const {
        constexpr std::int64_t kMebibyte = 1024 * 1024;
        return books_.installation.settings.attachment_limit_mib * kMebibyte;
    }

    /// Rarely asked, only by an erasure: so no index is kept for it.
    [[nodiscard]] attachments::Vault::InUse attachment_in_use() const {
        return [file = sqlite::database_file(books_.folder),
                find = books_.find_workflow()](const std::string& sha256) -> Result<bool> {
            auto scan = sqlite::Scan::open(file);
            if (!scan) return scan.error();
            return scan->uses_attachment(sha256, find);
        };
    }

    /// The first start: whoever sees this terminal becomes the administrator. There is no default password.
    void offer_setup(const std::string& address) {
        const auto any = accounts_->has_accounts();
        if (!any || *any) return;
        const auto code = accounts_->make_setup_code();
        if (!code) return log_.write(host::Level::error, code.error().detail);
        std::cout << text_line(text("cli.setup-link")) << "  " << address << "/setup?code=" << *code << std::endl;
    }

    /// A lost one costs at most a minute of a session's idle time.
    void save_uses() {
        for (const auto& saved : {access_->save_uses(), accounts_->save_uses()}) {
            if (!saved) log_.write(host::Level::warning, saved.error().detail);
        }
    }

    Books books_;
    host::Log log_;
    const bool limits_;
    bool tls_ = false;
    std::string host_;
    std::unique_ptr<sqlite::SqliteReaders> readers_;
    std::unique_ptr<host::Access> access_;
    std::unique_ptr<host::Accounts> accounts_;
    std::unique_ptr<host::SingleSignOn> sign_on_;  // null without an identity provider
    std::unique_ptr<host::Links> links_;           // null without a public address
    std::unique_ptr<host::LiveService> service_;
    std::unique_ptr<sqlite::SqliteOutbox> outbox_;
    std::unique_ptr<notify::NotifyHost> notify_;
    std::unique_ptr<Sealing> sealing_;
    std::unique_ptr<attachments::Vault> vault_;
    std::unique_ptr<FactSource> facts_;
    std::unique_ptr<host::Workshop> workshop_;
    std::unique_ptr<Proving> proving_;
    std::unique_ptr<http::Api> api_;
    std::unique_ptr<http::Server> server_;
};

}  // namespace

int run_serve(const Common& common, const ServeOptions& options) {
    const auto level = host::level_of(options.log);
    if (!level) return give_up(fail(Errc::invalid_input, "cli.log-level", options.log));
    const auto address = address_of(common, options);
    if (!address) return give_up(address.error());
    host::block_stop_signals();
    auto books = open_books(common, options.demo && common.data.empty() ? std::string(kDemoFolder) : common.data);
    if (!books) {
        complain(books.error());
        return kEnvironment;
    }
    Server server(std::move(*books), host::Log(*level), !options.no_limits);
    if (auto started = server.start(*address, options.demo, *level); !started) {
        complain(started.error());
        return kEnvironment;
    }
    server.run();
    server.stop();
    return kOk;
}

}  // namespace gongdan::cli
