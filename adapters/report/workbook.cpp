#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <xlsxwriter.h>

#include "adapters/report/write.hpp"

namespace gongdan::report {
namespace {

constexpr double kDaySeconds = 86'400;
constexpr double kEpochDay = 25'569;  ///< serial day of 1970-01-01
constexpr double kWidthMax = 42;

constexpr std::size_t kCellMax = 32'767;  ///< characters: what Excel takes

struct Formats {
    lxw_format* title;
    lxw_format* header;
    lxw_format* count;
    lxw_format* percent;
    lxw_format* seconds;
    lxw_format* time;
    lxw_format* decimal;
};

lxw_format* numbers(lxw_workbook* book, const char* pattern) {
    lxw_format* const format = workbook_add_format(book);
    format_set_num_format(format, pattern);
    return format;
}

Formats formats_of(lxw_workbook* book) {
    Formats formats{workbook_add_format(book), workbook_add_format(book),  numbers(book, "#,##0"),
                    numbers(book, "0.00%"),    numbers(book, "[h]:mm:ss"), numbers(book, "yyyy-mm-dd hh:mm:ss"),
                    numbers(book, "0.0#####")};
    format_set_bold(formats.title);
    format_set_font_size(formats.title, 14);
    format_set_bold(formats.header);
    format_set_bg_color(formats.header, 0xEEF2F6);
    format_set_text_wrap(formats.header);
    format_set_align(formats.header, LXW_ALIGN_VERTICAL_TOP);
    return formats;
}

std::string both(const LocalText& text) { return text.zh == text.en ? text.zh : text.zh + "\n" + text.en; }

/// One worksheet while it is written.
class SheetWriter {
 public:
    SheetWriter(lxw_workbook* book, const Formats& formats, const Sheet& sheet)
        : book_(book), formats_(formats), sheet_(sheet) {
        // A name has at most 31 characters, and none of []:*?/\. Ours are short words.
        worksheet_ = workbook_add_worksheet(book, sheet.title.zh.c_str());
    }

    void write() {
        for (std::size_t i = 0; i < sheet_.columns.size(); ++i) {
            worksheet_write_string(worksheet_, 0, lxw_col_t(i), both(sheet_.columns[i].title).c_str(), formats_.header);
        }
        for (std::size_t row = 0; row < sheet_.rows.size(); ++row) {
            for (std::size_t i = 0; i < sheet_.columns.size(); ++i) write_cell(row + 1, i, sheet_.rows[row][i]);
        }
        set_widths();
        worksheet_freeze_panes(worksheet_, 1, 0);
        if (!sheet_.rows.empty() && !sheet_.columns.empty())
            worksheet_autofilter(worksheet_, 0, 0, lxw_row_t(sheet_.rows.size()), lxw_col_t(sheet_.columns.size() - 1));
        worksheet_set_landscape(worksheet_);
        worksheet_set_paper(worksheet_, 9);  // A4
        worksheet_fit_to_pages(worksheet_, 1, 0);
        worksheet_repeat_rows(worksheet_, 0, 0);
        if (sheet_.chart && !sheet_.rows.empty()) draw(*sheet_.chart);
    }

 private:
    void write_cell(std::size_t row, std::size_t at, const Cell& cell) {
        const Column& column = sheet_.columns[at];
        const auto put = [this, row, at](double value, lxw_format* format) {
            worksheet_write_number(worksheet_, lxw_row_t(row), lxw_col_t(at), value, format);
        };
        if (column.kind != Column::Kind::text && !cell.number) return;
        const double number = static_cast<double>(cell.number.value_or(0));
        switch (column.kind) {
            case Column::Kind::text: return write_text(row, at, cell);
            case Column::Kind::count: return put(number, formats_.count);
            case Column::Kind::percent: return put(number / 10'000, formats_.percent);
            case Column::Kind::seconds: return put(number / kDaySeconds, formats_.seconds);
            case Column::Kind::time: {
                const double china = number + static_cast<double>(kChinaOffset.count());
                return put(kEpochDay + china / 1000 / kDaySeconds, formats_.time);
            }
            case Column::Kind::decimal: {
                double unit = 1;
                for (int i = 0; i < column.places; ++i) unit *= 10;
                return put(number / unit, formats_.decimal);
            }
        }
    }

    void write_text(std::size_t row, std::size_t at, const Cell& cell) {
        const std::string text = shown(sheet_.columns[at], cell, Language::zh);
        if (text.empty() || text.size() > kCellMax) return;
        worksheet_write_string(worksheet_, lxw_row_t(row), lxw_col_t(at), text.c_str(), nullptr);
    }

    void set_widths() {
        for (std::size_t i = 0; i < sheet_.columns.size(); ++i) {
            double width = 11;
            for (std::size_t row = 0; row < std::min<std::size_t>(sheet_.rows.size(), 200); ++row) {
                // UTF-8 bytes lie between the one column of a letter and the two of a Chinese character.
                const std::string text = shown(sheet_.columns[i], sheet_.rows[row][i], Language::zh);
                width = std::max(width, static_cast<double>(text.size()) * 0.8 + 2);
            }
            worksheet_set_column(worksheet_, lxw_col_t(i), lxw_col_t(i), std::min(width, kWidthMax), nullptr);
        }
    }

    /// Behind the columns, so that it covers no figure.
    void draw(const Chart& chart) {
        lxw_chart* const drawn =
            workbook_add_chart(book_, chart.kind == Chart::Kind::bars ? LXW_CHART_BAR : LXW_CHART_LINE);
        std::size_t first = 0;
        while (first < sheet_.rows.size()) {
            const std::size_t last =
                chart.series.empty() ? std::min(sheet_.rows.size(), kBarsMax) - 1 : end_of_series(chart, first);
            add_series(drawn, chart, first, last);
            if (chart.series.empty()) break;
            first = last + 1;
        }
        chart_title_set_name(drawn, (chart.title.zh + " " + chart.title.en).c_str());
        if (chart.kind == Chart::Kind::bars) {
            chart_axis_set_reverse(drawn->x_axis);  // the first row on top, as in the table
            chart_legend_set_position(drawn, LXW_CHART_LEGEND_NONE);
        }
        lxw_chart_options size{};
        size.x_scale = 1.5;
        size.y_scale = 1.5;
        worksheet_insert_chart_opt(worksheet_, 1, lxw_col_t(sheet_.columns.size() + 1), drawn, &size);
    }

    /// Rows of a series stand together: they are sorted by it.
    [[nodiscard]] std::size_t end_of_series(const Chart& chart, std::size_t first) const {
        std::size_t last = first;
        while (last + 1 < sheet_.rows.size() && series_of(chart, last + 1) == series_of(chart, first)) ++last;
        return last;
    }

    [[nodiscard]] std::string series_of(const Chart& chart, std::size_t row) const {
        std::string name;
        for (const std::size_t i : chart.series)
            name += (name.empty() ? "" : " ") + shown(sheet_.columns[i], sheet_.rows[row][i], Language::zh);
        return name;
    }

    void add_series(lxw_chart* drawn, const Chart& chart, std::size_t first, std::size_t last) const {
        const char* const sheet = sheet_.title.zh.c_str();
        lxw_chart_series* const series = chart_add_series(drawn, nullptr, nullptr);
        chart_series_set_categories(series, sheet, lxw_row_t(first + 1), lxw_col_t(chart.labels.front()),
                                    lxw_row_t(last + 1), lxw_col_t(chart.labels.back()));
        chart_series_set_values(series, sheet, lxw_row_t(first + 1), lxw_col_t(chart.value), lxw_row_t(last + 1),
                                lxw_col_t(chart.value));
        if (!chart.series.empty()) chart_series_set_name(series, series_of(chart, first).c_str());
    }

    lxw_workbook* book_;
    const Formats& formats_;
    const Sheet& sheet_;
    lxw_worksheet* worksheet_ = nullptr;
};

/// What the report is about, in front of its sheets' figures.
void write_cover(lxw_workbook* book, const Formats& formats, const Document& document) {
    lxw_worksheet* const cover = workbook_add_worksheet(book, in_language(text("report.cover"), Language::zh).c_str());
    worksheet_set_column(cover, 0, 0, 30, nullptr);
    worksheet_set_column(cover, 1, 1, 60, nullptr);
    worksheet_write_string(cover, 0, 0, (document.title.zh + " " + document.title.en).c_str(), formats.title);
    lxw_row_t row = 2;
    for (const auto& [what, which] : document.facts) {
        worksheet_write_string(cover, row, 0, (what.zh + " " + what.en).c_str(), nullptr);
        worksheet_write_string(cover, row++, 1, which.zh.c_str(), nullptr);
    }
    ++row;
    std::vector<LocalText> notes = document.notes;
    for (const Sheet& sheet : document.sheets) {
        if (!sheet.note.zh.empty() && !sheet.rows.empty())
            notes.push_back({sheet.title.zh + "：" + sheet.note.zh, sheet.title.en + ": " + sheet.note.en});
    }
    for (const LocalText& note : notes) {
        worksheet_write_string(cover, row++, 0, note.zh.c_str(), nullptr);
        worksheet_write_string(cover, row++, 0, note.en.c_str(), nullptr);
    }
}

}  // namespace

Result<void> write_workbook(const Document& document, const std::string& path) {
    // The library complains on standard error about a file it cannot make: find out before.
    if (!std::ofstream(path, std::ios::binary)) return fail(Errc::unavailable, "cli.no-file", path);
    lxw_workbook* const book = workbook_new(path.c_str());
    if (book == nullptr) return fail(Errc::unavailable, "cli.no-file", path);
    const Formats formats = formats_of(book);
    for (std::size_t i = 0; i < document.sheets.size(); ++i) {
        if (i == 1) write_cover(book, formats, document);
        if (i == 0 || !document.sheets[i].rows.empty()) SheetWriter(book, formats, document.sheets[i]).write();
    }
    if (workbook_close(book) != LXW_NO_ERROR) return fail(Errc::unavailable, "cli.no-file", path);
    return {};
}

Result<std::string> workbook_bytes(const Document& document) {
    std::error_code error;
    std::string path = (std::filesystem::temp_directory_path(error) / "gongdan-report-XXXXXX").string();
    const int made = error ? -1 : mkstemp(path.data());
    if (made < 0) return fail(Errc::unavailable, "cli.no-temporary-folder");
    close(made);
    auto written = write_workbook(document, path);
    std::ifstream file(path, std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    std::filesystem::remove(path, error);
    if (!written) return written.error();
    return bytes;
}

}  // namespace gongdan::report
