#pragma once
/// A real SMTP server in a process of its own (fixtures/smtp_server.py), and what it received.

#include <map>
#include <string>

#include "core/base/json.hpp"
#include "tests/support/process.hpp"
#include "tests/unit/notify/support.hpp"

namespace gongdan::notify::test {

struct ReceivedMail {
    std::string sender;
    std::string recipient;
    std::string user;  ///< who logged in; empty = nobody
    bool tls = false;
    std::string source;                          ///< as it came over the wire
    std::map<std::string, std::string> headers;  ///< names in lower case, unfolded
};

class MailServer {
 public:
    /// `plan` as the script describes it.
    explicit MailServer(const json::object& plan = {});

    [[nodiscard]] int port() const { return port_; }
    /// Waits for the next mail that was read to its end.
    [[nodiscard]] ReceivedMail next();

 private:
    gongdan::test::Process process_;
    int port_ = 0;
};

/// A certificate for localhost and 127.0.0.1 that signs itself, and its key: cert.pem and key.pem in `folder`.
void make_certificate(const Folder& folder);

/// A header as a mail program shows it: encoded words decoded.
[[nodiscard]] std::string decoded_header(const std::string& value);

/// The content of the part of type `type`, decoded.
[[nodiscard]] std::string part_of(const ReceivedMail& mail, const std::string& type);

}  // namespace gongdan::notify::test
