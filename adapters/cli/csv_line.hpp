#pragma once
/// A line of CSV (RFC 4180) that spreadsheets read as it is meant.

#include <initializer_list>
#include <string>

namespace gongdan::cli {

/// With its end; cells as report::csv_text() writes them.
[[nodiscard]] std::string csv_line(std::initializer_list<std::string> cells);

}  // namespace gongdan::cli
