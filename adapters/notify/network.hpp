#pragma once
/// Internet addresses that a webhook may reach.

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

struct sockaddr;

namespace gongdan::notify {

/// An IPv6 address; IPv4 stands in it as ::ffff:a.b.c.d.
using IpAddress = std::array<std::uint8_t, 16>;

struct Network {
    IpAddress base{};
    int bits = 128;

    [[nodiscard]] bool contains(const IpAddress& address) const;
};

/// "192.168.3.0/24", "10.1.2.3", "fd00::/8"; nothing for anything else.
[[nodiscard]] std::optional<Network> parse_network(std::string_view text);

/// Nothing for families other than IPv4 and IPv6.
[[nodiscard]] std::optional<IpAddress> address_of(const sockaddr& socket_address);

/// Every address the public internet has and nobody else: false for loopback, private, link-local, shared, test,
/// multicast and reserved ones (the IANA special-purpose registries), also where they hide in an IPv6 address
/// (mapped, NAT64, 6to4, Teredo).
[[nodiscard]] bool is_public(const IpAddress& address);

}  // namespace gongdan::notify
