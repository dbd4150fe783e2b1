#include "core/engine/calendar_change.hpp"

#include <algorithm>
#include <iterator>

#include "core/engine/answers.hpp"
#include "core/engine/batch.hpp"
#include "core/engine/transaction.hpp"

namespace gongdan {
namespace {

constexpr std::size_t kRebasePage = 1000;  ///< cases in a transaction that nobody waits behind

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
            {"clocks", "in-turn"},
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

StoredAnswer answer_of(const Calendar& calendar, const Rebasing& rebasing) {
    const auto put = calendar.years().find(rebasing.year);
    const CalendarYear year = put == calendar.years().end() ? CalendarYear{rebasing.year, {}, {}, {}} : put->second;
    StoredAnswer answer;
    answer.status = 200;
    answer.body = json::serialize(
        json::object{{"year", calendar_year_view(year)}, {"moved", rebasing.moved}, {"settled", rebasing.settled}});
    return answer;
}

Result<void> check(const CalendarChange& change, const Calendar& in_force, Sha256 sha256) {
    if (auto sound = check_year(change.year); !sound) return sound;
    if (change.seen.empty() || change.seen == calendar_mark(in_force, change.year, sha256)) return {};
    return fail(Errc::conflict, "calendar.other-rules");
}

Error still_open(const Rebasing& open, const std::optional<Idempotency>& idempotency) {
    if (idempotency && open.asked_under && idempotency->key == open.asked_under->key)
        return fail(Errc::conflict, "host.key-running");
    return fail(Errc::conflict, "calendar.rebasing", open.year);
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

Result<CalendarStep> Engine::begin_calendar_change(const CalendarChange& change,
                                                   const std::optional<Idempotency>& idempotency, Instant now,
                                                   const InBatch& also) {
    Transaction transaction(store_);
    if (auto begun = begin(transaction); !begun) return begun.error();
    auto before = find_reply(store_, idempotency);
    if (!before) return before.error();
    if (*before) return CalendarStep{std::move(**before), {}};
    // Not kept under the key: this passes by itself.
    if (rebasing_) return still_open(*rebasing_, idempotency);
    if (auto sound = check(change, *configuration_.rules->calendar, sha256_); !sound) {
        const auto refuse = [&sound]() -> Result<StoredAnswer> { return sound.error(); };
        const auto refused = answer_once(store_, idempotency, now, refuse);
        if (auto kept = transaction.commit(); !kept) return kept.error();
        return refused.error();
    }
    Configuration changed = with_year(configuration_, change.year);
    Batch batch(store_, changed, sha256_, salt_, now);
    if (auto noted = batch.note_configuration(note_of(change, *changed.rules->calendar)); !noted) return noted.error();
    if (also) {
        if (auto done = also(); !done) return done.error();
    }
    const Rebasing open{batch.committed().events.front().seq, change.year.year, {}, 0, 0, idempotency};
    if (auto kept = store_.keep_rebasing(rebasing_text(open)); !kept) return kept.error();
    if (auto done = transaction.commit(); !done) return done.error();
    configuration_ = std::move(changed);
    rebasing_ = open;
    return CalendarStep{std::nullopt, std::move(batch).take_committed()};
}

Result<CalendarStep> Engine::rebase_next(Instant now, std::size_t limit) {
    Transaction transaction(store_);
    if (auto begun = begin(transaction); !begun) return begun.error();
    if (!rebasing_) return CalendarStep{};
    Batch batch(store_, configuration_, sha256_, salt_, now);
    const auto page = store_.with_clocks(rebasing_->after, limit);
    if (!page) return page.error();
    for (const CaseId id : *page) {
        if (auto rebased = batch.rebase(id); !rebased) return rebased.error();
    }
    std::optional<Rebasing> left = rebasing_;
    left->count(batch.committed().events);
    std::optional<StoredAnswer> answer;
    if (page->size() < limit) {
        auto closed = close_rebasing(batch, *left, now);
        if (!closed) return closed.error();
        answer = std::move(*closed);
        left.reset();
    } else {
        left->after = page->back();
    }
    if (auto kept = store_.keep_rebasing(left ? rebasing_text(*left) : ""); !kept) return kept.error();
    if (auto done = transaction.commit(); !done) return done.error();
    rebasing_ = std::move(left);
    CalendarStep step{std::nullopt, std::move(batch).take_committed()};
    if (answer) step.reply = Reply{nullptr, std::move(*answer), false, false, false};
    return step;
}

/// The last clock has moved: the journal says so, and the answer is kept under the key of whoever asked.
Result<StoredAnswer> Engine::close_rebasing(Batch& batch, const Rebasing& rebasing, Instant now) {
    const Calendar& calendar = *configuration_.rules->calendar;
    if (auto noted = batch.note_configuration(rebased_note(rebasing, calendar.version())); !noted) return noted.error();
    StoredAnswer answer = answer_of(calendar, rebasing);
    if (!rebasing.asked_under) return answer;
    answer.key = rebasing.asked_under->key;
    answer.fingerprint = rebasing.asked_under->fingerprint;
    answer.at = now;
    if (auto kept = store_.keep_answer(answer); !kept) return kept.error();
    return answer;
}

Result<CalendarResult> Engine::change_calendar(const CalendarChange& change,
                                               const std::optional<Idempotency>& idempotency, Instant now,
                                               const InBatch& also) {
    auto step = begin_calendar_change(change, idempotency, now, also);
    if (!step) return step.error();
    CalendarResult result{{}, std::move(step->committed)};
    while (!step->reply) {
        step = rebase_next(now, kRebasePage);
        if (!step) return step.error();
        std::move(step->committed.events.begin(), step->committed.events.end(),
                  std::back_inserter(result.committed.events));
    }
    result.reply = std::move(*step->reply);
    return result;
}

Result<Committed> Engine::replace_calendar_year(const CalendarYear& year, const Actor& actor, Instant now,
                                                const InBatch& also) {
    auto changed = change_calendar({year, actor, ""}, std::nullopt, now, also);
    if (!changed) return changed.error();
    return std::move(changed->committed);
}

}  // namespace gongdan
