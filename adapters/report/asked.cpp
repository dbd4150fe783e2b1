#include "adapters/report/asked.hpp"

namespace gongdan::report {
namespace {

Result<std::optional<Date>> day_in(const std::string& text) {
    if (text.empty()) return std::optional<Date>();
    const auto day = parse_date(text);
    return day ? Result(std::optional(*day)) : day.error();
}

Result<Period> period_in(const Query& query, Date today) {
    const auto from = day_in(query.from);
    if (!from) return from.error();
    auto to = day_in(query.to);
    if (!to) return to.error();
    if (*from && !*to) to = std::optional(today);
    if (*from && **from > **to)
        return fail(Errc::invalid_input, "audit.period", format_date(**from), format_date(**to));
    return Period{*from, *to};
}

}  // namespace

Result<Asked> understand(const Query& query, Format usual, Date today) {
    Asked asked;
    const auto format = query.format.empty() ? usual : format_of(query.format);
    if (!format) return fail(Errc::invalid_input, "audit.format", query.format);
    asked.format = *format;
    const auto period = period_in(query, today);
    if (!period) return period.error();
    asked.wish.period = *period;
    auto by = parse_dimensions(query.by);
    if (!by) return by.error();
    asked.wish.by = std::move(*by);
    if (!query.tickets.empty()) {
        auto selector = parse_selector(query.tickets);
        if (!selector) return selector.error();
        asked.selector = std::move(*selector);
    }
    return asked;
}

Making::Making(const Asked& asked, const ComplianceSource& source, std::size_t rows_max)
    : asked_(asked), source_(source), fold_(asked.wish) {
    if (asked.selector) sheet_.emplace(*asked.selector, source, rows_max);
}

bool Making::wants(Instant opened_at) const {
    return sheet_ ? asked_.wish.period.holds(date_of(opened_at)) : fold_.wants(opened_at);
}

void Making::take(const CaseFact& fact) {
    if (!wants(fact.opened_at)) return;
    if (sheet_) {
        sheet_->add(fact);
    } else {
        fold_.add(fact);
    }
}

Document Making::document() && {
    if (sheet_) return std::move(*sheet_).document();
    return compliance_document(fold_.finish(source_.now), source_);
}

}  // namespace gongdan::report
