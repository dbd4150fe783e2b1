// What strangers say goes into logs and records: it must be short, clean and without personal data.

#include <catch2/catch.hpp>

#include "adapters/notify/frame.hpp"
#include "adapters/notify/privacy.hpp"
#include "adapters/notify/utf8.hpp"
#include "tests/unit/notify/support.hpp"

using namespace gongdan;
using namespace gongdan::notify;
using namespace gongdan::notify::test;

TEST_CASE("names, addresses, mail and long numbers are masked; short numbers and words stay") {
    const Message about = message("n1");
    CHECK(scrub("to 演示-张三 at 13800001111", about) == "to *** at ***");
    CHECK(scrub("error 500 at 08:45:00, code 123456", about) == "error 500 at 08:45:00, code 123456");
    CHECK(scrub("call 1234567 or 13911112222x", about) == "call *** or ***x");
    CHECK(scrub("mail <a.b@c.example>, @ home", about) == "mail <***>, @ home");
    CHECK(scrub("a@b c@d", about) == "*** ***");
    CHECK(scrub("12345678 12345678 123", about) == "*** *** 123");
    CHECK(scrub("", about).empty());
}

TEST_CASE("control characters and broken bytes cannot forge log lines, and length is bounded at a whole character") {
    const Message about = message("n1");
    CHECK(scrub(" a\r\nb\x1b[0m\xff ", about) == "a  b [0m?");
    const std::string cut = scrub(std::string(499, 'a') + "汉字", about);
    CHECK(cut == std::string(499, 'a'));
    CHECK(scrub(std::string(1000000, '\n'), about).empty());
}

TEST_CASE("broken UTF-8 is mended byte by byte") {
    CHECK(valid_utf8("汉é😀a") == "汉é😀a");
    CHECK(valid_utf8("\xc0\xaf") == "??");            // overlong
    CHECK(valid_utf8("\xe0\x80\xaf") == "???");       // overlong
    CHECK(valid_utf8("\xed\xa0\x80") == "???");       // surrogate
    CHECK(valid_utf8("\xf4\x90\x80\x80") == "????");  // beyond the last character
    CHECK(valid_utf8("\xe6\xb1") == "??");            // cut off
}

TEST_CASE("frames are put together from whatever pieces come") {
    const std::string bytes = to_frame({{"a", 1}}) + to_frame({{"b", "汉"}});
    FrameReader reader(100);
    std::vector<json::object> got;
    for (const char byte : bytes) {
        reader.add({&byte, 1});
        while (auto frame = reader.next()) got.push_back(*frame);
    }
    REQUIRE(got.size() == 2);
    CHECK(got[0] == json::object{{"a", 1}});
    CHECK(got[1] == json::object{{"b", "汉"}});
    CHECK_FALSE(reader.broken());
}

TEST_CASE("a frame that is too long or no object breaks the line for good") {
    FrameReader too_long(10);
    too_long.add(to_frame({{"a", "0123456789"}}));
    CHECK_FALSE(too_long.next().has_value());
    CHECK(too_long.broken());
    FrameReader no_object(100);
    no_object.add(std::string("\0\0\0\2[]", 6) + to_frame({{"a", 1}}));
    CHECK_FALSE(no_object.next().has_value());
    CHECK(no_object.broken());
    CHECK_FALSE(no_object.next().has_value());
}

TEST_CASE("a link that a receiver repeats is masked, with or without its address: whoever reads it could answer") {
    const auto about = read_message(R"({"id":"n1","list_url":"https://gongdan.example.com/a/AbC-_1"})");
    REQUIRE(about.ok());
    CHECK(scrub("cannot parse https://gongdan.example.com/a/AbC-_1!", *about) == "cannot parse ***!");
    CHECK(scrub("GET /a/AbC-_1 HTTP/1.1", *about) == "GET /a/*** HTTP/1.1");
}
