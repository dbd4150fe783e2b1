#include "core/base/texts.hpp"

#include <array>
#include <cctype>
#include <string_view>

#include <catch2/catch.hpp>

using namespace gongdan;

namespace {

struct Entry {
    std::string_view id;
    std::string_view zh;
    std::string_view en;
};

constexpr auto kTable = std::to_array<Entry>({
#define GONGDAN_TEXT(id, zh, en) {id, zh, en},
#include "core/base/texts.inc"
#undef GONGDAN_TEXT
});

/// Words of small letters, digits and hyphens, joined by at least one dot.
bool is_id(std::string_view id) {
    bool word = false;
    int words = 0;
    for (const char c : id) {
        const bool letter =
            std::islower(static_cast<unsigned char>(c)) != 0 || std::isdigit(static_cast<unsigned char>(c)) != 0;
        if (!letter && c != '-' && c != '.') return false;
        if (letter && !word) ++words;
        if (c == '.' && !word) return false;
        word = c != '.';
    }
    return word && words >= 2;
}

}  // namespace

TEST_CASE("a text is filled in in both languages") {
    const auto filled = text("json.malformed", 12, "bad digit");
    CHECK(filled.zh == "第 12 字节附近的 JSON 有误：bad digit");
    CHECK(filled.en == "the JSON is wrong near byte 12: bad digit");
}

TEST_CASE("arguments are taken as they are: braces in them are no placeholders") {
    CHECK(text("json.malformed", 1, "{0} {}").en == "the JSON is wrong near byte 1: {0} {}");
}

TEST_CASE("an unknown id stands for itself, and a lack of arguments leaves the raw text") {
    CHECK(text("no.such-text") == LocalText{"no.such-text", "no.such-text"});
    CHECK(text("json.malformed").en == "the JSON is wrong near byte {}: {}");
}

TEST_CASE("a language that has no text falls back to the other one") {
    CHECK(in_language({"甲", "one"}, Language::zh) == "甲");
    CHECK(in_language({"甲", "one"}, Language::en) == "one");
    CHECK(in_language({"", "one"}, Language::zh) == "one");
    CHECK(in_language({"甲", ""}, Language::en) == "甲");
}

TEST_CASE("every id is small words joined by dots, and finds its own text") {
    for (const auto& entry : kTable) {
        INFO(entry.id);
        CHECK(is_id(entry.id));
        const auto found = text(entry.id);
        CHECK(found.en != entry.id);
        CHECK_FALSE(found.zh.empty());
    }
}
