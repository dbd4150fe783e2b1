// A webhook must not become a way into the network that the server stands in.

#include <arpa/inet.h>
#include <netinet/in.h>

#include <catch2/catch.hpp>

#include "adapters/notify/network.hpp"

using namespace gongdan::notify;

namespace {

IpAddress address(const std::string& text) {
    const auto network = parse_network(text);
    REQUIRE(network.has_value());
    return network->base;
}

}  // namespace

TEST_CASE("addresses that only a private network has are not public") {
    for (const std::string text : {"0.0.0.0",
                                   "10.0.0.1",
                                   "100.64.0.1",
                                   "127.0.0.1",
                                   "127.255.255.254",
                                   "169.254.169.254",
                                   "172.16.0.1",
                                   "172.31.255.255",
                                   "192.0.0.170",
                                   "192.168.255.255",
                                   "198.18.0.1",
                                   "224.0.0.1",
                                   "239.1.1.1",
                                   "255.255.255.255",
                                   "::",
                                   "::1",
                                   "::127.0.0.1",
                                   "::ffff:10.0.0.1",
                                   "::ffff:127.0.0.1",
                                   "fc00::1",
                                   "fdff::1",
                                   "fe80::1",
                                   "fec0::1",
                                   "ff02::1",
                                   "64:ff9b::10.0.0.1",
                                   "64:ff9b:1::1",
                                   "2002:7f00:1::",
                                   "2002:a00:1::",
                                   "2001:0:1::1",
                                   "2001:db8::1"}) {
        INFO(text);
        CHECK_FALSE(is_public(address(text)));
    }
}

TEST_CASE("addresses of the public internet are public") {
    for (const std::string text :
         {"1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
          "172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0", "223.255.255.255", "::ffff:8.8.8.8",
          "64:ff9b::808:808", "2002:808:808::", "2400:3200::1", "2606:4700:4700::1111"}) {
        INFO(text);
        CHECK(is_public(address(text)));
    }
}

TEST_CASE("a network is read with and without a length, and nothing else is") {
    CHECK(parse_network("10.20.0.0/16")->contains(address("10.20.255.1")));
    CHECK_FALSE(parse_network("10.20.0.0/16")->contains(address("10.21.0.1")));
    CHECK(parse_network("10.20.0.0/16")->contains(address("::ffff:10.20.0.1")));
    CHECK(parse_network("192.168.1.2")->contains(address("192.168.1.2")));
    CHECK_FALSE(parse_network("192.168.1.2")->contains(address("192.168.1.3")));
    CHECK(parse_network("10.20.0.5/23")->contains(address("10.20.1.200")));
    CHECK(parse_network("fd00::/8")->contains(address("fdab::1")));
    CHECK(parse_network("0.0.0.0/0")->contains(address("8.8.8.8")));
    CHECK_FALSE(parse_network("0.0.0.0/0")->contains(address("2400::1")));
    for (const std::string text :
         {"", "x", "10.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0/8x", "fd00::/129"}) {
        CHECK_FALSE(parse_network(text).has_value());
    }
}

TEST_CASE("the address of a socket is read for both families and no other") {
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_addr.s_addr = htonl(0x0A000001);
    CHECK(address_of(reinterpret_cast<const sockaddr&>(v4)) == address("10.0.0.1"));
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_addr = in6addr_loopback;
    CHECK(address_of(reinterpret_cast<const sockaddr&>(v6)) == address("::1"));
    sockaddr other{};
    other.sa_family = AF_UNIX;
    CHECK_FALSE(address_of(other).has_value());
}
