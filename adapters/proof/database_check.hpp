#pragma once
/// The verification of a database as a whole: chain, seals, commitments, clocks, and every row made again. What
/// `gongdan verify` and a running server do.

#include <atomic>
#include <filesystem>
#include <functional>
#include <vector>

#include "adapters/host/verification.hpp"
#include "adapters/sqlite/scan.hpp"
#include "core/engine/verify.hpp"

namespace gongdan::proof {

/// What a third party kept of a seal.
struct KeptSeal {
    std::int64_t number = 0;
    Digest digest{};
};

struct CheckWish {
    std::filesystem::path file;
    std::vector<PublicKey> keys{};  ///< as in VerifyOptions
    std::vector<KeptSeal> kept{};
    sqlite::FindWorkflow find_workflow{};  ///< the workflow versions that stored rows are pinned to
    std::shared_ptr<const Rules> rules{};  ///< of the configuration, shared with whoever runs it; null = there is none:
                                           ///< the journal's own are used alone, and no derived column is looked at
    /// Also the search index, for which the file is locked against writers: not beside a running server.
    bool search_index = false;
    const std::atomic<bool>* stop = nullptr;  ///< true = give up; may be null; outlives the call
    /// Told of every stage, and of every event and row in it. May be null.
    std::function<void(const host::VerificationProgress& now)> progress{};
};

/// Reads one state of the database, whatever a server writes meanwhile. Memory: as Verifier. Errc::unavailable when it
/// was told to stop; whatever else goes wrong is a fault.
[[nodiscard]] Result<host::Verdict> check_database(const CheckWish& wish);

[[nodiscard]] host::Verdict verdict_of(const Verifier& verifier);

/// Holds every row of a case against what `examiner` made of the journal; `each` (may be null) hears of every one.
[[nodiscard]] Result<void> compare_rows(sqlite::Scan& scan, const sqlite::FindWorkflow& find_workflow,
                                        Examiner& examiner, const std::function<void()>& each = {});
/// Boards and timers live from the derived columns: a ticket whose next alarm was lost would stay silent.
[[nodiscard]] Result<void> compare_derived(sqlite::Scan& scan, const sqlite::FindWorkflow& find_workflow,
                                           const Rules& rules, std::vector<Fault>& faults);
[[nodiscard]] Result<void> compare_account_log(sqlite::Scan& scan, std::vector<Fault>& faults);

}  // namespace gongdan::proof
