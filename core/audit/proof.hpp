#pragma once
/// The history of one case as a proof for somebody who trusts neither us nor the company: its events, and for each the
/// path to the root of the seal that covers it. Checked offline, with the public key alone.

#include <functional>
#include <vector>

#include "core/audit/chain.hpp"
#include "core/audit/fault.hpp"
#include "core/audit/seal.hpp"

namespace gongdan {

/// What a proof is made of. `leaves` gives the hashes of the events `first` to `last`.
struct ProofSource {
    std::vector<StoredEvent> events;  ///< of one case, all, in order
    std::vector<Seal> seals;          ///< that cover them, by number
    std::function<Result<std::vector<Digest>>(std::int64_t first, std::int64_t last)> leaves;
};

/// {"version", "case", "events": [{…, "hash", "seal"?, "path"?}], "seals": […]}. Events behind the last seal have no
/// path: nobody has signed them yet. Personal values stand as their commitments.
[[nodiscard]] Result<json::object> make_proof(const ProofSource& source, Sha256 sha256);

struct ProofReport {
    std::int64_t case_id = 0;
    std::int64_t events = 0;
    std::int64_t proved = 0;  ///< of them under a seal
    std::vector<Fault> faults;
};

/// Errc::invalid_input when `proof` is none. A fault for everything in it that does not hold under one of `keys`, and
/// when events of it are under no seal: those nobody has signed, so anybody may have written them.
[[nodiscard]] Result<ProofReport> check_proof(const json::object& proof, const std::vector<PublicKey>& keys,
                                              Sha256 sha256, CheckSignature check_signature);

}  // namespace gongdan
