#pragma once
/// Whose word about the real client counts: X-Forwarded-For and X-Forwarded-Proto are believed only when they come from
/// a trusted address; anybody else could write into them what he likes.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio/ip/address.hpp>

#include "adapters/http/message.hpp"
#include "core/base/result.hpp"

namespace gongdan::http::net {

class TrustedProxies {
 public:
    /// "10.0.0.0/8", "::1", "fd00::/8". Errc::invalid_input names what is no network.
    [[nodiscard]] static Result<TrustedProxies> parse(const std::vector<std::string>& networks);

    [[nodiscard]] bool contains(const boost::asio::ip::address& address) const;

    /// Puts the client's address and whether he came over TLS into `request`, as far as `peer` may tell: the last
    /// address of X-Forwarded-For that is none of ours, and the last word of X-Forwarded-Proto.
    void apply(const boost::asio::ip::address& peer, Request& request) const;

 private:
    struct Network {
        boost::asio::ip::address address;  ///< never an IPv4 address written as IPv6
        unsigned bits = 0;                 ///< that count
    };
    std::vector<Network> networks_;
};

/// Without the IPv6 dress that a socket for both families puts around an IPv4 address.
[[nodiscard]] boost::asio::ip::address plain_address(const boost::asio::ip::address& address);

}  // namespace gongdan::http::net
