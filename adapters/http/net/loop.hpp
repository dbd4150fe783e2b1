#pragma once
/// One I/O thread: its io_context, its connections, and the sweeper that watches their deadlines and whether the
/// readers of streams are still welcome. A deadline is a plain field looked at a few times a second, so that a request
/// costs no timer.

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>

#include <boost/asio/executor_work_guard.hpp>

#include "adapters/http/net/asio.hpp"
#include "adapters/http/net/proxies.hpp"
#include "adapters/http/net/server.hpp"
#include "adapters/http/net/tls.hpp"

namespace gongdan::http::net {

class Connection;

/// What all loops share. Outlives them.
struct Shared {
    ServerOptions options;
    Handler handler;
    Log log;
    TlsStore tls;
    TrustedProxies proxies;
    std::mutex addresses_mutex;
    std::unordered_map<std::string, std::size_t> addresses;  ///< connections of each, under addresses_mutex
    std::atomic<std::size_t> connections{0};
    std::atomic<std::size_t> body_bytes{0};  ///< promised to bodies under way, of body_budget
    std::atomic<std::uint64_t> accepted{0};
    std::atomic<std::uint64_t> refused{0};            ///< by max_connections
    std::atomic<std::uint64_t> crowded{0};            ///< by connections_per_address
    std::atomic<std::uint64_t> failed_handshakes{0};  ///< of TLS
    std::atomic<std::uint64_t> timed_out{0};
    std::atomic<std::uint64_t> malformed{0};  ///< bad HTTP and broken size limits
    std::atomic<std::uint64_t> requests{0};
    std::atomic<bool> stopping{false};
};

/// Shared: an answer on its way keeps its loop alive until it is handed over, even when the server is being destroyed.
class Loop : public std::enable_shared_from_this<Loop> {
 public:
    explicit Loop(Shared& shared);
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;
    ~Loop();  ///< the thread must have been joined, or never run

    void run();  ///< starts the thread
    void join();

    /// From any thread: connections finish what they do, and the thread ends when the last is gone.
    void begin_stop();
    /// From any thread: what still runs is answered 503 and closed.
    void force_stop();

    // The rest only on this loop's thread.

    /// Takes a fresh socket; refuses it with 503 when there are too many connections.
    void adopt(Socket socket);
    void leave(Connection& connection);

    [[nodiscard]] asio::io_context& context() { return context_; }
    [[nodiscard]] Shared& shared() { return shared_; }
    [[nodiscard]] SteadyClock::time_point now() const { return SteadyClock::now(); }
    /// IMF-fixdate of about now, for the Date header (RFC 9110 §5.6.7).
    [[nodiscard]] const std::string& date() const { return date_; }

 private:
    [[nodiscard]] bool crowded(Connection& connection);
    void sweep();
    void arm_sweeper();
    void end_when_empty();

    Shared& shared_;
    asio::io_context context_;
    std::optional<asio::executor_work_guard<Executor>> work_;
    Timer sweeper_;
    SteadyClock::duration sweep_every_;
    std::string date_;
    bool ended_ = false;
    std::unordered_map<Connection*, std::shared_ptr<Connection>> connections_;  // shared with the coroutines
    std::thread thread_;
};

}  // namespace gongdan::http::net
