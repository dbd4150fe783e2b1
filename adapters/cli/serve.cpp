// Puts the parts together: the database, the service, who is told, the proof, the network; and takes them apart again
// in order.

#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "adapters/cli/books.hpp"
#include "adapters/cli/server/demo.hpp"
#include "adapters/cli/server/doors.hpp"
#include "adapters/cli/server/proving.hpp"
#include "adapters/cli/server/sealing.hpp"
#include "adapters/cli/server/telling.hpp"
#include "adapters/cli/server/web.hpp"
#include "adapters/crypto/crypto.hpp"
#include "adapters/host/live_service.hpp"
#include "adapters/host/log.hpp"
#include "adapters/host/supervisor.hpp"
#include "adapters/host/wall_clock.hpp"

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

/// The running program. Members are destroyed in the reverse order: whoever uses another stands below it.
class Server {
 public:
    Server(Books books, host::Log log) : books_(std::move(books)), log_(std::move(log)) {}
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    ~Server() { stop(); }

    Result<void> start(const WebWish& wish, bool demo) {
        auto doors = open_doors(books_);
        if (!doors) return doors.error();
        doors_ = std::move(*doors);
        if (auto done = settle_books(demo); !done) return done;
        if (auto done = start_service(); !done) return done;
        proving_ = std::make_unique<Proving>(ProvingParts{books_, *sealing_, *service_, log_});
        if (demo) {
            if (auto done = show_demo(); !done) return done;
        }
        auto web = Web::start({books_, *service_, *proving_, telling_->links(), log_}, wish);
        if (!web) return web.error();
        web_ = std::move(*web);
        return {};
    }

    void run() {
        std::cout << "gongdan: " << web_->url() << std::endl;
        std::cout << text_line(text("cli.seal-key", key_text(sealing_->key()), kSealKeyText)) << std::flush;
        offer_setup();
        host::tell_supervisor("READY=1");
        const auto watch = [this] {
            save_uses();
            if (service_->readiness().ready) host::tell_supervisor("WATCHDOG=1");
        };
        host::wait_for_stop(watch, [this, in_terminal = ::isatty(STDIN_FILENO) == 1] { return hang_up(in_terminal); });
        host::tell_supervisor("STOPPING=1");
    }

 private:
    /// While nobody else writes: the rules in force, the demo's past, and the seal over them and over what a crash
    /// left.
    Result<void> settle_books(bool demo) {
        Engine engine(*books_.store, books_.configuration, crypto::sha256, crypto::salt);
        if (auto done = put_rules_in_force(books_, engine, host::wall_now()); !done) return done;
        auto sealing = Sealing::open(books_, engine, host::wall_now());
        if (!sealing) return sealing.error();
        sealing_ = std::move(*sealing);
        if (demo) {
            const auto played = play_demo(engine, *books_.store, books_.installation, host::wall_now());
            if (!played) return played;
        }
        return sealing_->seal_alone();
    }

    /// The writer starts after the channels, so that nothing has to be told twice to wake them.
    Result<void> start_service() {
        auto telling = Telling::open(books_, log_);
        if (!telling) return telling.error();
        telling_ = std::move(*telling);
        service_ =
            std::make_unique<host::LiveService>(storage_of(books_, doors_), books_.configuration, telling_->hooks());
        if (auto done = telling_->start(*service_); !done) return done;
        service_->start();
        sealing_->start({[this](const Seal& seal) { return service_->keep_seal(seal); },
                         [this](const std::string& channel, std::string message) {
                             return telling_->carry(channel, std::move(message));
                         },
                         [log = log_](const LocalText& what) { log.write(host::Level::error, what); }});
        return {};
    }

    Result<void> show_demo() {
        const auto roles = names_of(*books_.installation.roles);
        if (auto done = print_demo_tokens(*doors_.access, roles, std::cout); !done) return done;
        return print_demo_accounts(*doors_.accounts, books_.installation, std::cout);
    }

    /// First no new requests and no verification, then no new notices, then the last commit, and the seal over it. What
    /// a start that failed has not made is passed over.
    void stop() {
        if (web_) web_->stop();
        if (proving_) proving_->stop();
        if (sealing_) sealing_->stop();
        if (telling_) telling_->stop();
        if (service_) service_->stop();
        if (!sealing_) return;
        if (const auto sealed = sealing_->seal_alone(); !sealed)
            log_.write(host::Level::error, with_cause(text("seal.failed"), sealed.error().detail));
    }

    /// SIGHUP: a renewed certificate, or the terminal has gone and nobody can stop the program any more. True to stop.
    [[nodiscard]] bool hang_up(bool in_terminal) {
        if (!web_->tls()) return in_terminal;
        if (const auto loaded = web_->reload_tls(); loaded) {
            log_.write(host::Level::info, text("cli.tls-reloaded"));
        } else {
            log_.write(host::Level::error, loaded.error().detail);
        }
        return false;
    }

    /// The first start: whoever sees this terminal becomes the administrator. There is no default password.
    void offer_setup() {
        const auto any = doors_.accounts->has_accounts();
        if (!any || *any) return;
        const auto code = doors_.accounts->make_setup_code();
        if (!code) return log_.write(host::Level::error, code.error().detail);
        std::cout << text_line(text("cli.setup-link")) << "  " << web_->url() << "/setup?code=" << *code << std::endl;
    }

    /// A lost one costs at most a minute of a session's idle time.
    void save_uses() {
        for (const auto& saved : {doors_.access->save_uses(), doors_.accounts->save_uses()}) {
            if (!saved) log_.write(host::Level::warning, saved.error().detail);
        }
    }

    Books books_;
    host::Log log_;
    Doors doors_;
    std::unique_ptr<Telling> telling_;
    std::unique_ptr<host::LiveService> service_;
    std::unique_ptr<Sealing> sealing_;
    std::unique_ptr<Proving> proving_;
    std::unique_ptr<Web> web_;
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
    Server server(std::move(*books), host::Log(*level));
    if (auto started = server.start({*address, *level, !options.no_limits}, options.demo); !started) {
        complain(started.error());
        return kEnvironment;
    }
    server.run();
    return kOk;
}

}  // namespace gongdan::cli
