#include "adapters/yaml/year_list.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <sstream>

#include <fmt/format.h>

#include "adapters/yaml/config_loader.hpp"
#include "core/calendar/year_doubts.hpp"

namespace gongdan {
namespace {

using Cells = std::vector<std::string>;
using Years = std::map<int, CalendarYear>;

enum class Kind { holiday, workday };
constexpr std::array<std::pair<std::string_view, Kind>, 8> kKinds = {{{"holiday", Kind::holiday},
                                                                      {"放假", Kind::holiday},
                                                                      {"休", Kind::holiday},
                                                                      {"workday", Kind::workday},
                                                                      {"上班", Kind::workday},
                                                                      {"调休", Kind::workday},
                                                                      {"补班", Kind::workday},
                                                                      {"班", Kind::workday}}};

std::optional<Kind> kind_of(std::string_view word) {
    for (const auto& [name, kind] : kKinds) {
        if (name == word) return kind;
    }
    return std::nullopt;
}

/// "２０２７－０１－０１，放假" as whoever typed it with a Chinese input method meant it: U+FF01 to U+FF5E are the
/// twins of
/// "!" to "~" in order, U+3000 is that of the blank.
std::string half_width(std::string_view text) {
    constexpr std::size_t kBytes = 3;
    std::string half;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view three = text.substr(i, kBytes);
        const auto last = three.size() == kBytes ? static_cast<unsigned char>(three[2]) : 0U;
        if (three == "\u3000") {
            half += ' ';
        } else if (three.starts_with("\xEF\xBC") && last >= 0x81) {
            half += static_cast<char>('!' + (last - 0x81));
        } else if (three.starts_with("\xEF\xBD") && last >= 0x80 && last <= 0x9E) {
            half += static_cast<char>('`' + (last - 0x80));
        } else {
            half += text[i];
            continue;
        }
        i += kBytes - 1;
    }
    return half;
}

std::string trimmed(std::string_view cell) {
    constexpr std::string_view kAround = " \t\r\"";
    const auto first = cell.find_first_not_of(kAround);
    if (first == std::string_view::npos) return {};
    return std::string(cell.substr(first, cell.find_last_not_of(kAround) - first + 1));
}

Cells cells_of(const std::string& line) {
    const char separator = line.find('\t') != std::string::npos  ? '\t'
                           : line.find(';') != std::string::npos ? ';'
                                                                 : ',';
    Cells cells;
    std::istringstream stream(line);
    for (std::string cell; std::getline(stream, cell, separator);) cells.push_back(trimmed(cell));
    return cells;
}

/// Also 2027/1/1, as spreadsheets write it.
Result<Date> date_of_cell(const std::string& cell) {
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    const char* const end = cell.data() + cell.size();
    const auto after_year = std::from_chars(cell.data(), end, year);
    if (after_year.ptr == end || *after_year.ptr != '/') return parse_date(cell);
    const auto after_month = std::from_chars(after_year.ptr + 1, end, month);
    if (after_month.ptr == end || *after_month.ptr != '/') return parse_date(cell);
    if (std::from_chars(after_month.ptr + 1, end, day).ptr != end) return parse_date(cell);
    return parse_date(fmt::format("{:04}-{:02}-{:02}", year, month, day));
}

/// Whoever has so many lines wrong has another file in his hand: the rest is not even read.
constexpr std::size_t kProblemsMax = 20;

class Table {
 public:
    explicit Table(const std::string& file) : file_(file) {}

    Result<Years> read(const std::string& text) && {
        std::istringstream stream(text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text);
        for (std::string line; std::getline(stream, line);) {
            ++line_;
            line = half_width(line);
            const std::string content = trimmed(line);
            if (content.empty() || content.starts_with('#')) continue;
            const Cells cells = cells_of(line);
            if (first_ && take_names(cells)) continue;
            first_ = false;
            take(cells);
            if (problems_.size() >= kProblemsMax) break;
        }
        if (problems_.empty() && years_.empty()) note(text_of("calendar.no-days"));
        if (problems_.empty()) return std::move(years_);
        return Error{Errc::invalid_input, problems_.front().detail, std::move(problems_), {}};
    }

 private:
    static LocalText text_of(std::string_view id) { return gongdan::text(id); }

    /// Whether the line names the columns.
    bool take_names(const Cells& cells) {
        bool named = false;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const bool dates = cells[i] == "date" || cells[i] == "日期";
            const bool kinds = cells[i] == "kind" || cells[i] == "类型";
            if (dates) date_column_ = i;
            if (kinds) kind_column_ = i;
            named = named || dates || kinds;
        }
        return named;
    }

    void take(const Cells& cells) {
        const std::string date_cell = date_column_ < cells.size() ? cells[date_column_] : "";
        const std::string kind_cell = kind_column_ < cells.size() ? cells[kind_column_] : "";
        const auto date = date_of_cell(date_cell);
        const auto kind = kind_of(kind_cell);
        if (!date) note(text("calendar.no-date", date_cell));
        if (!kind) note(text("calendar.no-kind", kind_cell));
        if (!date || !kind) return;
        const auto [before, fresh] = lines_.emplace(*date, line_);
        if (!fresh) return note(text("calendar.line-twice", format_date(*date), before->second));
        const int number = int(std::chrono::year_month_day(*date).year());
        CalendarYear& year = years_[number];
        year.year = number;
        (*kind == Kind::holiday ? year.holidays : year.workdays).push_back(*date);
    }

    void note(const LocalText& detail) {
        problems_.push_back({"/text", "line", text("calendar.at-line", file_, line_, detail.zh, detail.en)});
    }

    const std::string& file_;
    int line_ = 0;
    bool first_ = true;
    std::size_t date_column_ = 0;
    std::size_t kind_column_ = 1;
    std::map<Date, int> lines_;
    Years years_;
    std::vector<FieldProblem> problems_;
};

bool has_line(const std::string& text, const std::string& start) {
    return text.starts_with(start) || text.find("\n" + start) != std::string::npos;
}

/// A field for each line of what the loader says.
Error pointed(const Error& error) {
    Error all = error;
    std::istringstream zh(error.detail.zh);
    std::istringstream en(error.detail.en);
    for (LocalText line; all.fields.size() < kProblemsMax && std::getline(zh, line.zh) && std::getline(en, line.en);)
        all.fields.push_back({"/text", "line", line});
    if (!all.fields.empty()) all.detail = all.fields.front().detail;
    return all;
}

Result<Years> years_in(const std::string& text, const std::string& file) {
    if (!has_line(text, "years:")) return Table(file).read(text);
    // The years alone will do; what is missing comes last, so that places in the file stay where they are.
    std::string whole = text;
    if (!has_line(text, "calendar:")) whole += "\ncalendar: cn";
    if (!has_line(text, "version:")) whole += "\nversion: \"1\"";
    const auto calendar = load_calendar(whole, file);
    if (!calendar) return pointed(calendar.error());
    if (calendar->years().empty()) {
        const LocalText none = gongdan::text("calendar.no-days");
        return Error{Errc::invalid_input, none, {{"/text", "empty", none}}, {}};
    }
    return calendar->years();
}

std::string numbers_of(const Years& years) {
    std::string all;
    for (const auto& [number, year] : years) all += (all.empty() ? "" : ", ") + std::to_string(number);
    return all;
}

}  // namespace

Result<YearList> read_year_list(const std::string& text, const std::string& file, std::optional<int> wanted) {
    auto years = years_in(text, file);
    if (!years) return years.error();
    if (!wanted && years->size() > 1) {
        const LocalText which = gongdan::text("calendar.which-year", numbers_of(*years));
        return Error{Errc::invalid_input, which, {{"/year", "required", which}}, {}};
    }
    const auto chosen = wanted ? years->find(*wanted) : years->begin();
    if (chosen == years->end()) {
        const LocalText missing = gongdan::text("calendar.year-not-listed", *wanted, numbers_of(*years));
        return Error{Errc::invalid_input, missing, {{"/year", "unknown", missing}}, {}};
    }
    YearList list{chosen->second, {}};
    if (auto sound = check_year(list.year); !sound) return sound.error();
    years->erase(chosen);
    if (!years->empty()) list.doubts.push_back(gongdan::text("calendar.left-out", numbers_of(*years)));
    for (LocalText& doubt : doubts_about(list.year)) list.doubts.push_back(std::move(doubt));
    return list;
}

}  // namespace gongdan
