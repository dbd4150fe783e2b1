#include "adapters/proof/proof_book.hpp"

#include "adapters/proof/case_proof.hpp"
#include "adapters/proof/exports.hpp"
#include "adapters/sqlite/scan.hpp"

namespace gongdan::proof {

Result<host::ProofState> DatabaseBook::state() {
    auto scan = sqlite::Scan::open(parts_.file);
    if (!scan) return scan.error();
    host::ProofState state;
    state.key = parts_.key;
    const auto last = scan->seals_before(0, 1);
    if (!last) return last.error();
    if (!last->empty()) state.last = last->front();
    const auto last_seq = scan->last_seq();
    if (!last_seq) return last_seq.error();
    state.last_seq = *last_seq;
    if (state.unsealed() > 0) {
        const auto first = scan->event_at((state.last ? state.last->last_seq : 0) + 1);
        if (!first) return first.error();
        if (*first) state.unsealed_since = (*first)->recorded_at;
    }
    state.carriers = parts_.carriers();
    return state;
}

Result<std::vector<Seal>> DatabaseBook::seals(std::int64_t before, int limit) {
    auto scan = sqlite::Scan::open(parts_.file);
    return scan ? scan->seals_before(before, limit) : scan.error();
}

Result<json::object> DatabaseBook::prove(std::int64_t seq) { return prove_case(parts_.file, seq); }

Result<std::unique_ptr<host::Pieces>> DatabaseBook::journal(const host::JournalWish& wish) {
    return journal_pieces(parts_.file, wish);
}

Result<std::unique_ptr<host::Pieces>> DatabaseBook::xes(const host::XesWish& wish) {
    return xes_pieces(parts_.file, parts_.find_workflow, wish);
}

Result<std::unique_ptr<host::Pieces>> DatabaseBook::worklog(const host::WorklogWish& wish) {
    return worklog_pieces(parts_.file, parts_.reads, parts_.organisation(), wish);
}

}  // namespace gongdan::proof
