#include "adapters/oidc/key_set.hpp"

#include <rhonabwy.h>

#include <algorithm>
#include <array>
#include <mutex>

namespace gongdan::oidc {
namespace {

/// Signatures of a key pair only.
constexpr std::array kAlgorithms = {R_JWA_ALG_RS256, R_JWA_ALG_RS384, R_JWA_ALG_RS512, R_JWA_ALG_PS256,
                                    R_JWA_ALG_ES256, R_JWA_ALG_ES384, R_JWA_ALG_ES512, R_JWA_ALG_EDDSA};

void start_library() {
    static std::once_flag once;
    std::call_once(once, [] { r_global_init(); });
}

struct TokenCloser {
    void operator()(jwt_t* token) const { r_jwt_free(token); }
};
struct KeyCloser {
    void operator()(jwk_t* key) const { r_jwk_free(key); }
};
struct TextCloser {
    void operator()(char* text) const { r_free(text); }
};
using Token = std::unique_ptr<jwt_t, TokenCloser>;
using Key = std::unique_ptr<jwk_t, KeyCloser>;
using OwnedText = std::unique_ptr<char, TextCloser>;

Token new_token() {
    jwt_t* token = nullptr;
    return Token(r_jwt_init(&token) == RHN_OK ? token : nullptr);
}

Error unbelievable() { return fail(Errc::unauthenticated, "oidc.token"); }

}  // namespace

struct KeySet::Keys {
    explicit Keys(jwks_t* set) : held(set) {}
    ~Keys() { r_jwks_free(held); }
    Keys(const Keys&) = delete;
    Keys& operator=(const Keys&) = delete;

    /// By id; a token without one means the only key there is.
    [[nodiscard]] Key find(const char* id) const {
        if (id != nullptr) return Key(r_jwks_get_by_kid(held, id));
        return Key(r_jwks_size(held) == 1 ? r_jwks_get_at(held, 0) : nullptr);
    }

    jwks_t* held;
};

Result<KeySet> KeySet::parse(const std::string& jwks) {
    start_library();
    jwks_t* set = nullptr;
    if (r_jwks_init(&set) != RHN_OK) return fail(Errc::internal, "oidc.keys");
    auto keys = std::make_shared<const Keys>(set);
    // A key of a kind the library does not know makes it say so, and the others are there all the same.
    (void)r_jwks_import_from_json_str(set, jwks.c_str());
    if (r_jwks_size(set) == 0) return fail(Errc::unavailable, "oidc.keys");
    return KeySet(std::move(keys));
}

Result<json::object> KeySet::claims_of(const std::string& given) const {
    const Token token = new_token();
    // Nothing is taken from the token's own header but the id of the key: no key in it, and no address of one.
    if (!token || r_jwt_advanced_parse(token.get(), given.c_str(), R_PARSE_NONE, R_FLAG_IGNORE_REMOTE) != RHN_OK)
        return unbelievable();
    const auto algorithm = r_jwt_get_sign_alg(token.get());
    if (std::find(kAlgorithms.begin(), kAlgorithms.end(), algorithm) == kAlgorithms.end()) return unbelievable();
    const Key key = keys_->find(r_jwt_get_header_str_value(token.get(), "kid"));
    if (!key) return fail(Errc::not_found, "oidc.unknown-key");
    unsigned int bits = 0;
    const int type = r_jwk_key_type(key.get(), &bits, R_FLAG_IGNORE_REMOTE);
    if ((type & R_KEY_TYPE_SYMMETRIC) != 0) return unbelievable();
    if (r_jwt_verify_signature(token.get(), key.get(), R_FLAG_IGNORE_REMOTE) != RHN_OK) return unbelievable();
    const OwnedText text(r_jwt_get_full_claims_str(token.get()));
    auto claims = text ? parse_json(text.get()) : Result<json::value>(unbelievable());
    if (!claims || !claims->is_object()) return unbelievable();
    return std::move(claims->get_object());
}

}  // namespace gongdan::oidc
