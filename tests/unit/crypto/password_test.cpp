// Passwords are kept as Argon2id, and made ones can be read out on the telephone.

#include <set>

#include <catch2/catch.hpp>

#include "adapters/crypto/password.hpp"

using namespace gongdan::crypto;

TEST_CASE("a password matches its own hash and no other, and two hashes of it differ") {
    const std::string hash = hash_password("four correct horses", least_cost());
    CHECK(hash.starts_with("$argon2id$v=19$"));
    CHECK(password_matches(hash, "four correct horses"));
    CHECK_FALSE(password_matches(hash, "four correct horse"));
    CHECK_FALSE(password_matches(hash, ""));
    CHECK_FALSE(password_matches("", "four correct horses"));
    CHECK_FALSE(password_matches("$argon2id$nonsense", "four correct horses"));
    CHECK(hash_password("four correct horses", least_cost()) != hash);
}

TEST_CASE("what accounts are kept with costs 64 MiB and two passes") {
    const std::string hash = hash_password("four correct horses", interactive_cost());
    CHECK(hash.find("$m=65536,t=2,p=1$") != std::string::npos);
    CHECK(password_matches(hash, "four correct horses"));
}

TEST_CASE("a made password has five readable groups and comes once") {
    std::set<std::string> made;
    for (int i = 0; i < 100; ++i) {
        const std::string password = random_password();
        CHECK(password.size() == 24);
        CHECK(password.find_first_not_of("abcdefghijkmnpqrstuvwxyz23456789-") == std::string::npos);
        CHECK(made.insert(password).second);
    }
}
