#pragma once
/// The form in which an event is kept for ever, and the chain that ties a case's events together (DESIGN: the journal
/// and its proof):  hash = SHA-256(hash of the case's previous event ‖ canonical bytes).
///
/// Canonical bytes are RFC 8785 JSON of the event without its hash. Values of fields marked `personal` stand in it only
/// as a commitment "sha256:<hex>" of (salt ‖ canonical JSON of the value); salt and value lie beside it, so that they
/// can be erased later without breaking the chain. The same is done with every text in body.data, and with body.text
/// and body.reason, in which somebody wrote a telephone or identity card number, and with one that itself begins with
/// "sha256:": whatever looks like a commitment there, is one.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/audit/digest.hpp"
#include "core/base/result.hpp"
#include "core/ticket/event.hpp"

namespace gongdan {

struct StoredEvent {
    std::int64_t seq = 0;
    CaseId case_id{};
    std::int64_t case_seq = 0;
    std::int64_t prev_seq = 0;  ///< seq of the case's previous event, 0 = the first: a case's history is a linked list
    EventType type = EventType::case_opened;
    Instant occurred_at{};
    Instant recorded_at{};
    std::string body;      ///< canonical JSON, personal values replaced by their commitments
    std::string personal;  ///< JSON {field: {"salt": hex, "value": …}}; empty when the event holds none (or was erased)
    Digest hash{};
};

/// Where a case's chain stands.
struct ChainTail {
    std::int64_t seq = 0;
    Digest hash{};  ///< all zero before the first event
};

/// Turns `event` into its stored form behind `tail`, and moves `tail` on. `personal` names the fields of body.data to
/// keep beside the journal, besides texts with private numbers.
[[nodiscard]] StoredEvent store_event(const Event& event, const std::vector<std::string>& personal, ChainTail& tail,
                                      Sha256 sha256, const SaltSource& salt);

/// The event as it was, personal values put back (erased ones read as null). Errc::internal when the row is damaged.
[[nodiscard]] Result<Event> restore_event(const StoredEvent& stored);

/// Does every value that lies beside the event agree with its commitment? What was erased has nothing to disagree with.
/// The chain's hash does not cover the column `personal`: verify must ask both.
[[nodiscard]] bool personal_values_match(const StoredEvent& stored, Sha256 sha256);

/// The bytes that are hashed behind the previous hash.
[[nodiscard]] std::string canonical_bytes(const StoredEvent& stored);

[[nodiscard]] Digest chain_hash(const Digest& previous, std::string_view canonical, Sha256 sha256);

}  // namespace gongdan
