#include "adapters/oidc/sign_on.hpp"

namespace gongdan::oidc {
namespace {

class SignOn final : public host::SingleSignOn {
 public:
    SignOn(ProviderSettings settings, std::function<Instant()> now)
        : issuer_(settings.issuer),
          now_(std::move(now)),
          fetch_(fetch_by_curl(settings.ca_file)),
          provider_(std::move(settings), fetch_) {}

    Result<Departure> depart() override {
        auto departure = provider_.depart(now_());
        if (!departure) return departure.error();
        return Departure{std::move(departure->url), std::move(departure->binding)};
    }

    Result<host::ExternalIdentity> arrive(const Return& given) override {
        auto identity = provider_.arrive({given.code, given.state, given.binding}, now_());
        if (!identity) return identity.error();
        return host::ExternalIdentity{issuer_ + " " + identity->subject, std::move(identity->name),
                                      std::move(identity->person), std::move(identity->roles)};
    }

 private:
    std::string issuer_;
    std::function<Instant()> now_;
    Fetch fetch_;
    Provider provider_;
};

}  // namespace

std::unique_ptr<host::SingleSignOn> sign_on(ProviderSettings settings, std::function<Instant()> now) {
    return std::make_unique<SignOn>(std::move(settings), std::move(now));
}

}  // namespace gongdan::oidc
