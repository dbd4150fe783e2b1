#include "adapters/http/routes/route.hpp"

#include <optional>

namespace gongdan::http {
namespace {

/// Takes the next "/segment" off the front of `path`.
std::string_view next_segment(std::string_view& path) {
    const auto end = path.find('/', 1);
    const auto segment = path.substr(1, end == std::string_view::npos ? end : end - 1);
    path.remove_prefix(end == std::string_view::npos ? path.size() : end);
    return segment;
}

/// Nothing when `path` does not fit.
std::optional<std::vector<std::string>> fit(std::string_view pattern, std::string_view path) {
    std::vector<std::string> parameters;
    while (!pattern.empty() && !path.empty()) {
        const auto wanted = next_segment(pattern);
        const auto given = next_segment(path);
        if (wanted.starts_with('{')) {
            auto decoded = percent_decode(given, false);
            if (!decoded || decoded->empty()) return std::nullopt;
            parameters.push_back(std::move(*decoded));
        } else if (wanted != given) {
            return std::nullopt;
        }
    }
    if (!pattern.empty() || !path.empty()) return std::nullopt;
    return parameters;
}

}  // namespace

Match match(const std::vector<Route>& table, std::string_view method, std::string_view path) {
    const std::string_view wanted = method == "HEAD" ? "GET" : method;
    Match found;
    for (const Route& route : table) {
        auto parameters = fit(route.pattern, path);
        if (!parameters) continue;
        found.methods.push_back(route.method);
        if (route.method != wanted || found.route != nullptr) continue;
        found.route = &route;
        found.parameters = std::move(*parameters);
    }
    return found;
}

}  // namespace gongdan::http
