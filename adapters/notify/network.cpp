#include "adapters/notify/network.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <string>

namespace gongdan::notify {
namespace {

constexpr int kMappedBits = 96;  // of ::ffff:0:0/96

std::optional<IpAddress> parse_address(const std::string& text, bool& v4) {
    IpAddress address{};
    v4 = ::inet_pton(AF_INET, text.c_str(), address.data() + 12) == 1;
    if (v4) {
        address[10] = address[11] = 0xFF;
        return address;
    }
    if (::inet_pton(AF_INET6, text.c_str(), address.data()) == 1) return address;
    return std::nullopt;
}

/// What the public internet is not.
constexpr std::array<std::string_view, 27> kSpecial = {
    "0.0.0.0/8",      "10.0.0.0/8",    "100.64.0.0/10",  "127.0.0.0/8",    "169.254.0.0/16", "172.16.0.0/12",
    "192.0.0.0/24",   "192.0.2.0/24",  "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",  "198.51.100.0/24",
    "203.0.113.0/24", "224.0.0.0/4",   "240.0.0.0/4",    "::/96",          "64:ff9b:1::/48", "100::/64",
    "2001::/23",      "2001:db8::/32", "3fff::/20",      "5f00::/16",      "fc00::/7",       "fe80::/10",
    "fec0::/10",      "ff00::/8",      "::ffff:0:0:0/96"};

IpAddress mapped(const std::uint8_t* v4) {
    IpAddress address{};
    address[10] = address[11] = 0xFF;
    std::memcpy(address.data() + 12, v4, 4);
    return address;
}

bool is_special(const IpAddress& address) {
    return std::any_of(kSpecial.begin(), kSpecial.end(), [&address](std::string_view text) {
        const auto network = parse_network(text);
        return !network || network->contains(address);  // a slip in the table must not open a door
    });
}

}  // namespace

bool Network::contains(const IpAddress& address) const {
    for (int bit = 0; bit < bits; ++bit) {
        const auto at = std::size_t(bit / 8);
        const unsigned mask = 0x80U >> unsigned(bit % 8);
        if (((base[at] ^ address[at]) & mask) != 0) return false;
    }
    return true;
}

std::optional<Network> parse_network(std::string_view text) {
    const auto slash = text.find('/');
    bool v4 = false;
    const auto address = parse_address(std::string(text.substr(0, slash)), v4);
    if (!address) return std::nullopt;
    if (slash == std::string_view::npos) return Network{*address, 128};
    const auto digits = text.substr(slash + 1);
    int bits = -1;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    if (bits < 0 || bits > (v4 ? 32 : 128)) return std::nullopt;
    return Network{*address, v4 ? kMappedBits + bits : bits};
}

std::optional<IpAddress> address_of(const sockaddr& socket_address) {
    if (socket_address.sa_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &socket_address, sizeof v4);
        std::array<std::uint8_t, 4> bytes{};
        std::memcpy(bytes.data(), &v4.sin_addr, bytes.size());
        return mapped(bytes.data());
    }
    if (socket_address.sa_family != AF_INET6) return std::nullopt;
    sockaddr_in6 v6{};
    std::memcpy(&v6, &socket_address, sizeof v6);
    IpAddress address{};
    std::memcpy(address.data(), &v6.sin6_addr, address.size());
    return address;
}

bool is_public(const IpAddress& address) {
    if (is_special(address)) return false;
    const auto nat64 = parse_network("64:ff9b::/96");
    const auto six_to_four = parse_network("2002::/16");
    if (nat64->contains(address)) return is_public(mapped(address.data() + 12));
    if (six_to_four->contains(address)) return is_public(mapped(address.data() + 2));
    return true;
}

}  // namespace gongdan::notify
