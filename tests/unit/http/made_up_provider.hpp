#pragma once
/// An identity provider that vouches for one person, in the browser that began.

#include "adapters/host/single_sign_on.hpp"

namespace gongdan::http::test {

class MadeUpProvider final : public host::SingleSignOn {
 public:
    Result<Departure> depart() override {
        if (down) return fail(Errc::unavailable, "oidc.answer");
        return Departure{"https://login.example.com/auth?a=1&b=\"2\"", "bound"};
    }
    Result<host::ExternalIdentity> arrive(const Return& given) override {
        if (given.binding != "bound" || given.state != "s") return fail(Errc::unauthenticated, "oidc.state");
        return identity;
    }

    bool down = false;
    host::ExternalIdentity identity{"https://login.example.com 1", "sun.qi", "demo-sun-qi", {"foreman"}};
};

}  // namespace gongdan::http::test
