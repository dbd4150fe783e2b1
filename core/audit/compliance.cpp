#include "core/audit/compliance.hpp"

#include <algorithm>

namespace gongdan {
namespace {

using Dimensions = std::vector<Dimension>;

constexpr char kBetween = '\x1f';  ///< no value holds it: it is the separator that ASCII has for this

bool holds(const Dimensions& by, Dimension dimension) { return std::find(by.begin(), by.end(), dimension) != by.end(); }

/// What the figures are divided by: never different clocks in one row, unless that is what was asked for.
Dimensions with_clock(const Dimensions& by) {
    const bool named = holds(by, Dimension::workflow) || holds(by, Dimension::clock) || holds(by, Dimension::promise);
    if (named) return by;
    Dimensions all{Dimension::workflow, Dimension::clock};
    // One by one: g++ 12 takes insert() of a range here for an overflow.
    for (const Dimension dimension : by) all.push_back(dimension);
    return all;
}

/// Tickets have no clock of their own.
Dimensions of_tickets(const Dimensions& by) {
    Dimensions all{Dimension::workflow};
    for (const Dimension dimension : by) {
        if (!is_of_clock(dimension) && dimension != Dimension::workflow) all.push_back(dimension);
    }
    return all;
}

template <class Row>
bool comes_before(const Row& one, const Row& other) {
    return one.values < other.values;
}

std::string key_of_values(const Dimensions& by, const std::vector<std::string>& values) {
    std::string key;
    for (std::size_t i = 0; i < by.size(); ++i) append_condition(key, name_of(by[i]), values[i]);
    return key;
}

std::vector<std::string> split(const std::string& key, std::size_t parts) {
    std::vector<std::string> values;
    std::size_t from = 0;
    while (values.size() < parts) {
        const auto end = std::min(key.find(kBetween, from), key.size());
        values.push_back(key.substr(from, end - from));
        from = end + 1;
    }
    return values;
}

/// The row of the values in `key`, made when it is new.
template <class Rows>
auto& row_in(Rows& rows, const std::string& key, std::size_t parts) {
    const auto [row, added] = rows.try_emplace(key);
    if (added) row->second.values = split(key, parts);
    return row->second;
}

/// A month is compared with the month before, whatever the length of the report.
Period before_of(const Period& period, bool by_month) {
    return by_month ? Period{shift_months(*period.from, -1), shift_months(*period.to, -1)} : period_before(period);
}

}  // namespace

std::string FigureTable::key_of(const FigureRow& row) const {
    std::string key = key_of_values(by, row.values);
    // Otherwise the key would name tickets, where the row counts clocks.
    if (std::none_of(by.begin(), by.end(), is_of_clock)) append_condition(key, "is", "counted");
    return key;
}
std::string TallyTable::key_of(const TallyRow& row) const { return key_of_values(by, row.values); }

ComplianceFold::ComplianceFold(ComplianceWish wish) : wish_(std::move(wish)), outages_(wish_.places) {
    if (wish_.period.closed()) {
        const bool by_month = holds(wish_.by, Dimension::month);
        before_ = Compared{before_of(wish_.period, by_month), by_month ? 1 : 0};
        year_ = Compared{year_before(wish_.period), by_month ? 12 : 0};
    }
    using D = Dimension;
    figures_ = {{with_clock(wish_.by), before_.has_value()},
                {{D::workflow, D::clock, D::promise, D::site_class}},
                {{D::workflow, D::clock, D::team}},
                {{D::workflow, D::clock, D::month}}};
    tallies_ = {{of_tickets(wish_.by)}, {{D::team}}};
}

bool ComplianceFold::wants(Instant opened_at) const {
    const Date day = date_of(opened_at);
    return wish_.period.holds(day) || (before_ && before_->period.holds(day)) || (year_ && year_->period.holds(day));
}

void ComplianceFold::add(const CaseFact& fact) {
    const Date day = date_of(fact.opened_at);
    if (!day_ || *day_ != day) {
        day_ = day;
        month_ = month_of(day);
    }
    if (!fact.merged) {
        for (FigureBook& book : figures_) {
            for (const ClockFact& clock : fact.clocks) add_to(book, fact, clock);
        }
    }
    if (!wish_.period.holds(day)) return;
    for (TallyBook& book : tallies_) add_to(book, fact);
    outages_.add(fact);
    ++(fact.merged ? merged_ : tickets_);
    first_ = first_ ? std::min(*first_, day) : day;
    last_ = last_ ? std::max(*last_, day) : day;
}

void ComplianceFold::add_to(FigureBook& book, const CaseFact& fact, const ClockFact& clock) {
    const Date day = *day_;
    const auto row_at = [this, &book, &fact, &clock, day](int months) -> FigureRow& {
        write_key(book.by, fact, &clock, months > 0 ? month_of(shift_months(day, months)) : month_);
        return row_in(book.rows, key_, book.by.size());
    };
    if (wish_.period.holds(day)) row_at(0).now.add(clock);
    if (!book.compared) return;
    if (before_->period.holds(day)) row_at(before_->months).before.add(clock);
    if (year_->period.holds(day)) row_at(year_->months).year.add(clock);
}

void ComplianceFold::write_key(const Dimensions& by, const CaseFact& fact, const ClockFact* clock,
                               std::string_view month) {
    key_.clear();
    for (std::size_t i = 0; i < by.size(); ++i) {
        if (i > 0) key_ += kBetween;
        key_ += by[i] == Dimension::month ? month : text_of(by[i], fact, clock);
    }
}

void ComplianceFold::add_to(TallyBook& book, const CaseFact& fact) {
    write_key(book.by, fact, nullptr, month_);
    row_in(book.rows, key_, book.by.size()).now.add(fact);
}

FigureTable ComplianceFold::table_of(const FigureBook& book) {
    FigureTable table{book.by, book.compared, {}};
    for (const auto& [key, row] : book.rows) {
        const Figures& now = row.now;
        if (now.count() + now.of(Outcome::cancelled) + now.of(Outcome::unclear) > 0) table.rows.push_back(row);
    }
    std::sort(table.rows.begin(), table.rows.end(), comes_before<FigureRow>);
    return table;
}

TallyTable ComplianceFold::table_of(const TallyBook& book) {
    TallyTable table{book.by, {}};
    for (const auto& [key, row] : book.rows) table.rows.push_back(row);
    std::sort(table.rows.begin(), table.rows.end(), comes_before<TallyRow>);
    return table;
}

Compliance ComplianceFold::finish(Instant now) const {
    Compliance report;
    report.period = wish_.period;
    if (before_) report.before = before_->period;
    if (year_) report.year = year_->period;
    report.first = first_;
    report.last = last_;
    report.figures = table_of(figures_[0]);
    report.sites = table_of(figures_[1]);
    report.teams = table_of(figures_[2]);
    report.months = table_of(figures_[3]);
    report.tallies = table_of(tallies_[0]);
    report.busy = table_of(tallies_[1]);
    report.repeated = outages_.repeated();
    report.left_out = outages_.left_out();
    const Date first = wish_.period.from.value_or(first_.value_or(date_of(now)));
    const Date last = wish_.period.to.value_or(last_.value_or(date_of(now)));
    report.reliability = outages_.reliability(std::chrono::seconds(last - first + std::chrono::days(1)).count());
    report.tickets = tickets_;
    report.merged = merged_;
    return report;
}

}  // namespace gongdan
