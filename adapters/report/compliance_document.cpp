#include "adapters/report/compliance_document.hpp"

#include <algorithm>

#include "adapters/report/naming.hpp"
#include "core/calendar/limit_words.hpp"

namespace gongdan::report {
namespace {

using Kind = Column::Kind;

constexpr std::size_t kTeamsListed = 10;  ///< of each clock: who stands further down is in the figures by team

Cell yes_or_no(bool yes) { return yes ? Cell{"yes", text("report.yes"), {}} : Cell{"no", text("report.no"), {}}; }

std::vector<Column> columns_of(const std::vector<Dimension>& by) {
    std::vector<Column> columns;
    for (const Dimension dimension : by) columns.push_back(column(std::string(name_of(dimension))));
    return columns;
}

/// The first `count` columns: what a row is about.
std::vector<std::size_t> first_columns(std::size_t count) {
    std::vector<std::size_t> indexes(count);
    for (std::size_t i = 0; i < count; ++i) indexes[i] = i;
    return indexes;
}

Cell average_of(const Spread& spread) { return spread.count() == 0 ? Cell{} : Cell::of(spread.average()); }

/// Hundredths of a percentage point.
Cell change(const std::optional<std::int64_t>& now, const std::optional<std::int64_t>& then) {
    return now && then ? Cell::of(*now - *then) : Cell{};
}

void append_hops(std::vector<Cell>& row, const HopTimes& hops, std::int64_t count) {
    for (const Hop hop : {Hop::desk, Hop::dispatch, Hop::crew, Hop::review, Hop::none}) {
        const std::int64_t ms = hops[std::size_t(hop)].count();
        row.push_back(count == 0 ? Cell{} : Cell::of(rounded(ms, count * 1000)));
    }
}

void append_hop_columns(std::vector<Column>& columns) {
    for (const Hop hop : {Hop::desk, Hop::dispatch, Hop::crew, Hop::review, Hop::none}) {
        columns.push_back(column("hop_" + std::string(hop_name(hop)), Kind::seconds));
    }
}

/// Names the clocks a row takes its times of.
std::string key_of_stopped(const FigureTable& table, const FigureRow& row) {
    std::string key = table.key_of(row);
    append_condition(key, "is", "stopped");
    return key;
}

std::string days_of(const Period& period) {
    const std::string from = period.from ? format_date(*period.from) : "";
    const std::string to = period.to ? format_date(*period.to) : "";
    return from + " – " + to;
}

class Builder {
 public:
    Builder(const Compliance& compliance, const ComplianceSource& source)
        : compliance_(compliance), source_(source), naming_(source.workflows, source.teams) {}

    Document build() {
        document_.title = text("report.title");
        add_facts();
        add_figures();
        if (compliance_.figures.compared) add_comparison();
        add_sites();
        add_months();
        add_hops();
        add_slowest();
        add_busiest();
        add_tallies();
        add_repeated();
        add_reliability();
        return std::move(document_);
    }

 private:
    Sheet& begin(const std::string& id, const std::vector<Dimension>& by) {
        Sheet sheet;
        sheet.id = id;
        sheet.title = text("report.sheet." + id);
        sheet.columns = columns_of(by);
        document_.sheets.push_back(std::move(sheet));
        return document_.sheets.back();
    }

    void fact(const std::string& id, LocalText value) {
        document_.facts.emplace_back(text("report.fact." + id), std::move(value));
    }
    void fact(const std::string& id, const std::string& value) { fact(id, LocalText{value, value}); }

    /// Nothing where no row of the whole export says when such a clock ended: a file without the column would otherwise
    /// read as if every promise had been broken.
    [[nodiscard]] Cell rate_of(const FigureTable& table, const FigureRow& row, const Share& share) const;

    void add_facts();
    void add_figures();
    void add_comparison();
    void add_sites();
    void add_months();
    void add_hops();
    void add_slowest();
    void add_busiest();
    void add_tallies();
    void add_repeated();
    void add_reliability();

    const Compliance& compliance_;
    const ComplianceSource& source_;
    Naming naming_;
    Document document_;
};

Cell Builder::rate_of(const FigureTable& table, const FigureRow& row, const Share& share) const {
    const FigureTable& sites = compliance_.sites;
    const auto is_alike = [&table, &row, &sites](const FigureRow& other) {
        for (std::size_t i = 0; i < table.by.size(); ++i) {
            const bool of_clocks = is_of_clock(table.by[i]) || table.by[i] == Dimension::workflow;
            const auto at = std::find(sites.by.begin(), sites.by.end(), table.by[i]) - sites.by.begin();
            if (of_clocks && other.values[std::size_t(at)] != row.values[i]) return false;
        }
        return true;
    };
    const bool any_stopped = std::any_of(sites.rows.begin(), sites.rows.end(), [&is_alike](const FigureRow& other) {
        return other.now.elapsed.count() > 0 && is_alike(other);
    });
    return any_stopped || !source_.of_export ? Cell::of(share.basis_points()) : Cell{};
}

void Builder::add_facts() {
    const bool all = !compliance_.period.from && !compliance_.period.to;
    fact("source", source_.name);
    if (!source_.basis.en.empty()) fact("basis", source_.basis);
    if (all && compliance_.first) {
        fact("period", days_of({compliance_.first, compliance_.last}));
    } else {
        fact("period",
             all ? text("report.fact.none") : LocalText{days_of(compliance_.period), days_of(compliance_.period)});
    }
    if (compliance_.before) fact("before", days_of(*compliance_.before));
    if (compliance_.year) fact("year", days_of(*compliance_.year));
    fact("tickets", std::to_string(compliance_.tickets));
    fact("merged", std::to_string(compliance_.merged));
    fact("made", format_time(std::chrono::floor<std::chrono::seconds>(source_.now)));
    std::int64_t provisional = 0;
    for (const FigureRow& row : compliance_.sites.rows) provisional += row.now.provisional;
    std::int64_t cancelled = 0;
    for (const FigureRow& row : compliance_.figures.rows) cancelled += row.now.of(Outcome::cancelled);
    if (cancelled > 0) document_.notes.push_back(text("report.note.cancelled", cancelled));
    if (provisional > 0) document_.notes.push_back(text("report.note.provisional", provisional));
}

void Builder::add_figures() {
    const FigureTable& table = compliance_.figures;
    Sheet& sheet = begin("figures", table.by);
    sheet.note = text("report.note.figures");
    for (const char* id :
         {"count", "on_time", "late", "open", "open_overdue", "exempt", "corrected", "cancelled", "unclear"})
        sheet.columns.push_back(column(id, Kind::count));
    const std::size_t rate = sheet.columns.size();
    for (const char* id : {"rate", "rate_exempted"}) sheet.columns.push_back(column(id, Kind::percent));
    for (const char* id : {"average", "median", "p90", "maximum"}) sheet.columns.push_back(column(id, Kind::seconds));
    sheet.columns.push_back(column("key"));
    for (const FigureRow& one : table.rows) {
        const Figures& now = one.now;
        std::vector<Cell> row = naming_.cells(table.by, one.values);
        for (const std::int64_t count : {now.count(), now.of(Outcome::on_time), now.of(Outcome::late),
                                         now.of(Outcome::open), now.of(Outcome::open_overdue), now.exempt,
                                         now.corrected, now.of(Outcome::cancelled), now.of(Outcome::unclear)})
            row.push_back(Cell::of(count));
        row.push_back(rate_of(table, one, now.on_time()));
        row.push_back(rate_of(table, one, now.on_time_exempted()));
        const bool any = now.elapsed.count() > 0;
        row.push_back(average_of(now.elapsed));
        row.push_back(any ? Cell::of(now.elapsed.median()) : Cell{});
        row.push_back(any ? Cell::of(now.elapsed.percentile(90)) : Cell{});
        row.push_back(any ? Cell::of(now.elapsed.maximum()) : Cell{});
        row.push_back(Cell::of(table.key_of(one)));
        sheet.rows.push_back(std::move(row));
    }
    sheet.chart = Chart{Chart::Kind::bars, text("report.col.rate"), rate, first_columns(table.by.size())};
}

void Builder::add_comparison() {
    const FigureTable& table = compliance_.figures;
    Sheet& sheet = begin("comparison", table.by);
    for (const char* id : {"count", "count_before", "count_year"}) sheet.columns.push_back(column(id, Kind::count));
    sheet.columns.push_back(column("rate", Kind::percent));
    sheet.columns.push_back(column("rate_before", Kind::percent));
    sheet.columns.push_back(column("change_before", Kind::decimal, 2));
    sheet.columns.push_back(column("rate_year", Kind::percent));
    sheet.columns.push_back(column("change_year", Kind::decimal, 2));
    for (const char* id : {"average", "average_before", "average_year"})
        sheet.columns.push_back(column(id, Kind::seconds));
    sheet.columns.push_back(column("key"));
    for (const FigureRow& one : table.rows) {
        std::vector<Cell> row = naming_.cells(table.by, one.values);
        const auto now = rate_of(table, one, one.now.on_time()).number;
        const auto before = one.before.on_time().basis_points();
        const auto year = one.year.on_time().basis_points();
        for (const Figures* figures : {&one.now, &one.before, &one.year}) row.push_back(Cell::of(figures->count()));
        row.push_back(Cell::of(now));
        row.push_back(Cell::of(before));
        row.push_back(change(now, before));
        row.push_back(Cell::of(year));
        row.push_back(change(now, year));
        for (const Figures* figures : {&one.now, &one.before, &one.year}) row.push_back(average_of(figures->elapsed));
        row.push_back(Cell::of(table.key_of(one)));
        sheet.rows.push_back(std::move(row));
    }
}

/// Only limits that time itself reaches: an average of days off and working days would say nothing.
void Builder::add_sites() {
    const FigureTable& table = compliance_.sites;
    Sheet& sheet = begin("sites", table.by);
    sheet.note = text("report.note.sites");
    sheet.columns.push_back(column("limit"));
    sheet.columns.push_back(column("stopped", Kind::count));
    sheet.columns.push_back(column("average", Kind::seconds));
    sheet.columns.push_back(column("kept"));
    sheet.columns.push_back(column("key"));
    for (const FigureRow& one : table.rows) {
        const Figures& now = one.now;
        const bool promised = !one.values[2].empty();
        if (!promised || !now.limit || now.limits_differ || !is_elapsed(*now.limit)) continue;
        if (now.elapsed.count() == 0) continue;
        std::vector<Cell> row = naming_.cells(table.by, one.values);
        const std::int64_t limit = whole_seconds(elapsed(*now.limit));
        row.push_back(Cell{format_limit(*now.limit), limit_words(*now.limit), {}});
        row.push_back(Cell::of(now.elapsed.count()));
        row.push_back(average_of(now.elapsed));
        row.push_back(yes_or_no(now.elapsed.sum() <= limit * now.elapsed.count()));
        row.push_back(Cell::of(key_of_stopped(table, one)));
        sheet.rows.push_back(std::move(row));
    }
}

void Builder::add_months() {
    const FigureTable& table = compliance_.months;
    Sheet& sheet = begin("months", table.by);
    for (const char* id : {"count", "late", "open_overdue"}) sheet.columns.push_back(column(id, Kind::count));
    const std::size_t rate = sheet.columns.size();
    sheet.columns.push_back(column("rate", Kind::percent));
    sheet.columns.push_back(column("average", Kind::seconds));
    sheet.columns.push_back(column("key"));
    for (const FigureRow& one : table.rows) {
        if (one.now.count() == 0) continue;
        std::vector<Cell> row = naming_.cells(table.by, one.values);
        row.push_back(Cell::of(one.now.count()));
        row.push_back(Cell::of(one.now.of(Outcome::late)));
        row.push_back(Cell::of(one.now.of(Outcome::open_overdue)));
        row.push_back(rate_of(table, one, one.now.on_time()));
        row.push_back(average_of(one.now.elapsed));
        row.push_back(Cell::of(table.key_of(one)));
        sheet.rows.push_back(std::move(row));
    }
    sheet.chart = Chart{Chart::Kind::line, text("report.col.rate"), rate, {2}, {0, 1}};
}

void Builder::add_hops() {
    const FigureTable& table = compliance_.figures;
    Sheet& sheet = begin("hops", table.by);
    sheet.note = text("report.note.hops");
    sheet.columns.push_back(column("which"));
    sheet.columns.push_back(column("count", Kind::count));
    append_hop_columns(sheet.columns);
    sheet.columns.push_back(column("key"));
    for (const FigureRow& one : table.rows) {
        const auto add = [this, &table, &one, &sheet](const std::string& which, const HopTimes& hops,
                                                      std::int64_t count) {
            if (count == 0) return;
            std::vector<Cell> row = naming_.cells(table.by, one.values);
            row.push_back({which, text("report.which." + which), {}});
            row.push_back(Cell::of(count));
            append_hops(row, hops, count);
            std::string key = table.key_of(one);
            append_condition(key, which == "late" ? "outcome" : "is", which == "late" ? "late" : "stopped");
            row.push_back(Cell::of(std::move(key)));
            sheet.rows.push_back(std::move(row));
        };
        add("all", one.now.hops, one.now.elapsed.count());
        add("late", one.now.late_hops, one.now.of(Outcome::late));
    }
}

void Builder::add_slowest() {
    const FigureTable& table = compliance_.teams;
    Sheet& sheet = begin("slowest", table.by);
    sheet.columns.push_back(column("stopped", Kind::count));
    sheet.columns.push_back(column("average", Kind::seconds));
    sheet.columns.push_back(column("p90", Kind::seconds));
    sheet.columns.push_back(column("rate", Kind::percent));
    sheet.columns.push_back(column("key"));
    std::vector<const FigureRow*> rows;
    for (const FigureRow& one : table.rows) {
        if (one.now.elapsed.count() > 0 && !one.values[2].empty()) rows.push_back(&one);
    }
    const auto clock_of = [](const FigureRow* row) { return std::pair(row->values[0], row->values[1]); };
    std::stable_sort(rows.begin(), rows.end(), [&clock_of](const FigureRow* one, const FigureRow* other) {
        if (clock_of(one) != clock_of(other)) return clock_of(one) < clock_of(other);
        return one->now.elapsed.average() > other->now.elapsed.average();
    });
    std::size_t of_clock = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const FigureRow& one = *rows[i];
        of_clock = i > 0 && clock_of(rows[i - 1]) == clock_of(rows[i]) ? of_clock + 1 : 0;
        if (of_clock >= kTeamsListed) continue;
        std::vector<Cell> row = naming_.cells(table.by, one.values);
        row.push_back(Cell::of(one.now.elapsed.count()));
        row.push_back(average_of(one.now.elapsed));
        row.push_back(Cell::of(one.now.elapsed.percentile(90)));
        row.push_back(Cell::of(one.now.on_time().basis_points()));
        row.push_back(Cell::of(key_of_stopped(table, one)));
        sheet.rows.push_back(std::move(row));
    }
}

void Builder::add_busiest() {
    const TallyTable& table = compliance_.busy;
    Sheet& sheet = begin("busiest", table.by);
    for (const char* id : {"tickets", "supervised", "chases", "bounces"})
        sheet.columns.push_back(column(id, Kind::count));
    sheet.columns.push_back(column("key"));
    std::vector<const TallyRow*> rows;
    for (const TallyRow& one : table.rows) {
        if (!one.values[0].empty()) rows.push_back(&one);
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [](const TallyRow* one, const TallyRow* other) { return one->now.tickets > other->now.tickets; });
    if (rows.size() > kTeamsListed) rows.resize(kTeamsListed);
    for (const TallyRow* one : rows) {
        std::vector<Cell> row = naming_.cells(table.by, one->values);
        for (const std::int64_t count : {one->now.tickets, one->now.supervised, one->now.chases, one->now.bounces})
            row.push_back(Cell::of(count));
        row.push_back(Cell::of(table.key_of(*one)));
        sheet.rows.push_back(std::move(row));
    }
}

void Builder::add_tallies() {
    const TallyTable& table = compliance_.tallies;
    Sheet& sheet = begin("tallies", table.by);
    for (const char* id : {"tickets", "merged", "supervised", "chased", "chases", "bounced", "bounces"})
        sheet.columns.push_back(column(id, Kind::count));
    append_hop_columns(sheet.columns);
    sheet.columns.push_back(column("key"));
    for (const TallyRow& one : table.rows) {
        const Tallies& now = one.now;
        std::vector<Cell> row = naming_.cells(table.by, one.values);
        for (const std::int64_t count :
             {now.tickets, now.merged, now.supervised, now.chased, now.chases, now.bounced, now.bounces})
            row.push_back(Cell::of(count));
        append_hops(row, now.hops, now.tickets);
        row.push_back(Cell::of(table.key_of(one)));
        sheet.rows.push_back(std::move(row));
    }
}

void Builder::add_repeated() {
    Sheet& sheet = begin("repeated", {});
    sheet.note = text("report.note.repeated");
    sheet.columns = {column("kind"), column("place")};
    for (const char* id : {"worst_60", "worst_year", "tickets", "days"})
        sheet.columns.push_back(column(id, Kind::count));
    for (const char* id : {"first", "last", "key"}) sheet.columns.push_back(column(id));
    for (const RepeatedOutage& one : compliance_.repeated) {
        const std::string kind = one.kind == RepeatedOutage::Kind::line ? "line" : "area";
        std::string key;
        append_condition(key, kind, one.place);
        append_condition(key, "is", "outage");
        sheet.rows.push_back({{kind, text("report.kind." + kind), {}},
                              Cell::of(one.place),
                              Cell::of(one.worst_60),
                              Cell::of(one.worst_year),
                              Cell::of(one.tickets),
                              Cell::of(one.days),
                              Cell::of(format_date(one.first)),
                              Cell::of(format_date(one.last)),
                              Cell::of(key)});
    }
}

void Builder::add_reliability() {
    const OutagesLeftOut& left_out = compliance_.left_out;
    LocalText note = text("report.note.left-out", left_out.momentary, left_out.not_restored, left_out.no_customers,
                          left_out.no_area, left_out.no_served);
    const bool served = !compliance_.reliability.empty() && compliance_.reliability.front().served > 0;
    if (!served) document_.notes.push_back(text("report.note.no-customers"));
    if (compliance_.reliability.empty()) {
        const bool any = left_out.momentary + left_out.not_restored + left_out.no_customers + left_out.no_area > 0;
        if (any) document_.notes.push_back(std::move(note));
        return;
    }
    Sheet& sheet = begin("reliability", {});
    sheet.note = std::move(note);
    sheet.columns = {column("area"),
                     column("served", Kind::count),
                     column("interruptions", Kind::count),
                     column("customers", Kind::count),
                     column("saifi", Kind::decimal, 6),
                     column("saidi", Kind::decimal, 3),
                     column("caidi", Kind::decimal, 3),
                     column("asai", Kind::decimal, 6),
                     column("key")};
    for (const Reliability& one : compliance_.reliability) {
        const bool all = one.area.empty();
        std::string key;
        if (!all) append_condition(key, "area", one.area);
        append_condition(key, "is", "interruption");
        // The whole leaves out areas whose customers are not known: no key says so.
        if (all && one.served > 0 && left_out.no_served > 0) key.clear();
        sheet.rows.push_back({all ? Cell{"", text("report.all"), {}} : Cell::of(one.area),
                              one.served == 0 ? Cell{} : Cell::of(one.served), Cell::of(one.interruptions),
                              Cell::of(one.interrupted), Cell::of(saifi_millionths(one)),
                              Cell::of(saidi_milliminutes(one)), Cell::of(caidi_milliminutes(one)),
                              Cell::of(asai_millionths(one)), Cell::of(key)});
    }
}

}  // namespace

LocalText basis_of(const FactsTold& told, bool replayed) {
    if (replayed) return text("report.basis-replayed", told.up_to, told.cases, told.events);
    return text("report.basis-kept", told.up_to, told.cases);
}

Document compliance_document(const Compliance& compliance, const ComplianceSource& source) {
    return Builder(compliance, source).build();
}

}  // namespace gongdan::report
