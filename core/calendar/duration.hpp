#pragma once
/// Duration literals of workflows and promises: 30s 45min 2h 7d 7wd 4oh.

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "core/base/time.hpp"

namespace gongdan {

/// `days` are calendar days and `working_days` China's working days, both counted from the next day until 24:00
/// (Civil Code art. 201-203); `office_hours` count inside office hours of working days.
enum class Unit { seconds, minutes, hours, days, working_days, office_hours };

struct Limit {
    std::int64_t amount = 0;
    Unit unit = Unit::minutes;

    bool operator==(const Limit&) const = default;
};

/// A whole positive number and its unit, ten years at most. Errc::invalid_input says what would be right.
[[nodiscard]] Result<Limit> parse_limit(std::string_view text);
[[nodiscard]] std::string format_limit(Limit limit);

/// Seconds, minutes, hours: time that simply passes.
[[nodiscard]] bool is_elapsed(Limit limit);

/// Length of an elapsed limit. A bug when it is not one.
[[nodiscard]] Millis elapsed(Limit limit);

}  // namespace gongdan
