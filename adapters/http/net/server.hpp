#pragma once
/// The HTTP/1.1 server: sockets, limits, keep-alive, graceful stop. It knows no route. Beast and Asio stay behind it.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/log.hpp"
#include "adapters/http/message.hpp"
#include "core/base/result.hpp"

namespace gongdan::http {

inline constexpr std::size_t kHeaderLimit = 16 * 1024;       ///< request line and fields: browsers stay below 8 KiB
inline constexpr std::size_t kBodyLimit = 1024 * 1024;       ///< one ticket with its longest texts is far below
inline constexpr std::size_t kBatchLimit = 8 * 1024 * 1024;  ///< about 20 000 lines: more is sent as several batches

/// PEM files. `certificate` may hold the whole chain, the server's own first; nobody but owner and group may read
/// `key`.
struct TlsFiles {
    std::string certificate;
    std::string key;
};

struct ServerOptions {
    std::string host = "127.0.0.1";  ///< an IP address, or a name that this machine resolves
    std::uint16_t port = 0;          ///< 0 = any free one; Server::port() tells which
    int threads = 1;                 ///< I/O threads; more than two only help above some 50 000 requests a second
    std::optional<TlsFiles> tls{};   ///< TLS 1.2 or 1.3 on every connection; nothing = plain HTTP
    std::vector<std::string> trusted_proxies{};  ///< "10.0.0.0/8", "::1": whose X-Forwarded-For and -Proto count
    std::size_t header_limit = kHeaderLimit;
    /// Largest body for a path (as sent, without query); null = kBodyLimit for all.
    std::function<std::size_t(std::string_view path)> body_limit{};
    /// Who takes the body of a request with this head; null, or nobody for this one: it is gathered in memory. Called
    /// on the I/O threads, must not block, and not with requests that have no body.
    std::function<std::shared_ptr<BodySink>(const Request& head)> body_sink{};
    /// All bodies under way together; more get 503. Without it max_connections times the largest body would count.
    std::size_t body_budget = 256 * 1024 * 1024;
    std::size_t max_connections = 1024;  ///< more get 503 and are closed: each may hold a header and a body in memory

    /// Of one address, trusted proxies excepted; more get 429 and are closed.
    std::size_t connections_per_address = 256;

    using Duration = std::chrono::milliseconds;
    Duration idle_timeout = std::chrono::seconds(75);     ///< between requests: longer than the 60 s of usual proxies
    Duration header_timeout = std::chrono::seconds(10);   ///< from its first byte to the end of a header (slow loris)
    Duration body_timeout = std::chrono::seconds(60);     ///< from header to the end of the body
    std::uint64_t slowest_upload = 32 * 1024;             ///< bytes a second: a body with a sink gets as much time more
    Duration handler_timeout = std::chrono::seconds(30);  ///< then 503: the client must learn something
    Duration write_timeout = std::chrono::seconds(60);    ///< for one response, or one piece of a stream: a slow phone
    Duration heartbeat = std::chrono::seconds(15);        ///< of quiet streams: below the idle limit of proxies
    /// How often the readers of streams are asked for: with host::Access's own delay, a revoked token loses its stream
    /// within a second.
    Duration welcome_check = std::chrono::milliseconds(400);
    Duration stop_timeout = std::chrono::seconds(10);  ///< stop() then closes what still runs
};

/// Thread-safe. `handler` is called on the I/O threads, and must outlive the server.
class Server {
 public:
    /// Listens and serves from then on. Errc::unavailable when the address cannot be bound, with the reason; what
    /// reload_tls() says of the TLS files; Errc::invalid_input for a trusted proxy that is no network.
    [[nodiscard]] static Result<std::unique_ptr<Server>> start(ServerOptions options, Handler handler, Log log = {});

    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    ~Server();  ///< stops

    /// The real port.
    [[nodiscard]] std::uint16_t port() const;

    /// Stops accepting, lets running requests finish, ends streams with their farewell, and returns when all
    /// connections are closed, at the latest after stop_timeout. Not from an I/O thread. Again does nothing.
    void stop();

    /// Reads the TLS files again, for connections that begin from now on. On any failure the old ones stay in force:
    /// Errc::unavailable for a file that cannot be read, Errc::invalid_input for a wrong one. Without TLS does nothing.
    [[nodiscard]] Result<void> reload_tls();

    /// Connections and refusals as Prometheus text.
    [[nodiscard]] std::string metrics() const;

 private:
    class Core;
    explicit Server(std::unique_ptr<Core> core);
    std::unique_ptr<Core> core_;
};

}  // namespace gongdan::http
