#pragma once
/// What a running server shows the network: the API with the console, behind the HTTP server.

#include <memory>

#include "adapters/attachments/vault.hpp"
#include "adapters/cli/books.hpp"
#include "adapters/cli/server/proving.hpp"
#include "adapters/host/links.hpp"
#include "adapters/host/live_service.hpp"
#include "adapters/host/log.hpp"
#include "adapters/host/workshop.hpp"
#include "adapters/http/net/server.hpp"
#include "adapters/http/routes/api.hpp"

namespace gongdan::cli {

/// All outlives it; `links` may be null.
struct WebParts {
    const Books& books;
    host::LiveService& service;
    Proving& proving;
    const host::Links* links;
    host::Log log;
};

struct WebWish {
    ListenAddress address;
    host::Level least;  ///< lines below this level are not even made
    bool limits;        ///< how often one caller may ask
};

class Web {
 public:
    /// Serves from then on. Errors: those of http::Server::start().
    [[nodiscard]] static Result<std::unique_ptr<Web>> start(const WebParts& parts, const WebWish& wish);

    /// "https://127.0.0.1:9598"
    [[nodiscard]] std::string url() const;
    [[nodiscard]] bool tls() const { return tls_; }
    /// As http::Server::reload_tls().
    [[nodiscard]] Result<void> reload_tls() { return server_->reload_tls(); }
    /// No request comes in any more, and those under way are answered.
    void stop() { server_->stop(); }

 private:
    explicit Web(const WebParts& parts);

    [[nodiscard]] http::ApiOptions api_options(const WebParts& parts, const WebWish& wish);
    [[nodiscard]] http::ServerOptions server_options(const Settings& settings, const ListenAddress& address);

    attachments::Vault vault_;
    std::unique_ptr<FactSource> facts_;
    host::Workshop workshop_;
    bool tls_ = false;
    std::string host_;
    std::unique_ptr<http::Api> api_;
    std::unique_ptr<http::Server> server_;
};

}  // namespace gongdan::cli
