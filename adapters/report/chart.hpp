#pragma once
/// Charts as SVG elements to stand inside a page. Only percentages are drawn.

#include <string>
#include <string_view>

#include "adapters/report/document.hpp"

namespace gongdan::report {

/// Empty when the sheet has no chart, or nothing to draw in it.
[[nodiscard]] std::string chart_svg(const Sheet& sheet);

}  // namespace gongdan::report
