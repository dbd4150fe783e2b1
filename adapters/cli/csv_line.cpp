#include "adapters/cli/csv_line.hpp"

#include "adapters/report/write.hpp"

namespace gongdan::cli {

std::string csv_line(std::initializer_list<std::string> cells) {
    std::string line;
    for (const std::string& cell : cells) line += (&cell == cells.begin() ? "" : ",") + report::csv_cell(cell);
    return line + "\r\n";
}

}  // namespace gongdan::cli
