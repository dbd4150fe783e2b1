#pragma once
/// The verification of the whole journal by a running server: one at a time, on a thread of its own, and what came of
/// the last one (docs/proof.md).

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/audit/fault.hpp"
#include "core/audit/seal.hpp"

namespace gongdan::host {

/// What a verification found.
struct Verdict {
    std::int64_t events = 0;
    std::int64_t cases = 0;
    std::int64_t clock_events = 0;  ///< worked out again
    std::int64_t seals = 0;
    std::int64_t unsealed = 0;   ///< events behind the last seal
    std::optional<Seal> last{};  ///< seal
    /// Empty = sound. Those that name an event first, by seq; then those of rows.
    std::vector<Fault> faults{};

    /// The first event that is concerned; nothing when there is no fault, or none names an event.
    [[nodiscard]] std::optional<std::int64_t> first_bad_seq() const {
        if (faults.empty() || faults.front().seq == 0) return std::nullopt;
        return faults.front().seq;
    }
};

/// How far a verification is.
struct VerificationProgress {
    enum class Stage {
        file,     ///< the pages of the database
        events,   ///< chain, seals and clocks, event by event
        clocks,   ///< clocks that the journal leaves running, up to its end
        rows,     ///< rows of tickets against what the journal makes of them
        derived,  ///< the account log, and what boards and timers live from
    } stage = Stage::file;
    std::int64_t done = 0;    ///< of this stage
    std::int64_t in_all = 0;  ///< 0 = not counted, or not known yet
};

[[nodiscard]] std::string_view name_of(VerificationProgress::Stage stage);

struct Verification {
    enum class State {
        never,  ///< since the start of this program
        running,
        sound,
        faulty,
        stopped,  ///< the server was stopped meanwhile: nothing is known
    };
    State state = State::never;
    std::string by;                        ///< who asked for it; empty = the hour of the day
    std::optional<Instant> started_at;     ///< not null but for `never`
    std::optional<Instant> finished_at{};  ///< null while it runs
    std::int64_t events_in_all = 0;        ///< in the journal when it began
    Verdict verdict{};                     ///< while it runs: the events so far
    VerificationProgress progress{};       ///< while it runs
};

[[nodiscard]] std::string_view name_of(Verification::State state);

/// Thread-safe, and never blocks.
class Verifications {
 public:
    virtual ~Verifications() = default;
    /// Begins one in the name of `by`. Errc::conflict while one runs, Errc::unavailable when the server is stopping.
    [[nodiscard]] virtual Result<Verification> start(const std::string& by) = 0;
    /// The one that runs, or else the last that did.
    [[nodiscard]] virtual Verification last() const = 0;
};

}  // namespace gongdan::host
