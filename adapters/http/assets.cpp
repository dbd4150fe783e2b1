#include "adapters/http/assets.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

namespace gongdan::http {
namespace {

/// Everything from here and nothing else; styles and scripts in files only. Images also from memory: previews of photos
/// that were just taken.
constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'";

/// Of a script that a browser runs as a service worker: it may fetch from here, and nothing else. Elsewhere a script's
/// own policy says nothing; without one the server's strictest would leave the worker without a network.
constexpr std::string_view kWorkerPolicy = "default-src 'none'; connect-src 'self'";

/// What the server keeps for itself: a mistyped address there is an error, not a page.
constexpr std::array<std::string_view, 7> kServers = {"/api",     "/a",       "/assets", "/setup",
                                                      "/sign-on", "/metrics", "/healthz"};

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Calls `see(item)` for each item of a comma-separated field until it returns true; whether it did.
template <class See>
bool any_item(std::string_view field, See see) {
    while (!field.empty()) {
        const auto comma = std::min(field.find(','), field.size());
        if (see(trimmed(field.substr(0, comma)))) return true;
        field.remove_prefix(std::min(comma + 1, field.size()));
    }
    return false;
}

/// "br;q=0" refuses what "br" takes.
bool takes(const Request& request, std::string_view coding) {
    const auto field = request.header("accept-encoding");
    if (!field) return false;
    return any_item(*field, [coding](std::string_view item) {
        const auto end = std::min(item.find(';'), item.size());
        if (trimmed(item.substr(0, end)) != coding) return false;
        const std::string_view weight = trimmed(item.substr(std::min(end + 1, item.size())));
        return weight.find_first_not_of("q=0.") != std::string_view::npos || weight.empty();
    });
}

bool reads_methods(const Request& request) { return request.method == "GET" || request.method == "HEAD"; }

bool has_it(const Request& request, std::string_view etag) {
    const auto field = request.header("if-none-match");
    return field && any_item(*field, [etag](std::string_view item) {
               if (item.starts_with("W/")) item.remove_prefix(2);
               return item == etag || item == "*";
           });
}

void choose_coding(const Asset& asset, const Request& request, Response& response) {
    if (asset.gzip.empty() && asset.brotli.empty()) {
        response.body = asset.plain;
        return;
    }
    response.with("Vary", "Accept-Encoding");
    if (!asset.brotli.empty() && takes(request, "br")) {
        response.with("Content-Encoding", "br").body = asset.brotli;
    } else if (!asset.gzip.empty() && takes(request, "gzip")) {
        response.with("Content-Encoding", "gzip").body = asset.gzip;
    } else {
        response.body = asset.plain;
    }
}

Response answer(const Asset& asset, const Request& request) {
    Response response;
    response.with("ETag", std::string(asset.etag));
    response.with("Cache-Control", asset.immutable ? "public, max-age=31536000, immutable" : "no-cache");
    // A 304 carries them too: the browser puts its headers in the place of those that it kept.
    if (asset.type.starts_with("text/html")) {
        response.with("Content-Security-Policy", std::string(kPolicy));
        response.with("Referrer-Policy", "same-origin");
        response.with("Cross-Origin-Opener-Policy", "same-origin");
        response.with("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()");
    } else if (asset.type.starts_with("text/javascript")) {
        response.with("Content-Security-Policy", std::string(kWorkerPolicy));
    }
    if (has_it(request, asset.etag)) {
        response.status = 304;
        return response;
    }
    response.with("Content-Type", std::string(asset.type));
    choose_coding(asset, request, response);
    return response;
}

const Asset* find(std::span<const Asset> assets, std::string_view path) {
    const auto found =
        std::find_if(assets.begin(), assets.end(), [path](const Asset& asset) { return asset.path == path; });
    return found == assets.end() ? nullptr : &*found;
}

bool is_servers(std::string_view path) {
    return std::any_of(kServers.begin(), kServers.end(), [path](std::string_view own) {
        return path.starts_with(own) && (path.size() == own.size() || path[own.size()] == '/');
    });
}

}  // namespace

std::optional<Response> asset_answer(std::span<const Asset> assets, const Request& request) {
    const Asset* const asset = reads_methods(request) ? find(assets, request.path) : nullptr;
    if (asset == nullptr) return std::nullopt;
    return answer(*asset, request);
}

std::optional<Response> page_answer(std::span<const Asset> assets, const Request& request) {
    const auto accept = request.header("accept");
    const std::string_view last = std::string_view(request.path).substr(request.path.rfind('/') + 1);
    const bool page = accept && accept->find("text/html") != std::string_view::npos;
    if (!reads_methods(request) || !page || is_servers(request.path) || last.find('.') != std::string_view::npos)
        return std::nullopt;
    const Asset* const home = find(assets, "/");
    if (home == nullptr) return std::nullopt;
    return answer(*home, request);
}

}  // namespace gongdan::http
