// Login through an identity provider: a made-up one that signs with its own keys, in virtual time.
#include "adapters/oidc/provider.hpp"

#include <rhonabwy.h>
#include <catch2/catch.hpp>

#include <memory>

#include "adapters/crypto/crypto.hpp"
#include "core/base/percent.hpp"

using namespace gongdan;
using namespace gongdan::oidc;

namespace {

Instant noon() { return parse_time("2026-03-02T12:00:00+08:00").value(); }

struct KeyPair {
    explicit KeyPair(const std::string& id, int kind = R_KEY_TYPE_RSA, unsigned bits = 2048) : name(id) {
        r_global_init();
        REQUIRE(r_jwk_init(&secret) == RHN_OK);
        REQUIRE(r_jwk_init(&open) == RHN_OK);
        REQUIRE(r_jwk_generate_key_pair(secret, open, kind, bits, id.c_str()) == RHN_OK);
    }
    ~KeyPair() {
        r_jwk_free(secret);
        r_jwk_free(open);
    }
    KeyPair(const KeyPair&) = delete;
    KeyPair& operator=(const KeyPair&) = delete;

    [[nodiscard]] json::value published() const {
        const std::unique_ptr<char, void (*)(void*)> text(r_jwk_export_to_json_str(open, 0), r_free);
        return json::parse(text.get());
    }

    std::string name;
    jwk_t* secret = nullptr;
    jwk_t* open = nullptr;
};

std::string signed_token(const json::object& claims, const KeyPair& key, jwa_alg algorithm = R_JWA_ALG_RS256) {
    jwt_t* token = nullptr;
    REQUIRE(r_jwt_init(&token) == RHN_OK);
    REQUIRE(r_jwt_set_full_claims_json_str(token, json::serialize(claims).c_str()) == RHN_OK);
    r_jwt_set_header_str_value(token, "kid", key.name.c_str());
    r_jwt_set_sign_alg(token, algorithm);
    char* text = r_jwt_serialize_signed(token, key.secret, 0);
    REQUIRE(text != nullptr);
    std::string made(text);
    r_free(text);
    r_jwt_free(token);
    return made;
}

std::string parameter(const std::string& url, const std::string& name) {
    const auto at = url.find(name + "=");
    REQUIRE(at != std::string::npos);
    const auto from = at + name.size() + 1;
    return url.substr(from, url.find('&', from) - from);
}

/// A provider that gives every code a token made of `claims`, signed with `key`.
class Issuer {
 public:
    explicit Issuer(const KeyPair& key) : key_(&key) {}

    Fetch fetch() {
        return [this](const Ask& ask) -> Result<std::string> {
            asks.push_back(ask);
            if (down) return fail(Errc::unavailable, "oidc.fetch", ask.url, 503);
            if (ask.url == issuer + "/.well-known/openid-configuration") {
                return json::serialize(json::object{{"issuer", calls_itself},
                                                    {"authorization_endpoint", issuer + "/auth"},
                                                    {"token_endpoint", issuer + "/token"},
                                                    {"jwks_uri", issuer + "/keys"}});
            }
            if (ask.url == issuer + "/keys") return json::serialize(json::object{{"keys", {key_->published()}}});
            return json::serialize(json::object{{"id_token", token ? *token : signed_token(claims, *key_, algorithm)}});
        };
    }

    void change_key(const KeyPair& key) { key_ = &key; }

    std::string issuer = "https://login.example.com";
    std::string calls_itself = issuer;
    json::object claims{{"iss", issuer},
                        {"sub", "s-1"},
                        {"aud", "gongdan"},
                        {"preferred_username", "sun.qi"},
                        {"roles", {"grid-foreman", "other"}},
                        {"person", "demo-sun-qi"},
                        {"exp", to_unix_ms(noon()) / 1000 + 300},
                        {"iat", to_unix_ms(noon()) / 1000}};
    std::optional<std::string> token;
    jwa_alg algorithm = R_JWA_ALG_RS256;
    bool down = false;
    std::vector<Ask> asks;

 private:
    const KeyPair* key_;
};

ProviderSettings settings() {
    ProviderSettings made;
    made.issuer = "https://login.example.com";
    made.client_id = "gongdan";
    made.client_secret = "s3cret/+";
    made.redirect_uri = "https://gongdan.example.com/api/v1/session/oidc/callback";
    made.person_claim = "person";
    made.roles = {{"grid-foreman", "foreman"}, {"grid-auditor", "auditor"}};
    return made;
}

const KeyPair& first_key() {
    static const KeyPair key("k1");
    return key;
}

struct Scene {
    Issuer issuer{first_key()};
    Provider provider{settings(), issuer.fetch()};

    /// A whole login; the nonce goes into the claims as a provider would put it there.
    Result<Identity> log_in(Instant now = noon()) {
        const auto departure = provider.depart(now);
        if (!departure) return departure.error();
        if (!keep_nonce) issuer.claims["nonce"] = parameter(departure->url, "nonce");
        return provider.arrive({"code", parameter(departure->url, "state"), departure->binding}, now);
    }
    bool keep_nonce = false;
};

}  // namespace

TEST_CASE("somebody comes back with a name, a person and the roles his claims map to") {
    Scene scene;
    const auto identity = scene.log_in();
    if (!identity) FAIL(identity.error().detail.en);
    CHECK(identity->subject == "s-1");
    CHECK(identity->name == "sun.qi");
    CHECK(identity->person == "demo-sun-qi");
    CHECK(identity->roles == std::vector<std::string>{"foreman"});
}

TEST_CASE("the browser is sent with PKCE, and the verifier stays with us until the code is redeemed") {
    Scene scene;
    const auto departure = scene.provider.depart(noon());
    REQUIRE(departure);
    CHECK(departure->url.starts_with("https://login.example.com/auth?response_type=code&client_id=gongdan&"));
    CHECK(parameter(departure->url, "code_challenge_method") == "S256");
    CHECK(parameter(departure->url, "scope") == "openid%20profile");
    scene.issuer.claims["nonce"] = parameter(departure->url, "nonce");
    REQUIRE(scene.provider.arrive({"a b", parameter(departure->url, "state"), departure->binding}, noon()));
    const auto redeemed = std::find_if(scene.issuer.asks.begin(), scene.issuer.asks.end(),
                                       [](const Ask& ask) { return ask.url.ends_with("/token"); });
    REQUIRE(redeemed != scene.issuer.asks.end());
    CHECK(redeemed->form.starts_with("grant_type=authorization_code&code=a%20b&"));
    CHECK(redeemed->basic_user == "gongdan");
    CHECK(redeemed->basic_password == "s3cret%2F%2B");
    const Digest digest = crypto::sha256(parameter(redeemed->form, "code_verifier"));
    CHECK(crypto::to_base64url(bytes_of(digest)) == parameter(departure->url, "code_challenge"));
}

TEST_CASE("a state counts once, for ten minutes, and in the browser that began") {
    Scene scene;
    const auto departure = scene.provider.depart(noon());
    REQUIRE(departure);
    const std::string state = parameter(departure->url, "state");
    scene.issuer.claims["nonce"] = parameter(departure->url, "nonce");
    CHECK(scene.provider.arrive({"c", "forged", departure->binding}, noon()).error().code == Errc::unauthenticated);
    SECTION("another browser") {
        CHECK(scene.provider.arrive({"c", state, "another"}, noon()).error().code == Errc::unauthenticated);
        // And the state is spent: a guesser has one try.
        CHECK(scene.provider.arrive({"c", state, departure->binding}, noon()).error().code == Errc::unauthenticated);
    }
    SECTION("twice") {
        CHECK(scene.provider.arrive({"c", state, departure->binding}, noon()).ok());
        CHECK(scene.provider.arrive({"c", state, departure->binding}, noon()).error().code == Errc::unauthenticated);
    }
    SECTION("too late") {
        CHECK(scene.provider.arrive({"c", state, departure->binding}, noon() + kLoginLife).error().code ==
              Errc::unauthenticated);
    }
}

TEST_CASE("a token that is not for us, not of our provider, not in force or of another login is not believed") {
    Scene scene;
    json::object& claims = scene.issuer.claims;
    const std::int64_t now = to_unix_ms(noon()) / 1000;
    SECTION("issuer") { claims["iss"] = "https://evil.example.com"; }
    SECTION("audience") { claims["aud"] = "another"; }
    SECTION("audiences without the party being us") { claims["aud"] = {"gongdan", "another"}; }
    SECTION("another party") { claims["azp"] = "another"; }
    SECTION("expired") { claims["exp"] = now - 60; }
    SECTION("without an end") { claims.erase("exp"); }
    SECTION("issued in the future") { claims["iat"] = now + 61; }
    SECTION("an end no clock can hold") { claims["exp"] = 1e300; }
    SECTION("nonce") {
        claims["nonce"] = "of another login";
        scene.keep_nonce = true;
    }
    SECTION("no subject") { claims.erase("sub"); }
    const auto refused = scene.log_in();
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::unauthenticated);
}

TEST_CASE("two audiences are right when the party is us") {
    Scene scene;
    scene.issuer.claims["aud"] = {"gongdan", "another"};
    scene.issuer.claims["azp"] = "gongdan";
    CHECK(scene.log_in().ok());
}

TEST_CASE("somebody without a role of ours does not get in") {
    Scene scene;
    scene.issuer.claims["roles"] = "visitor";
    const auto refused = scene.log_in();
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::forbidden);
    CHECK(refused.error().detail.en == "'sun.qi' has no role here: ask an administrator");
}

TEST_CASE("unsigned tokens, tokens signed with a secret or a stranger's key, and broken ones are not believed") {
    Scene scene;
    json::object claims = scene.issuer.claims;
    const KeyPair stranger("k1");
    const std::string good = signed_token(claims, first_key());
    const std::string payload = good.substr(good.find('.') + 1, good.rfind('.') - good.find('.') - 1);
    const auto none = crypto::to_base64url(R"({"alg":"none"})") + "." + payload + ".";
    const std::string hs_head = crypto::to_base64url(R"({"alg":"HS256","kid":"k1"})") + "." + payload;
    const std::string key_text = json::serialize(first_key().published());
    const Digest mac = crypto::hmac_sha256(key_text, hs_head);
    const std::string by_secret = hs_head + "." + crypto::to_base64url(bytes_of(mac));
    const auto keys = KeySet::parse(json::serialize(json::object{{"keys", {first_key().published()}}}));
    REQUIRE(keys);
    CHECK(keys->claims_of(good).ok());
    for (const std::string& bad :
         {none, by_secret, signed_token(claims, stranger), good + "x", good.substr(0, good.size() - 4), std::string(),
          std::string("a.b.c"), std::string(100'000, 'a'), std::string("..")}) {
        INFO(bad.substr(0, 60));
        const auto read = keys->claims_of(bad);
        REQUIRE_FALSE(read);
        CHECK(read.error().code == Errc::unauthenticated);
    }
}

TEST_CASE("a key in the token's own header is not taken") {
    const KeyPair stranger("mine");
    jwt_t* token = nullptr;
    REQUIRE(r_jwt_init(&token) == RHN_OK);
    r_jwt_set_full_claims_json_str(token, R"({"sub":"x"})");
    r_jwt_set_sign_alg(token, R_JWA_ALG_RS256);
    r_jwt_set_header_str_value(token, "kid", "mine");
    const std::string own = json::serialize(stranger.published());
    json_t* embedded = json_loads(own.c_str(), 0, nullptr);
    r_jwt_set_header_json_t_value(token, "jwk", embedded);
    json_decref(embedded);
    char* text = r_jwt_serialize_signed(token, stranger.secret, 0);
    REQUIRE(text != nullptr);
    const auto keys = KeySet::parse(json::serialize(json::object{{"keys", {first_key().published()}}}));
    CHECK(keys->claims_of(text).error().code == Errc::not_found);
    r_free(text);
    r_jwt_free(token);
}

TEST_CASE("when the provider changes its key the new one is fetched, but not for every token of a stranger") {
    Scene scene;
    REQUIRE(scene.log_in());
    const KeyPair second("k2");
    scene.issuer.change_key(second);
    CHECK(scene.log_in(noon() + kKeysRest).ok());
    const KeyPair third("k3");
    scene.issuer.change_key(third);
    scene.issuer.asks.clear();
    CHECK_FALSE(scene.log_in(noon() + kKeysRest + std::chrono::seconds(1)).ok());
    CHECK(std::none_of(scene.issuer.asks.begin(), scene.issuer.asks.end(),
                       [](const Ask& ask) { return ask.url.ends_with("/keys"); }));
}

TEST_CASE("keys on elliptic curves count too") {
    const KeyPair curve("e1", R_KEY_TYPE_EC, 256);
    Scene scene;
    scene.issuer.change_key(curve);
    scene.issuer.algorithm = R_JWA_ALG_ES256;
    const auto identity = scene.log_in();
    if (!identity) FAIL(identity.error().detail.en);
}

TEST_CASE("a provider that is down, or calls itself by another name, is said to be so") {
    Scene scene;
    SECTION("down") { scene.issuer.down = true; }
    SECTION("another name") { scene.issuer.calls_itself = "https://login.example.com/other"; }
    const auto refused = scene.log_in();
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::unavailable);
}

TEST_CASE("logins that are begun and never finished do not pile up") {
    Scene scene;
    const auto oldest = scene.provider.depart(noon());
    for (std::size_t i = 0; i < kLoginsMax; ++i) REQUIRE(scene.provider.depart(noon() + Millis(1)));
    CHECK(scene.provider.arrive({"c", parameter(oldest->url, "state"), oldest->binding}, noon()).error().code ==
          Errc::unauthenticated);
}

TEST_CASE("addresses are escaped byte by byte") { CHECK(percent_encode("a b/工~") == "a%20b%2F%E5%B7%A5~"); }
