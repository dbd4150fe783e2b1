#include "adapters/http/address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace gongdan::http {

std::string address_group(std::string_view address) {
    std::string text(address);
    std::array<unsigned char, 16> bytes{};
    if (text.find(':') == std::string::npos || inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return text;
    std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
    std::array<char, INET6_ADDRSTRLEN> written{};
    if (inet_ntop(AF_INET6, bytes.data(), written.data(), written.size()) == nullptr) return text;
    return std::string(written.data()) + "/64";
}

}  // namespace gongdan::http
