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
        return std::nullopt;
    }
    const auto decided = decide_import(*row.command, CaseId(1), options_.rules, options_.now);
    if (!decided) {
        ++outcomes_[std::size_t(intake::Outcome::failed)];
        return std::nullopt;
    }
    ++outcomes_[std::size_t(intake::Outcome::imported)];
    Trail trail;
    for (const Event& event : decided->events) trail.take(event, *decided->after.workflow);
    CaseFact fact = fact_of(decided->after, trail, options_.places, options_.now);
    if (!fact.merged && options_.period.holds(date_of(fact.opened_at))) compare(row, fact);
    return fact;
}

void ImportAudit::compare(const intake::BuiltRow& row, const CaseFact& fact) {
    for (const intake::Verdict& verdict : row.verdicts) {
        const ClockFact* const clock = last_of(fact, verdict.clock);
        if (clock == nullptr || clock->outcome == Outcome::cancelled) {
            ++not_judged_;
            continue;
        }
        if (verdict.late == clock->is_overdue()) continue;
        ++contradictions_;
        const std::string outcome(name_of(clock->outcome));
        list(row, {Cell::of(verdict.column),
                   yes_or_no(verdict.late),
                   {outcome, text("report.outcome." + text_name(outcome)), {}}});
    }
    for (const intake::Difference& one : row.differences)
        list(row, {Cell::of(one.column), Cell::of(one.exported), Cell::of(one.recomputed)});
}

void ImportAudit::list(const intake::BuiltRow& row, std::vector<Cell> cells) {
    if (sheet_.rows.size() == kListedMax) {
        ++sheet_.left_out;
        return;
    }
    cells.insert(cells.begin(), {Cell::of(row.report.row), Cell::of(row.report.number)});
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
    if (not_judged_ > 0) document.notes.push_back(text("report.note.not-judged", not_judged_));
    document.sheets.push_back(std::move(sheet_));
}

}  // namespace gongdan::report
