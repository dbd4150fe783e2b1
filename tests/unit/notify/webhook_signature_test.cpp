// A receiver can trust a webhook only when id, time and body are signed exactly as Standard Webhooks says.

#include <catch2/catch.hpp>

#include "adapters/notify/webhook.hpp"

using namespace gongdan;
using namespace gongdan::notify;

namespace {

const std::string kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const WebhookContent kContent = {"msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, R"({"test": 2432232314})"};
const std::string kSignature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

}  // namespace

TEST_CASE("the signature is that of the published vector") {
    const auto keys = webhook_keys(kSecret);
    REQUIRE(keys.ok());
    CHECK(webhook_signature(kContent, *keys) == kSignature);
    CHECK(webhook_id(kContent.id) == kContent.id);
}

TEST_CASE("while a secret is changed, a webhook is signed with the old and the new one") {
    const auto keys = webhook_keys("  " + kSecret + "\nwhsec_YWJjZA==  ");
    REQUIRE(keys.ok());
    REQUIRE(keys->size() == 2);
    const std::string both = webhook_signature(kContent, *keys);
    CHECK(both.starts_with(kSignature + " v1,"));
}

TEST_CASE("a secret that is none is refused without being repeated") {
    for (const std::string secret : {"", "  ", "whsec_", "whsec_no base64!", "whsec_???"}) {
        const auto keys = webhook_keys(secret);
        REQUIRE_FALSE(keys.ok());
        CHECK(keys.error().code == Errc::invalid_input);
        CHECK(keys.error().detail.en.find("???") == std::string::npos);
    }
}

TEST_CASE("an id cannot break out of its header or of the signed text") {
    CHECK(webhook_id("e1/p1/desk") == "e1/p1/desk");
    CHECK(webhook_id("a.b\r\nX: 1") == "a%2Eb%0D%0AX:%201");
    CHECK(webhook_id("张") == "%E5%BC%A0");
}
