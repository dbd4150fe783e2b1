#include "adapters/report/document.hpp"

#include <cstdlib>

#include <fmt/format.h>

#include "core/base/check.hpp"

namespace gongdan::report {
namespace {

constexpr int kPercentPlaces = 2;

std::string decimal(std::int64_t number, int places) {
    std::int64_t unit = 1;
    for (int i = 0; i < places; ++i) unit *= 10;
    const std::int64_t size = std::abs(number);
    const char* const sign = number < 0 ? "-" : "";
    if (places == 0) return fmt::format("{}{}", sign, size);
    return fmt::format("{}{}.{:0{}}", sign, size / unit, size % unit, places);
}

/// "1:05:09"; hours go past 24, because limits do.
std::string clock_time(std::int64_t seconds) {
    return fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

/// "2026-03-02 08:45:00", in China.
std::string shown_time(std::int64_t ms) {
    constexpr std::size_t kToSeconds = 19;
    std::string time = format_time(from_unix_ms(ms)).substr(0, kToSeconds);
    time[10] = ' ';
    return time;
}

}  // namespace

std::string shown(const Column& column, const Cell& cell, Language language) {
    if (column.kind == Column::Kind::text) return cell.title ? in_language(*cell.title, language) : cell.text;
    const bool quotient = column.kind == Column::Kind::percent || column.kind == Column::Kind::decimal;
    if (!cell.number) return quotient ? "–" : "";  // divided by nothing: not the 0 it could be taken for
    switch (column.kind) {
        case Column::Kind::text: break;
        case Column::Kind::count: return std::to_string(*cell.number);
        case Column::Kind::percent: return decimal(*cell.number, kPercentPlaces) + " %";
        case Column::Kind::seconds: return clock_time(*cell.number);
        case Column::Kind::decimal: return decimal(*cell.number, column.places);
        case Column::Kind::time: return shown_time(*cell.number);
    }
    GONGDAN_UNREACHABLE("a Column::Kind outside its enum");
}

std::string plain(const Column& column, const Cell& cell) {
    if (column.kind == Column::Kind::text) return cell.text;
    if (!cell.number) return {};
    switch (column.kind) {
        case Column::Kind::text: break;
        case Column::Kind::count:
        case Column::Kind::seconds: return std::to_string(*cell.number);
        case Column::Kind::percent: return decimal(*cell.number, kPercentPlaces);
        case Column::Kind::decimal: return decimal(*cell.number, column.places);
        case Column::Kind::time: return format_time(from_unix_ms(*cell.number));
    }
    GONGDAN_UNREACHABLE("a Column::Kind outside its enum");
}

}  // namespace gongdan::report
