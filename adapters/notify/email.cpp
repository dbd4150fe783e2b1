#include "adapters/notify/builtin.hpp"
#include "adapters/notify/http_exchange.hpp"
#include "adapters/notify/mail.hpp"
#include "adapters/notify/secret.hpp"
#include "adapters/notify/settings.hpp"
#include "adapters/notify/smtp.hpp"
#include "core/base/check.hpp"

namespace gongdan::notify {
namespace {

constexpr int kPortTls = 465;       // RFC 8314 §7.3
constexpr int kPortStarttls = 587;  // RFC 6409 §3.1
constexpr int kPortPlain = 25;

SmtpServer::Security security_of(const ChannelConfig& config) {
    const std::string word = text_setting(config, "security");
    if (word == "tls") return SmtpServer::Security::tls;
    return word == "none" ? SmtpServer::Security::none : SmtpServer::Security::starttls;
}

int usual_port(SmtpServer::Security security) {
    switch (security) {
        case SmtpServer::Security::tls: return kPortTls;
        case SmtpServer::Security::starttls: return kPortStarttls;
        case SmtpServer::Security::none: return kPortPlain;
    }
    GONGDAN_UNREACHABLE("a Security outside its enum");
}

SmtpServer server_of(const ChannelConfig& config, std::string password) {
    SmtpServer server;
    server.security = security_of(config);
    server.host = text_setting(config, "host");
    server.port = int(get_int(config.settings, "port").value_or(usual_port(server.security)));
    server.username = text_setting(config, "username");
    server.password = std::move(password);
    server.ca_file = ca_file_of(config);
    return server;
}

/// A notice has one recipient, so a mail has one, too: none is served twice because another could not be.
class EmailPlugin : public Plugin {
 public:
    EmailPlugin(const ChannelConfig& config, MailAddress from, std::string password)
        : templates_(config.templates),
          language_(config.language),
          from_(std::move(from)),
          client_(server_of(config, std::move(password))) {}

    Answer deliver(const Message& message, const Call& call) override {
        const auto to = parse_mail_address(message.address);
        if (!to) return rejected(text("notify.mail-address"));
        const auto parsed = parse_json(message.json);
        const json::object* content = parsed ? parsed->if_object() : nullptr;
        if (content == nullptr) return rejected(text("notify.no-id"));
        Rendered rendered = mail_text(templates_, language_, *content, call.now);
        const MailEnvelope envelope{
            message.id, from_, {to->name.empty() ? message.person : to->name, to->address}, call.now};
        OutgoingMail mail;
        mail.sender = from_.address;
        mail.recipient = to->address;
        mail.headers = mail_headers(envelope, *content, rendered.title);
        mail.text = std::move(rendered.body);
        mail.html = html_of(mail.text);
        mail.text += "\n";
        return answer_of(client_.send(mail, call), message);
    }

 private:
    Templates templates_;
    Language language_;
    MailAddress from_;
    SmtpClient client_;
};

}  // namespace

Result<std::unique_ptr<Plugin>> make_email(const ChannelConfig& config, const PluginTools&) {
    auto password = read_secret(config, "password");
    if (!password) return password.error();
    auto from = parse_mail_address(text_setting(config, "from"));
    GONGDAN_CHECK(from.has_value(), "check_settings() has passed the sender");
    return std::unique_ptr<Plugin>(std::make_unique<EmailPlugin>(config, std::move(*from), std::move(*password)));
}

}  // namespace gongdan::notify
