#pragma once
/// The API: takes requests from the server, checks them at the edge, gives them to their routes, counts and logs them.

#include <functional>
#include <memory>
#include <span>
#include <string>

#include "adapters/host/service.hpp"
#include "adapters/http/assets.hpp"
#include "adapters/http/log.hpp"
#include "adapters/http/message.hpp"
#include "adapters/http/routes/rate_limit.hpp"
#include "adapters/http/routes/site.hpp"
#include "adapters/http/routes/stream_hub.hpp"
#include "core/audit/fact_source.hpp"

namespace gongdan::http {

struct ApiOptions {
    std::string version;                       ///< of the program, for the OpenAPI document
    Log log{};                                 ///< may be null
    LogLevel log_from = LogLevel::debug;       ///< lines below this level are not even made
    Attachments attachments{};                 ///< the vault outlives the Api
    const host::Links* links = nullptr;        ///< null = messages have none; outlives the Api
    std::span<const Asset> assets{};           ///< of the console; empty = this server has none
    FactSource* facts = nullptr;               ///< null = no reports; outlives the Api
    const host::Workshop* workshop = nullptr;  ///< null = workflows cannot be tried out; outlives the Api
    Proof proof{};                             ///< outlives the Api
    FindingLimits finding_limits{};            ///< from where on something is a finding
    RateLimits rates{};                        ///< how often one caller may ask
    StreamLimits streams{};
    RateLimit::Clock clock = std::chrono::steady_clock::now;  ///< of the rates; asked on I/O threads
};

/// Thread-safe. Must outlive the server that calls it; the service must outlive both. Stop them in the order: server,
/// service, then destroy this.
class Api {
 public:
    Api(host::Service& service, ApiOptions options);
    Api(const Api&) = delete;
    Api& operator=(const Api&) = delete;
    ~Api();

    /// For Server::start. Never blocks.
    void handle(Request request, Respond respond);

    /// For ServerOptions::body_sink. Never blocks.
    [[nodiscard]] std::shared_ptr<BodySink> body_sink(const Request& head);

    /// More lines for /metrics, e.g. Server::metrics. `more` is asked only while requests come in.
    void add_metrics(std::function<std::string()> more);

    /// For ServerOptions::body_limit.
    [[nodiscard]] static std::size_t body_limit(std::string_view path);

 private:
    class Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace gongdan::http
