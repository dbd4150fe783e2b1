// The crypto library is used as its standards say: published vectors.

#include <catch2/catch.hpp>

#include "adapters/crypto/crypto.hpp"

using namespace gongdan;

namespace {

std::string hmac(std::string_view key, std::string_view message) { return to_hex(crypto::hmac_sha256(key, message)); }

}  // namespace

TEST_CASE("SHA-256 gives the digests of FIPS 180-4") {
    CHECK(to_hex(crypto::sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(to_hex(crypto::sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(to_hex(crypto::sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(to_hex(crypto::sha256(std::string(1'000'000, 'a'))) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("HMAC-SHA256 gives the values of RFC 4231, with short and long keys") {
    CHECK(hmac(std::string(20, '\x0b'), "Hi There") ==
          "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    CHECK(hmac("Jefe", "what do ya want for nothing?") ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK(hmac(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First") ==
          "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("HMAC-SHA256 signs as DingTalk, Feishu and Standard Webhooks expect") {
    const auto base64 = [](const Digest& digest) { return crypto::to_base64(bytes_of(digest)); };
    const std::string ding = "SEC000000000000000000000000000000000000000000000000000000000000test";
    CHECK(base64(crypto::hmac_sha256(ding, "1767225600000\n" + ding)) ==
          "r9vevG2VSzeCnjm2+GTGBbHkVoMWM5YFqzkdBoZmblI=");
    CHECK(base64(crypto::hmac_sha256("1767225600\ndemo-feishu-secret", "")) ==
          "KMvB9tb80H6jyfyOmzRlorimGBPBWrHvBSw/ieQZiFQ=");
    const std::string key = crypto::from_base64("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    CHECK(base64(crypto::hmac_sha256(key, "msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{\"test\": 2432232314}")) ==
          "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST_CASE("base64 gives the vectors of RFC 4648, with and without padding") {
    const std::vector<std::array<std::string, 3>> vectors = {{"", "", ""},
                                                             {"f", "Zg==", "Zg"},
                                                             {"fo", "Zm8=", "Zm8"},
                                                             {"foo", "Zm9v", "Zm9v"},
                                                             {"foob", "Zm9vYg==", "Zm9vYg"},
                                                             {"fooba", "Zm9vYmE=", "Zm9vYmE"},
                                                             {"foobar", "Zm9vYmFy", "Zm9vYmFy"},
                                                             {"\xfb\xff\xfe", "+//+", "-__-"}};
    for (const auto& [bytes, padded, url] : vectors) {
        CHECK(crypto::to_base64(bytes) == padded);
        CHECK(crypto::from_base64(padded) == bytes);
        CHECK(crypto::to_base64url(bytes) == url);
        CHECK(crypto::from_base64url(url) == bytes);
    }
}

TEST_CASE("base64 carries zero bytes") {
    const std::string zeros(5, '\0');
    CHECK(crypto::from_base64(crypto::to_base64(zeros)) == zeros);
    CHECK(crypto::from_base64url(crypto::to_base64url(zeros)) == zeros);
}

TEST_CASE("nothing comes back from malformed base64") {
    for (const std::string wrong : {"Zg", "Zg=", "Zg===", "Z", "Zm9v!", "Zm 9v", "Zm9v\n", "-__-", "Zh=="}) {
        INFO(wrong);
        CHECK(crypto::from_base64(wrong).empty());
    }
    for (const std::string wrong : {"Zg==", "+//+", "Z", "Zm9v ", "Zh"}) {
        INFO(wrong);
        CHECK(crypto::from_base64url(wrong).empty());
    }
}

TEST_CASE("random bytes have the wanted number and do not repeat") {
    CHECK(crypto::random_bytes(0).empty());
    CHECK(crypto::random_bytes(33).size() == 33);
    CHECK(crypto::salt().size() == 16);
    CHECK(crypto::salt() != crypto::salt());
}

TEST_CASE("equal compares contents and lengths") {
    CHECK(crypto::equal("same", "same"));
    CHECK(crypto::equal("", ""));
    CHECK_FALSE(crypto::equal("same", "sama"));
    CHECK_FALSE(crypto::equal("same", "sam"));
    CHECK_FALSE(crypto::equal("", "x"));
}
