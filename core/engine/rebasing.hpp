#pragma once
/// A change of calendar whose clocks have not all moved yet: how far it is, as the store keeps it from one transaction
/// to the next, and as the journal tells it. Pure.
///
/// In the journal: `configuration.changed` with `what: calendar-year` and `clocks: in-turn` puts the year in force;
/// from then on the first event of every case whose clocks move is its `clock.rebased`; `what: calendar-rebased` says
/// that the last one has. A `calendar-year` without `clocks` moved all of them in its own transaction.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/engine/ports.hpp"

namespace gongdan {

struct Rebasing {
    std::int64_t seq = 0;                      ///< of the configuration event that put the year in force
    int year = 0;                              ///< that was put in
    CaseId after{};                            ///< the cases up to this one have had their turn
    std::int64_t moved = 0;                    ///< clocks with another due time
    std::int64_t settled = 0;                  ///< clocks whose due time stays, and is provisional no more, or now is
    std::optional<Idempotency> asked_under{};  ///< the answer is kept under it when the last clock has moved

    /// Counts what these events moved; true when it was anything.
    bool count(std::span<const Event> events);

    bool operator==(const Rebasing&) const = default;
};

/// For Store::keep_rebasing().
[[nodiscard]] std::string rebasing_text(const Rebasing& rebasing);
/// Nothing of an empty text. Errc::internal when it cannot be read.
[[nodiscard]] Result<std::optional<Rebasing>> rebasing_from(std::string_view text);

/// What is still open after the configuration event `seq`, when `before` was open until then.
[[nodiscard]] std::optional<Rebasing> rebasing_after(std::optional<Rebasing> before, std::int64_t seq,
                                                     const json::object& body);

/// The event that closes it.
[[nodiscard]] json::object rebased_note(const Rebasing& rebasing, std::string_view calendar);

}  // namespace gongdan
