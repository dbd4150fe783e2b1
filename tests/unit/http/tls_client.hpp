#pragma once
/// A TLS client over a loopback socket, and certificates made for the test.

#include <cstdint>
#include <memory>
#include <string>

#include "tests/support/temporary_folder.hpp"

namespace gongdan::http::test {

/// A fresh self-signed certificate `cert.pem` and its key `key.pem` in the folder, for this name, valid for one day.
void make_certificate(const gongdan::test::TemporaryFolder& folder, const std::string& name);

struct TlsWish {
    int version = 0;            ///< the only one it speaks, e.g. TLS1_1_VERSION; 0 = any
    std::string protocol = "";  ///< offered by ALPN; empty = no ALPN
    std::string ciphers = "";   ///< of TLS 1.2; empty = OpenSSL's
};

class TlsClient {
 public:
    explicit TlsClient(std::uint16_t port, const TlsWish& wish = {});
    TlsClient(const TlsClient&) = delete;
    TlsClient& operator=(const TlsClient&) = delete;
    ~TlsClient();

    [[nodiscard]] bool connected() const;       ///< the handshake went well
    [[nodiscard]] std::string version() const;  ///< "TLSv1.3"
    [[nodiscard]] std::string protocol() const;
    [[nodiscard]] std::string subject() const;  ///< the common name of the server's certificate
    void send(const std::string& bytes) const;
    /// Reads until `text` has come; false at the end of the connection.
    [[nodiscard]] bool read_until(const std::string& text);
    /// Reads on to the end; true when the server said goodbye (close_notify), false when it was cut.
    [[nodiscard]] bool at_proper_end();
    [[nodiscard]] const std::string& received() const { return received_; }

 private:
    struct Held;
    std::unique_ptr<Held> held_;
    std::string received_;
};

}  // namespace gongdan::http::test
