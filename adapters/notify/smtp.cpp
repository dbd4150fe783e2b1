#include "adapters/notify/smtp.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "adapters/notify/curl_transfer.hpp"
#include "adapters/notify/deadline.hpp"
#include "adapters/notify/privacy.hpp"
#include "core/base/check.hpp"

namespace gongdan::notify {
namespace {

constexpr Millis kConnectLimit = std::chrono::seconds(5);
constexpr std::size_t kLineMax = 2 * 1024;
constexpr long kFarewell_s = 1;  // how long the answer to QUIT may take: the mail is accepted or refused by then

using Phase = SmtpReply::Phase;

/// What the callbacks of one session see.
struct Session {
    CURL* easy;
    const Interrupt* interrupt;
    Deadline deadline;
    SmtpReply reply{};
};

/// libcurl ends every session with QUIT and waits for its answer without looking at any other time limit.
void hurry(const Session& session) { curl_easy_setopt(session.easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, kFarewell_s); }

Phase phase_of(std::string_view command, Phase before) {
    if (command.starts_with("AUTH ")) return Phase::login;
    if (command.starts_with("MAIL FROM:")) return Phase::sender;
    if (command.starts_with("RCPT TO:")) return Phase::recipient;
    if (command.starts_with("DATA")) return Phase::content;
    return before;  // greetings, QUIT, and the lines of AUTH, which hold the password: nothing of them is kept
}

int watch(CURL*, curl_infotype kind, char* data, std::size_t size, void* context) {
    auto& session = *static_cast<Session*>(context);
    if (kind == CURLINFO_HEADER_OUT) session.reply.phase = phase_of({data, size}, session.reply.phase);
    return 0;
}

std::size_t take_line(const char* data, std::size_t size, std::size_t count, void* context) {
    auto& session = *static_cast<Session*>(context);
    const std::string_view line(data, size * count);
    int status = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + std::min<std::size_t>(line.size(), 3), status);
    if (error != std::errc() || end != line.data() + 3) return line.size();
    const bool answers_quit = session.reply.accepted || status == 221;
    if (answers_quit) return line.size();
    session.reply.status = status;
    session.reply.answer = line.substr(0, std::min(line.size(), kLineMax));
    const bool end_of_content = session.reply.phase == Phase::content && status != 354;
    session.reply.accepted = end_of_content && status >= 200 && status < 300;
    const bool refused = session.reply.phase >= Phase::sender && status >= 400;
    if (end_of_content || refused) hurry(session);
    return line.size();
}

/// libcurl waits for the answer to the content in one go and only looks here, once a second.
int is_over(void* context, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    const auto& session = *static_cast<const Session*>(context);
    const bool over = session.deadline.over() || (session.interrupt != nullptr && session.interrupt->raised());
    if (over) hurry(session);
    return over ? 1 : 0;
}

class Lists {
 public:
    Lists(const OutgoingMail& mail, CURL* easy) : mime_(curl_mime_init(easy), &curl_mime_free) {
        for (const std::string& header : mail.headers) headers_ = curl_slist_append(headers_, header.c_str());
        headers_ = curl_slist_append(headers_, "Content-Type: multipart/alternative");
        recipients_ = curl_slist_append(nullptr, ("<" + mail.recipient + ">").c_str());
        add(mail.text, "text/plain; charset=utf-8");
        add(mail.html, "text/html; charset=utf-8");
    }
    Lists(const Lists&) = delete;
    Lists& operator=(const Lists&) = delete;
    ~Lists() {
        curl_slist_free_all(headers_);
        curl_slist_free_all(recipients_);
    }

    [[nodiscard]] curl_mime* mime() { return mime_.get(); }
    [[nodiscard]] const curl_slist* headers() const { return headers_; }
    [[nodiscard]] const curl_slist* recipients() const { return recipients_; }

 private:
    void add(const std::string& content, const char* type) {
        curl_mimepart* part = curl_mime_addpart(mime_.get());
        GONGDAN_CHECK(part != nullptr, "libcurl has no memory");
        curl_mime_data(part, content.data(), content.size());
        curl_mime_type(part, type);
        curl_mime_encoder(part, "base64");
    }

    std::unique_ptr<curl_mime, decltype(&curl_mime_free)> mime_;
    curl_slist* headers_ = nullptr;
    curl_slist* recipients_ = nullptr;
};

void set_server(CURL* easy, const SmtpServer& server) {
    const bool implicit = server.security == SmtpServer::Security::tls;
    const std::string url = fmt::format("{}://{}:{}", implicit ? "smtps" : "smtp", server.host, server.port);
    curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    const bool encrypted = server.security != SmtpServer::Security::none;
    curl_easy_setopt(easy, CURLOPT_USE_SSL, long(encrypted ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, long(CURL_SSLVERSION_TLSv1_2));
    if (!server.ca_file.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, server.ca_file.c_str());
    if (!server.username.empty()) {
        curl_easy_setopt(easy, CURLOPT_USERNAME, server.username.c_str());
        curl_easy_setopt(easy, CURLOPT_PASSWORD, server.password.c_str());
    }
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, long(kConnectLimit.count()));
}

void set_callbacks(CURL* easy, Session& session, Millis time_limit) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(time_limit);
    curl_easy_setopt(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, long(seconds.count()));
    curl_easy_setopt(easy, CURLOPT_VERBOSE, 1L);  // of what it tells only the commands are looked at
    curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, &watch);
    curl_easy_setopt(easy, CURLOPT_DEBUGDATA, &session);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &take_line);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &session);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &take_line);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &session);
    curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, &is_over);
    curl_easy_setopt(easy, CURLOPT_XFERINFODATA, &session);
}

/// The middle figure of an enhanced status such as "550 5.1.1 …" (RFC 3463 §2); nothing without one.
std::optional<char> enhanced_subject(std::string_view answer) {
    const bool present =
        answer.size() > 8 && answer[5] == '.' && answer[7] == '.' && (answer[4] == '4' || answer[4] == '5');
    return present ? std::optional(answer[6]) : std::nullopt;
}

/// 550 and above are about mailboxes; what is below is about commands and logins. Where the server says it more
/// exactly, 1 and 2 are about the address and the mailbox, 7 (as in "relay access denied") and others about us.
bool is_about_recipient(const SmtpReply& reply) {
    const auto subject = enhanced_subject(reply.answer);
    return reply.status >= 550 && (!subject || *subject == '0' || *subject == '1' || *subject == '2');
}

}  // namespace

SmtpClient::SmtpClient(SmtpServer server) : server_(std::move(server)), transfer_(std::make_unique<CurlTransfer>()) {}

SmtpClient::~SmtpClient() = default;

SmtpReply SmtpClient::send(const OutgoingMail& mail, const Call& call) {
    CURL* easy = transfer_->easy();
    Session session{easy, call.interrupt, Deadline(call.time_limit)};
    Lists lists(mail, easy);
    curl_easy_reset(easy);
    set_server(easy, server_);
    set_callbacks(easy, session, call.time_limit);
    curl_easy_setopt(easy, CURLOPT_MAIL_FROM, ("<" + mail.sender + ">").c_str());
    curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, lists.recipients());
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, lists.headers());
    curl_easy_setopt(easy, CURLOPT_MIMEPOST, lists.mime());
    const auto result = transfer_->run(call);
    curl_easy_reset(easy);  // it must not keep pointers to what ends here
    SmtpReply& reply = session.reply;
    if (reply.accepted || (result && *result == CURLE_OK)) {
        reply.accepted = true;
    } else if (!result || *result == CURLE_OPERATION_TIMEDOUT || *result == CURLE_ABORTED_BY_CALLBACK) {
        reply.problem = text("notify.late", call.time_limit.count());
    } else if (reply.status < 400) {
        reply.problem = text("notify.no-exchange", curl_easy_strerror(*result));  // names neither host nor address
    }
    return std::move(reply);
}

Answer answer_of(const SmtpReply& reply, const Message& message) {
    if (reply.accepted) return delivered();
    if (!reply.problem.en.empty()) return retry(reply.problem);
    const std::string said = scrub(reply.answer, message);
    switch (reply.phase) {
        case Phase::connect: return retry(text("notify.smtp-session", said));
        case Phase::login: return retry(text("notify.smtp-login", said));
        case Phase::sender: return retry(text("notify.smtp-sender", said));
        case Phase::recipient:
        case Phase::content: break;
    }
    if (reply.status < 500) return retry(text("notify.smtp-later", said));
    // RFC 5321 §4.2.1: the same mail is not to be sent again. Before the content it may still be our settings.
    if (reply.phase == Phase::content) return rejected(text("notify.smtp-content", said));
    return is_about_recipient(reply) ? rejected(text("notify.smtp-recipient", said))
                                     : retry(text("notify.smtp-refused", said));
}

}  // namespace gongdan::notify
