// The second factor, against the vectors of the RFCs.

#include <catch2/catch.hpp>

#include "adapters/crypto/totp.hpp"

using namespace gongdan;
using namespace gongdan::crypto;

namespace {

const std::string kSecret = "12345678901234567890";  // of RFC 4226 and RFC 6238

Instant at_second(std::int64_t seconds) { return from_unix_ms(seconds * 1000); }

}  // namespace

TEST_CASE("codes are those of RFC 6238, appendix B, for SHA-1") {
    const std::vector<std::pair<std::int64_t, std::string>> vectors = {
        {59, "94287082"},         {1111111109, "07081804"}, {1111111111, "14050471"},
        {1234567890, "89005924"}, {2000000000, "69279037"}, {20000000000, "65353130"}};
    for (const auto& [second, code] : vectors) {
        INFO(second);
        CHECK(totp_code(kSecret, totp_step(at_second(second)), 8) == code);
        CHECK(totp_code(kSecret, totp_step(at_second(second))) == code.substr(2));
    }
}

TEST_CASE("codes of the first ten counters are those of RFC 4226, appendix D") {
    const std::vector<std::string> codes = {"755224", "287082", "359152", "969429", "338314",
                                            "254676", "287922", "162583", "399871", "520489"};
    for (std::size_t i = 0; i < codes.size(); ++i) CHECK(totp_code(kSecret, std::int64_t(i)) == codes[i]);
}

TEST_CASE("a code counts one step early and one step late, no further, and never after it was used") {
    const Instant now = at_second(1111111109);
    const std::int64_t step = totp_step(now);
    CHECK(matching_step(kSecret, totp_code(kSecret, step), now, 0) == step);
    CHECK(matching_step(kSecret, totp_code(kSecret, step - 1), now, 0) == step - 1);
    CHECK(matching_step(kSecret, totp_code(kSecret, step + 1), now, 0) == step + 1);
    CHECK_FALSE(matching_step(kSecret, totp_code(kSecret, step - 2), now, 0).has_value());
    CHECK_FALSE(matching_step(kSecret, totp_code(kSecret, step + 2), now, 0).has_value());
    CHECK_FALSE(matching_step(kSecret, totp_code(kSecret, step), now, step).has_value());
    CHECK_FALSE(matching_step(kSecret, totp_code(kSecret, step - 1), now, step).has_value());
    for (const std::string wrong : {"", "000000", "08180", "0818040", "abcdef"}) {
        CHECK_FALSE(matching_step(kSecret, wrong, now, 0).has_value());
    }
}

TEST_CASE("base32 is that of RFC 4648, without padding") {
    CHECK(to_base32("").empty());
    CHECK(to_base32("f") == "MY");
    CHECK(to_base32("fo") == "MZXQ");
    CHECK(to_base32("foo") == "MZXW6");
    CHECK(to_base32("foob") == "MZXW6YQ");
    CHECK(to_base32("fooba") == "MZXW6YTB");
    CHECK(to_base32("foobar") == "MZXW6YTBOI");
    CHECK(to_base32(kSecret) == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
}

TEST_CASE("the address for authenticator apps encodes what is not plain") {
    CHECK(totp_uri("foobar", "张 三", "Gongdan") ==
          "otpauth://totp/Gongdan:%E5%BC%A0%20%E4%B8%89?secret=MZXW6YTBOI&issuer=Gongdan&algorithm=SHA1&digits=6&"
          "period=30");
    CHECK(totp_secret().size() == 20);
    CHECK(totp_secret() != totp_secret());
}
