#include "tests/unit/http/client.hpp"

#include <algorithm>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace gongdan::http::test {

Client::Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    // A server that hangs must fail a test, not hang it.
    const timeval patience{20, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(socket_);
        throw std::runtime_error("cannot connect");
    }
}

Client::~Client() { ::close(socket_); }

void Client::send(const std::string& bytes) const {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        const auto count = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (count <= 0) return;  // the server has closed: the test reads what it had to say
        sent += static_cast<std::size_t>(count);
    }
}

void Client::send_get(const std::string& target, const std::string& more_headers) const {
    send("GET " + target + " HTTP/1.1\r\nHost: test\r\n" + more_headers + "\r\n");
}

bool Client::fill() {
    char bytes[65536];
    const auto count = ::recv(socket_, bytes, sizeof bytes, 0);
    if (count <= 0) return false;
    buffer_.append(bytes, static_cast<std::size_t>(count));
    return true;
}

Answer Client::read(bool head_only) {
    Answer answer;
    while (buffer_.find("\r\n\r\n") == std::string::npos) {
        if (!fill()) return answer;
    }
    const std::string head = buffer_.substr(0, buffer_.find("\r\n\r\n") + 2);
    buffer_.erase(0, head.size() + 2);
    answer.status = std::stoi(head.substr(9, 3));
    for (auto start = head.find("\r\n") + 2; start < head.size();) {
        const auto end = head.find("\r\n", start);
        const auto colon = head.find(": ", start);
        std::string name = head.substr(start, colon - start);
        std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
        answer.headers[name] = head.substr(colon + 2, end - colon - 2);
        start = end + 2;
    }
    const auto length = answer.headers.find("content-length");
    if (head_only || length == answer.headers.end()) return answer;
    const auto size = std::stoul(length->second);
    while (buffer_.size() < size) {
        if (!fill()) return answer;
    }
    answer.body = buffer_.substr(0, size);
    buffer_.erase(0, size);
    return answer;
}

bool Client::read_until(const std::string& text) {
    while (buffer_.find(text) == std::string::npos) {
        if (!fill()) return false;
    }
    return true;
}

bool Client::at_end() {
    while (fill()) continue;
    char byte = 0;
    return ::recv(socket_, &byte, 1, MSG_DONTWAIT) == 0;
}

void Client::half_close() const { ::shutdown(socket_, SHUT_WR); }

}  // namespace gongdan::http::test
