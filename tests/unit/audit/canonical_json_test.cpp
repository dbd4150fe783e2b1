// RFC 8785: two programs that agree on a value must agree on its bytes, or no hash of ours can be checked elsewhere.

#include <catch2/catch.hpp>

#include "core/base/canonical_json.hpp"

using namespace gongdan;

namespace {

std::string canonical(std::string_view text) {
    auto parsed = parse_json(text);
    if (!parsed) FAIL(parsed.error().detail.en);
    return canonical_json(*parsed);
}

}  // namespace

TEST_CASE("keys are sorted by UTF-16 code units, as in the example of RFC 8785 section 3.2.3") {
    const std::string in = R"({
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\ud83d\ude00": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis"
    })";
    CHECK(canonical(in) ==
          "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xC2\x80\":\"Control\","
          "\"\xC3\xB6\":\"Latin Small Letter O With Diaeresis\",\"\xE2\x82\xAC\":\"Euro Sign\","
          "\"\xF0\x9F\x98\x80\":\"Emoji: Grinning Face\","
          "\"\xEF\xAC\xB3\":\"Hebrew Letter Dalet With Dagesh\"}");
}

TEST_CASE("characters beyond U+FFFF sort before U+E000 to U+FFFF and behind everything else") {
    CHECK(canonical("{\"a\xEE\x80\x80\":1,\"a\xF0\x90\x80\x80\":2,\"a\xED\x9F\xBF\":3,\"a\xEF\xBF\xBD\":4,\"a\":5}") ==
          "{\"a\":5,\"a\xED\x9F\xBF\":3,\"a\xF0\x90\x80\x80\":2,\"a\xEE\x80\x80\":1,\"a\xEF\xBF\xBD\":4}");
}

TEST_CASE("strings and literals follow the example of RFC 8785 section 3.2.2") {
    const std::string in = R"({
        "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
        "literals": [null, true, false]
    })";
    CHECK(canonical(in) ==
          "{\"literals\":[null,true,false],\"string\":\"\xE2\x82\xAC$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
}

TEST_CASE("the two-letter escapes are used where they exist, and lower-case hexadecimal otherwise") {
    CHECK(canonical(R"(["\u0008\u0009\u000a\u000c\u000d\u0000\u001F\u007f\u2028"])") ==
          "[\"\\b\\t\\n\\f\\r\\u0000\\u001f\x7F\xE2\x80\xA8\"]");
}

TEST_CASE("nested objects are sorted at every depth, arrays keep their order") {
    CHECK(canonical(R"([56, {"d": true, "10": null, "1": []}])") == R"([56,{"1":[],"10":null,"d":true}])");
    CHECK(canonical(R"({"": "empty", "peach": {"b": [2, 1], "a": {}}, "a": 0})") ==
          R"({"":"empty","a":0,"peach":{"a":{},"b":[2,1]}})");
}

TEST_CASE("integers are written with no sign of plus, zero or exponent") {
    CHECK(canonical("[0,-0,-1,9007199254740991,-9007199254740991]") == "[0,0,-1,9007199254740991,-9007199254740991]");
}

TEST_CASE("an object with more members than fit on the stack is sorted too") {
    json::object large;
    for (int i = 99; i >= 10; --i) large["k" + std::to_string(i)] = i;
    const std::string written = canonical_json(large);
    CHECK(written.starts_with(R"({"k10":10,"k11":11,)"));
    CHECK(written.ends_with(R"("k98":98,"k99":99})"));
}

TEST_CASE("what is canonical already stays as it is") {
    const std::string once = canonical(R"({"b":[{"z":"\t","y":"中文"}],"a":-5})");
    CHECK(canonical(once) == once);
}

TEST_CASE("a double, or an integer that other programs would round, is not canonical wherever it stands") {
    CHECK(is_canonical(json::parse(R"({"a":[1,"1.5",null,{"b":false}],"n":-9007199254740991})")));
    CHECK_FALSE(is_canonical(json::parse(R"({"a":[1,{"b":1.5}]})")));
    CHECK_FALSE(is_canonical(json::parse("1e2")));
    CHECK_FALSE(is_canonical(json::parse("9007199254740992")));
    CHECK_FALSE(is_canonical(json::parse("[-9007199254740992]")));
    CHECK_FALSE(is_canonical(json::parse("18446744073709551615")));
}

TEST_CASE("a writer replaces chosen members and leaves the others and their order") {
    std::string out;
    append_canonical_object(json::parse(R"({"c":1,"b":"secret","a":[]})").as_object(), out,
                            [](std::string_view key, const json::value&, std::string& target) {
                                if (key == "b") target += R"("***")";
                                return key == "b";
                            });
    CHECK(out == R"({"a":[],"b":"***","c":1})");
}
