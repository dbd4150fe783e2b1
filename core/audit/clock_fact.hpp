#pragma once
/// What a report counts: one fact for each (case, clock, cycle), and what is counted once a ticket. Made of a case as
/// its events have made it, whether they come from the journal or from another system's export. Every definition stands
/// in docs/audit.md. Plain values; times in UTC.

#include <array>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/ticket/event.hpp"
#include "core/ticket/snapshot.hpp"

namespace gongdan {

enum class Outcome {
    on_time,       ///< stopped, not past its due time (late evidence included)
    late,          ///< stopped past its due time
    open,          ///< runs or is paused, and is not past its due time
    open_overdue,  ///< runs or is paused, past its due time
    cancelled,     ///< the matter went away: counted in nothing else
    unclear,  ///< ended before it started, or starts in the future: its times cannot be true; counted in nothing else
};
inline constexpr std::size_t kOutcomes = 6;

/// Does the outcome count: towards the number of clocks, and what is listed behind it?
[[nodiscard]] constexpr bool is_counted(Outcome outcome) {
    return outcome != Outcome::cancelled && outcome != Outcome::unclear;
}

[[nodiscard]] std::string_view name_of(Outcome outcome);
/// Nothing for a name that is none.
[[nodiscard]] std::optional<Outcome> outcome_of(std::string_view name);

/// Time used in each hop, by Hop.
using HopTimes = std::array<Millis, kHops>;

struct ClockFact {
    std::string clock;
    int cycle = 1;
    std::string promise;  ///< empty: a limit of the workflow's own
    Limit limit;          ///< as it was promised, before any extension (延期)
    Instant started_at{};
    Instant due_at{};
    std::optional<Instant> ended_at;
    Outcome outcome = Outcome::open;
    bool corrected = false;    ///< on time by evidence that came in after the breach
    bool provisional = false;  ///< its due time stands on a calendar that is not known for good
    bool exempt = false;  ///< a filing (重要服务事项报备) covers it; it says nothing of whether it was late
    std::string why;      ///< the reason filed; empty when not exempt
    Millis elapsed{0};    ///< from start to end, or to now: days off too, pauses not
    Millis overdue{0};    ///< likewise, past the due time
    HopTimes hops{};      ///< of `elapsed`: whose minutes were used

    [[nodiscard]] bool is_overdue() const { return outcome == Outcome::late || outcome == Outcome::open_overdue; }
    [[nodiscard]] bool has_stopped() const { return outcome == Outcome::on_time || outcome == Outcome::late; }
};

/// IEEE 1366: what lasts longer is a sustained interruption; the indices count no others.
inline constexpr Millis kMomentary = std::chrono::minutes(5);

/// An interruption of supply.
struct OutageFact {
    Instant from{};
    std::optional<Instant> until;           ///< nothing: not restored yet, or nobody said
    std::optional<std::int64_t> customers;  ///< without supply; nothing: nobody said

    /// Restored, and not momentary.
    [[nodiscard]] bool is_sustained() const { return until && *until - from > kMomentary; }
};

struct CaseFact {
    std::string number;
    std::string workflow;
    std::string site_class;  ///< texts are empty where the case says nothing
    std::string area;        ///< by its name in the organisation, where it is known there
    std::string line;
    std::string team;
    std::string person;  ///< the assignee, or else the crew's members as written
    Instant opened_at{};
    bool merged = false;  ///< follows a master: left out of every count
    bool supervised = false;
    int chases = 0;
    int bounces = 0;
    HopTimes hops{};  ///< from the opening to the end, or to now; pauses are Hop::none
    std::optional<OutageFact> outage;
    std::vector<ClockFact> clocks;
};

/// Where a case has stood, and since when.
class Trail {
 public:
    void take(const Event& event, const Workflow& workflow);

    /// How long it stood in each hop within [from, to), pauses left out. What lies before the first event (the clock
    /// of a caller who hung up before somebody typed) is the first hop's.
    [[nodiscard]] HopTimes within(Interval stretch, const std::vector<Interval>& pauses) const;
    /// When supply came back, the last time; nothing when it did not.
    [[nodiscard]] std::optional<Instant> restored_at() const { return restored_at_; }
    [[nodiscard]] std::optional<Instant> closed_at() const { return closed_at_; }
    /// It was joined to a master. An imported child has no other trace of it: its master may not be in the export.
    [[nodiscard]] bool merged() const { return merged_; }

 private:
    struct Stay {
        Instant from{};
        Hop hop = Hop::none;
    };
    std::vector<Stay> stays_;  ///< in the order of the events; a time before the last one is taken as that one
    std::optional<Instant> restored_at_;
    std::optional<Instant> closed_at_;
    bool merged_ = false;
};

/// Names and sizes of areas, by id and by name: one area must not count as two because tickets name it differently.
struct Places {
    struct Area {
        std::string name;
        std::int64_t customers = 0;  ///< served; 0 = nobody has said
    };
    std::unordered_map<std::string, Area> areas;
    std::int64_t customers = 0;  ///< served, over all areas

    [[nodiscard]] const Area* find(const std::string& id_or_name) const;
};

/// The facts of a case as it stands `now`.
[[nodiscard]] CaseFact fact_of(const CaseSnapshot& snapshot, const Trail& trail, const Places& places, Instant now);

}  // namespace gongdan
