#include "core/escalation/roster.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "core/base/check.hpp"
#include "core/escalation/organisation.hpp"

namespace gongdan {
namespace {

struct Stretch {
    Instant from{};
    Instant to{};

    [[nodiscard]] bool holds(Instant at) const { return from <= at && at < to; }
};

template <class Change>
bool applies(const Change& change, std::string_view role, Instant at) {
    return change.from <= at && at < change.to && (change.role.empty() || change.role == role);
}

/// The last one wins: an absence entered later may name another deputy.
const Shift* absence_of(const Organisation& organisation, std::string_view person, Instant at) {
    const auto found =
        std::find_if(organisation.shifts.rbegin(), organisation.shifts.rend(), [person, at](const Shift& shift) {
            return shift.absent && shift.from <= at && at < shift.to && shift.person == person;
        });
    return found == organisation.shifts.rend() ? nullptr : &*found;
}

const Person* deputy_in(const Organisation& organisation, const Shift& absence, const Person& person) {
    return organisation.find_person(absence.deputy.empty() ? person.deputy : absence.deputy);
}

/// Calls `take` with every stretch of a daily pattern that overlaps `window`. A duty belongs to the day it starts on.
template <class Pattern, class Take>
void each_day(const Pattern& pattern, const Stretch& window, Take take) {
    const auto reach = std::chrono::ceil<std::chrono::days>(pattern.starts + pattern.length);
    for (Date day = date_of(window.from) - reach; day <= date_of(window.to); day += std::chrono::days(1)) {
        const int weekday = int(std::chrono::weekday(day).iso_encoding());
        const auto& days = pattern.weekdays;
        if (!days.empty() && std::find(days.begin(), days.end(), weekday) == days.end()) continue;
        const Instant from = start_of(day) + pattern.starts;
        if (from < window.to && window.from < from + pattern.length) take(Stretch{from, from + pattern.length});
    }
}

/// Days since the anchor's hand-over; of an instant before it negative.
std::int64_t days_since(const Rotation& rotation, Instant at) {
    const Instant first = start_of(rotation.anchor) + rotation.starts;
    return std::chrono::floor<std::chrono::days>(at - first).count();
}

const std::string& turn_of(const Rotation& rotation, std::int64_t day) {
    return rotation.people[std::size_t(day / rotation.days) % rotation.people.size()];
}

/// Calls `take` with person and stretch of every turn, or day of a turn, that overlaps `window`.
template <class Take>
void each_turn(const Rotation& rotation, const Stretch& window, Take take) {
    const bool whole = rotation.length == Millis(0);
    const Instant first = start_of(rotation.anchor) + rotation.starts;
    const std::int64_t step = whole ? rotation.days : 1;
    std::int64_t day = std::max<std::int64_t>(days_since(rotation, window.from), 0) / step * step;
    for (;; day += step) {
        const Instant from = first + day * kDay;
        if (from >= window.to) return;
        const Stretch turn{from, from + (whole ? step * kDay : rotation.length)};
        if (window.from < turn.to) take(turn_of(rotation, day), turn);
    }
}

bool covers(const WeeklyDuty& duty, Instant at) {
    bool covered = false;
    each_day(duty, {at, at + Millis(1)}, [&covered](const Stretch&) { covered = true; });
    return covered;
}

bool covers(const Rotation& rotation, std::string_view person, Instant at) {
    bool covered = false;
    each_turn(rotation, {at, at + Millis(1)},
              [&covered, person](const std::string& whose, const Stretch&) { covered = covered || whose == person; });
    return covered;
}

/// Who holds the duty of `holder` after overrides and, when it is one, swaps.
const Person* after_changes(const Organisation& organisation, const Person& holder, std::string_view role, Instant at,
                            bool on_duty) {
    const Person* now = &holder;
    for (const Override& change : organisation.overrides) {
        const bool his = change.instead_of == now->id || change.instead_of == holder.id;
        if (!his || !applies(change, role, at)) continue;
        if (const Person* person = organisation.find_person(change.person)) now = person;
    }
    if (!on_duty) return now;
    for (const Swap& change : organisation.swaps) {
        if (!applies(change, role, at)) continue;
        const bool one = now->id == change.one;
        if (!one && now->id != change.other) continue;
        if (const Person* person = organisation.find_person(one ? change.other : change.one)) now = person;
    }
    return now;
}

Serving resolve(const Organisation& organisation, const Person& holder, std::string_view role, Instant at,
                bool on_duty) {
    Serving found;
    found.on_duty = on_duty;
    const Person* meant = after_changes(organisation, holder, role, at, on_duty);
    found.person = stand_in(organisation, *meant, at);
    if (found.person != meant) found.missing = meant;
    return found;
}

/// Splits stretches of duty where somebody else begins to serve.
class Splitter {
 public:
    explicit Splitter(const Organisation& organisation) : organisation_(organisation) {
        for (const Override& change : organisation.overrides) note(change.from, change.to);
        for (const Swap& change : organisation.swaps) note(change.from, change.to);
        for (const Shift& shift : organisation.shifts) {
            if (shift.absent) note(shift.from, shift.to);
        }
        std::sort(changes_.begin(), changes_.end());
    }

    void add(DutyKind kind, std::string_view role, std::string_view holder, const Stretch& stretch) {
        const Person* person = organisation_.find_person(holder);
        if (person == nullptr) return;
        const std::size_t first = spans_.size();
        Instant from = stretch.from;
        auto change = std::upper_bound(changes_.begin(), changes_.end(), from);
        while (from < stretch.to) {
            const Instant end = change == changes_.end() ? stretch.to : std::min(*change++, stretch.to);
            if (end > from) put({kind, role, person, nullptr, nullptr, from, end}, first);
            from = end;
        }
    }

    std::vector<DutySpan> take() && { return std::move(spans_); }

 private:
    void note(Instant from, Instant to) {
        changes_.push_back(from);
        changes_.push_back(to);
    }

    /// Joins the piece to the one before it, of the same duty, when they differ in nothing.
    void put(DutySpan span, std::size_t first) {
        const Serving found = resolve(organisation_, *span.holder, span.role, span.from, true);
        span.person = found.person;
        span.missing = found.missing;
        const bool alone = spans_.size() == first;
        if (!alone && spans_.back().person == span.person && spans_.back().missing == span.missing) {
            spans_.back().to = span.to;
        } else {
            spans_.push_back(span);
        }
    }

    const Organisation& organisation_;
    std::vector<Instant> changes_;
    std::vector<DutySpan> spans_;
};

/// Of what the splitter made whole, the pieces that overlap the stretch asked for.
void fit(std::vector<DutySpan>& spans, const Stretch& window, Edges edges) {
    std::erase_if(spans, [&window](const DutySpan& span) { return span.to <= window.from || span.from >= window.to; });
    if (edges == Edges::whole) return;
    for (DutySpan& span : spans) {
        span.from = std::max(span.from, window.from);
        span.to = std::min(span.to, window.to);
    }
}

void sort_by_role(std::vector<DutySpan>& spans) {
    std::map<std::string_view, std::size_t> order;
    for (const DutySpan& span : spans) order.try_emplace(span.role, order.size());
    std::stable_sort(spans.begin(), spans.end(), [&order](const DutySpan& one, const DutySpan& other) {
        return std::tuple(order.at(one.role), one.from, one.holder) <
               std::tuple(order.at(other.role), other.from, other.holder);
    });
}

bool serves_at(const DutySpan& span, const Cover& cover) {
    if (span.role != cover.role || span.person == nullptr) return false;
    return cover.station.empty() || span.holder->station.empty() || span.holder->station == cover.station;
}

/// What of `needed` no stretch of `served` (sorted) covers.
void uncovered(const std::vector<Stretch>& served, Stretch needed, std::vector<Stretch>& gaps) {
    for (const Stretch& stretch : served) {
        if (stretch.to <= needed.from) continue;
        if (stretch.from >= needed.to) break;
        if (stretch.from > needed.from) gaps.push_back({needed.from, stretch.from});
        needed.from = stretch.to;
        if (needed.from >= needed.to) return;
    }
    if (needed.from < needed.to) gaps.push_back(needed);
}

std::vector<Stretch> gaps_of(const Cover& cover, const std::vector<DutySpan>& spans, const Stretch& window) {
    std::vector<Stretch> served;
    for (const DutySpan& span : spans) {
        if (serves_at(span, cover)) served.push_back({span.from, span.to});
    }
    std::sort(served.begin(), served.end(),
              [](const Stretch& one, const Stretch& other) { return one.from < other.from; });
    std::vector<Stretch> pieces;
    each_day(cover, window, [&served, &window, &pieces](const Stretch& needed) {
        uncovered(served, {std::max(needed.from, window.from), std::min(needed.to, window.to)}, pieces);
    });
    // Round-the-clock needs are days in a row: a gap over midnight is one gap.
    std::vector<Stretch> gaps;
    for (const Stretch& piece : pieces) {
        if (!gaps.empty() && gaps.back().to >= piece.from) {
            gaps.back().to = std::max(gaps.back().to, piece.to);
        } else {
            gaps.push_back(piece);
        }
    }
    return gaps;
}

/// "03-02 08:00": a table of a month is read by people.
std::string moment(Instant at) { return format_time(at).substr(0, 16).replace(10, 1, " "); }

}  // namespace

std::string_view name_of(DutyKind kind) {
    switch (kind) {
        case DutyKind::weekly: return "weekly";
        case DutyKind::rotation: return "rotation";
        case DutyKind::shift: return "shift";
    }
    GONGDAN_UNREACHABLE("a DutyKind outside its enum");
}

std::string_view name_of(RosterGap::Kind kind) {
    switch (kind) {
        case RosterGap::Kind::uncovered: return "uncovered";
        case RosterGap::Kind::absent: return "absent-without-deputy";
        case RosterGap::Kind::unattended: return "role-unattended";
    }
    GONGDAN_UNREACHABLE("a RosterGap::Kind outside its enum");
}

const Person* stand_in(const Organisation& organisation, const Person& person, Instant at) {
    const Person* deputy = &person;
    for (std::size_t steps = 0; steps <= organisation.people.size(); ++steps) {
        const Shift* absence = absence_of(organisation, deputy->id, at);
        if (absence == nullptr) return deputy;
        deputy = deputy_in(organisation, *absence, *deputy);
        if (deputy == nullptr) return nullptr;
    }
    return nullptr;
}

std::vector<const Person*> absent_circle(const Organisation& organisation, const Person& person, Instant at) {
    std::vector<const Person*> circle;
    const Person* deputy = &person;
    while (deputy != nullptr && circle.size() <= organisation.people.size()) {
        if (deputy == &person && !circle.empty()) return circle;
        const Shift* absence = absence_of(organisation, deputy->id, at);
        if (absence == nullptr) return {};
        circle.push_back(deputy);
        deputy = deputy_in(organisation, *absence, *deputy);
    }
    return {};
}

std::string names_of(const std::vector<const Person*>& people) {
    std::string names;
    for (const Person* person : people) names += (names.empty() ? "" : ", ") + person->name;
    return names;
}

bool holds_duty(const Organisation& organisation, std::string_view person, std::string_view role, Instant at) {
    const auto& [shifts, duties, rotations] =
        std::tie(organisation.shifts, organisation.duties, organisation.rotations);
    return std::any_of(shifts.begin(), shifts.end(),
                       [person, role, at](const Shift& shift) {
                           return !shift.absent && shift.from <= at && at < shift.to && shift.role == role &&
                                  shift.person == person;
                       }) ||
           std::any_of(duties.begin(), duties.end(),
                       [person, role, at](const WeeklyDuty& duty) {
                           return duty.role == role && duty.person == person && covers(duty, at);
                       }) ||
           std::any_of(rotations.begin(), rotations.end(), [person, role, at](const Rotation& rotation) {
               return rotation.role == role && covers(rotation, person, at);
           });
}

Serving serving(const Organisation& organisation, const Person& holder, std::string_view role, Instant at) {
    return resolve(organisation, holder, role, at, holds_duty(organisation, holder.id, role, at));
}

std::vector<DutySpan> duty_spans(const Organisation& organisation, Instant from, Instant to, Edges edges) {
    const Stretch window{from, to};
    Splitter splitter(organisation);
    for (const WeeklyDuty& duty : organisation.duties) {
        each_day(duty, window, [&splitter, &duty](const Stretch& stretch) {
            splitter.add(DutyKind::weekly, duty.role, duty.person, stretch);
        });
    }
    for (const Rotation& rotation : organisation.rotations) {
        each_turn(rotation, window, [&splitter, &rotation](const std::string& person, const Stretch& stretch) {
            splitter.add(DutyKind::rotation, rotation.role, person, stretch);
        });
    }
    for (const Shift& shift : organisation.shifts) {
        if (!shift.absent && shift.from < to && from < shift.to)
            splitter.add(DutyKind::shift, shift.role, shift.person, {shift.from, shift.to});
    }
    std::vector<DutySpan> spans = std::move(splitter).take();
    fit(spans, window, edges);
    sort_by_role(spans);
    return spans;
}

namespace {

/// Somebody else of the place of `absent` holds `role` and can be told, himself or by a deputy.
bool is_attended(const Organisation& organisation, const Person& absent, const std::string& role, Instant at) {
    const auto& people = organisation.people;
    return std::any_of(people.begin(), people.end(), [&organisation, &absent, &role, at](const Person& person) {
        const bool near = person.station.empty() || absent.station.empty() || person.station == absent.station;
        const bool holds = std::find(person.roles.begin(), person.roles.end(), role) != person.roles.end();
        return &person != &absent && near && holds && stand_in(organisation, person, at) != nullptr;
    });
}

/// What an absence leaves behind beside the duties, which are looked at one by one.
void add_unattended(const Organisation& organisation, const Shift& absence, const Stretch& window,
                    std::vector<RosterGap>& gaps) {
    const Person* person = organisation.find_person(absence.person);
    const Instant from = std::max(absence.from, window.from);
    const Instant to = std::min(absence.to, window.to);
    if (person == nullptr || from >= to || stand_in(organisation, *person, from) != nullptr) return;
    for (const std::string& role : person->roles) {
        const bool told = std::any_of(gaps.begin(), gaps.end(), [person, &role](const RosterGap& gap) {
            return gap.person == person && gap.role == role;
        });
        if (told || is_attended(organisation, *person, role, from)) continue;
        gaps.push_back({RosterGap::Kind::unattended, role, person->station, person, from, to, {}});
    }
}

}  // namespace

std::vector<RosterGap> roster_gaps(const Organisation& organisation, Instant from, Instant to) {
    const std::vector<DutySpan> spans = duty_spans(organisation, from, to);
    std::vector<RosterGap> gaps;
    for (const Cover& cover : organisation.covers) {
        for (const Stretch& gap : gaps_of(cover, spans, {from, to})) {
            gaps.push_back(
                {RosterGap::Kind::uncovered, cover.role, cover.station, nullptr, gap.from, gap.to, cover.mark});
        }
    }
    for (const DutySpan& span : spans) {
        if (span.person != nullptr) continue;
        gaps.push_back({RosterGap::Kind::absent,
                        std::string(span.role),
                        span.holder->station,
                        span.missing,
                        span.from,
                        span.to,
                        {}});
    }
    for (const Shift& absence : organisation.shifts) {
        if (absence.absent) add_unattended(organisation, absence, {from, to}, gaps);
    }
    std::stable_sort(gaps.begin(), gaps.end(),
                     [](const RosterGap& one, const RosterGap& other) { return one.from < other.from; });
    return gaps;
}

LocalText describe(const RosterGap& gap) {
    const std::string from = moment(gap.from);
    const std::string to = moment(gap.to);
    switch (gap.kind) {
        case RosterGap::Kind::uncovered:
            return gap.station.empty() ? text("roster.uncovered", gap.role, from, to)
                                       : text("roster.uncovered-station", gap.role, gap.station, from, to);
        case RosterGap::Kind::absent: return text("roster.absent", gap.person->name, gap.role, from, to);
        case RosterGap::Kind::unattended: return text("roster.unattended", gap.person->name, gap.role, from, to);
    }
    GONGDAN_UNREACHABLE("a RosterGap::Kind outside its enum");
}

}  // namespace gongdan
