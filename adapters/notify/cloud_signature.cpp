#include "adapters/notify/cloud_signature.hpp"

#include <fmt/format.h>

#include "adapters/crypto/crypto.hpp"
#include "core/base/percent.hpp"

namespace gongdan::notify {
namespace {

constexpr std::string_view kJsonType = "application/json; charset=utf-8";

std::string hashed(std::string_view text) { return to_hex(crypto::sha256(text)); }

std::string keyed(std::string_view key, std::string_view text) {
    const Digest digest = crypto::hmac_sha256(key, text);
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

/// "2026-03-02", in UTC: in China it is already tomorrow for a third of the day.
std::string utc_date(Instant at) {
    const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(at));
    return fmt::format("{:04}-{:02}-{:02}", int(day.year()), unsigned(day.month()), unsigned(day.day()));
}

std::string utc_time(Instant at) {
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(at - day));
    return fmt::format("{}T{:02}:{:02}:{:02}Z", utc_date(at), clock.hours().count(), clock.minutes().count(),
                       clock.seconds().count());
}

}  // namespace

std::string query_of(const std::map<std::string, std::string>& parameters) {
    std::string query;
    for (const auto& [name, value] : parameters) {
        query += (query.empty() ? "" : "&") + percent_encode(name) + "=" + percent_encode(value);
    }
    return query;
}

std::vector<std::string> aliyun_headers(const AliyunCall& call, const CloudKey& key) {
    constexpr std::string_view kAlgorithm = "ACS3-HMAC-SHA256";
    const std::string body_hash = hashed("");
    const std::map<std::string, std::string> headers = {{"host", call.host},
                                                        {"x-acs-action", call.action},
                                                        {"x-acs-content-sha256", body_hash},
                                                        {"x-acs-date", utc_time(call.now)},
                                                        {"x-acs-signature-nonce", call.nonce},
                                                        {"x-acs-version", call.version}};
    std::string lines;
    std::string names;
    std::vector<std::string> sent;
    for (const auto& [name, value] : headers) {
        lines += name + ":" + value + "\n";
        names += (names.empty() ? "" : ";") + name;
        if (name != "host") sent.push_back(name + ": " + value);
    }
    const std::string request =
        fmt::format("POST\n/\n{}\n{}\n{}\n{}", query_of(call.parameters), lines, names, body_hash);
    const std::string signature =
        to_hex(crypto::hmac_sha256(key.secret, fmt::format("{}\n{}", kAlgorithm, hashed(request))));
    sent.push_back(fmt::format("Authorization: {} Credential={},SignedHeaders={},Signature={}", kAlgorithm, key.id,
                               names, signature));
    return sent;
}

std::vector<std::string> tencent_headers(const TencentCall& call, const CloudKey& key) {
    constexpr std::string_view kAlgorithm = "TC3-HMAC-SHA256";
    constexpr std::string_view kNames = "content-type;host";
    const std::string request =
        fmt::format("POST\n/\n\ncontent-type:{}\nhost:{}\n\n{}\n{}", kJsonType, call.host, kNames, hashed(call.body));
    const std::string date = utc_date(call.now);
    const auto seconds = std::chrono::floor<std::chrono::seconds>(call.now).time_since_epoch().count();
    const std::string scope = fmt::format("{}/{}/tc3_request", date, call.service);
    const std::string to_sign = fmt::format("{}\n{}\n{}\n{}", kAlgorithm, seconds, scope, hashed(request));
    const std::string derived = keyed(keyed(keyed("TC3" + key.secret, date), call.service), "tc3_request");
    return {fmt::format("Content-Type: {}", kJsonType),
            "X-TC-Action: " + call.action,
            "X-TC-Version: " + call.version,
            "X-TC-Region: " + call.region,
            fmt::format("X-TC-Timestamp: {}", seconds),
            fmt::format("Authorization: {} Credential={}/{}, SignedHeaders={}, Signature={}", kAlgorithm, key.id, scope,
                        kNames, to_hex(crypto::hmac_sha256(derived, to_sign)))};
}

}  // namespace gongdan::notify
