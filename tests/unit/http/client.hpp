#pragma once
/// A plain blocking HTTP client over a loopback socket, so that tests see the very bytes of the server.

#include <map>
#include <string>

namespace gongdan::http::test {

struct Answer {
    int status = 0;                              ///< 0 = the connection ended before a head came
    std::map<std::string, std::string> headers;  ///< names in lower case
    std::string body;
};

class Client {
 public:
    explicit Client(std::uint16_t port);
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;
    ~Client();

    void send(const std::string& bytes) const;
    void send_get(const std::string& target, const std::string& more_headers = "") const;
    /// Reads one answer with Content-Length, or only the head of a stream.
    [[nodiscard]] Answer read(bool head_only = false);
    /// Reads until `text` has come (true) or the connection ended (false); what came is in received().
    [[nodiscard]] bool read_until(const std::string& text);
    /// True when the peer has closed (after reading what was still there).
    [[nodiscard]] bool at_end();
    void half_close() const;
    [[nodiscard]] const std::string& received() const { return buffer_; }

 private:
    bool fill();

    int socket_ = -1;
    std::string buffer_;
};

}  // namespace gongdan::http::test
