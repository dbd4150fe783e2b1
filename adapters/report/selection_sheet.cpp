// The tickets or clocks behind a figure, one a row.

#include "adapters/report/compliance_document.hpp"
#include "adapters/report/naming.hpp"

namespace gongdan::report {
namespace {

using Kind = Column::Kind;

Cell yes_or_no(bool yes) { return yes ? Cell{"yes", text("report.yes"), {}} : Cell{"no", text("report.no"), {}}; }

}  // namespace

SelectionSheet::SelectionSheet(const Selector& selector, const ComplianceSource& source, std::size_t rows_max)
    : selector_(selector), source_(source), rows_max_(rows_max) {
    sheet_.id = "selection";
    sheet_.title = text("report.sheet.selection");
    sheet_.columns = {column("number"),
                      column("workflow"),
                      column("clock"),
                      column("cycle", Kind::count),
                      column("opened_at", Kind::time),
                      column("started_at", Kind::time),
                      column("due_at", Kind::time),
                      column("ended_at", Kind::time),
                      column("outcome"),
                      column("elapsed", Kind::seconds),
                      column("overdue", Kind::seconds),
                      column("exempt"),
                      column("why"),
                      column("site_class"),
                      column("area"),
                      column("team"),
                      column("person")};
}

void SelectionSheet::add(const CaseFact& fact) {
    if (!selector_.is_of_clocks()) {
        if (selector_.selects(fact, nullptr)) add_row(fact, nullptr);
        return;
    }
    for (const ClockFact& clock : fact.clocks) {
        if (selector_.selects(fact, &clock)) add_row(fact, &clock);
    }
}

void SelectionSheet::add_row(const CaseFact& fact, const ClockFact* clock) {
    if (sheet_.rows.size() == rows_max_) {
        ++sheet_.left_out;
        return;
    }
    const Naming naming(source_.workflows, source_.teams);
    std::vector<Cell> row{Cell::of(fact.number), naming.cell(Dimension::workflow, fact.workflow, "")};
    if (clock == nullptr) {
        row.insert(row.end(), 2, Cell{});
        row.push_back(Cell::of(to_unix_ms(fact.opened_at)));
        row.insert(row.end(), 8, Cell{});
    } else {
        const std::string outcome(name_of(clock->outcome));
        row.push_back(naming.cell(Dimension::clock, clock->clock, fact.workflow));
        row.push_back(Cell::of(clock->cycle));
        for (const Instant at : {fact.opened_at, clock->started_at, clock->due_at})
            row.push_back(Cell::of(to_unix_ms(at)));
        row.push_back(clock->ended_at ? Cell::of(to_unix_ms(*clock->ended_at)) : Cell{});
        row.push_back({outcome, text("report.outcome." + text_name(outcome)), {}});
        row.push_back(Cell::of(whole_seconds(clock->elapsed)));
        row.push_back(Cell::of(whole_seconds(clock->overdue)));
        row.push_back(yes_or_no(clock->exempt));
        row.push_back(Cell::of(clock->why));
    }
    row.push_back(naming.cell(Dimension::site_class, fact.site_class, ""));
    for (const std::string* value : {&fact.area, &fact.team, &fact.person}) row.push_back(Cell::of(*value));
    sheet_.rows.push_back(std::move(row));
}

Document SelectionSheet::document() && {
    Document document;
    document.title = text("report.sheet.selection");
    const LocalText made{format_time(source_.now), format_time(source_.now)};
    document.facts = {{text("report.fact.source"), {source_.name, source_.name}}, {text("report.fact.made"), made}};
    document.sheets.push_back(std::move(sheet_));
    return document;
}

}  // namespace gongdan::report
