#pragma once
/// One POST (or GET) by libcurl that cannot be led astray: a time limit, no redirects, no proxies, bounded answers, and
/// every address checked at the moment of connecting, so that a name that resolves differently the second time does not
/// help.

#include <memory>
#include <string>
#include <vector>

#include "adapters/notify/network.hpp"
#include "adapters/notify/plugin.hpp"

namespace gongdan::notify {

/// Addresses that are no public ones and may be reached all the same.
struct AllowedNetworks {
    bool any = false;
    std::vector<Network> networks;

    [[nodiscard]] bool permits(const IpAddress& address) const;
};

/// As the settings allow_private and ca_file of a channel say; no file = the system's authorities.
[[nodiscard]] AllowedNetworks allowed_networks(const ChannelConfig& config);
[[nodiscard]] std::string ca_file_of(const ChannelConfig& config);

struct HttpPost {
    std::string url;                   ///< http or https; may hold secrets, never logged
    std::vector<std::string> headers;  ///< "name: value" without line ends
    std::string body;
    bool get = false;  ///< a GET without a body instead
};

struct HttpReply {
    int status = 0;                ///< 0 = no answer, see `problem`
    std::string retry_after;       ///< as the header came
    std::string body;              ///< the first 2 KiB
    LocalText problem;             ///< why there is no answer
    bool refused_address = false;  ///< every address of the target was a forbidden one
};

/// Keeps its connection for the next call. Used by one thread at a time.
class HttpClient {
 public:
    HttpClient(AllowedNetworks allowed, std::string ca_file);
    ~HttpClient();

    [[nodiscard]] HttpReply post(const HttpPost& request, const Call& call);

 private:
    class Handles;
    std::unique_ptr<Handles> handles_;
    AllowedNetworks allowed_;
    std::string ca_file_;
};

/// What Retry-After asks for: seconds, or an HTTP date (RFC 9110 §10.2.3) as seen from `now`.
[[nodiscard]] std::optional<Millis> parse_retry_after(const std::string& value, Instant now);

}  // namespace gongdan::notify
