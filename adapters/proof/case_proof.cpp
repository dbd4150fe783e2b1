#include "adapters/proof/case_proof.hpp"

#include <algorithm>

#include "adapters/crypto/crypto.hpp"
#include "adapters/sqlite/seals.hpp"
#include "core/audit/proof.hpp"

namespace gongdan::proof {
namespace {

Result<ProofSource> source_of(sqlite::Scan& scan, std::int64_t through) {
    const auto last = scan.event_at(through);
    if (!last) return last.error();
    if (!*last || to_int((*last)->case_id) == 0) return fail(Errc::not_found, "proof.no-event", through);
    auto events = scan.history(through);
    if (!events) return events.error();
    ProofSource source{std::move(*events), {}, {}};
    auto read = scan.seals([&source](const Seal& seal) -> Result<void> {
        const bool covers = std::any_of(source.events.begin(), source.events.end(), [&seal](const StoredEvent& event) {
            return event.seq >= seal.first_seq && event.seq <= seal.last_seq;
        });
        if (covers) source.seals.push_back(seal);
        return {};
    });
    if (!read) return read.error();
    return source;
}

}  // namespace

Result<json::object> prove_case(const std::filesystem::path& file, std::int64_t through) {
    auto scan = sqlite::Scan::open(file);
    if (!scan) return scan.error();
    auto source = source_of(*scan, through);
    if (!source) return source.error();
    sqlite::SealReader hashes(file);
    source->leaves = [&hashes](std::int64_t first, std::int64_t last) -> Result<std::vector<Digest>> {
        std::vector<Digest> leaves;
        auto done = hashes.hashes(first - 1, last - first + 1,
                                  [&leaves](std::int64_t, const Digest& hash) { leaves.push_back(hash); });
        if (!done) return done.error();
        return leaves;
    };
    return make_proof(*source, crypto::sha256);
}

}  // namespace gongdan::proof
