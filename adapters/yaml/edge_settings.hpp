#pragma once
/// What gongdan.yaml says about the edge of the server: TLS, trusted proxies, limits against abuse.

#include <string>
#include <vector>

namespace gongdan {

/// Requests of one caller; per_second 0 = no limit.
struct RateSetting {
    int per_second = 0;
    int burst = 1;
};

/// The defaults are the shipped ones.
struct EdgeSettings {
    std::string certificate;  ///< PEM, absolute or relative to the program; empty = plain HTTP
    std::string key;          ///< PEM
    std::vector<std::string> trusted_proxies;
    RateSetting principal{500, 2000};  ///< of one account or token
    RateSetting address{50, 1000};     ///< of one address, as far as nobody is named
    int streams = 256;                 ///< open event streams in all
    int streams_each = 8;              ///< of one account or token
    int connections = 1024;            ///< open connections in all
    int connections_each = 256;        ///< of one address, trusted proxies excepted
};

}  // namespace gongdan
