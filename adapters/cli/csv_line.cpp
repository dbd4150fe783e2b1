#include "adapters/cli/csv_line.hpp"

#include <string_view>

namespace gongdan::cli {
namespace {

std::string cell_of(const std::string& value) {
    constexpr std::string_view kFormula = "=+-@\t\r";
    const bool formula = !value.empty() && kFormula.find(value.front()) != std::string_view::npos;
    const std::string safe = formula ? "'" + value : value;
    if (safe.find_first_of(",\"\r\n") == std::string::npos) return safe;
    std::string quoted = "\"";
    for (const char c : safe) quoted.append(c == '"' ? 2 : 1, c);
    return quoted + "\"";
}

}  // namespace

std::string csv_line(std::initializer_list<std::string> cells) {
    std::string line;
    for (const std::string& cell : cells) line += std::string(&cell == cells.begin() ? "" : ",") + cell_of(cell);
    return line + "\r\n";
}

}  // namespace gongdan::cli
