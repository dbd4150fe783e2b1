// The headers of a mail: addresses, encoded words, dates and ids.

#include <catch2/catch.hpp>

#include "adapters/notify/mail.hpp"

using namespace gongdan;
using namespace gongdan::notify;

TEST_CASE("an address is one address, with or without a name") {
    CHECK(parse_mail_address("a.b+c@power.example")->address == "a.b+c@power.example");
    const auto named = parse_mail_address("\"工单 调度\" <gongdan@power.example>");
    REQUIRE(named);
    CHECK(named->name == "工单 调度");
    CHECK(named->address == "gongdan@power.example");
    for (const char* wrong :
         {"", "a", "@b", "a@", "a..b@c", ".a@c", "a@b.", "a b@c", "a@b c", "a@b>", "<a@b", "x <a@b> y", "a@b,c@d",
          "a\n<a@b>", "\"a\\\" <a@b>", "a@b\r\nBcc: c@d", "\"a b\"@c", "a@[127.0.0.1]", "a@b_c"}) {
        INFO(wrong);
        CHECK_FALSE(parse_mail_address(wrong));
    }
    CHECK_FALSE(parse_mail_address(std::string(65, 'a') + "@b"));
    CHECK_FALSE(parse_mail_address("a@" + std::string(260, 'b')));
}

TEST_CASE("a header keeps plain ASCII and encodes all else in words that never split a character") {
    CHECK(header_text("GZ202603020001 Arrival") == "GZ202603020001 Arrival");
    CHECK(header_text("") == "");
    CHECK(header_text("到达") == "=?UTF-8?B?5Yiw6L6+?=");
    CHECK(header_text("a\r\nBcc: b").find('\n') == std::string::npos);
    CHECK(header_text("=?UTF-8?B?AAAA?=").starts_with("=?UTF-8?B?PT9V"));  // must not be decoded by the reader
    std::string longer;
    for (int i = 0; i < 60; ++i) longer += "超";
    std::string text = header_text(longer);
    while (!text.empty()) {
        const auto end = std::min(text.find("\r\n "), text.size());
        CHECK(end <= 75);
        CHECK(text.starts_with("=?UTF-8?B?"));
        text.erase(0, std::min(end + 3, text.size()));
    }
}

TEST_CASE("the date is China's, and midnight is 00:00") {
    CHECK(mail_date(*parse_time("2026-03-02T00:00:00+08:00")) == "Mon, 02 Mar 2026 00:00:00 +0800");
    CHECK(mail_date(*parse_time("2026-12-31T23:59:59+08:00")) == "Thu, 31 Dec 2026 23:59:59 +0800");
}

TEST_CASE("a message id is one word, the same for the same notice and another for another") {
    CHECK(message_id("01J/p1/mail", "power.example") == "<01J/p1/mail@power.example>");
    CHECK(message_id("01J/张 三>/m", "b.example") == "<01J/=E5=BC=A0=20=E4=B8=89=3E/m@b.example>");
    CHECK(message_id(std::string(500, 'x'), "b.example").size() < 100);
    CHECK(message_id(std::string(500, 'x'), "b.example") != message_id(std::string(501, 'x'), "b.example"));
}

TEST_CASE("a digest belongs to no thread, and the highest level is urgent whatever its number") {
    const MailEnvelope envelope{"d1", {"", "g@power.example"}, {"", "z@power.example"}, {}};
    const auto has = [&envelope](const json::object& message, std::string_view line) {
        const auto headers = mail_headers(envelope, message, "s");
        return std::any_of(headers.begin(), headers.end(), [line](const auto& h) { return h.starts_with(line); });
    };
    CHECK(has({{"case", "17"}}, "References: "));
    CHECK_FALSE(has({{"kind", "digest"}, {"case", "17"}}, "References: "));
    CHECK_FALSE(has({{"level", 2}}, "X-Priority: "));
    CHECK(has({{"level", 3}}, "X-Priority: 1"));
    CHECK(has({{"level", 2}, {"top", true}}, "X-Priority: 1"));
}

TEST_CASE("the page shows what the text says, with its addresses as links") {
    const std::string page = html_of("a < b & \"c\"\nhttps://desk.example/t/1?a=1&b=2 done");
    CHECK(page.find("a &lt; b &amp; &quot;c&quot;\n") != std::string::npos);
    CHECK(page.find("<a href=\"https://desk.example/t/1?a=1&amp;b=2\">https://desk.example/t/1?a=1&amp;b=2</a> done") !=
          std::string::npos);
    CHECK(html_of("https://x.example/\"><script>").find("<script>") == std::string::npos);
}
