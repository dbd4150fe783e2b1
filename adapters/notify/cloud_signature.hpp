#pragma once
/// How requests to the clouds of Aliyun and Tencent are signed. Both sign the time: a clock that is wrong by more than
/// 15 (Aliyun) or 5 (Tencent) minutes makes every request fail.

#include <map>
#include <string>
#include <vector>

#include "core/base/time.hpp"

namespace gongdan::notify {

struct CloudKey {
    std::string id;
    std::string secret;  ///< never logged
};

/// "a=1&b=2", in the order of the names.
[[nodiscard]] std::string query_of(const std::map<std::string, std::string>& parameters);

/// A POST to "/" with its parameters in the query and no body.
struct AliyunCall {
    std::string host;  ///< as it stands in the header "Host"
    std::string action;
    std::string version;
    std::map<std::string, std::string> parameters;
    Instant now{};
    std::string nonce;  ///< another one for every request, or the request is taken for a replay
};

/// The headers of ACS3-HMAC-SHA256 ("V3 request structure and signature").
[[nodiscard]] std::vector<std::string> aliyun_headers(const AliyunCall& call, const CloudKey& key);

/// A POST to "/" with a body of JSON.
struct TencentCall {
    std::string host;
    std::string service;
    std::string action;
    std::string version;
    std::string region;
    std::string body;
    Instant now{};
};

/// The headers of TC3-HMAC-SHA256 ("Signature v3").
[[nodiscard]] std::vector<std::string> tencent_headers(const TencentCall& call, const CloudKey& key);

}  // namespace gongdan::notify
