#pragma once
/// Idempotency-Key: what a repeat is recognised by, and answers that are kept under it.

#include <functional>
#include <optional>

#include "adapters/http/routes/site.hpp"
#include "core/engine/engine.hpp"

namespace gongdan::http {

/// A change made by this call; nothing without a key. Scoped by the caller, so that nobody can read another's answer by
/// guessing his key. Errc::invalid_input for a malformed one.
[[nodiscard]] Result<std::optional<Idempotency>> idempotency_of(const Call& call);

/// `key` as it is kept: the caller's own, whatever signs his name and the key are made of.
[[nodiscard]] std::string owned_key(const Call& call, std::string_view key);

/// The reply's kept answer, byte for byte the same now and at each repeat; a repeat says so in Idempotency-Replayed.
[[nodiscard]] Response kept_response(const Reply& reply, const Call& call);

/// Makes something with a secret in it, which is shown once and stands nowhere.
struct SecretMaker {
    std::function<Result<Response>()> make;  ///< called once, on the reader pool or the thread for passwords
    Error shown_before;                      ///< what a repeat under the same key gets instead of the secret
    bool takes_password = false;
};

/// Runs the maker unless the call's Idempotency-Key was used before: then the refusal that the first call got, or
/// `shown_before`.
void answer_secret_once(Site& site, const CallPtr& call, SecretMaker maker, Respond respond);

}  // namespace gongdan::http
