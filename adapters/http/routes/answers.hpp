#pragma once
/// Idempotency-Key: what a repeat is recognised by, and answers that are kept under it.

#include <optional>

#include "adapters/http/routes/site.hpp"
#include "core/engine/engine.hpp"

namespace gongdan::http {

/// A change made by this call; nothing without a key. Scoped by the caller, so that nobody can read another's answer by
/// guessing his key. Errc::invalid_input for a malformed one.
[[nodiscard]] Result<std::optional<Idempotency>> idempotency_of(const Call& call);

/// The reply's kept answer, byte for byte the same now and at each repeat; a repeat says so in Idempotency-Replayed.
[[nodiscard]] Response kept_response(const Reply& reply, const Call& call);

}  // namespace gongdan::http
