// The same door is written in many ways; two doors of one street must stay two.

#include <catch2/catch.hpp>

#include "core/ticket/address.hpp"

using namespace gongdan;

TEST_CASE("an address loses what tells no doors apart") {
    const auto written =
        GENERATE("幸福路12号", "幸福路 12 号", "幸福路１２号", "幸福路12#", "幸福路　12号（东门）",
                 "浙江省杭州市西湖区幸福路12号", "西湖区幸福路，12号。", "演示县演示镇幸福路12号[商铺]");
    INFO(written);
    CHECK(plain_address(written) == "幸福路12号");
}

TEST_CASE("what only sounds like a district stays") {
    CHECK(plain_address("演示小区3号") == "演示小区3号");
    CHECK(plain_address("城北区演示小区3号") == "演示小区3号");
    CHECK(plain_address("市场路8号") == "市场路8号");
    CHECK(plain_address("演示市人民市场8号") == "人民市场8号");
    CHECK(plain_address("县前街1号") == "县前街1号");
    CHECK(plain_address("杭州市") == "杭州市");
    CHECK(plain_address("城北区2") == "城北区2");
    CHECK(plain_address("ＡＢ座3-1-102室") == "ab座3-1-102室");
    CHECK(plain_address("").empty());
    CHECK(plain_address("（东门）").empty());
    CHECK(plain_address("\xE5\xB9\xB8\xFF路").find("路") != std::string::npos);
}

TEST_CASE("one address in the other is the same place when it names a number, and no number is cut") {
    CHECK(is_same_place("幸福路1号", "幸福路1号"));
    CHECK(is_same_place("幸福路1号", "幸福路1号3单元"));
    CHECK(is_same_place("解放花园幸福路1号", "幸福路1号"));
    CHECK_FALSE(is_same_place("幸福路1号", "幸福路11号"));
    CHECK_FALSE(is_same_place("幸福路1", "幸福路11号"));
    CHECK_FALSE(is_same_place("1号", "幸福路11号"));
    CHECK_FALSE(is_same_place("幸福路", "幸福路1号"));
    CHECK(is_same_place("村部", "村部"));
    CHECK_FALSE(is_same_place("", ""));
    CHECK_FALSE(is_same_place("", "幸福路1号"));
}

TEST_CASE("an index is asked for the street and the number") {
    const auto words = [](const char* plain) {
        const AddressWords found = words_of_address(plain);
        return found.street + "|" + found.number;
    };
    CHECK(words("幸福路12号3单元") == "幸福路|12");
    CHECK(words("人民大街幸福路12号") == "街幸福路|12");
    CHECK(words("张家村村部") == "家村村部|");
    CHECK(words("8号院") == "|8");
    CHECK(words("") == "|");
}
