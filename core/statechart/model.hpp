#pragma once
/// A workflow as data: states, transitions, fields and clocks, as read from workflows/*.yaml (DESIGN: workflows as
/// data). Immutable once loaded and shared between threads; a case keeps the version it was opened with.

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/json.hpp"
#include "core/base/texts.hpp"
#include "core/calendar/duration.hpp"

namespace gongdan {

/// Where something stands in its YAML file; lines and columns count from 1, 0 when unknown.
struct SourceMark {
    int line = 0;
    int column = 0;
};

enum class FieldType {
    text,
    enumeration,
    boolean,
    integer,
    decimal,
    time,
    duration,
    set  ///< several of its values, none twice: a JSON array of codes
};

/// What kind of personal data a field holds; decides how it is masked (core/ticket/mask.hpp).
enum class Personal { none, other, name, phone, address };

struct Field {
    std::string name;
    LocalText title;
    FieldType type = FieldType::text;
    std::vector<std::pair<std::string, LocalText>> values;  ///< of an enumeration or a set: code and title, in order
    /// Of a text: what is usually written (stored as it stands here) and its title; anything else may be written too.
    std::vector<std::pair<std::string, LocalText>> suggestions;
    bool required = false;               ///< at opening
    Personal personal = Personal::none;  ///< masked for roles that do not need it
    std::optional<std::int64_t> min;     ///< of an integer or a decimal: the least that it may hold
    std::optional<std::int64_t> max;     ///< … and the most
    std::string after;                   ///< of a time: the time field that it lies later than, where both have a value
    SourceMark mark;

    [[nodiscard]] bool is_personal() const { return personal != Personal::none; }
};

/// A declarative condition over the case's data (with the command's data laid over it). Total and free of effects.
struct Guard {
    enum class Op { always, all, any, negation, equals, one_of, present, older_than, at_least, ahead, children_closed };
    Op op = Op::always;
    std::vector<Guard> children;      ///< of all, any, negation
    std::string field;                ///< of equals, one_of, present, ahead, at_least (also a counter, see is_counter)
    std::vector<json::value> values;  ///< of equals (one), one_of, at_least (one integer)
    /// Elapsed units only. Of older_than: since the current state was entered; of ahead: how long before the time in
    /// the field the step is taken at the latest (a notice seven days before an outage, DOMAIN.md §2, 3a).
    std::optional<Limit> age;
    SourceMark mark;
};

/// What a transition does besides moving. Closed: the core knows these and no others.
enum class Effect {
    none,
    chase,      ///< counts one more chase (催办)
    bounce,     ///< counts one more return or reassignment (退单, 转派)
    supervise,  ///< marks the case as supervised (督办)
    extend,     ///< gives a clock a new limit: data.clock, data.limit, data.approver, data.reason
    merge,      ///< joins the case to the master data.into
    reopen,     ///< clocks follow their reopen policy, attempts are counted anew
    attempt,    ///< counts one more attempt in vain to reach the customer (回访未接通)
};

/// The name in workflow files and in the journal; empty for none.
[[nodiscard]] std::string_view effect_name(Effect effect);

/// A word for the buttons and the journal: what an event is called.
struct EventTitle {
    std::string name;
    LocalText title;
    SourceMark mark;
};

/// The suffix of a target that means "the leaf that was last left inside this compound state", however deep it lay
/// (SCXML's deep history); before the first visit, the state's initial leaf.
inline constexpr std::string_view kHistorySuffix = ".history";

struct Transition {
    std::string event;
    LocalText title;     ///< of the event, from Workflow::events
    std::string target;  ///< a leaf or compound state; "" = stays; "X.history" as kHistorySuffix says
    std::optional<Guard> guard;
    std::vector<std::string> roles;    ///< who may; empty = every role
    std::vector<std::string> require;  ///< fields the command's data must hold
    /// Fields it may hold besides those; any other stays as it is. Nothing: the step may set every field.
    std::optional<std::vector<std::string>> permit;
    std::vector<std::string> ask;  ///< fields its form shows from the start; it is taken without them all the same
    Effect effect = Effect::none;
    SourceMark mark;
};

/// Whose minutes are used while a case stands in a state: what reports add up per hop.
enum class Hop {
    none,      ///< nobody's: suspended, or the definition does not say
    desk,      ///< accepted, not yet sent on
    dispatch,  ///< sent to a crew or a specialist who has not taken it yet
    crew,
    review,  ///< the work is done: reply, review, call-back
};
inline constexpr std::size_t kHops = 5;

/// The name in workflow files and reports; "none" for none.
[[nodiscard]] std::string_view hop_name(Hop hop);

struct State {
    std::string name;
    LocalText title;
    int parent = -1;      ///< index of the compound state around it, -1 = top level
    std::string initial;  ///< of a compound state: the state entered first
    bool compound = false;
    bool final = false;
    Hop hop = Hop::none;                  ///< its own, or that of the compound state around it
    std::vector<Transition> transitions;  ///< in file order: the first whose guard holds is taken
    SourceMark mark;
};

/// A condition on what just happened to a case; met when any listed part is.
struct ClockTrigger {
    bool open = false;               ///< the case was opened
    std::vector<std::string> on;     ///< one of these events happened
    std::vector<std::string> enter;  ///< one of these states (leaf or compound) was entered
    std::vector<std::string> leave;  ///< one of these states was left

    [[nodiscard]] bool empty() const { return !open && on.empty() && enter.empty() && leave.empty(); }
};

/// What a reopened case does to a clock that had ended; `none` leaves it as it ended.
enum class ReopenPolicy { resume, restart, new_cycle, none };

struct ClockDef {
    std::string name;
    LocalText title;
    std::string promise;         ///< the limit of this name in the promise set in force at acceptance, or
    std::optional<Limit> limit;  ///< a limit of its own, or
    std::string by;              ///< a field whose value chooses from `limits`
    std::vector<std::pair<std::string, Limit>> limits;
    ClockTrigger start;
    std::optional<Guard> start_guard;  ///< over the case's data: where it does not hold, the clock does not start
    std::string start_at;  ///< time field that holds when it really began (hang-up); empty = the event's own time
    ClockTrigger stop;
    ClockTrigger cancel;
    ClockTrigger reset;
    ClockTrigger pause;
    ClockTrigger resume;
    ReopenPolicy reopen = ReopenPolicy::resume;
    std::string ladder;  ///< empty = no escalation
    SourceMark mark;
};

/// Cases of a workflow that are interruptions of supply: what reliability figures are made of.
struct OutageDef {
    std::string from;       ///< time field that holds when supply failed; the opening counts where it is empty
    std::string until;      ///< state whose entry means that supply is back
    std::string customers;  ///< integer field: customers without supply
};

/// Cases of a workflow that explain others: somebody who opens a ticket for the same line, area or customer is told of
/// them (an announced outage, arrears). Fields that are left out are empty.
struct AnnouncementDef {
    enum class Kind { outage, arrears };
    Kind kind = Kind::outage;
    std::vector<std::string> while_in;  ///< states in which they do, leaf or compound
    std::string line;                   ///< text field: the line concerned
    std::vector<std::string> areas;     ///< text fields: areas concerned, several in one separated by blanks
    std::string customer;               ///< text field: the number of the customer concerned
    std::string from;                   ///< time fields: the period
    std::string until;
    std::string reason;      ///< text field
    std::string amount;      ///< integer field, in fen
    std::string close_code;  ///< what a ticket that it explains is usually closed with; a code, not a field
};

[[nodiscard]] std::string_view name_of(AnnouncementDef::Kind kind);

struct Workflow {
    std::string name;
    LocalText title;
    std::string number_prefix;
    std::string version;  ///< content hash of the definition, fixed for each case at opening
    std::string file;
    std::vector<std::string> open_roles;  ///< who may open a case; empty = every role
    std::vector<Field> fields;
    std::vector<EventTitle> events;
    std::string initial;
    std::vector<State> states;
    std::vector<ClockDef> clocks;
    std::optional<OutageDef> outage;  ///< nothing: its cases are no interruptions
    std::optional<AnnouncementDef> announces;

    /// Where each name that refers to something stands, by its path in the file with numbers for list entries, e.g.
    /// "states/accepted/on/dispatch/0/roles/1". Empty for a workflow that was not read from a file.
    std::map<std::string, SourceMark, std::less<>> marks;

    [[nodiscard]] const State* find_state(std::string_view state) const;
    [[nodiscard]] int index_of(std::string_view state) const;  ///< -1 when there is none
    [[nodiscard]] const Field* find_field(std::string_view field) const;
    [[nodiscard]] const ClockDef* find_clock(std::string_view clock) const;
    [[nodiscard]] const EventTitle* find_event(std::string_view event) const;
    [[nodiscard]] bool knows_event(std::string_view event) const;  ///< some transition takes it
    /// Whether the event is there to give the job to somebody: some transition of it requires a crew or a person.
    [[nodiscard]] bool hands_on(std::string_view event) const;

    /// The mark of `path`, or `otherwise` when there is none.
    [[nodiscard]] SourceMark mark_at(std::string_view path, SourceMark otherwise) const;
};

/// Dated limits of the public promises (DOMAIN.md §2), e.g. sgcc-2011.
struct Promise {
    std::string name;
    std::optional<Limit> limit;
    std::string by;  ///< field that chooses, e.g. site_class
    std::vector<std::pair<std::string, Limit>> limits;
    SourceMark mark;
};

struct PromiseSet {
    std::string name;
    LocalText title;
    Instant in_force_from{};
    std::vector<Promise> promises;
    std::string file;

    [[nodiscard]] const Promise* find(std::string_view promise) const;
};

/// One step of a ladder: whom to tell, when.
struct Rung {
    int level = 1;
    int permille = -1;  ///< share of the limit in thousandths, or -1
    Millis offset{0};   ///< relative to due_at, when permille is -1
    std::vector<std::string> roles;
    Millis repeat_every{0};       ///< 0 = once
    int times = 1;                ///< how often at most, the first included
    bool held_by_filing = false;  ///< waits for the end of a filing in force (重要服务事项报备): the calmer ladder
    SourceMark mark;
};

struct Ladder {
    std::string name;
    LocalText title;
    std::vector<Rung> rungs;               ///< in the order in which they fall due
    std::vector<std::string> acknowledge;  ///< who may answer; empty = those whom the rung and later ones tell
    /// Acknowledged, and still not done: its offset passes from the answer on. Counts as rung 0.
    std::optional<Rung> watch;
    SourceMark mark;
};

}  // namespace gongdan
