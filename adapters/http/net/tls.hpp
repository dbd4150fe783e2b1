#pragma once
/// Certificate and key of the server, as OpenSSL holds them. Reloaded while connections run: each keeps what it began
/// with.

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>

#include "adapters/http/net/server.hpp"
#include "core/base/result.hpp"

namespace boost::asio::ssl {
class context;
}

namespace gongdan::http::net {

/// Shared: by the connections that began with it, and by the store until the next reload.
using TlsContextPtr = std::shared_ptr<boost::asio::ssl::context>;

/// Thread-safe.
class TlsStore {
 public:
    /// Reads both files. On any failure what was in force stays: Errc::unavailable for a file that cannot be read,
    /// Errc::invalid_input for one that holds no certificate or key, for two that do not belong together, and for a key
    /// that everybody on this machine may read.
    [[nodiscard]] Result<void> load(const TlsFiles& files);

    /// Null before the first load.
    [[nodiscard]] TlsContextPtr current() const;

    /// Unix seconds at which the certificate in force ends; 0 before the first load.
    [[nodiscard]] std::int64_t expires_s() const { return expires_s_; }

 private:
    mutable std::mutex mutex_;
    TlsContextPtr context_;
    std::atomic<std::int64_t> expires_s_{0};
};

}  // namespace gongdan::http::net
