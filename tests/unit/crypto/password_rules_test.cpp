// Which passwords are refused, and that nothing else is.

#include <catch2/catch.hpp>

#include "adapters/crypto/password_rules.hpp"

using namespace gongdan;
using gongdan::crypto::password_problem;

TEST_CASE("a password needs twelve characters and at most 256 bytes, of whatever kind") {
    CHECK(password_problem("short-pass1", "li.na") == text("account.password-short", 12));
    CHECK(password_problem("", "li.na") == text("account.password-short", 12));
    CHECK_FALSE(password_problem("four correct horses", "li.na").has_value());
    CHECK_FALSE(password_problem("四匹正确的马走过山岗时", "li.na") == std::nullopt);  // eleven
    CHECK_FALSE(password_problem("四匹正确的马走过山岗时候", "li.na").has_value());
    const std::string long_one = "four correct horses " + std::string(237, 'x');
    CHECK(password_problem(long_one, "li.na") == text("account.password-long", 256));
    CHECK_FALSE(password_problem(long_one.substr(1), "li.na").has_value());
}

TEST_CASE("what everybody tries, patterns and one's own name are refused") {
    for (const std::string common : {"password1234", "PassWord1234", "123456789012", "aaaaaaaaaaaa", "abababababab"}) {
        INFO(common);
        CHECK(password_problem(common, "li.na") == text("account.password-common"));
    }
    CHECK(password_problem("the LI.NA password", "li.na") == text("account.password-name"));
    CHECK_FALSE(password_problem("the li password of mine", "li").has_value());
}
