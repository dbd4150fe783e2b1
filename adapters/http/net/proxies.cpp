#include "adapters/http/net/proxies.hpp"

#include <algorithm>
#include <charconv>

namespace gongdan::http::net {
namespace {

namespace ip = boost::asio::ip;
using ErrorCode = boost::system::error_code;

std::vector<unsigned char> bytes_of(const ip::address& address) {
    if (address.is_v4()) {
        const auto bytes = address.to_v4().to_bytes();
        return {bytes.begin(), bytes.end()};
    }
    const auto bytes = address.to_v6().to_bytes();
    return {bytes.begin(), bytes.end()};
}

bool same_front(const std::vector<unsigned char>& one, const std::vector<unsigned char>& other, unsigned bits) {
    const std::size_t whole = bits / 8;
    if (one.size() != other.size() || !std::equal(one.begin(), one.begin() + std::ptrdiff_t(whole), other.begin()))
        return false;
    const unsigned rest = bits % 8;
    return rest == 0 || ((one[whole] ^ other[whole]) >> (8 - rest)) == 0;
}

std::string_view trim(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// The members of a list that may be spread over several headers, in order.
std::vector<std::string_view> members(const Request& request, std::string_view name) {
    std::vector<std::string_view> found;
    for (const Header& header : request.headers) {
        if (header.name != name) continue;
        std::string_view rest = header.value;
        while (!rest.empty()) {
            const auto member = rest.substr(0, rest.find(','));
            rest.remove_prefix(std::min(rest.size(), member.size() + 1));
            found.push_back(trim(member));
        }
    }
    return found;
}

}  // namespace

ip::address plain_address(const ip::address& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped()) return ip::make_address_v4(ip::v4_mapped, address.to_v6());
    return address;
}

Result<TrustedProxies> TrustedProxies::parse(const std::vector<std::string>& networks) {
    TrustedProxies proxies;
    for (const std::string& text : networks) {
        const auto slash = text.find('/');
        ErrorCode error;
        Network network{ip::make_address(text.substr(0, slash), error), 0};
        const unsigned most = network.address.is_v4() ? 32 : 128;
        network.bits = most;
        bool sound = !error;
        if (slash != std::string::npos) {
            const char* const end = text.data() + text.size();
            const auto [read, bad] = std::from_chars(text.data() + slash + 1, end, network.bits);
            sound = sound && bad == std::errc() && read == end && network.bits <= most;
        }
        if (!sound) return fail(Errc::invalid_input, "http.bad-network", text);
        proxies.networks_.push_back(network);
    }
    return proxies;
}

bool TrustedProxies::contains(const ip::address& address) const {
    if (networks_.empty()) return false;
    const auto bytes = bytes_of(plain_address(address));
    return std::any_of(networks_.begin(), networks_.end(), [&bytes](const Network& network) {
        return same_front(bytes_of(network.address), bytes, network.bits);
    });
}

void TrustedProxies::apply(const ip::address& peer, Request& request) const {
    if (!contains(peer)) return;
    const auto hops = members(request, "x-forwarded-for");
    for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
        ErrorCode error;
        const auto address = ip::make_address(std::string(*hop), error);
        if (error) break;  // what stands before it was written by whoever wrote this
        request.remote_address = plain_address(address).to_string();
        if (!contains(address)) break;
    }
    const auto schemes = members(request, "x-forwarded-proto");
    if (!schemes.empty() && schemes.back() == "https") request.secure = true;
}

}  // namespace gongdan::http::net
