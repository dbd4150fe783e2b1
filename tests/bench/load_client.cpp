#include "tests/bench/load_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <memory>
#include <optional>
#include <stdexcept>

#include <fmt/format.h>

#include "tests/bench/measure.hpp"

namespace gongdan::bench {
namespace {

constexpr std::size_t kReadSize = 64 * 1024;
constexpr int kPatience_ms = 30'000;  ///< a server that says nothing for so long has failed

class Descriptor {
 public:
    explicit Descriptor(int number) : number_(number) {
        if (number_ < 0) throw std::runtime_error("no descriptor");
    }
    ~Descriptor() { ::close(number_); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int number() const { return number_; }

 private:
    int number_;
};

/// The value of a header field whose name stands in `head` in any case; 0 when it is missing.
std::size_t content_length(std::string_view head) {
    constexpr std::string_view kName = "content-length:";
    for (std::size_t at = 0; at + kName.size() < head.size(); ++at) {
        if (::strncasecmp(head.data() + at, kName.data(), kName.size()) != 0) continue;
        std::string_view rest = head.substr(at + kName.size());
        rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
        std::size_t length = 0;
        std::from_chars(rest.data(), rest.data() + rest.size(), length);
        return length;
    }
    return 0;
}

/// One keep-alive connection with one request under way.
class Connection {
 public:
    explicit Connection(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int now = 1;
        ::setsockopt(socket_.number(), IPPROTO_TCP, TCP_NODELAY, &now, sizeof now);
        if (::connect(socket_.number(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
            throw std::runtime_error("cannot connect");
        }
    }

    /// Requests are far smaller than the socket's buffer: sending never waits.
    void send(std::string_view request) {
        asked_ = Stopwatch();
        while (!request.empty()) {
            const auto sent = ::send(socket_.number(), request.data(), request.size(), MSG_NOSIGNAL);
            if (sent <= 0) throw std::runtime_error("the connection broke while sending");
            request.remove_prefix(std::size_t(sent));
        }
    }

    /// Reads what is there; the answer once it is whole.
    [[nodiscard]] std::optional<Answer> receive() {
        std::array<char, kReadSize> bytes;
        const auto count = ::recv(socket_.number(), bytes.data(), bytes.size(), 0);
        if (count <= 0) throw std::runtime_error("the connection broke while receiving");
        received_.append(bytes.data(), std::size_t(count));
        const auto head_ends = received_.find("\r\n\r\n");
        if (head_ends == std::string::npos) return std::nullopt;
        const std::string_view head = std::string_view(received_).substr(0, head_ends);
        const std::size_t body_at = head_ends + 4;
        const std::size_t length = content_length(head);
        if (received_.size() < body_at + length) return std::nullopt;
        Answer answer{0, received_.substr(body_at, length)};
        constexpr std::size_t kStatusAt = std::string_view("HTTP/1.1 ").size();
        std::from_chars(head.data() + kStatusAt, head.data() + head.size(), answer.status);
        received_.erase(0, body_at + length);
        return answer;
    }

    [[nodiscard]] int descriptor() const { return socket_.number(); }
    [[nodiscard]] double waited_ms() const { return asked_.seconds() * 1000; }

 private:
    Descriptor socket_;
    std::string received_;
    Stopwatch asked_;
};

bool success(const Answer& answer) { return answer.status >= 200 && answer.status < 300; }

}  // namespace

std::string request_text(const Endpoint& endpoint, std::string_view path, std::string_view body) {
    std::string text = fmt::format("{} {} HTTP/1.1\r\nHost: 127.0.0.1\r\n", body.empty() ? "GET" : "POST", path);
    if (!endpoint.token.empty()) text += fmt::format("Authorization: Bearer {}\r\n", endpoint.token);
    if (!body.empty()) text += fmt::format("Content-Type: application/json\r\nContent-Length: {}\r\n", body.size());
    return text.append("\r\n").append(body);
}

Answer ask(const Endpoint& endpoint, std::string_view path, std::string_view body) {
    Connection connection(endpoint.port);
    connection.send(request_text(endpoint, path, body));
    while (true) {
        if (auto answer = connection.receive()) return std::move(*answer);
    }
}

LoadResult run_load(const Endpoint& endpoint, int connections, std::size_t requests, const Next& next) {
    const Descriptor epoll(::epoll_create1(EPOLL_CLOEXEC));
    std::vector<std::unique_ptr<Connection>> all;
    for (int i = 0; i < connections; ++i) {
        all.push_back(std::make_unique<Connection>(endpoint.port));
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u32 = std::uint32_t(i);
        ::epoll_ctl(epoll.number(), EPOLL_CTL_ADD, all.back()->descriptor(), &event);
    }
    LoadResult result;
    std::size_t asked = 0;
    const auto ask_next = [&all, &next, &asked, requests](int connection, const Answer* answer) {
        if (asked == requests) return;
        ++asked;
        all[std::size_t(connection)]->send(next(connection, answer));
    };
    const Stopwatch watch;
    for (int i = 0; i < connections; ++i) ask_next(i, nullptr);
    std::array<epoll_event, 64> events;
    while (result.latencies_ms.size() < asked) {
        const int ready = ::epoll_wait(epoll.number(), events.data(), int(events.size()), kPatience_ms);
        if (ready <= 0) throw std::runtime_error("the server does not answer");
        for (int i = 0; i < ready; ++i) {
            const int connection = int(events[std::size_t(i)].data.u32);
            const auto answer = all[std::size_t(connection)]->receive();
            if (!answer) continue;
            result.latencies_ms.push_back(all[std::size_t(connection)]->waited_ms());
            if (!success(*answer)) ++result.failures;
            ask_next(connection, &*answer);
        }
    }
    result.seconds = watch.seconds();
    return result;
}

}  // namespace gongdan::bench
