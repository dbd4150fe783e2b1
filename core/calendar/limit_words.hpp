#pragma once
/// Limits as people say them, in both languages.

#include "core/calendar/duration.hpp"

namespace gongdan {

/// "45 分钟" / "45 min", "7 个工作日" / "7 working days". Programs are told format_limit().
[[nodiscard]] LocalText limit_words(Limit limit);

}  // namespace gongdan
