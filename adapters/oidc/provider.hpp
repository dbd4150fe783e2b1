#pragma once
/// Login through the company's own identity provider: OpenID Connect Core 1.0, authorization code with PKCE (RFC 7636),
/// discovery, key rotation. Who somebody is comes from the provider; what he may do, from the roles his claims map to.

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/oidc/fetch.hpp"
#include "adapters/oidc/key_set.hpp"
#include "core/base/time.hpp"

namespace gongdan::oidc {

struct ProviderSettings {
    std::string issuer;  ///< "https://login.example.com/realm": discovery lies below it
    std::string client_id;
    std::string client_secret;  ///< empty = a public client, by PKCE alone
    std::string redirect_uri;   ///< ours: "https://gongdan.example.com/api/v1/session/oidc/callback"
    std::vector<std::string> scopes{"openid", "profile"};
    std::string name_claim = "preferred_username";
    std::string roles_claim = "roles";                         ///< a text or a list of texts
    std::string person_claim{};                                ///< person id of the organisation; empty = the name
    std::vector<std::pair<std::string, std::string>> roles{};  ///< (value of the claim, our role)
    std::string ca_file{};                                     ///< of the provider's certificate; empty = the system's
};

struct Identity {
    std::string subject;  ///< stable at this provider
    std::string name;
    std::string person;
    std::vector<std::string> roles;  ///< never empty
};

/// Where to send the browser, and what it must bring back in a cookie: somebody else's login must not be completed in
/// it (login CSRF).
struct Departure {
    std::string url;
    std::string binding;
};

inline constexpr Millis kLoginLife = std::chrono::minutes(10);  ///< from departure to return
inline constexpr std::size_t kLoginsMax = 1000;                 ///< under way; the oldest gives way
inline constexpr Millis kClockSkew = std::chrono::minutes(1);
inline constexpr Millis kKeysRest = std::chrono::minutes(1);  ///< between two looks for new keys

/// Thread-safe. Calls block on the network: not for I/O threads.
class Provider {
 public:
    Provider(ProviderSettings settings, Fetch fetch) : settings_(std::move(settings)), fetch_(std::move(fetch)) {}

    /// Errc::unavailable when the provider does not answer.
    [[nodiscard]] Result<Departure> depart(Instant now);

    struct Return {
        std::string code;
        std::string state;
        std::string binding;
    };
    /// Errc::unauthenticated when it is not what was asked for (state, nonce, issuer, audience, time, signature);
    /// Errc::forbidden for somebody without a role of ours. A state counts once.
    [[nodiscard]] Result<Identity> arrive(const Return& given, Instant now);

 private:
    struct Endpoints {
        std::string authorization;
        std::string token;
        std::string keys;
    };
    struct Login {
        std::string nonce;
        std::string verifier;
        std::string binding;
        Instant until{};
    };

    [[nodiscard]] Result<Endpoints> endpoints();
    [[nodiscard]] std::optional<Login> take_login(const std::string& state, Instant now);
    [[nodiscard]] Result<std::string> id_token(const std::string& code, const std::string& verifier);
    [[nodiscard]] Result<json::object> verified(const std::string& token, Instant now);
    [[nodiscard]] Result<KeySet> keys(bool fresh, Instant now);
    [[nodiscard]] Result<Identity> identity_in(const json::object& claims) const;

    ProviderSettings settings_;
    Fetch fetch_;
    std::mutex mutex_;  // guards what follows; not held during a fetch
    std::optional<Endpoints> endpoints_;
    std::optional<KeySet> keys_;
    Instant keys_at_{};
    std::map<std::string, Login> logins_;  // by state
};

}  // namespace gongdan::oidc
