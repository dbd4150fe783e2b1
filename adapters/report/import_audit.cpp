#include "adapters/report/import_audit.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "adapters/report/naming.hpp"

namespace gongdan::report {
namespace {

/// The last cycle: what an export with one flag a row speaks of.
const ClockFact* last_of(const CaseFact& fact, const std::string& clock) {
    const auto found = std::find_if(fact.clocks.rbegin(), fact.clocks.rend(),
                                    [&clock](const ClockFact& one) { return one.clock == clock; });
    return found == fact.clocks.rend() ? nullptr : &*found;
}

Cell yes_or_no(bool yes) { return yes ? Cell{"yes", text("report.yes"), {}} : Cell{"no", text("report.no"), {}}; }

/// What the file says there counts for nothing: the rest of the row is judged as if the cell were empty.
bool is_doubt(std::string_view code) {
    return code.starts_with("time-unreadable/") || code.starts_with("value-unreadable/") ||
           code.starts_with("time-in-future/");
}

}  // namespace

void ImportAudit::begin_sheet() {
    sheet_.id = "differences";
    sheet_.title = text("report.sheet.differences");
    sheet_.note = text("report.note.differences");
    sheet_.columns = {column("row", Column::Kind::count), column("number"), column("what"), column("file_says"),
                      column("recomputed")};
}

std::optional<CaseFact> ImportAudit::take(const intake::BuiltRow& row) {
    ++rows_;
    if (!row.command) {
        ++outcomes_[std::size_t(row.report.outcome)];
        if (row.report.outcome == intake::Outcome::failed) list_refused(row.report);
        list_findings(row);
        return std::nullopt;
    }
    const auto decided = decide_import(*row.command, CaseId(1), options_.rules, options_.now);
    if (!decided) {
        ++outcomes_[std::size_t(intake::Outcome::failed)];
        intake::RowReport refused = row.report;
        settle_refused(refused, decided.error());
        list_refused(refused);
        list_findings(row);
        return std::nullopt;
    }
    ++outcomes_[std::size_t(intake::Outcome::imported)];
    Trail trail;
    for (const Event& event : decided->events) trail.take(event, *decided->after.workflow);
    CaseFact fact = fact_of(decided->after, trail, options_.places, options_.now);
    if (!options_.period.holds(date_of(fact.opened_at))) return fact;
    if (!fact.merged) compare(row, fact);
    list_findings(row);
    return fact;
}

void ImportAudit::compare(const intake::BuiltRow& row, const CaseFact& fact) {
    for (const intake::Verdict& verdict : row.verdicts) {
        const ClockFact* const clock = last_of(fact, verdict.clock);
        if (clock == nullptr || !is_counted(clock->outcome)) {
            ++not_judged_;
            continue;
        }
        if (verdict.late == clock->is_overdue()) continue;
        ++contradictions_;
        const std::string outcome(name_of(clock->outcome));
        list(row.report, {Cell::of(verdict.column),
                          yes_or_no(verdict.late),
                          {outcome, text("report.outcome." + text_name(outcome)), {}}});
    }
    for (const intake::Difference& one : row.differences)
        list(row.report, {Cell::of(one.column), Cell::of(one.exported), Cell::of(one.recomputed)});
    list_unclear(row, fact);
}

void ImportAudit::list_refused(const intake::RowReport& row) {
    ++doubts_;
    for (const LocalText& reason : row.reasons)
        list(row, {{"row", text("report.doubt.row"), {}}, {}, {"failed", reason, {}}});
}

void ImportAudit::list_findings(const intake::BuiltRow& row) {
    for (const intake::RowFinding& one : row.report.findings) {
        if (one.code.starts_with("duration-differs/")) continue;  // stands among the differences
        if (is_doubt(one.code)) ++doubts_;
        list(row.report, {Cell::of(one.column), Cell::of(one.value), {one.code, one.detail, {}}});
    }
}

void ImportAudit::list_unclear(const intake::BuiltRow& row, const CaseFact& fact) {
    const std::vector<Team> teams;  // another system's crews are called as it calls them
    const Naming naming(options_.rules.workflows, teams);
    for (const ClockFact& clock : fact.clocks) {
        if (clock.outcome != Outcome::unclear) continue;
        ++doubts_;
        const std::string start = format_time(clock.started_at);
        list(row.report, {naming.cell(Dimension::clock, clock.clock, fact.workflow),
                          Cell::of(clock.ended_at ? format_time(*clock.ended_at) : start),
                          {"unclear",
                           clock.ended_at ? text("report.doubt.ends-first", start) : text("report.doubt.starts-later"),
                           {}}});
    }
}

void ImportAudit::list(const intake::RowReport& row, std::vector<Cell> cells) {
    if (sheet_.rows.size() == kListedMax) {
        ++sheet_.left_out;
        return;
    }
    cells.insert(cells.begin(), {Cell::of(row.row), Cell::of(row.number)});
    sheet_.rows.push_back(std::move(cells));
}

void ImportAudit::append_to(Document& document) && {
    const auto fact = [&document](LocalText what, const std::string& which) {
        document.facts.emplace_back(std::move(what), LocalText{which, which});
    };
    fact(text("report.fact.rows"), std::to_string(rows_));
    fact(text("report.fact.rows-passed"), fmt::format("{} / {} / {}", count(intake::Outcome::duplicate),
                                                      count(intake::Outcome::skipped), count(intake::Outcome::failed)));
    fact(text("report.fact.contradictions"), std::to_string(contradictions_));
    fact(text("report.fact.doubts"), std::to_string(doubts_));
    if (not_judged_ > 0) document.notes.push_back(text("report.note.not-judged", not_judged_));
    document.sheets.push_back(std::move(sheet_));
}

}  // namespace gongdan::report
