#include "adapters/http/message.hpp"

#include <algorithm>

#include "core/base/utf8.hpp"

namespace gongdan::http {
namespace {

std::optional<std::string_view> find_header(const std::vector<Header>& headers, std::string_view name) {
    for (const Header& header : headers) {
        if (header.name == name) return std::string_view(header.value);
    }
    return std::nullopt;
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool is_lower_hex(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool all_zero(std::string_view text) { return text.find_first_not_of('0') == std::string_view::npos; }

bool parse_query(std::string_view text, std::vector<std::pair<std::string, std::string>>& query) {
    while (!text.empty()) {
        const std::string_view pair = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(text.size(), pair.size() + 1));
        if (pair.empty()) continue;
        const auto equals = pair.find('=');
        auto name = percent_decode(pair.substr(0, equals), true);
        auto value = percent_decode(equals == std::string_view::npos ? "" : pair.substr(equals + 1), true);
        if (!name || !value || !is_utf8(*name) || !is_utf8(*value)) return false;
        query.emplace_back(std::move(*name), std::move(*value));
    }
    return true;
}

}  // namespace

std::optional<std::string_view> Request::header(std::string_view name) const { return find_header(headers, name); }

std::optional<std::string_view> Request::parameter(std::string_view name) const {
    for (const auto& [key, value] : query) {
        if (key == name) return std::string_view(value);
    }
    return std::nullopt;
}

std::string_view Request::trace_id() const {
    return traceparent.empty() ? std::string_view() : std::string_view(traceparent).substr(3, 32);
}

Response& Response::with(std::string name, std::string value) {
    headers.push_back({std::move(name), std::move(value)});
    return *this;
}

std::optional<std::string_view> Response::header(std::string_view name) const { return find_header(headers, name); }

Response json_response(int status, std::string body) {
    Response response;
    response.status = status;
    response.body = std::move(body);
    response.with("Content-Type", "application/json");
    return response;
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus_is_space) {
            decoded += ' ';
        } else if (text[i] != '%') {
            decoded += text[i];
        } else {
            const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
            const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
            if (high < 0 || low < 0) return std::nullopt;
            decoded += static_cast<char>(high * 16 + low);
            i += 2;
        }
    }
    return decoded;
}

bool parse_target(std::string_view target, Request& request) {
    if (target.empty() || target.front() != '/') return false;
    target = target.substr(0, target.find('#'));
    const auto question = target.find('?');
    request.path = std::string(target.substr(0, question));
    if (!is_utf8(request.path)) return false;
    if (request.path.find('%') != std::string::npos) {
        const auto decoded = percent_decode(request.path, false);
        if (!decoded || !is_utf8(*decoded)) return false;
    }
    return question == std::string_view::npos || parse_query(target.substr(question + 1), request.query);
}

json::object parse_form(std::string_view body) {
    std::vector<std::pair<std::string, std::string>> pairs;
    json::object form;
    if (!parse_query(body, pairs)) return form;
    for (const auto& [name, value] : pairs) form[name] = value;
    return form;
}

bool is_traceparent(std::string_view text) {
    constexpr std::size_t kLength = 55;  // 00-<32>-<16>-<2>
    if (text.size() != kLength || text.substr(0, 3) != "00-" || text[35] != '-' || text[52] != '-') return false;
    const auto trace = text.substr(3, 32);
    const auto parent = text.substr(36, 16);
    return is_lower_hex(trace) && is_lower_hex(parent) && is_lower_hex(text.substr(53)) && !all_zero(trace) &&
           !all_zero(parent);
}

}  // namespace gongdan::http
