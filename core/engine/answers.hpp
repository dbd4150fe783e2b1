#pragma once
/// Answers kept under an Idempotency-Key: what is kept, and how a repeat is answered.

#include <functional>
#include <optional>

#include "core/engine/engine.hpp"

namespace gongdan {

/// The first answer, again. Errc::invalid_input when the key was used for another request.
[[nodiscard]] Result<Reply> replay(StoredAnswer kept, const Idempotency& idempotency);

/// What was answered under the key before; nothing without a key, or when it is new. Errors: those of replay() and of
/// the store.
[[nodiscard]] Result<std::optional<Reply>> find_reply(Store& store, const std::optional<Idempotency>& idempotency);

/// A refusal as it is kept, `instance` not in it (it is the path, which the fingerprint holds too); nothing for one
/// that passes by itself, such as a full disk: the repeat is a new attempt.
[[nodiscard]] std::optional<StoredAnswer> refusal_to_keep(const Error& error, const Idempotency& idempotency,
                                                          Instant now);

/// What is done beside the engine (a dead letter, a token), inside a batch of `store`: status and body in `kept` of the
/// reply, as `work` gives them. With a key, `work` runs only if it is the first, and what it says is kept, refusals
/// too. `work` must not have written anything when it fails. Errors: those of `work`, of replay() and of the store.
[[nodiscard]] Result<Reply> answer_once(Store& store, const std::optional<Idempotency>& idempotency, Instant now,
                                        const std::function<Result<StoredAnswer>()>& work);

}  // namespace gongdan
