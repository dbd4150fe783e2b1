#pragma once
/// A report leaves the program.

#include <string>

#include "adapters/host/pieces.hpp"
#include "adapters/report/write.hpp"

namespace gongdan::cli {

/// In this format into the file `out`, or to standard output when that is empty (a workbook only into a file). A table
/// comes in both languages. Errc::unavailable when the file cannot be written.
[[nodiscard]] Result<void> write_out(const report::Document& document, report::Format format, const std::string& out);

/// All of it to standard output. The exit code.
[[nodiscard]] int print(host::Pieces& pieces);

}  // namespace gongdan::cli
