#pragma once
/// The provider of the configuration, by the wall clock.

#include <functional>
#include <memory>

#include "adapters/host/single_sign_on.hpp"
#include "adapters/oidc/provider.hpp"

namespace gongdan::oidc {

[[nodiscard]] std::unique_ptr<host::SingleSignOn> sign_on(ProviderSettings settings, std::function<Instant()> now);

}  // namespace gongdan::oidc
