#include <map>
#include <sstream>

#include "adapters/crypto/crypto.hpp"
#include "adapters/crypto/signing.hpp"
#include "adapters/host/journal_lines.hpp"
#include "adapters/host/rules_journal.hpp"
#include "core/audit/proof.hpp"
#include "core/engine/verify.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/support/shipped.hpp"

namespace gongdan::fuzz {
namespace {

/// A forger makes every place and hash right: so the fuzzer gets behind the chain.
void make_whole(StoredEvent& event, std::map<CaseId, std::pair<ChainTail, std::int64_t>>& tails, std::int64_t seq) {
    auto& [tail, places] = tails[event.case_id];
    event.seq = seq;
    event.prev_seq = tail.seq;
    event.case_seq = to_int(event.case_id) == 0 ? 0 : ++places;
    event.hash = chain_hash(tail.hash, canonical_bytes(event), crypto::sha256);
    tail = {event.seq, event.hash};
}

void verify_lines(std::string_view bytes, bool forged) {
    host::JournalledRules rules(*test::shipped().rules);
    Verifier verifier({crypto::sha256, crypto::check_signature, {}}, rules);
    std::map<CaseId, std::pair<ChainTail, std::int64_t>> tails;
    std::istringstream lines{std::string(bytes)};
    std::int64_t seq = 0;
    for (std::string line; std::getline(lines, line);) {
        auto entry = host::read_journal_line(line);
        if (!entry) continue;
        if (const auto* seal = std::get_if<Seal>(&*entry)) {
            verifier.expect(*seal);
            continue;
        }
        StoredEvent event = std::get<StoredEvent>(std::move(*entry));
        const auto again = host::journal_line(event, {.personal = true});
        promise(again.ok() && host::read_journal_line(*again).ok(), "an event that was read cannot be written");
        if (forged) make_whole(event, tails, ++seq);
        verifier.take(event);
    }
    verifier.finish();
    promise(verifier.faults().size() <= 2 * Examiner::kFaultsMax, "more faults than anybody reads");
}

void check_as_proof(std::string_view bytes) {
    const auto parsed = parse_json(bytes);
    if (!parsed || !parsed->is_object()) return;
    (void)check_proof(parsed->get_object(), {PublicKey{}}, crypto::sha256, crypto::check_signature);
}

}  // namespace

void run_journal(std::string_view bytes) {
    verify_lines(bytes, false);
    verify_lines(bytes, true);
    check_as_proof(bytes);
}

}  // namespace gongdan::fuzz
