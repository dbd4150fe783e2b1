#pragma once
/// Login at the company's own identity provider, as the routes see it.

#include <string>
#include <vector>

#include "core/base/result.hpp"

namespace gongdan::host {

/// Who the provider says somebody is.
struct ExternalIdentity {
    std::string key;   ///< issuer and subject: the same person for ever, whatever his name
    std::string name;  ///< becomes the account's name at the first login
    std::string person;
    std::vector<std::string> roles;  ///< never empty
};

/// Thread-safe. Blocks on the network.
class SingleSignOn {
 public:
    virtual ~SingleSignOn() = default;

    struct Departure {
        std::string url;      ///< where to send the browser
        std::string binding;  ///< what it must bring back in a cookie
    };
    /// Errc::unavailable when the provider does not answer.
    [[nodiscard]] virtual Result<Departure> depart() = 0;

    struct Return {
        std::string code;
        std::string state;
        std::string binding;
    };
    /// Errc::unauthenticated when it cannot be believed, Errc::forbidden for somebody without a role.
    [[nodiscard]] virtual Result<ExternalIdentity> arrive(const Return& given) = 0;
};

}  // namespace gongdan::host
