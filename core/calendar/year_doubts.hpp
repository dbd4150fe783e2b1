#pragma once
/// What is allowed in a calendar year and seldom meant.

#include <vector>

#include "core/calendar/calendar.hpp"

namespace gongdan {

/// A make-up day that is a weekday anyway; in an official year fewer days off than the law gives (全国年节及纪念日放假
/// 办法: 11, since 2025 13). In the order of the days.
[[nodiscard]] std::vector<LocalText> doubts_about(const CalendarYear& year);

}  // namespace gongdan
