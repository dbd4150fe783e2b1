// An explanation as JSON for the API and as a table for people.

#include <array>

#include <fmt/format.h>

#include "core/calendar/limit_words.hpp"
#include "core/clock/explain.hpp"

namespace gongdan {
namespace {

using Named = std::pair<std::string_view, std::string_view>;

constexpr std::array<Named, 12> kWhys = {{{"after-close", "explain.why.after-close"},
                                          {"calendar-day", "explain.why.calendar-day"},
                                          {"elapsed", "explain.why.elapsed"},
                                          {"holiday", "explain.why.holiday"},
                                          {"make-up-day", "explain.why.make-up-day"},
                                          {"office-hours", "explain.why.office-hours"},
                                          {"outside-office-hours", "explain.why.outside-office-hours"},
                                          {"overdue", "explain.why.overdue"},
                                          {"paused", "explain.why.paused"},
                                          {"start-day", "explain.why.start-day"},
                                          {"weekend", "explain.why.weekend"},
                                          {"working-day", "explain.why.working-day"}}};

constexpr std::array<Named, 5> kOutcomes = {{{"breached", "explain.outcome.breached"},
                                             {"cancelled", "explain.outcome.cancelled"},
                                             {"met", "explain.outcome.met"},
                                             {"open", "explain.outcome.open"},
                                             {"overdue", "explain.outcome.overdue"}}};

template <std::size_t n>
LocalText title_of(const std::array<Named, n>& table, std::string_view code) {
    for (const auto& [known, id] : table) {
        if (known == code) return text(id);
    }
    return {std::string(code), std::string(code)};
}

json::object bilingual(const LocalText& text) { return {{"zh", text.zh}, {"en", text.en}}; }

json::object segment_view(const ExplainedSegment& segment) {
    json::object view{{"from", format_time(segment.from)},
                      {"to", format_time(segment.to)},
                      {"counted", segment.counted},
                      {"ahead", segment.ahead},
                      {"why", segment.why},
                      {"title", bilingual(title_of(kWhys, segment.why))},
                      {"length_ms", (segment.to - segment.from).count()},
                      {"total_ms", segment.total.count()}};
    if (!segment.reason.empty()) view["reason"] = segment.reason;
    return view;
}

json::object pause_view(const ExplainedPause& pause) {
    return {{"from", format_time(pause.from)},
            {"to", time_or_null(pause.to)},
            {"reason", pause.reason},
            {"cost_ms", pause.cost.count()}};
}

json::object change_view(const Change& change) {
    json::object view{{"at", format_time(change.at)},
                      {"why", change.why},
                      {"old_limit", format_limit(change.old_limit)},
                      {"limit", format_limit(change.limit)},
                      {"old_due_at", format_time(change.old_due_at)},
                      {"due_at", format_time(change.due_at)}};
    if (!change.approver.empty()) view["approver"] = change.approver;
    if (!change.reason.empty()) view["reason"] = change.reason;
    if (!change.calendar.empty()) view["calendar"] = change.calendar;
    return view;
}

/// Hours beyond 24 stay hours: "168:00:00" is what seven days of a limit are.
std::string span_text(Millis span) {
    const auto ms = span.count();
    const auto clock = fmt::format("{}:{:02}:{:02}", ms / 3'600'000, ms / 60'000 % 60, ms / 1000 % 60);
    return ms % 1000 == 0 ? clock : fmt::format("{}.{:03}", clock, ms % 1000);
}

/// The way people write it: no zone, and no milliseconds where there are none.
std::string moment(Instant at) {
    std::string written = format_time(at);
    written.resize(written.size() - std::string_view("+08:00").size());
    written[10] = ' ';
    return written;
}

/// The end of a day is its 24:00, not the next day's beginning.
std::string end_moment(Instant at) {
    return at == start_of(date_of(at)) ? format_date(date_of(at - Millis(1))) + " 24:00:00" : moment(at);
}

/// Lines of one language.
class Page {
 public:
    explicit Page(Language language) : language_(language) {}

    void line(const LocalText& said) { page_ += in_language(said, language_) + "\n"; }
    [[nodiscard]] const std::string& word(const LocalText& said) const { return in_language(said, language_); }
    [[nodiscard]] std::string take() && { return std::move(page_); }

 private:
    Language language_;
    std::string page_;
};

/// Both languages take the same arguments, so a title goes in as the page's own language has it.
void tell_head(Page& page, const Explanation& told) {
    const std::string& name = page.word(told.names.clock);
    page.line(text("explain.clock", name.empty() ? told.clock : name, told.clock, told.cycle));
    const std::string& workflow = page.word(told.names.workflow);
    if (!told.names.case_number.empty()) page.line(text("explain.case", told.names.case_number, workflow));
    page.line(text("explain.limit", page.word(limit_words(told.limit)), span_text(told.budget)));
    if (!told.names.promise_set.empty()) page.line(text("explain.promise-set", told.names.promise_set));
    page.line(text("explain.calendar", told.calendar));
    if (told.due_calendar != told.calendar) page.line(text("explain.other-calendar", told.due_calendar));
    page.line(text("explain.started", moment(told.started_at)));
    page.line(text("explain.due", end_moment(told.due_at)));
    if (told.provisional) page.line(text("explain.provisional"));
    if (told.recomputed_due_at != told.due_at)
        page.line(text("explain.recomputed", end_moment(told.recomputed_due_at)));
}

void tell_outcome(Page& page, const Explanation& told) {
    if (told.stopped_at) page.line(text("explain.stopped", moment(*told.stopped_at)));
    page.line(text("explain.outcome", page.word(title_of(kOutcomes, outcome_of(told))), span_text(told.counted)));
    if (told.remaining > Millis(0)) page.line(text("explain.remaining", span_text(told.remaining)));
    if (told.overdue > Millis(0)) page.line(text("explain.overdue", span_text(told.overdue)));
    if (told.corrected) page.line(text("explain.corrected"));
}

void tell_ledger(Page& page, const Explanation& told) {
    for (const ExplainedPause& pause : told.pauses) {
        const std::string to = pause.to ? end_moment(*pause.to) : page.word(text("explain.still"));
        page.line(text("explain.pause", moment(pause.from), to, pause.reason, span_text(pause.cost)));
    }
    for (const Change& change : told.changes) {
        if (change.why == "extended") {
            page.line(text("explain.extended", moment(change.at), page.word(limit_words(change.old_limit)),
                           page.word(limit_words(change.limit)), change.approver, change.reason));
        } else {
            page.line(text("explain.new-calendar", moment(change.at), change.calendar));
        }
        if (change.old_due_at == change.due_at) continue;
        page.line(text("explain.moved", end_moment(change.old_due_at), end_moment(change.due_at)));
    }
    if (!told.exemption) return;
    const Exemption& filed = *told.exemption;
    page.line(text("explain.exemption", filed.filing, moment(filed.from), end_moment(filed.until), filed.reason,
                   filed.approver));
    if (filed.entered_later) page.line(text("explain.exemption-later"));
}

void tell_segments(Page& page, const Explanation& told) {
    page.line(text("explain.columns"));
    for (const ExplainedSegment& segment : told.segments) {
        std::string why = page.word(title_of(kWhys, segment.why));
        if (!segment.reason.empty()) why += ": " + segment.reason;
        if (segment.ahead) why += " " + page.word(text("explain.ahead"));
        const auto row = fmt::format("{:<23}  {:<23}  {} {:>13}  {:>13}  {}", moment(segment.from),
                                     end_moment(segment.to), segment.counted ? '+' : '-',
                                     span_text(segment.to - segment.from), span_text(segment.total), why);
        page.line({row, row});
    }
}

}  // namespace

json::value exemption_view(const std::optional<Exemption>& exemption) {
    if (!exemption) return nullptr;
    return json::object{{"filing", exemption->filing},
                        {"from", format_time(exemption->from)},
                        {"until", format_time(exemption->until)},
                        {"reason", exemption->reason},
                        {"evidence", exemption->evidence},
                        {"approver", exemption->approver},
                        {"entered_later", exemption->entered_later}};
}

json::object explanation_view(const Explanation& told) {
    json::array pauses;
    for (const ExplainedPause& pause : told.pauses) pauses.push_back(pause_view(pause));
    json::array changes;
    for (const Change& change : told.changes) changes.push_back(change_view(change));
    json::array segments;
    for (const ExplainedSegment& segment : told.segments) segments.push_back(segment_view(segment));
    return {{"case", told.names.case_number},
            {"workflow", bilingual(told.names.workflow)},
            {"clock", told.clock},
            {"title", bilingual(told.names.clock)},
            {"cycle", told.cycle},
            {"status", name_of(told.status)},
            {"outcome", outcome_of(told)},
            {"promise_set", told.names.promise_set},
            {"limit", format_limit(told.limit)},
            {"budget_ms", told.budget.count()},
            {"day_ends", told.day_ends == Until::day_end ? "day-end" : "office-close"},
            {"calendar", told.calendar},
            {"due_calendar", told.due_calendar},
            {"started_at", format_time(told.started_at)},
            {"due_at", format_time(told.due_at)},
            {"recomputed_due_at", format_time(told.recomputed_due_at)},
            {"stopped_at", time_or_null(told.stopped_at)},
            {"until", format_time(told.until)},
            {"provisional", told.provisional},
            {"breached", told.breached},
            {"corrected", told.corrected},
            {"counted_s", whole_seconds(told.counted)},
            {"remaining_s", whole_seconds(told.remaining)},
            {"overdue_s", whole_seconds(told.overdue)},
            {"pauses", std::move(pauses)},
            {"changes", std::move(changes)},
            {"exemption", exemption_view(told.exemption)},
            {"segments", std::move(segments)}};
}

std::string explanation_text(const Explanation& explanation, Language language) {
    Page page(language);
    tell_head(page, explanation);
    tell_outcome(page, explanation);
    tell_ledger(page, explanation);
    tell_segments(page, explanation);
    return std::move(page).take();
}

}  // namespace gongdan
