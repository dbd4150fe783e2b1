// Webhooks over a real socket: what is sent, what every answer means, and where they must not go.

#include <future>

#include <catch2/catch.hpp>

#include "adapters/notify/http_exchange.hpp"
#include "adapters/notify/webhook.hpp"
#include "tests/unit/notify/receiver.hpp"
#include "tests/unit/notify/support.hpp"

using namespace gongdan;
using namespace gongdan::notify;
using namespace gongdan::notify::test;

namespace {

const std::string kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

std::unique_ptr<Plugin> hook(const std::string& url, const json::value& allowed = true) {
    auto plugin = make_plugin(
        channel(PluginKind::webhook, {{"url", url}, {"secret", kSecret}, {"allow_private", allowed}}), {"/", {}, {}});
    REQUIRE(plugin.ok());
    return std::move(*plugin);
}

Answer answer_to(const std::string& status, const std::string& headers = "", const std::string& body = "") {
    Receiver receiver;
    receiver.reply_status(status, headers, body);
    return hook(receiver.url())->deliver(message("e1/p1/desk"), call());
}

}  // namespace

TEST_CASE("a webhook carries the message, its id, the time and a signature that the receiver can check") {
    Receiver receiver;
    CHECK(hook(receiver.url())->deliver(message("e1/p1/desk"), call()).kind == Answer::Kind::delivered);
    REQUIRE(receiver.received().size() == 1);
    const Received got = receiver.received()[0];
    CHECK(got.request_line.starts_with("POST /hook HTTP/1.1"));
    CHECK(got.body == message_json("e1/p1/desk"));
    CHECK(got.headers.at("content-type") == "application/json");
    CHECK(got.headers.at("webhook-id") == "e1/p1/desk");
    CHECK(got.headers.at("webhook-timestamp") == "1772424000");
    CHECK(got.headers.at("webhook-signature") ==
          webhook_signature({"e1/p1/desk", 1772424000, got.body}, *webhook_keys(kSecret)));
    CHECK_FALSE(got.headers.contains("expect"));
}

TEST_CASE("a second try carries the same id and body, with a time and a signature of its own") {
    Receiver receiver;
    receiver.reply_status("500 Oops");
    const auto plugin = hook(receiver.url());
    CHECK(plugin->deliver(message("e1/p1/desk"), call()).kind == Answer::Kind::retry);
    Call later = call();
    later.now += std::chrono::minutes(5);
    CHECK(plugin->deliver(message("e1/p1/desk"), later).kind == Answer::Kind::delivered);
    const auto got = receiver.received();
    REQUIRE(got.size() == 2);
    CHECK(got[1].headers.at("webhook-id") == got[0].headers.at("webhook-id"));
    CHECK(got[1].body == got[0].body);
    CHECK(got[1].headers.at("webhook-timestamp") == "1772424300");
    CHECK(got[1].headers.at("webhook-signature") ==
          webhook_signature({"e1/p1/desk", 1772424300, got[1].body}, *webhook_keys(kSecret)));
}

TEST_CASE("while a secret is changed, receivers of the old and of the new one can check the same request") {
    Receiver receiver;
    auto plugin = make_plugin(
        channel(PluginKind::webhook,
                {{"url", receiver.url()}, {"secret", kSecret + " whsec_YWJjZA=="}, {"allow_private", true}}),
        {"/", {}, {}});
    REQUIRE(plugin.ok());
    CHECK((*plugin)->deliver(message("n1"), call()).kind == Answer::Kind::delivered);
    const Received got = receiver.received().at(0);
    const WebhookContent content{"n1", 1772424000, got.body};
    CHECK(got.headers.at("webhook-signature") == webhook_signature(content, *webhook_keys(kSecret)) + " " +
                                                     webhook_signature(content, *webhook_keys("whsec_YWJjZA==")));
}

TEST_CASE("every 2xx delivers") {
    for (const std::string status : {"200 OK", "202 Accepted", "204 No Content"}) {
        CHECK(answer_to(status).kind == Answer::Kind::delivered);
    }
}

TEST_CASE("410 rejects and disables the target") {
    const Answer answer = answer_to("410 Gone");
    CHECK(answer.kind == Answer::Kind::rejected);
    CHECK(answer.target_gone);
}

TEST_CASE("429, 502, 503 and 504 throttle, for as long as Retry-After says") {
    for (const std::string status : {"429 Too Many Requests", "502 Bad Gateway", "503 No", "504 Gateway Timeout"}) {
        const Answer answer = answer_to(status, "Retry-After: 120\r\n");
        CHECK(answer.kind == Answer::Kind::retry);
        CHECK(answer.throttled);
        CHECK(answer.delay == std::chrono::seconds(120));
    }
    const Answer dated = answer_to("429 Too Many Requests", "RETRY-AFTER:  Mon, 02 Mar 2026 04:10:00 GMT \r\n");
    CHECK(dated.delay == std::chrono::minutes(10));
    CHECK_FALSE(answer_to("429 Too Many Requests", "Retry-After: soon\r\n").delay.has_value());
}

TEST_CASE("any other answer means another try, and says what the receiver said") {
    const Answer answer = answer_to("500 Oops", "", "bad day for 13800001111\n");
    CHECK(answer.kind == Answer::Kind::retry);
    CHECK_FALSE(answer.throttled);
    CHECK(answer.reason.en.find("HTTP 500: bad day for ***") != std::string::npos);
    CHECK(answer_to("404 Not Found").kind == Answer::Kind::retry);
    CHECK(answer_to("401 Unauthorized").kind == Answer::Kind::retry);
}

TEST_CASE("a redirect is not followed") {
    Receiver elsewhere;
    for (const std::string status : {"301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"}) {
        INFO(status);
        CHECK(answer_to(status, "Location: " + elsewhere.url() + "\r\n").kind == Answer::Kind::retry);
    }
    CHECK(elsewhere.connections() == 0);
}

TEST_CASE("a receiver that hangs, closes or talks nonsense means another try") {
    Receiver receiver;
    receiver.reply("");
    CHECK(hook(receiver.url())->deliver(message("n1"), call(Millis(200))).reason.en == text("notify.late", 200).en);
    receiver.reply("HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\nshort");
    CHECK(hook(receiver.url())->deliver(message("n1"), call()).kind == Answer::Kind::retry);
    receiver.reply("no HTTP at all\r\n\r\n");
    CHECK(hook(receiver.url())->deliver(message("n1"), call()).kind == Answer::Kind::retry);
    CHECK(hook("http://127.0.0.1:1/")->deliver(message("n1"), call()).kind == Answer::Kind::retry);
}

TEST_CASE("a receiver that answers without end is judged by its status") {
    CHECK(answer_to("200 OK", "", std::string(1000000, 'x')).kind == Answer::Kind::delivered);
    const Answer bad = answer_to("500 Oops", "", std::string(1000000, 'x'));
    CHECK(bad.kind == Answer::Kind::retry);
    CHECK(bad.reason.en.size() < 600);
}

TEST_CASE("the stop of the server ends a call that waits") {
    Receiver receiver;
    receiver.reply("");
    Interrupt interrupt;
    const auto plugin = hook(receiver.url());
    auto answer = std::async(std::launch::async, [&plugin, &interrupt] {
        return plugin->deliver(message("n1"), call(kPatience, &interrupt)).kind;
    });
    receiver.wait_request();
    interrupt.raise();
    CHECK(answer.get() == Answer::Kind::retry);
}

TEST_CASE("a private address is refused at the moment of connecting, by number and by name, and nothing is sent") {
    Receiver receiver;
    for (const std::string host : {"127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "0.0.0.0"}) {
        INFO(host);
        const Answer answer = hook(receiver.url(host), false)->deliver(message("n1"), call());
        CHECK(answer.kind == Answer::Kind::rejected);
        CHECK(answer.reason.en == text("notify.private-address").en);
        CHECK_FALSE(answer.target_gone);
    }
    const Answer other = hook(receiver.url(), json::array{"10.0.0.0/8"})->deliver(message("n1"), call());
    CHECK(other.kind == Answer::Kind::rejected);
    CHECK(receiver.connections() == 0);
}

TEST_CASE("a private address that is listed is reached") {
    Receiver receiver;
    const auto plugin = hook(receiver.url(), json::array{"10.0.0.0/8", "127.0.0.0/8"});
    CHECK(plugin->deliver(message("n1"), call()).kind == Answer::Kind::delivered);
}

TEST_CASE("a proxy in our environment is not used: it would hide the address") {
    REQUIRE(::setenv("http_proxy", "http://127.0.0.1:1", 1) == 0);
    Receiver receiver;
    CHECK(hook(receiver.url())->deliver(message("n1"), call()).kind == Answer::Kind::delivered);
    ::unsetenv("http_proxy");
}

TEST_CASE("Retry-After is read as seconds or as a date, and never as the past") {
    CHECK(parse_retry_after("0", kNoon) == Millis(0));
    CHECK(parse_retry_after("86400", kNoon) == kDay);
    CHECK(parse_retry_after("Mon, 02 Mar 2026 04:00:30 GMT", kNoon) == std::chrono::seconds(30));
    CHECK(parse_retry_after("Sun, 01 Mar 2026 04:00:30 GMT", kNoon) == Millis(0));
    CHECK_FALSE(parse_retry_after("", kNoon).has_value());
    CHECK_FALSE(parse_retry_after("-5", kNoon).has_value());
    CHECK_FALSE(parse_retry_after("5 minutes", kNoon).has_value());
}
