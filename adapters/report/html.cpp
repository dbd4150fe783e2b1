#include <algorithm>

#include <fmt/format.h>

#include "adapters/report/chart.hpp"
#include "adapters/report/write.hpp"
#include "core/base/markup.hpp"

namespace gongdan::report {
namespace {

constexpr std::size_t kWideColumns = 12;   ///< from here on both languages of a cell stand on lines of their own
constexpr std::size_t kPageRowsMax = 500;  ///< of a sheet: a page is read and printed, a workbook searched

constexpr std::string_view kStyle = R"css(
@page { size: A4 landscape; margin: 12mm; }
:root { color-scheme: light; }
body { font: 14px/1.5 system-ui, "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", sans-serif; color: #1c2733; background: #fff; max-width: 88rem; margin: 2rem auto; padding: 0 1.2rem; }
h1 { font-size: 1.6rem; margin: 0 0 .8rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; border-bottom: 2px solid #1f5fa8; padding-bottom: .2rem; break-after: avoid; }
small, .en { color: #5b6875; font-weight: normal; font-size: .82em; }
dl { display: grid; grid-template-columns: fit-content(18rem) auto fit-content(18rem) auto; gap: .1rem 1.2rem; margin: 0; }
dt { color: #5b6875; }
dd { margin: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .84rem; font-variant-numeric: tabular-nums; }
thead { display: table-header-group; }
th { background: #eef2f6; text-align: left; vertical-align: bottom; white-space: nowrap; }
th .en { display: block; white-space: normal; }
.wide td .en { display: block; line-height: 1.1; }
th, td { padding: .28rem .45rem; border-bottom: 1px solid #d5dbe1; }
td { white-space: nowrap; }
td.long { white-space: normal; min-width: 12em; }
.n { text-align: right; }
tr { break-inside: avoid; }
.note { color: #5b6875; font-size: .82rem; margin: .4rem 0; }
.warn { background: #fff6e5; border-left: 4px solid #d9822b; padding: .4rem .8rem; margin: .6rem 0; }
.chart { display: block; width: 100%; max-width: 46rem; margin: .4rem 0 .8rem; font-size: 11px; break-inside: avoid; }
.chart text { fill: #1c2733; }
@media screen and (max-width: 50rem) { dl { grid-template-columns: fit-content(14rem) auto; } }
@media screen and (max-width: 78rem) { .wide { font-size: .74rem; } .wide th, .wide td { padding: .25rem .2rem; } }
@media print { html { font-size: 11px; } body { margin: 0; max-width: none; padding: 0; font-size: 11px; } h2 { margin-top: 1.2rem; } table { font-size: 8px; } th, td { padding: .2rem .3rem; } .scroll { overflow: visible; } .chart { max-width: 125mm; } }
)css";

std::string both(const LocalText& text, std::string_view between = " ") {
    if (text.zh == text.en || text.en.empty()) return escape_markup(text.zh);
    return fmt::format("{}{}<span class=\"en\" lang=\"en\">{}</span>", escape_markup(text.zh), between,
                       escape_markup(text.en));
}

std::string cell_html(const Column& column, const Cell& cell) {
    const bool number = column.kind != Column::Kind::text;
    const std::string zh = shown(column, cell, Language::zh);
    // A long text (a selection's reason, a list of names) may break; figures and words of one line do not.
    constexpr std::size_t kOneLine = 40;
    const std::string_view style = number ? " class=\"n\"" : zh.size() > kOneLine ? " class=\"long\"" : "";
    return fmt::format("<td{}>{}</td>", style, both({zh, number ? zh : shown(column, cell, Language::en)}));
}

/// Keys are for programs; on the page they show when one rests on a row.
std::string row_html(const Sheet& sheet, const std::vector<Cell>& row) {
    std::string cells;
    std::string key;
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (sheet.columns[i].id == "key") {
            key = fmt::format(" title=\"{}\"", escape_markup(row[i].text));
        } else {
            cells += cell_html(sheet.columns[i], row[i]);
        }
    }
    return fmt::format("<tr{}>{}</tr>\n", key, cells);
}

std::string sheet_html(const Sheet& sheet) {
    std::string head;
    for (const Column& column : sheet.columns) {
        if (column.id == "key") continue;
        head += fmt::format("<th scope=\"col\"{}>{}</th>", column.kind == Column::Kind::text ? "" : " class=\"n\"",
                            both(column.title, ""));
    }
    std::string rows;
    const std::size_t listed = std::min(sheet.rows.size(), kPageRowsMax);
    for (std::size_t i = 0; i < listed; ++i) rows += row_html(sheet, sheet.rows[i]);
    std::string out = fmt::format("<section id=\"{}\">\n<h2>{}</h2>\n", escape_markup(sheet.id), both(sheet.title));
    out += chart_svg(sheet);
    out += fmt::format(
        "<div class=\"scroll\"><table{}>\n<thead><tr>{}</tr></thead>\n<tbody>\n{}</tbody>\n</table></div>\n",
        sheet.columns.size() < kWideColumns ? "" : " class=\"wide\"", head, rows);
    const auto left_out = sheet.left_out + std::int64_t(sheet.rows.size() - listed);
    if (left_out > 0) out += fmt::format("<p class=\"note\">{}</p>\n", both(text("report.left-out", left_out)));
    if (!sheet.note.zh.empty()) out += fmt::format("<p class=\"note\">{}</p>\n", both(sheet.note, "<br>"));
    return out + "</section>\n";
}

}  // namespace

std::string html_text(const Document& document) {
    std::string body = fmt::format("<h1>{}</h1>\n<dl>\n", both(document.title));
    for (const auto& [what, which] : document.facts)
        body += fmt::format("<dt>{}</dt><dd>{}</dd>\n", both(what), both(which));
    body += "</dl>\n";
    for (const LocalText& note : document.notes) body += fmt::format("<p class=\"warn\">{}</p>\n", both(note, "<br>"));
    for (const Sheet& sheet : document.sheets) {
        if (!sheet.rows.empty()) body += sheet_html(sheet);
    }
    return fmt::format(
        "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n{}</body>\n</html>\n",
        escape_markup(document.title.zh), kStyle, body);
}

}  // namespace gongdan::report
