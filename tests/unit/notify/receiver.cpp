#include "tests/unit/notify/receiver.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cctype>
#include <chrono>
#include <sstream>

#include <catch2/catch.hpp>

namespace gongdan::notify::test {
namespace {

/// Reads one request; false when the connection ended first.
bool read_request(int connection, Received& request) {
    std::string bytes;
    std::array<char, 4096> buffer;
    std::size_t head_end = std::string::npos;
    std::size_t length = 0;
    while (head_end == std::string::npos || bytes.size() < head_end + 4 + length) {
        const ssize_t got = ::recv(connection, buffer.data(), buffer.size(), 0);
        if (got <= 0) return false;
        bytes.append(buffer.data(), std::size_t(got));
        if (head_end != std::string::npos) continue;
        head_end = bytes.find("\r\n\r\n");
        if (head_end == std::string::npos) continue;
        std::istringstream head(bytes.substr(0, head_end));
        std::getline(head, request.request_line);
        for (std::string line; std::getline(head, line);) {
            if (!line.empty() && line.back() == '\r') line.pop_back();
            std::string name = line.substr(0, line.find(':'));
            for (char& c : name) c = char(std::tolower(static_cast<unsigned char>(c)));
            request.headers[name] = line.substr(std::min(line.find(": ") + 2, line.size()));
        }
        length = request.headers.contains("content-length") ? std::stoul(request.headers["content-length"]) : 0;
    }
    request.body = bytes.substr(head_end + 4);
    return true;
}

}  // namespace

Receiver::Receiver() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(listener_.get(), 8) == 0);
    REQUIRE(::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size) == 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { run(); });
}

Receiver::~Receiver() {
    stop_.raise();
    thread_.join();
}

void Receiver::reply(std::string bytes) {
    const std::lock_guard lock(mutex_);
    replies_.push_back(std::move(bytes));
}

void Receiver::reply_status(const std::string& status, const std::string& headers, const std::string& body) {
    reply("HTTP/1.1 " + status + "\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
          headers + "\r\n" + body);
}

std::string Receiver::url(const std::string& host) const {
    return "http://" + host + ":" + std::to_string(port_) + "/hook";
}

std::vector<Received> Receiver::received() const {
    const std::lock_guard lock(mutex_);
    return received_;
}

void Receiver::wait_request() {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::minutes(1), [this] { return !received_.empty(); });
}

void Receiver::run() {
    while (!stop_.raised()) {
        std::array<pollfd, 2> wanted = {{{listener_.get(), POLLIN, 0}, {stop_.descriptor(), POLLIN, 0}}};
        ::poll(wanted.data(), wanted.size(), -1);
        if ((wanted[0].revents & POLLIN) == 0) continue;
        Descriptor connection(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
        ++connections_;
        serve(connection.get());
        const std::lock_guard lock(mutex_);
        if (!held_.empty() && !held_.back().valid()) held_.back() = std::move(connection);
    }
}

void Receiver::serve(int connection) {
    Received request;
    if (!read_request(connection, request)) return;
    const std::lock_guard lock(mutex_);
    received_.push_back(std::move(request));
    std::string bytes = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
    if (!replies_.empty()) {
        bytes = replies_.front();
        replies_.pop_front();
    }
    if (bytes.empty()) held_.emplace_back();  // run() puts the connection there
    (void)::send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    changed_.notify_all();
}

}  // namespace gongdan::notify::test
