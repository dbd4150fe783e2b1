// How words are cut for the full-text index, and what a user's words ask of it.

#include <catch2/catch.hpp>

#include "adapters/sqlite/search.hpp"

using namespace gongdan;
using sqlite::phrase_expression;
using sqlite::search_expression;
using sqlite::spaced;

TEST_CASE("characters written without spaces stand alone, other letters stay together") {
    CHECK(spaced("GZ12 ok") == "GZ12 ok");
    CHECK(spaced("幸福路1号") == " 幸  福  路 1 号 ");
    CHECK(spaced("カタ") == " カ  タ ");
    CHECK(spaced("𠀀") == " 𠀀 ");
    CHECK(spaced("Ä é") == "Ä é");
    CHECK(spaced("") == "");
}

TEST_CASE("damaged UTF-8 is passed on and harms nothing") {
    CHECK(spaced("\xE5\xB9") == "\xE5\xB9");
    CHECK(spaced("a\xFF\x80z") == "a\xFF\x80z");
    CHECK(spaced("\xF0") == "\xF0");
}

TEST_CASE("each word becomes a phrase whose end may be missing") {
    CHECK(search_expression("abc") == "\"abc\"*");
    CHECK(search_expression("  abc\t12 ") == "\"abc\"* AND \"12\"");
    CHECK(search_expression("幸福") == "\" 幸  福 \"*");
    CHECK(search_expression("幸福　路") == "\" 幸  福 \"* AND \" 路 \"*");
}

TEST_CASE("a number of four digits or more may also end with them, a shorter one is looked for as it is") {
    CHECK(search_expression("3456") ==
          "(\"3456\"* OR \"\xEE\x80\x80"
          "6543\"*)");
    CHECK(search_expression("345") == "\"345\"");
    CHECK(search_expression("2") == "\"2\"");
    CHECK(search_expression("GZ345") == "\"GZ345\"*");
    CHECK(search_expression("３４５") == "\"３４５\"*");
    CHECK(sqlite::number_tails("GZ202\n12 号 13800004567") ==
          " \xEE\x80\x80"
          "202 \xEE\x80\x80"
          "76540000831");
    CHECK(sqlite::number_tails("").empty());
    CHECK(sqlite::number_tails("7").empty());
}

TEST_CASE("several words are also one phrase, as they were typed") {
    CHECK(phrase_expression("broken street") == "\"broken street\"*");
    CHECK(phrase_expression(" 幸福路  8 ") == "\" 幸  福  路  8\"*");
    CHECK(phrase_expression("幸福路8").empty());
    CHECK(phrase_expression("\"* ,").empty());
}

TEST_CASE("operators and quotes of the index's language are no part of a question") {
    CHECK(search_expression("a\"b") == "\"a b\"*");
    CHECK(search_expression("(a*)") == "\"a \"*");
    CHECK(search_expression("a(-)b") == "\"a b\"*");
    CHECK(search_expression("GZ-12") == "\"GZ 12\"*");
    CHECK(search_expression("\"*^:()-。，") == "");
    CHECK(search_expression("") == "");
}

TEST_CASE("no more words count than the limit") {
    std::string many;
    for (int i = 0; i < 100; ++i) many += "w" + std::to_string(i) + " ";
    const auto expression = search_expression(many);
    CHECK(std::count(expression.begin(), expression.end(), '*') == sqlite::kSearchWordsMax);
}
