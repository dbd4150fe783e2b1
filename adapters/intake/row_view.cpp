#include "adapters/intake/row_view.hpp"

#include <algorithm>

#include "adapters/intake/values.hpp"

namespace gongdan::intake {
namespace {

std::vector<std::string> folded(const std::vector<std::string>& words) {
    std::vector<std::string> all;
    for (const std::string& word : words) all.push_back(fold(word));
    return all;
}

std::string translated(const ValueRule& rule, const std::string& raw) {
    const std::string word = fold(raw);
    for (const auto& [from, to] : rule.values) {
        if (from == word) return to;
    }
    for (const auto& [part, to] : rule.contains) {
        if (word.find(part) != std::string::npos) return to;
    }
    return rule.otherwise.empty() ? raw : rule.otherwise;
}

void fold_words_of(Translation& translation) {
    for (auto& [from, to] : translation) from = fold(from);
}

void fold_words_of(std::vector<FieldRule>& rules) {
    for (FieldRule& rule : rules) {
        fold_words_of(rule.value.values);
        fold_words_of(rule.value.contains);
    }
}

}  // namespace

Result<MappingInUse> MappingInUse::make(Mapping mapping) {
    MappingInUse in_use;
    auto zone = Zone::parse(mapping.zone.empty() ? "+08:00" : mapping.zone);
    if (!zone) return zone.error();
    in_use.zone = *zone;
    for (const auto& [word, name] : mapping.zones) {
        auto named = Zone::parse(name);
        if (!named) return named.error();
        in_use.zones.emplace(fold(word), *named);
    }
    fold_words_of(mapping.kinds);
    for (WorkflowRule& rule : mapping.workflows) {
        fold_words_of(rule.fields);
        for (StepRule& step : rule.steps) fold_words_of(step.data);
    }
    in_use.missing = folded(mapping.missing);
    in_use.footers = folded(mapping.footers);
    in_use.mapping = std::move(mapping);
    return in_use;
}

RowView::RowView(const Row& row, const Header& header, const MappingInUse& in_use, Reading reading)
    : row_(row),
      header_(header),
      in_use_(in_use),
      format_{in_use.mapping.date_order, reading.dates_from_1904},
      now_(reading.now),
      zone_(in_use.zone) {
    if (in_use.mapping.zone_column.empty()) return;
    const auto found = in_use.zones.find(fold(value(in_use.mapping.zone_column)));
    if (found != in_use.zones.end()) zone_ = found->second;
}

std::string RowView::value(std::string_view column) const {
    const Cell* held = header_.cell(row_, column);
    if (held == nullptr) return {};
    std::string text = clean(held->text);
    constexpr std::size_t kWordMax = 32;  // longer is no word for "no value"
    if (text.size() > kWordMax) return text;
    const std::string word = fold(text);
    const auto& missing = in_use_.missing;
    return std::find(missing.begin(), missing.end(), word) == missing.end() ? text : std::string();
}

std::string RowView::value(const ValueRule& rule) const {
    if (!rule.constant.empty()) return rule.constant;
    std::string joined;
    for (const std::string& column : rule.columns) {
        const std::string part = value(column);
        if (part.empty()) continue;
        joined += (joined.empty() ? "" : rule.join) + part;
    }
    if (joined.empty()) return rule.otherwise;
    return rule.values.empty() && rule.contains.empty() ? joined : translated(rule, joined);
}

bool RowView::holds(std::string_view column) const {
    const std::string text = value(column);
    return !text.empty() && parse_bool(text).value_or(true);
}

bool RowView::says_yes(std::string_view column) const { return parse_bool(value(column)).value_or(false); }

std::optional<Instant> RowView::time(const TimeSources& sources) {
    for (const TimeSource& source : sources) {
        if (const auto at = time(source)) return at;
    }
    return std::nullopt;
}

std::optional<Instant> RowView::past_time(const TimeSources& sources) {
    for (const TimeSource& source : sources) {
        const auto at = time(source);
        if (!at) continue;
        if (*at > now_) {
            const std::string names = names_of({source});
            const std::string shown = format_time(*at);
            find({"time-in-future/" + name_of(source), gongdan::text("intake.time-in-future", names, shown), names,
                  shown});
        }
        return at;
    }
    return std::nullopt;
}

std::optional<Instant> RowView::time(const TimeSource& source) {
    const bool divided = source.column.empty();
    const std::string text = value(divided ? source.day_column : source.column);
    const std::string clock = divided ? value(source.clock_column) : "";
    if (text.empty() || (divided && clock.empty())) return std::nullopt;
    auto read = read_time(text, format_);
    const auto of_day = divided ? read_time_of_day(clock) : Millis(0);
    if (!read || !of_day) {
        const std::string shown = divided ? text + " " + clock : text;
        const std::string names = names_of({source});
        find({"time-unreadable/" + name_of(source), gongdan::text("intake.time-unreadable", names, shown), names,
              shown});
        return std::nullopt;
    }
    read->local += *of_day;
    return in_zone(*read);
}

std::optional<Instant> RowView::time_of(std::string_view text) const {
    const auto read = read_time(text, format_);
    if (!read) return std::nullopt;
    return in_zone(*read);
}

Instant RowView::in_zone(const ReadTime& read) const {
    if (!read.offset) return zone_.to_instant(read.local);
    return Instant(read.local.time_since_epoch()) - *read.offset;
}

std::string RowView::name_of(std::string_view column) const {
    const auto found = header_.cells.find(column);
    return found == header_.cells.end() ? std::string(column) : header_.names[found->second];
}

std::string RowView::name_of(const TimeSource& source) {
    return source.column.empty() ? source.day_column + "+" + source.clock_column : source.column;
}

std::string RowView::names_of(const TimeSources& sources) const {
    std::string names;
    for (const TimeSource& source : sources) {
        names += names.empty() ? "" : " / ";
        names += source.column.empty() ? name_of(source.day_column) + "+" + name_of(source.clock_column)
                                       : name_of(source.column);
    }
    return names;
}

void RowView::find(RowFinding finding) {
    const bool known = std::any_of(findings_.begin(), findings_.end(),
                                   [&finding](const RowFinding& one) { return one.code == finding.code; });
    if (!known) findings_.push_back(std::move(finding));
}

}  // namespace gongdan::intake
