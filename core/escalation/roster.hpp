#pragma once
/// Who is on duty when (值班表): duties that repeat, changes to them, absences and what must be covered, as data; and
/// the answers made of it. Plain values without a clock; all times of day are UTC+8, all stretches half-open [from,
/// to).
///
/// Layers, each over the one before; inside a layer what stands later wins:
///   1. duties     weekly ones, rotations and dated shifts: each makes somebody the holder of a duty
///   2. overrides  this person instead of that one: whoever holds his duty by now, or held it first, hands it over
///   3. swaps      two people exchange the duties they hold by now
///   4. absences   whoever is to serve by now and is absent is replaced by his deputy, or his, and so on
/// A change applies at each instant of its own stretch: a duty that reaches beyond it is split there.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.hpp"
#include "core/base/time.hpp"
#include "core/statechart/model.hpp"

namespace gongdan {

struct Organisation;
struct Person;

/// A stretch of duty or of absence.
struct Shift {
    std::string person;
    std::string role;  ///< the role he stands in for; empty in an absence
    Instant from{};
    Instant to{};
    bool absent = false;
    std::string deputy{};  ///< of an absence: who is told during this one; empty = the person's own deputy
    std::string id{};      ///< of an entry that was made over the API; empty = of the file
};

/// A duty that repeats every week: on `weekdays` (ISO, 1 = Monday; empty = every day) from `starts` for `length`.
struct WeeklyDuty {
    std::string person;
    std::string role;
    std::vector<int> weekdays;
    Millis starts{0};  ///< offset in the day, UTC+8
    Millis length{0};
};

/// People who take turns: the first from the day `anchor` at `starts` for `days`, then the next, round and round. There
/// is no duty before the anchor.
struct Rotation {
    std::string role;
    std::vector<std::string> people;
    Date anchor{};
    int days = 1;
    Millis starts{0};  ///< hand-over, offset in the day
    Millis length{0};  ///< of the duty on each day of a turn, at most 24 h; 0 = round the clock
};

/// `person` serves instead of `instead_of`, who may also have no duty of his own and be told for his role alone.
struct Override {
    std::string person;
    std::string instead_of;
    std::string role;  ///< empty = every role
    Instant from{};
    Instant to{};
    std::string id{};
};

/// Two people exchange what duties they have.
struct Swap {
    std::string one;
    std::string other;
    std::string role;  ///< empty = every role
    Instant from{};
    Instant to{};
    std::string id{};
};

/// A role that somebody must be on duty for: of the station, or who works for every station; without a station anybody.
struct Cover {
    std::string role;
    std::string station;
    std::vector<int> weekdays;  ///< as in WeeklyDuty
    Millis starts{0};
    Millis length{kDay};
    SourceMark mark{};  ///< in roster.yaml
};

enum class DutyKind { weekly, rotation, shift };
[[nodiscard]] std::string_view name_of(DutyKind kind);

/// A stretch in which one person serves in one duty.
struct DutySpan {
    DutyKind kind = DutyKind::weekly;
    std::string_view role;
    const Person* holder = nullptr;   ///< of the duty itself: his station and crew are the duty's
    const Person* person = nullptr;   ///< who serves; null: he who should is absent and has no deputy
    const Person* missing = nullptr;  ///< he who is absent, when `person` is his deputy or null
    Instant from{};
    Instant to{};
};

/// At the ends of the stretch asked for: cut what reaches beyond it, or leave it whole.
enum class Edges { cut, whole };

/// Every duty that overlaps [from, to), resolved: by role as first named, by time, by holder. A duty is split only
/// where somebody else begins to serve. Views and pointers live as long as `organisation`. Linear in duties times
/// changes: callers bound the stretch.
[[nodiscard]] std::vector<DutySpan> duty_spans(const Organisation& organisation, Instant from, Instant to,
                                               Edges edges = Edges::cut);

/// What a holder's duty comes to at an instant.
struct Serving {
    bool on_duty = false;             ///< he holds a duty for the role
    const Person* person = nullptr;   ///< as in DutySpan; of somebody without duty: himself, his override or deputy
    const Person* missing = nullptr;  ///< as in DutySpan
};
/// The same as duty_spans() says of him.
[[nodiscard]] Serving serving(const Organisation& organisation, const Person& holder, std::string_view role,
                              Instant at);

/// Does one of the duties make `person` a holder of `role` at `at`? Whoever stands in for him serves in his place.
[[nodiscard]] bool holds_duty(const Organisation& organisation, std::string_view person, std::string_view role,
                              Instant at);

/// Who stands in for an absent person, himself when he is there; null when nobody present does. Circles end.
[[nodiscard]] const Person* stand_in(const Organisation& organisation, const Person& person, Instant at);

/// The people of a circle of deputies in which `person` stands, all absent at `at`; empty when there is none.
[[nodiscard]] std::vector<const Person*> absent_circle(const Organisation& organisation, const Person& person,
                                                       Instant at);

/// Their names, for a sentence.
[[nodiscard]] std::string names_of(const std::vector<const Person*>& people);

/// Something that a reader of the roster must know: a warning, never a refusal.
struct RosterGap {
    enum class Kind {
        uncovered,   ///< a Cover with nobody on duty
        absent,      ///< somebody on duty is absent, and so is every deputy, or there is none
        unattended,  ///< somebody without a duty is absent likewise, and nobody else of his place holds his role
    };
    Kind kind = Kind::uncovered;
    std::string role;
    std::string station;             ///< of the cover; empty = the whole county
    const Person* person = nullptr;  ///< who is absent
    Instant from{};
    Instant to{};
    SourceMark mark{};  ///< of the cover in roster.yaml; 0 of an absence
};

/// The gaps in [from, to), by time. Pointers live as long as `organisation`.
[[nodiscard]] std::vector<RosterGap> roster_gaps(const Organisation& organisation, Instant from, Instant to);

[[nodiscard]] LocalText describe(const RosterGap& gap);
[[nodiscard]] std::string_view name_of(RosterGap::Kind kind);

}  // namespace gongdan
