#include "adapters/oidc/provider.hpp"

#include <algorithm>

#include "adapters/crypto/crypto.hpp"
#include "core/base/percent.hpp"

namespace gongdan::oidc {
namespace {

constexpr std::size_t kRandomBytes = 32;

std::string random_word() { return crypto::to_base64url(crypto::random_bytes(kRandomBytes)); }

std::string joined(const std::vector<std::string>& words) {
    std::string all;
    for (const std::string& word : words) all += (all.empty() ? "" : " ") + word;
    return all;
}

std::string pair(std::string_view name, std::string_view value) {
    return std::string(name) + "=" + percent_encode(value);
}

/// A text or a list of texts.
std::vector<std::string> texts_of(const json::object& claims, std::string_view name) {
    std::vector<std::string> texts;
    const json::value* value = claims.if_contains(name);
    if (value == nullptr) return texts;
    if (const auto* text = value->if_string()) texts.emplace_back(*text);
    if (const auto* list = value->if_array()) {
        for (const json::value& entry : *list) {
            if (const auto* text = entry.if_string()) texts.emplace_back(*text);
        }
    }
    return texts;
}

std::optional<Instant> time_of(const json::object& claims, std::string_view name) {
    const json::value* value = claims.if_contains(name);
    if (value == nullptr || !value->is_number()) return std::nullopt;
    json::error_code error;
    const auto seconds = value->to_number<std::int64_t>(error);
    if (error || seconds < 0 || seconds > to_unix_ms(Instant::max()) / 1000) return std::nullopt;
    return from_unix_ms(seconds * 1000);
}

Result<json::object> object_in(const Result<std::string>& body) {
    if (!body) return body.error();
    auto parsed = parse_json(*body);
    if (!parsed || !parsed->is_object()) return fail(Errc::unavailable, "oidc.answer");
    return std::move(parsed->get_object());
}

Error unbelievable() { return fail(Errc::unauthenticated, "oidc.token"); }

}  // namespace

Result<Provider::Endpoints> Provider::endpoints() {
    {
        const std::lock_guard lock(mutex_);
        if (endpoints_) return *endpoints_;
    }
    const auto document = object_in(fetch_({settings_.issuer + "/.well-known/openid-configuration"}));
    if (!document) return document.error();
    // OpenID Connect Discovery 1.0 §4.3: a document of somebody else must not be believed.
    if (string_or_empty(*document, "issuer") != settings_.issuer)
        return fail(Errc::unavailable, "oidc.issuer", string_or_empty(*document, "issuer"), settings_.issuer);
    Endpoints found{string_or_empty(*document, "authorization_endpoint"), string_or_empty(*document, "token_endpoint"),
                    string_or_empty(*document, "jwks_uri")};
    if (found.authorization.empty() || found.token.empty() || found.keys.empty())
        return fail(Errc::unavailable, "oidc.answer");
    const std::lock_guard lock(mutex_);
    endpoints_ = found;
    return found;
}

Result<Departure> Provider::depart(Instant now) {
    const auto known = endpoints();
    if (!known) return known.error();
    const std::string state = random_word();
    const Login login{random_word(), random_word(), random_word(), now + kLoginLife};
    const std::string challenge = crypto::to_base64url(bytes_of(crypto::sha256(login.verifier)));
    const char first = known->authorization.find('?') == std::string::npos ? '?' : '&';
    Departure departure{
        known->authorization + first + pair("response_type", "code") + "&" + pair("client_id", settings_.client_id) +
            "&" + pair("redirect_uri", settings_.redirect_uri) + "&" + pair("scope", joined(settings_.scopes)) + "&" +
            pair("state", state) + "&" + pair("nonce", login.nonce) + "&" + pair("code_challenge", challenge) + "&" +
            pair("code_challenge_method", "S256"),
        login.binding};
    const std::lock_guard lock(mutex_);
    std::erase_if(logins_, [now](const auto& entry) { return entry.second.until <= now; });
    if (logins_.size() >= kLoginsMax) {
        logins_.erase(std::min_element(logins_.begin(), logins_.end(), [](const auto& one, const auto& other) {
            return one.second.until < other.second.until;
        }));
    }
    logins_.emplace(state, login);
    return departure;
}

std::optional<Provider::Login> Provider::take_login(const std::string& state, Instant now) {
    const std::lock_guard lock(mutex_);
    auto found = logins_.extract(state);
    if (found.empty() || found.mapped().until <= now) return std::nullopt;
    return std::move(found.mapped());
}

Result<std::string> Provider::id_token(const std::string& code, const std::string& verifier) {
    const auto known = endpoints();
    if (!known) return known.error();
    Ask ask{known->token, pair("grant_type", "authorization_code") + "&" + pair("code", code) + "&" +
                              pair("redirect_uri", settings_.redirect_uri) + "&" + pair("code_verifier", verifier)};
    if (settings_.client_secret.empty()) {
        ask.form += "&" + pair("client_id", settings_.client_id);
    } else {
        // RFC 6749 §2.3.1: both are form-encoded before they become Basic.
        ask.basic_user = percent_encode(settings_.client_id);
        ask.basic_password = percent_encode(settings_.client_secret);
    }
    const auto answer = object_in(fetch_(ask));
    if (!answer) return answer.error();
    std::string token = string_or_empty(*answer, "id_token");
    if (token.empty()) return fail(Errc::unavailable, "oidc.answer");
    return token;
}

Result<KeySet> Provider::keys(bool fresh, Instant now) {
    {
        const std::lock_guard lock(mutex_);
        const bool rested = now - keys_at_ >= kKeysRest;
        if (keys_ && (!fresh || !rested)) return *keys_;
    }
    const auto known = endpoints();
    if (!known) return known.error();
    const auto body = fetch_({known->keys});
    if (!body) return body.error();
    auto parsed = KeySet::parse(*body);
    if (!parsed) return parsed.error();
    const std::lock_guard lock(mutex_);
    keys_ = *parsed;
    keys_at_ = now;
    return *parsed;
}

/// The claims of an ID token that is meant for us and is in force (OpenID Connect Core 1.0 §3.1.3.7).
Result<json::object> Provider::verified(const std::string& token, Instant now) {
    auto present = keys(false, now);
    if (!present) return present.error();
    auto claims = present->claims_of(token);
    if (!claims && claims.error().code == Errc::not_found) {
        present = keys(true, now);  // the provider may have changed its keys
        if (!present) return present.error();
        claims = present->claims_of(token);
        if (!claims) return unbelievable();
    }
    if (!claims) return claims.error();
    if (string_or_empty(*claims, "iss") != settings_.issuer) return unbelievable();
    const auto audience = texts_of(*claims, "aud");
    if (std::find(audience.begin(), audience.end(), settings_.client_id) == audience.end()) return unbelievable();
    const std::string party = string_or_empty(*claims, "azp");
    if ((audience.size() > 1 || !party.empty()) && party != settings_.client_id) return unbelievable();
    const auto expires = time_of(*claims, "exp");
    const auto issued = time_of(*claims, "iat");
    if (!expires || *expires + kClockSkew <= now) return unbelievable();
    if (!issued || *issued - kClockSkew > now) return unbelievable();
    return claims;
}

Result<Identity> Provider::identity_in(const json::object& claims) const {
    Identity identity;
    identity.subject = string_or_empty(claims, "sub");
    identity.name = string_or_empty(claims, settings_.name_claim);
    if (identity.subject.empty() || identity.name.empty())
        return fail(Errc::unauthenticated, "oidc.no-name", settings_.name_claim);
    identity.person = settings_.person_claim.empty() ? identity.name : string_or_empty(claims, settings_.person_claim);
    const auto given = texts_of(claims, settings_.roles_claim);
    for (const auto& [value, role] : settings_.roles) {
        const bool known = std::find(identity.roles.begin(), identity.roles.end(), role) != identity.roles.end();
        if (!known && std::find(given.begin(), given.end(), value) != given.end()) identity.roles.push_back(role);
    }
    if (identity.roles.empty()) return fail(Errc::forbidden, "oidc.no-role", identity.name);
    return identity;
}

Result<Identity> Provider::arrive(const Return& given, Instant now) {
    const auto login = take_login(given.state, now);
    if (!login || !crypto::equal(login->binding, given.binding)) return fail(Errc::unauthenticated, "oidc.state");
    const auto token = id_token(given.code, login->verifier);
    if (!token) return token.error();
    const auto claims = verified(*token, now);
    if (!claims) return claims.error();
    if (!crypto::equal(string_or_empty(*claims, "nonce"), login->nonce)) return unbelievable();
    return identity_in(*claims);
}

}  // namespace gongdan::oidc
