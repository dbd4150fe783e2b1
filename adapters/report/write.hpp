#pragma once
/// A document in the formats people and programs read. Strings are UTF-8.

#include <optional>
#include <string>
#include <string_view>

#include "adapters/report/document.hpp"
#include "core/base/json.hpp"
#include "core/base/result.hpp"

namespace gongdan::report {

enum class Format { table, csv, json, xlsx, html };

[[nodiscard]] std::optional<Format> format_of(std::string_view name);

/// For a terminal, every sheet, in one language. Keys are left out: they are wider than all the rest.
[[nodiscard]] std::string table_text(const Document& document, Language language);

/// The main sheet (RFC 4180): column ids above, values as programs read them. What a spreadsheet would take for a
/// formula gets an apostrophe in front.
[[nodiscard]] std::string csv_text(const Document& document);

/// A line of it, with its end.
[[nodiscard]] std::string csv_line(const std::vector<Column>& columns, const std::vector<Cell>& row);

/// One cell of such a line.
[[nodiscard]] std::string csv_cell(const std::string& value);

/// {"title", "facts", "notes", "sheets": {id: {"title", "columns", "rows": [{column: value}], "left_out"}}}. Counts and
/// seconds are integers; percents and decimals are strings of decimals; nothing is null.
[[nodiscard]] json::object json_view(const Document& document);

/// One page with everything in it: no script, no request, charts as SVG; prints on A4. Chinese first.
[[nodiscard]] std::string html_text(const Document& document);

/// A workbook with a sheet for each: real numbers and times, header frozen, filters, the charts.
/// Errc::unavailable when the file cannot be written.
[[nodiscard]] Result<void> write_workbook(const Document& document, const std::string& path);

/// The same, made in a temporary file that is gone afterwards: the library writes to files only.
[[nodiscard]] Result<std::string> workbook_bytes(const Document& document);
inline constexpr std::string_view kWorkbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The rows a chart draws; more would be unreadable.
inline constexpr std::size_t kBarsMax = 30;

}  // namespace gongdan::report
