#pragma once
/// Limits and stretches of time as people say them, in both languages.

#include "core/calendar/duration.hpp"

namespace gongdan {

/// "45 分钟" / "45 min", "7 个工作日" / "7 working days". Programs are told format_limit().
[[nodiscard]] LocalText limit_words(Limit limit);

/// "1 分 57 秒" / "1 min 57 s": the two greatest units of a stretch without its sign, cut to whole seconds.
[[nodiscard]] LocalText span_words(Millis span);

}  // namespace gongdan
