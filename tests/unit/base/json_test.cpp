#include "core/base/json.hpp"

#include <limits>
#include <string>

#include <catch2/catch.hpp>

using namespace gongdan;

namespace {

/// The id-independent part of a refusal: where the parser stopped, or its code.
Errc refusal(const std::string& text) {
    const auto parsed = parse_json(text);
    INFO(text);
    REQUIRE_FALSE(parsed);
    return parsed.error().code;
}

json::object object_of(std::string_view text) {
    const auto parsed = parse_json(text);
    REQUIRE(parsed);
    REQUIRE(parsed->is_object());
    return parsed->get_object();
}

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

}  // namespace

TEST_CASE("one whole document is read, with white space around it") {
    const auto parsed = parse_json(" \t\r\n{\"地址\":[1,2,null,true,\"幸福路\"]}\n ");
    REQUIRE(parsed);
    CHECK(json::serialize(*parsed) == "{\"地址\":[1,2,null,true,\"幸福路\"]}");
}

TEST_CASE("a document that ends too early, goes wrong or is followed by more is refused") {
    for (const auto* text : {"", "   ", "{", "{\"a\":", "[1,2", "\"open", "{\"a\":1}x", "{} {}", "{'a':1}", "[1,]",
                             "{\"a\":1,}", "nul", "01", "\"\x01\"", "NaN", "// no\n1", "\xEF\xBB\xBF{}"}) {
        CHECK(refusal(text) == Errc::invalid_input);
    }
}

TEST_CASE("text that is not UTF-8 is refused") {
    CHECK(refusal("\"\xFF\"") == Errc::invalid_input);
    CHECK(refusal("\"\xC0\xAF\"") == Errc::invalid_input);
    CHECK(refusal("\"\xED\xA0\x80\"") == Errc::invalid_input);
    CHECK(refusal("\"\\ud800\"") == Errc::invalid_input);
    CHECK(refusal("{\"\xB9\xA4\xB5\xA5\":1}") == Errc::invalid_input);  // 工单 in GB18030
}

TEST_CASE("nesting beyond the limit is refused") {
    CHECK(parse_json(nested(kJsonMaxDepth)));
    CHECK(refusal(nested(kJsonMaxDepth + 1)) == Errc::invalid_input);
    CHECK(refusal(std::string(1'000'000, '[')) == Errc::invalid_input);
}

TEST_CASE("a mistake is reported with the byte where it stands") {
    const auto parsed = parse_json("{\"a\":1, b}");
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().detail.en.find('8') != std::string::npos);
    CHECK(parsed.error().detail.zh.find('8') != std::string::npos);
}

TEST_CASE("a member is given only in its own type") {
    const auto object = object_of(R"({"s":"text","n":7,"b":true,"o":{"x":1},"a":[1],"z":null,"d":1.5,"whole":3.0})");
    CHECK(get_string(object, "s") == "text");
    CHECK(get_int(object, "n") == 7);
    CHECK(get_bool(object, "b") == true);
    REQUIRE(get_object(object, "o") != nullptr);
    CHECK(get_object(object, "o")->contains("x"));
    REQUIRE(get_array(object, "a") != nullptr);
    CHECK(get_array(object, "a")->size() == 1);

    for (const auto* key : {"n", "b", "o", "a", "z", "absent"}) CHECK_FALSE(get_string(object, key));
    for (const auto* key : {"s", "b", "o", "a", "z", "d", "absent"}) CHECK_FALSE(get_int(object, key));
    for (const auto* key : {"s", "n", "o", "a", "z", "absent"}) CHECK_FALSE(get_bool(object, key));
    for (const auto* key : {"s", "n", "b", "a", "z", "absent"}) CHECK(get_object(object, key) == nullptr);
    for (const auto* key : {"s", "n", "b", "o", "z", "absent"}) CHECK(get_array(object, key) == nullptr);
}

TEST_CASE("an integer that does not fit 64 bits is no integer") {
    const auto object =
        object_of(R"({"max":9223372036854775807,"min":-9223372036854775808,"over":9223372036854775808})");
    CHECK(get_int(object, "max") == std::numeric_limits<std::int64_t>::max());
    CHECK(get_int(object, "min") == std::numeric_limits<std::int64_t>::min());
    CHECK_FALSE(get_int(object, "over"));
}

TEST_CASE("a missing or other member reads as an empty string") {
    const auto object = object_of(R"({"s":"text","n":7})");
    CHECK(string_or_empty(object, "s") == "text");
    CHECK(string_or_empty(object, "n").empty());
    CHECK(string_or_empty(object, "absent").empty());
}
