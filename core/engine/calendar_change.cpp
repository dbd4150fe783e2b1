#include "core/engine/calendar_change.hpp"

#include <algorithm>

#include "core/engine/answers.hpp"
#include "core/engine/batch.hpp"
#include "core/engine/transaction.hpp"

namespace gongdan {
namespace {

json::array dates_view(const std::vector<Date>& dates) {
    json::array list;
    for (const Date date : dates) list.push_back(json::value(format_date(date)));
    return list;
}

json::object note_of(const CalendarChange& change, const Calendar& changed) {
    return {{"what", "calendar-year"},
            {"year", change.year.year},
            {"provisional", change.year.provisional},
            {"holidays", dates_view(change.year.holidays)},
            {"workdays", dates_view(change.year.workdays)},
            {"calendar", changed.version()},
            {"actor", change.actor.id}};
}

Configuration with_year(const Configuration& in_force, const CalendarYear& year) {
    auto rules = std::make_shared<Rules>(*in_force.rules);
    rules->calendar = std::make_shared<const Calendar>(rules->calendar->with_year(year));
    return {std::move(rules), in_force.organisation, in_force.roles};
}

/// What is rebased by `event`; nothing when it moves no clock.
std::optional<MovedClock> moved_by(const Event& event, const CaseSnapshot& before, Instant now) {
    if (event.type != EventType::clock_rebased) return std::nullopt;
    MovedClock moved{before.id, before.number, before.workflow->name, string_or_empty(event.body, "clock")};
    const ClockState* clock = before.clock(moved.clock);
    moved.old_due_at = clock->due_at;
    moved.due_at = parse_time(string_or_empty(event.body, "due_at")).value();
    moved.was_provisional = clock->provisional;
    moved.provisional = get_bool(event.body, "provisional").value_or(false);
    moved.overdue = moved.due_at <= now;
    return moved;
}

/// What its author wants to see first: what he makes overdue, then what is due soonest.
bool comes_first(const MovedClock& one, const MovedClock& other) {
    if (one.overdue != other.overdue) return one.overdue;
    if (one.due_at != other.due_at) return one.due_at < other.due_at;
    return one.id < other.id;
}

StoredAnswer answer_of(const CalendarYear& year, const std::vector<Event>& events) {
    std::int64_t moved = 0;
    std::int64_t settled = 0;
    for (const Event& event : events) {
        if (event.type != EventType::clock_rebased) continue;
        const bool same = string_or_empty(event.body, "old_due_at") == string_or_empty(event.body, "due_at");
        ++(same ? settled : moved);
    }
    CalendarYear put = year;
    put.replaced = true;
    StoredAnswer answer;
    answer.status = 200;
    answer.body =
        json::serialize(json::object{{"year", calendar_year_view(put)}, {"moved", moved}, {"settled", settled}});
    return answer;
}

}  // namespace

std::string calendar_mark(const Calendar& in_force, const CalendarYear& year, Sha256 sha256) {
    json::array years;
    for (const auto& [number, known] : in_force.years()) years.push_back(calendar_year_view(known));
    json::array hours;
    for (const auto& [from, to] : in_force.hours().spans) hours.push_back(json::array{from.count(), to.count()});
    const json::object all{{"version", in_force.version()},
                           {"years", std::move(years)},
                           {"hours", std::move(hours)},
                           {"day_end", in_force.until() == Until::day_end},
                           {"year", calendar_year_view(year)}};
    return to_hex(sha256(json::serialize(all)));
}

json::object calendar_year_view(const CalendarYear& year) {
    return {{"year", year.year},
            {"provisional", year.provisional},
            {"source", year.replaced ? "administrator" : "file"},
            {"holidays", dates_view(year.holidays)},
            {"workdays", dates_view(year.workdays)}};
}

CalendarPreview::CalendarPreview(const Rules& rules, CalendarYear year, Instant now)
    : before_(rules.calendar), changed_(rules), year_(std::move(year)), now_(now) {
    changed_.calendar = std::make_shared<const Calendar>(before_->with_year(year_));
}

void CalendarPreview::take(const CaseSnapshot& snapshot, bool listed) {
    bool any = false;
    for (const Event& event : decide_rebase(snapshot, changed_, now_).events) {
        auto clock = moved_by(event, snapshot, now_);
        if (!clock) continue;
        any = true;
        const bool moves = clock->due_at != clock->old_due_at;
        ++(moves ? counts_.moved : counts_.settled);
        if (!moves) continue;
        if (clock->overdue) ++counts_.overdue;
        if (listed) list(std::move(*clock));
    }
    if (any) ++counts_.tickets;
}

void CalendarPreview::list(MovedClock clock) {
    const auto place = std::upper_bound(moved_.begin(), moved_.end(), clock, comes_first);
    if (moved_.size() == kMovedListMax && place == moved_.end()) return;
    moved_.insert(place, std::move(clock));
    if (moved_.size() > kMovedListMax) moved_.pop_back();
}

std::vector<ChangedDay> CalendarPreview::changed_days() const {
    using std::chrono::year;
    std::vector<ChangedDay> days;
    const Date last = Date(year(year_.year) / std::chrono::December / 31);
    for (Date date = Date(year(year_.year) / std::chrono::January / 1); date <= last; date += std::chrono::days(1)) {
        const DayKind before = before_->kind_of(date);
        const DayKind after = changed_.calendar->kind_of(date);
        if (before != after) days.push_back({date, before, after});
    }
    return days;
}

Result<CalendarResult> Engine::change_calendar(const CalendarChange& change,
                                               const std::optional<Idempotency>& idempotency, Instant now,
                                               const InBatch& also) {
    Transaction transaction(store_);
    if (auto begun = transaction.begin(); !begun) return begun.error();
    Configuration changed = configuration_;
    Committed committed;
    bool broken = false;
    const auto work = [this, &change, &also, &changed, &committed, &broken, now]() -> Result<StoredAnswer> {
        if (auto sound = check_year(change.year); !sound) return sound.error();
        const std::string present = calendar_mark(*configuration_.rules->calendar, change.year, sha256_);
        if (!change.seen.empty() && change.seen != present) return fail(Errc::conflict, "calendar.other-rules");
        changed = with_year(configuration_, change.year);
        broken = true;  // until all is written
        Batch batch(store_, changed, sha256_, salt_, now);
        auto written = batch.note_configuration(note_of(change, *changed.rules->calendar));
        if (written && also) written = also();
        if (written) written = rebase_cases(batch);
        if (!written) return written.error();
        broken = false;
        committed = std::move(batch).take_committed();
        return answer_of(change.year, committed.events);
    };
    auto reply = answer_once(store_, idempotency, now, work);
    if (broken) return reply.error();
    // A refusal may have been kept under its key.
    if (auto done = transaction.commit(); !done) return done.error();
    if (!reply) return reply.error();
    configuration_ = std::move(changed);
    return CalendarResult{std::move(*reply), std::move(committed)};
}

Result<Committed> Engine::replace_calendar_year(const CalendarYear& year, const Actor& actor, Instant now,
                                                const InBatch& also) {
    auto changed = change_calendar({year, actor, ""}, std::nullopt, now, also);
    if (!changed) return changed.error();
    return std::move(changed->committed);
}

}  // namespace gongdan
