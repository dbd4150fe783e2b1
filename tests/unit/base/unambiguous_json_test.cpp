// Goal: what a stranger sends has one meaning, or is refused.

#include "core/base/unambiguous_json.hpp"

#include <string>

#include <catch2/catch.hpp>

using namespace gongdan;

namespace {

/// The key that the refusal names; empty when the text is taken.
std::string repeated_in(const std::string& text) {
    const auto parsed = parse_unambiguous_json(text);
    INFO(text);
    if (parsed) return {};
    CHECK(parsed.error().code == Errc::invalid_input);
    const std::string& said = parsed.error().detail.en;
    const auto begin = said.find('"') + 1;
    return said.substr(begin, said.rfind('"') - begin);
}

}  // namespace

TEST_CASE("a key that comes twice in one object is named, at any depth and however it is written") {
    CHECK(repeated_in(R"({"a":1,"a":2})") == "a");
    CHECK(repeated_in(R"({"a":1,"b":{"a":1,"c":[{"x":1},{"y":1,"z":2,"y":3}]}})") == "y");
    CHECK(repeated_in(R"({"电话":1,"\u7535\u8bdd":2})") == "电话");
    CHECK(repeated_in(R"([0,{"":1,"":2}])").empty());  // the empty key has no name
    CHECK_FALSE(parse_unambiguous_json(R"([0,{"":1,"":2}])"));
}

TEST_CASE("a key may come again in another object, inside or beside") {
    for (const std::string text :
         {R"({"a":{"a":{"a":1}}})", R"([{"a":1},{"a":2}])", R"({"a":"a","b":"a","A":1})", "{}", "[]", "1", R"("a")"})
        CHECK(repeated_in(text).empty());
    CHECK(json::serialize(parse_unambiguous_json(R"({"b":[1,{"a":"x"}],"a":null})").value()) ==
          R"({"b":[1,{"a":"x"}],"a":null})");
}

TEST_CASE("of a very long key the refusal repeats the beginning, in whole characters") {
    std::string key;
    for (int i = 0; i < 1000; ++i) key += "电";
    const std::string named = repeated_in("{\"" + key + "\":1,\"" + key + "\":2}");
    CHECK(named.size() == 63);
    CHECK(key.starts_with(named));
}

TEST_CASE("what is no JSON is refused as parse_json() refuses it") {
    for (const std::string text :
         {"", "{", R"({"a":1} x)", R"({"a":1,"a":2)", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["}) {
        const auto strict = parse_unambiguous_json(text);
        const auto plain = parse_json(text);
        REQUIRE_FALSE(strict);
        REQUIRE_FALSE(plain);
        CHECK(strict.error().detail.en == plain.error().detail.en);
    }
}
