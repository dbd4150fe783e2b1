#pragma once
/// What the journal proves, and what leaves the house of it: as the routes ask for it.

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "adapters/host/pieces.hpp"
#include "core/access/viewer.hpp"
#include "core/audit/seal.hpp"
#include "core/base/json.hpp"
#include "core/calendar/calendar.hpp"

namespace gongdan::host {

/// A channel that carries seals out of the house, and what it did since the start.
struct SealCarrier {
    std::string channel{};
    std::int64_t carried = 0;             ///< number of the last seal it took; 0 = none yet
    std::optional<Instant> carried_at{};  ///< when it took that
    std::optional<LocalText> refused{};   ///< why it did not take the last one; null when it did
};

struct ProofState {
    PublicKey key{};  ///< that seals from now on
    std::optional<Seal> last{};
    std::int64_t last_seq = 0;                ///< of the journal
    std::optional<Instant> unsealed_since{};  ///< when the first event behind the last seal was entered
    std::vector<SealCarrier> carriers{};

    [[nodiscard]] std::int64_t unsealed() const { return last_seq - (last ? last->last_seq : 0); }
};

/// Events entered in `entered`. The whole journal verifies anywhere; a part says that it is one, and has no seals.
struct JournalWish {
    std::optional<Interval> entered{};  ///< nothing = the whole journal
    CaseId only{};                      ///< 0 = of every case
    bool personal = false;              ///< with what lies beside the events
};

struct XesWish {
    Interval opened{Instant::min(), Instant::max()};
    std::string workflow{};  ///< empty = every one
    Reach reach{};           ///< tickets that the reader may see
};

struct WorklogWish {
    std::set<std::string> actors;  ///< names under which the person acts
    Interval happened;
    Reach reach{};
};

/// Thread-safe; blocks on the disk. Errors besides those named: Errc::unavailable when the disk cannot be read.
class ProofBook {
 public:
    virtual ~ProofBook() = default;
    [[nodiscard]] virtual Result<ProofState> state() = 0;
    /// Those before number `before` (0 = from the last), the last first.
    [[nodiscard]] virtual Result<std::vector<Seal>> seals(std::int64_t before, int limit) = 0;
    /// The history of the event's ticket up to that event, as `gongdan verify --proof` checks it. Errc::not_found when
    /// no ticket's event has that number.
    [[nodiscard]] virtual Result<json::object> prove(std::int64_t seq) = 0;

    /// NDJSON; what was there when it was asked for.
    [[nodiscard]] virtual Result<std::unique_ptr<Pieces>> journal(const JournalWish& wish) = 0;
    [[nodiscard]] virtual Result<std::unique_ptr<Pieces>> xes(const XesWish& wish) = 0;
    /// CSV, in order of entry.
    [[nodiscard]] virtual Result<std::unique_ptr<Pieces>> worklog(const WorklogWish& wish) = 0;
};

}  // namespace gongdan::host
