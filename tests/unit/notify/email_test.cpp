// Mails over a real SMTP server: what arrives, what every answer means, and that a retry is not a second mail.

#include <netinet/in.h>
#include <sys/socket.h>

#include <future>

#include <catch2/catch.hpp>

#include "adapters/notify/mail.hpp"
#include "tests/unit/notify/mail_server.hpp"

using namespace gongdan;
using namespace gongdan::notify;
using namespace gongdan::notify::test;

namespace {

struct MailCase {
    std::string id = "01J/p1/mail";
    std::string number = "GZ202603020001";
    std::string ticket = "17";
    std::string address = "zhang@power.example";
    std::string name = "演示-张三";
    int level = 3;
};

Message mail_message(const MailCase& it = {}) {
    const json::object content{{"id", it.id},
                               {"case", it.ticket},
                               {"number", it.number},
                               {"level", it.level},
                               {"clock_title", {{"zh", "到达现场"}, {"en", "Arrival"}}},
                               {"due_at", "2026-03-02T08:45:00+08:00"},
                               {"recipient", {{"id", "p1"}, {"name", it.name}, {"address", it.address}}},
                               {"text", {{"zh", "到达现场已超时"}, {"en", "the arrival is overdue"}}}};
    return *read_message(json::serialize(content));
}

json::object settings_for(int port, const json::object& more = {}) {
    json::object settings{
        {"host", "127.0.0.1"}, {"port", port}, {"security", "none"}, {"from", "工单调度 <gongdan@power.example>"}};
    for (const auto& [key, value] : more) settings[key] = value;
    return settings;
}

std::unique_ptr<Plugin> mailer(const json::object& settings) {
    auto plugin = make_plugin(channel(PluginKind::email, settings), {"/", {}, {}});
    INFO((plugin.ok() ? "" : plugin.error().detail.en));
    REQUIRE(plugin.ok());
    return std::move(*plugin);
}

Answer answer_with(const json::object& plan, const Message& message = mail_message()) {
    MailServer server(plan);
    return mailer(settings_for(server.port()))->deliver(message, call());
}

/// Both languages of a reason.
std::string said(const Answer& answer) { return answer.reason.zh + " " + answer.reason.en; }

}  // namespace

TEST_CASE("a mail carries its subject and texts in Chinese, its sender and its one recipient") {
    MailServer server;
    REQUIRE(mailer(settings_for(server.port()))->deliver(mail_message(), call()).kind == Answer::Kind::delivered);
    const ReceivedMail mail = server.next();
    CHECK(mail.sender == "gongdan@power.example");
    CHECK(mail.recipient == "zhang@power.example");
    CHECK(decoded_header(mail.headers.at("subject")) == "【3级】GZ202603020001 到达现场");
    CHECK(decoded_header(mail.headers.at("from")) == "工单调度 <gongdan@power.example>");
    CHECK(decoded_header(mail.headers.at("to")) == "演示-张三 <zhang@power.example>");
    CHECK(mail.headers.at("date") == "Mon, 02 Mar 2026 12:00:00 +0800");
    CHECK(mail.headers.at("mime-version") == "1.0");
    CHECK(mail.headers.at("auto-submitted") == "auto-generated");
    CHECK(mail.headers.at("x-priority") == "1");
    CHECK(mail.headers.at("list-id") == "Gongdan <gongdan.power.example>");
    CHECK(mail.headers.at("x-gongdan-number") == "GZ202603020001");
    CHECK(part_of(mail, "text/plain").find("到达现场已超时") != std::string::npos);
    CHECK(part_of(mail, "text/html").find("到达现场已超时") != std::string::npos);
}

TEST_CASE("mails of one ticket are one thread, and each notice has an id of its own") {
    MailServer server;
    const auto plugin = mailer(settings_for(server.port()));
    for (const MailCase& it : {MailCase{}, MailCase{.id = "01K/p1/mail", .level = 1},
                               MailCase{.id = "01L/p1/mail", .number = "GZ202603020002", .ticket = "18"}}) {
        REQUIRE(plugin->deliver(mail_message(it), call()).kind == Answer::Kind::delivered);
    }
    const ReceivedMail first = server.next();
    const ReceivedMail second = server.next();
    const ReceivedMail other = server.next();
    CHECK(first.headers.at("message-id") == "<01J/p1/mail@power.example>");
    CHECK(second.headers.at("message-id") == "<01K/p1/mail@power.example>");
    CHECK(first.headers.at("references") == second.headers.at("references"));
    CHECK(first.headers.at("in-reply-to") == first.headers.at("references"));
    CHECK(first.headers.at("references") != other.headers.at("references"));
    CHECK_FALSE(second.headers.contains("x-priority"));
}

TEST_CASE("STARTTLS and TLS from the start deliver to a server whose certificate is known, with a login") {
    const Folder folder;
    make_certificate(folder);
    const bool implicit = GENERATE(false, true);
    MailServer server({{"certificate", folder.file("cert.pem")},
                       {"key", folder.file("key.pem")},
                       {"implicit", implicit},
                       {"user", "gongdan"},
                       {"password", "open sesame"}});
    json::object settings =
        settings_for(server.port(), {{"security", implicit ? "tls" : "starttls"}, {"username", "gongdan"}});

    json::object right = settings;
    right["ca_file"] = folder.file("cert.pem");
    right["password"] = "open sesame";
    REQUIRE(mailer(right)->deliver(mail_message(), call()).kind == Answer::Kind::delivered);
    const ReceivedMail mail = server.next();
    CHECK(mail.tls);
    CHECK(mail.user == "gongdan");

    json::object wrong = right;
    wrong["password"] = "guessed secret";
    const Answer refused = mailer(wrong)->deliver(mail_message(), call());
    CHECK(refused.kind == Answer::Kind::retry);
    CHECK(said(refused).find("535") != std::string::npos);
    CHECK(said(refused).find("guessed") == std::string::npos);

    json::object unknown = right;
    unknown.erase("ca_file");
    const Answer stranger = mailer(unknown)->deliver(mail_message(), call());
    CHECK(stranger.kind == Answer::Kind::retry);
    CHECK(said(stranger).find("certificate") != std::string::npos);
}

TEST_CASE("a server without STARTTLS gets nothing when encryption is asked for") {
    MailServer server;
    const json::object settings = settings_for(server.port(), {{"security", "starttls"}});
    const Answer answer = mailer(settings)->deliver(mail_message(), call());
    CHECK(answer.kind == Answer::Kind::retry);
    CHECK(said(answer).find("SSL") != std::string::npos);
}

TEST_CASE("greylisting is a retry, and the second attempt is the same mail") {
    MailServer server({{"rcpt", {"451 4.7.1 Greylisted, try again"}}});
    const auto plugin = mailer(settings_for(server.port()));
    const Answer first = plugin->deliver(mail_message(), call());
    CHECK(first.kind == Answer::Kind::retry);
    CHECK(said(first).find("Greylisted") != std::string::npos);
    CHECK(plugin->deliver(mail_message(), call()).kind == Answer::Kind::delivered);
    CHECK(server.next().headers.at("message-id") == "<01J/p1/mail@power.example>");
}

TEST_CASE("a connection that breaks before the answer to the content is a retry with the same Message-ID") {
    MailServer server({{"data", {"drop"}}});
    const auto plugin = mailer(settings_for(server.port()));
    CHECK(plugin->deliver(mail_message(), call()).kind == Answer::Kind::retry);
    CHECK(plugin->deliver(mail_message(), call()).kind == Answer::Kind::delivered);
    CHECK(server.next().headers.at("message-id") == server.next().headers.at("message-id"));
}

TEST_CASE("only an answer about the recipient rejects") {
    for (const char* rejects : {"550 5.1.1 No such user", "550 No such user", "551 User not local",
                                "552 5.2.2 Mailbox full", "553 5.1.3 Bad mailbox name"}) {
        INFO(rejects);
        CHECK(answer_with({{"rcpt", {rejects}}}).kind == Answer::Kind::rejected);
    }
    for (const char* retries : {"450 4.2.1 Busy", "452 4.2.2 Mailbox full", "530 5.7.0 Log in first",
                                "554 5.7.1 Relay access denied", "503 5.5.1 Bad sequence"}) {
        INFO(retries);
        CHECK(answer_with({{"rcpt", {retries}}}).kind == Answer::Kind::retry);
    }
    CHECK(answer_with({{"sender", {"550 5.7.1 Sender refused"}}}).kind == Answer::Kind::retry);
}

TEST_CASE("a refusal of the content is for ever when the server says 5yz, and for now when it says 4yz") {
    for (const char* rejects : {"550 5.1.1 No such user", "550 Refused", "552 5.3.4 Message too big",
                                "552 Exceeded storage allocation", "554 5.7.1 Looks like spam"}) {
        INFO(rejects);
        const Answer answer = answer_with({{"data", {rejects}}});
        CHECK(answer.kind == Answer::Kind::rejected);
        CHECK(said(answer).find(rejects) != std::string::npos);
    }
    for (const char* retries : {"450 4.2.1 Busy", "451 4.3.0 Local error", "452 4.3.1 Out of storage"}) {
        INFO(retries);
        CHECK(answer_with({{"data", {retries}}}).kind == Answer::Kind::retry);
    }
}

TEST_CASE("what the server says of the recipient does not get into the reason") {
    const Answer answer = answer_with({{"rcpt", {"550 5.1.1 <zhang@power.example>: no such user"}}});
    CHECK(answer.kind == Answer::Kind::rejected);
    CHECK(said(answer).find("zhang") == std::string::npos);
    CHECK(said(answer).find("no such user") != std::string::npos);
}

TEST_CASE("a server that hangs is given up at the deadline, or when the server stops") {
    SECTION("it never greets") {
        const Descriptor listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        REQUIRE(::bind(listener.get(), reinterpret_cast<sockaddr*>(&address), size) == 0);
        REQUIRE(::listen(listener.get(), 1) == 0);
        REQUIRE(::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size) == 0);
        const auto plugin = mailer(settings_for(ntohs(address.sin_port)));
        CHECK(plugin->deliver(mail_message(), call(Millis(50))).kind == Answer::Kind::retry);
    }
    SECTION("it never answers the content") {
        MailServer server({{"data", {"hang", "hang"}}});
        const auto plugin = mailer(settings_for(server.port()));
        CHECK(plugin->deliver(mail_message(), call(Millis(1500))).kind == Answer::Kind::retry);
        (void)server.next();
        Interrupt interrupt;
        auto waiting = std::async(std::launch::async, [&plugin, &interrupt] {
            return plugin->deliver(mail_message(), call(kPatience, &interrupt));
        });
        (void)server.next();  // now it waits for the answer
        interrupt.raise();
        CHECK(waiting.get().kind == Answer::Kind::retry);
    }
}

TEST_CASE("an accepted mail is delivered, however long the server thinks about the farewell") {
    MailServer server({{"quit", {"hang"}}});
    const auto begin = std::chrono::steady_clock::now();
    const auto plugin = mailer(settings_for(server.port()));
    CHECK(plugin->deliver(mail_message(), call()).kind == Answer::Kind::delivered);
    CHECK(std::chrono::steady_clock::now() - begin < kPatience / 2);
}

TEST_CASE("a server that is not there is a retry") {
    int port = 0;
    {
        const MailServer server;
        port = server.port();
    }
    const Answer answer = mailer(settings_for(port))->deliver(mail_message(), call());
    CHECK(answer.kind == Answer::Kind::retry);
    CHECK_FALSE(answer.reason.en.empty());
}

TEST_CASE("an address that is none is rejected before anybody is asked") {
    for (const char* address : {"", "13800001111", "a@b@c", "a b@power.example", "a@power.example\r\nBcc: x@y.example",
                                "a@power.example, b@power.example", "张三@power.example", "<a@power.example"}) {
        INFO(address);
        const Answer answer = mailer(settings_for(9))->deliver(mail_message({.address = address}), call());
        CHECK(answer.kind == Answer::Kind::rejected);
        CHECK(said(answer).find("power") == std::string::npos);
    }
}

TEST_CASE("a digest is one mail that belongs to no thread, with the place to see the list") {
    MailServer server;
    const json::object item{{"number", "GZ202603020001"},
                            {"clock_title", {{"zh", "到达现场"}, {"en", "Arrival"}}},
                            {"due_at", "2026-03-02T08:45:00+08:00"},
                            {"level", 3}};
    const json::object digest{{"id", "d1/p1/mail"},
                              {"kind", "digest"},
                              {"count", 2},
                              {"headline", {{"zh", "2 件工单超时"}, {"en", "2 tickets overdue"}}},
                              {"level", 3},
                              {"oldest_due_at", "2026-03-02T08:45:00+08:00"},
                              {"list_url", "https://desk.example/tickets?due=1&mine=1"},
                              {"recipient", {{"name", "演示-张三"}, {"address", "zhang@power.example"}}},
                              {"items", {item, item}}};
    const auto plugin = mailer(settings_for(server.port()));
    REQUIRE(plugin->deliver(*read_message(json::serialize(digest)), call()).kind == Answer::Kind::delivered);
    const ReceivedMail mail = server.next();
    CHECK(decoded_header(mail.headers.at("subject")) == "【3级】2 件工单超时");
    CHECK_FALSE(mail.headers.contains("references"));
    CHECK(mail.headers.at("message-id") == "<d1/p1/mail@power.example>");
    CHECK(part_of(mail, "text/plain").find("https://desk.example/tickets?due=1&mine=1") != std::string::npos);
    CHECK(part_of(mail, "text/html").find("href=\"https://desk.example/tickets?due=1&amp;mine=1\"") !=
          std::string::npos);
}

TEST_CASE("no text of a ticket or a person can add a header") {
    MailServer server;
    const std::string evil = "GZ1\r\nBcc: everybody@power.example\r\n\r\nbody";
    REQUIRE(mailer(settings_for(server.port()))
                ->deliver(mail_message({.id = "x\r\nX: y", .number = evil, .ticket = evil, .name = evil}), call())
                .kind == Answer::Kind::delivered);
    const ReceivedMail mail = server.next();
    CHECK_FALSE(mail.headers.contains("bcc"));
    CHECK_FALSE(mail.headers.contains("x"));
    CHECK(mail.recipient == "zhang@power.example");
}
