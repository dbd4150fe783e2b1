#pragma once
/// A tiny HTTP receiver on a loopback port, plain sockets, so that the tests see the very bytes of a webhook.

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "adapters/notify/interrupt.hpp"

namespace gongdan::notify::test {

struct Received {
    std::string request_line;
    std::map<std::string, std::string> headers;  ///< names in lower case
    std::string body;
};

class Receiver {
 public:
    Receiver();
    Receiver(const Receiver&) = delete;
    Receiver& operator=(const Receiver&) = delete;
    ~Receiver();

    /// What the next request gets, verbatim; "" = nothing, the connection stays open. Without a reply left: 204.
    void reply(std::string bytes);
    void reply_status(const std::string& status, const std::string& headers = "", const std::string& body = "");

    [[nodiscard]] std::string url(const std::string& host = "127.0.0.1") const;
    [[nodiscard]] std::vector<Received> received() const;
    [[nodiscard]] int connections() const { return connections_.load(); }
    /// Returns when a request has come (or after a minute, in a failing test).
    void wait_request();

 private:
    void run();
    void serve(int connection);

    Descriptor listener_;
    std::uint16_t port_ = 0;
    Interrupt stop_;
    std::atomic<int> connections_{0};
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::string> replies_;
    std::vector<Received> received_;
    std::vector<Descriptor> held_;
    std::thread thread_;
};

}  // namespace gongdan::notify::test
