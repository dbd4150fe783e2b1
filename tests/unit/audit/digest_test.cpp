// Hexadecimal is how digests are shown and compared.

#include <catch2/catch.hpp>

#include "core/audit/digest.hpp"

using namespace gongdan;

TEST_CASE("hexadecimal comes back as the bytes it was made of") {
    std::string every;
    for (int byte = 0; byte < 256; ++byte) every += static_cast<char>(byte);
    CHECK(to_hex(std::string_view("\x00\x7F\xFF", 3)) == "007fff");
    CHECK(from_hex(to_hex(every)) == every);
}

TEST_CASE("nothing comes back from malformed hexadecimal") {
    CHECK(from_hex("abc").empty());
    CHECK(from_hex("0g").empty());
    CHECK(from_hex("AB").empty());  // one spelling only
    CHECK(from_hex(" 0").empty());
}
