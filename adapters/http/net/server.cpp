#include "adapters/http/net/server.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

#include "adapters/http/net/loop.hpp"

namespace gongdan::http {

using net::Acceptor;
using net::ErrorCode;
using net::Loop;
using net::Socket;
using net::Task;
using net::Timer;
namespace asio = net::asio;

class Server::Core {
 public:
    Core(ServerOptions options, Handler handler, Log log) {
        shared_.options = std::move(options);
        shared_.handler = std::move(handler);
        shared_.log = std::move(log);
        const int count = std::max(shared_.options.threads, 1);
        for (int i = 0; i < count; ++i) loops_.push_back(std::make_shared<Loop>(shared_));
        acceptor_.emplace(loops_.front()->context());
    }

    [[nodiscard]] Result<void> listen();
    void run();
    void stop();
    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] Result<void> reload_tls();
    [[nodiscard]] std::string metrics() const;

 private:
    Task<void> accept();
    void end_accepting();
    void warn(std::string_view event, const ErrorCode& error) const;

    net::Shared shared_;
    std::vector<std::shared_ptr<Loop>> loops_;  // shared with answers on their way, see Loop
    std::optional<Acceptor> acceptor_;
    std::uint16_t port_ = 0;
    std::mutex stop_mutex_;
    bool stopped_ = false;
};

Result<void> Server::Core::reload_tls() {
    return shared_.options.tls ? shared_.tls.load(*shared_.options.tls) : Result<void>();
}

Result<void> Server::Core::listen() {
    auto proxies = net::TrustedProxies::parse(shared_.options.trusted_proxies);
    if (!proxies) return proxies.error();
    shared_.proxies = std::move(*proxies);
    if (auto loaded = reload_tls(); !loaded) return loaded;
    ErrorCode error;
    const auto refused = [this, &error] {
        return fail(Errc::unavailable, "http.cannot-listen", shared_.options.host, shared_.options.port,
                    error.message());
    };
    asio::ip::tcp::resolver resolver(loops_.front()->context());
    const auto found = resolver.resolve(shared_.options.host, std::to_string(shared_.options.port),
                                        asio::ip::tcp::resolver::passive, error);
    if (error || found.empty()) return refused();
    const asio::ip::tcp::endpoint endpoint = found.begin()->endpoint();
    acceptor_->open(endpoint.protocol(), error);
    if (!error) acceptor_->set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor_->bind(endpoint, error);
    if (!error) acceptor_->listen(asio::socket_base::max_listen_connections, error);
    if (error) return refused();
    port_ = acceptor_->local_endpoint(error).port();
    return {};
}

void Server::Core::run() {
    asio::co_spawn(loops_.front()->context(), accept(), asio::detached);
    for (const auto& loop : loops_) loop->run();
}

/// New connections go to the loops in turn.
Task<void> Server::Core::accept() {
    Timer pause(loops_.front()->context());
    for (std::size_t turn = 0; acceptor_->is_open(); ++turn) {
        Loop& loop = *loops_[turn % loops_.size()];
        Socket socket(loop.context());
        ErrorCode error;
        co_await acceptor_->async_accept(socket, net::into(error));
        if (!error) {
            asio::post(loop.context(),
                       [&loop, socket = std::move(socket)]() mutable { loop.adopt(std::move(socket)); });
            continue;
        }
        if (error == asio::error::operation_aborted) break;
        // Out of file descriptors, mostly: trying again at once would only burn the CPU.
        warn("accept-failed", error);
        pause.expires_after(std::chrono::milliseconds(100));
        co_await pause.async_wait(net::into(error));
    }
}

void Server::Core::end_accepting() {
    asio::post(loops_.front()->context(), [this] {
        ErrorCode ignored;
        acceptor_->close(ignored);
    });
}

void Server::Core::stop() {
    const std::lock_guard lock(stop_mutex_);
    if (stopped_) return;
    stopped_ = true;
    shared_.stopping = true;
    end_accepting();
    for (const auto& loop : loops_) loop->begin_stop();
    // The loops end by themselves when their last connection is gone; the watchdog ends the wait for the others.
    std::mutex mutex;
    std::condition_variable all_gone;
    bool done = false;
    std::thread watchdog([this, &mutex, &all_gone, &done] {
        std::unique_lock waiting(mutex);
        if (all_gone.wait_for(waiting, shared_.options.stop_timeout, [&done] { return done; })) return;
        for (const auto& loop : loops_) loop->force_stop();
    });
    for (const auto& loop : loops_) loop->join();
    {
        const std::lock_guard finished(mutex);
        done = true;
    }
    all_gone.notify_one();
    watchdog.join();
}

void Server::Core::warn(std::string_view event, const ErrorCode& error) const {
    write_log(shared_.log, LogLevel::warning, event, {{"reason", error.message()}});
}

std::string Server::Core::metrics() const {
    std::string out;
    const auto add = [&out](std::string_view name, std::string_view kind, std::string_view help, std::uint64_t value) {
        out += fmt::format("# HELP gongdan_http_{0} {2}\n# TYPE gongdan_http_{0} {1}\ngongdan_http_{0} {3}\n", name,
                           kind, help, value);
    };
    add("connections", "gauge", "Open connections.", shared_.connections);
    add("connections_accepted_total", "counter", "Connections taken in.", shared_.accepted);
    add("connections_refused_total", "counter", "Connections refused because there were too many.", shared_.refused);
    add("connections_crowded_total", "counter", "Connections refused because their address had too many.",
        shared_.crowded);
    if (shared_.options.tls) {
        add("tls_failed_handshakes_total", "counter", "Connections that never agreed on TLS.",
            shared_.failed_handshakes);
        add("tls_certificate_expires_timestamp_seconds", "gauge", "When the certificate in force ends.",
            std::uint64_t(shared_.tls.expires_s()));
    }
    add("timeouts_total", "counter", "Requests ended by a time limit.", shared_.timed_out);
    add("malformed_total", "counter", "Requests that were not HTTP or broke a size limit.", shared_.malformed);
    return out;
}

Server::Server(std::unique_ptr<Core> core) : core_(std::move(core)) {}

Server::~Server() { core_->stop(); }

Result<std::unique_ptr<Server>> Server::start(ServerOptions options, Handler handler, Log log) {
    auto core = std::make_unique<Core>(std::move(options), std::move(handler), std::move(log));
    if (auto listening = core->listen(); !listening) return listening.error();
    core->run();
    return std::unique_ptr<Server>(new Server(std::move(core)));
}

std::uint16_t Server::port() const { return core_->port(); }
Result<void> Server::reload_tls() { return core_->reload_tls(); }
void Server::stop() { core_->stop(); }
std::string Server::metrics() const { return core_->metrics(); }

}  // namespace gongdan::http
