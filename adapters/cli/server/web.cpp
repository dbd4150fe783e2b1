#include "adapters/cli/server/web.hpp"

#include "adapters/console/console.hpp"
#include "adapters/sqlite/kept_facts.hpp"
#include "adapters/sqlite/scan.hpp"

namespace gongdan::cli {
namespace {

host::Level to_host(http::LogLevel level) { return static_cast<host::Level>(level); }
static_assert(int(host::Level::error) == int(http::LogLevel::error), "both count debug, info, warning, error");

http::Log log_lines(const host::Log& log) {
    return [log](http::LogLevel level, const std::string& text) { log.write_line(to_host(level), text); };
}

http::RateLimits rates_of(const EdgeSettings& edge) {
    return {{edge.principal.per_second, edge.principal.burst}, {edge.address.per_second, edge.address.burst}};
}

std::int64_t attachment_limit(const Settings& settings) {
    constexpr std::int64_t kMebibyte = 1024 * 1024;
    return settings.attachment_limit_mib * kMebibyte;
}

/// Rarely asked, only by an erasure: so no index is kept for it.
attachments::Vault::InUse attachment_in_use(const Books& books) {
    return [file = sqlite::database_file(books.folder),
            find = books.find_workflow()](const std::string& sha256) -> Result<bool> {
        auto scan = sqlite::Scan::open(file);
        if (!scan) return scan.error();
        return scan->uses_attachment(sha256, find);
    };
}

}  // namespace

Web::Web(const WebParts& parts)
    : vault_(attachment_folder(parts.books.folder), attachment_limit(parts.books.installation.settings)),
      facts_(std::make_unique<sqlite::KeptFacts>(sqlite::database_file(parts.books.folder), parts.books.find_pinned())),
      workshop_(parts.books.installation) {
    vault_.clear_incoming();
}

http::ApiOptions Web::api_options(const WebParts& parts, const WebWish& wish) {
    const EdgeSettings& edge = parts.books.installation.settings.edge;
    http::ApiOptions options{
        .version = GONGDAN_VERSION, .log = log_lines(parts.log), .log_from = static_cast<http::LogLevel>(wish.least)};
    options.attachments = {&vault_, attachment_in_use(parts.books)};
    options.links = parts.links;
    options.assets = console::assets();
    options.facts = facts_.get();
    options.workshop = &workshop_;
    options.proof = {&parts.proving.book(), &parts.proving.verifications()};
    options.finding_limits = parts.books.installation.finding_limits;
    options.rates = wish.limits ? rates_of(edge) : http::RateLimits{{}, {}};
    options.streams = {std::size_t(edge.streams), std::size_t(edge.streams_each)};
    return options;
}

http::ServerOptions Web::server_options(const Settings& settings, const ListenAddress& address) {
    const EdgeSettings& edge = settings.edge;
    http::ServerOptions options;
    if (!edge.certificate.empty()) options.tls = http::TlsFiles{edge.certificate, edge.key};
    options.trusted_proxies = edge.trusted_proxies;
    options.max_connections = std::size_t(edge.connections);
    options.connections_per_address = std::size_t(edge.connections_each);
    options.host = address.host;
    options.port = address.port;
    options.threads = settings.io_threads;
    options.body_limit = http::Api::body_limit;
    options.body_sink = [this](const http::Request& head) { return api_->body_sink(head); };
    return options;
}

Result<std::unique_ptr<Web>> Web::start(const WebParts& parts, const WebWish& wish) {
    std::unique_ptr<Web> web(new Web(parts));
    web->api_ = std::make_unique<http::Api>(parts.service, web->api_options(parts, wish));
    http::ServerOptions options = web->server_options(parts.books.installation.settings, wish.address);
    web->tls_ = options.tls.has_value();
    web->host_ = options.host;
    const auto handle = [api = web->api_.get()](http::Request request, http::Respond respond) {
        api->handle(std::move(request), std::move(respond));
    };
    auto started = http::Server::start(std::move(options), handle, log_lines(parts.log));
    if (!started) return started.error();
    web->server_ = std::move(*started);
    web->api_->add_metrics([server = web->server_.get(), &proving = parts.proving] {
        return server->metrics() + proving.verifications().metrics();
    });
    return web;
}

std::string Web::url() const {
    return std::string(tls_ ? "https" : "http") + "://" + host_ + ":" + std::to_string(server_->port());
}

}  // namespace gongdan::cli
