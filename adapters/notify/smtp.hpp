#pragma once
/// One mail to one recipient by libcurl's SMTP, with a time limit and a verified certificate.

#include <string>
#include <vector>

#include "adapters/notify/plugin.hpp"

namespace gongdan::notify {

class CurlTransfer;

struct SmtpServer {
    enum class Security { starttls, tls, none } security = Security::starttls;
    std::string host;
    int port = 0;
    std::string username;  ///< empty = no AUTH
    std::string password;  ///< secret, never logged
    std::string ca_file;   ///< empty = the certificate authorities of the system
};

struct OutgoingMail {
    std::string sender;                ///< bare address
    std::string recipient;             ///< bare address, personal
    std::vector<std::string> headers;  ///< "name: value"; line ends only where they fold
    std::string text;                  ///< UTF-8
    std::string html;                  ///< UTF-8, says the same as `text`
};

struct SmtpReply {
    /// How far the session had come when its last answer came, or was waited for.
    enum class Phase { connect, login, sender, recipient, content } phase = Phase::connect;
    bool accepted = false;
    int status = 0;       ///< of the last answer (RFC 5321 §4.2); 0 = none came
    std::string answer;   ///< its last line, with its status, as it came: may name the recipient
    LocalText problem{};  ///< why there is no answer that refuses
};

/// Opens a connection for every mail and ends it with QUIT: a pager writes seldom, and servers close idle connections.
/// Used by one thread at a time.
class SmtpClient {
 public:
    explicit SmtpClient(SmtpServer server);
    ~SmtpClient();

    /// Not accepted and no problem: the server refused, see `status` and `phase`.
    [[nodiscard]] SmtpReply send(const OutgoingMail& mail, const Call& call);

 private:
    SmtpServer server_;
    std::unique_ptr<CurlTransfer> transfer_;
};

/// What a reply means for the notice (see docs/plugins.md). Only an answer about this recipient rejects: what the
/// server has against the session, the sender or the content it would have against every other notice, too.
[[nodiscard]] Answer answer_of(const SmtpReply& reply, const Message& message);

}  // namespace gongdan::notify
