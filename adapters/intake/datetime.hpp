#pragma once
/// Times as exports write them. What a cell holds is a wall-clock time without a zone; the mapping says which zone was
/// meant (China's UTC+8 unless it says otherwise).

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "core/base/time.hpp"

namespace date {
class time_zone;
}

namespace gongdan::intake {

/// Order of day and month where the year does not come first.
enum class DateOrder { year_first, month_first, day_first };

/// A wall-clock time, to the millisecond.
using LocalTime = std::chrono::local_time<Millis>;

struct ReadTime {
    LocalTime local{};
    std::optional<Millis> offset;  ///< when the text itself names its zone ("Z", "+08:00")
};

struct TimeFormat {
    DateOrder order = DateOrder::year_first;
    bool dates_from_1904 = false;
};

/// Reads 2026-03-02 08:00:00 · 2026/3/2 8:00 · 2026.3.2 · 2026年3月2日 8时0分 · 20260302080000 · 20260302 ·
/// 2026-03-02T08:00:00.5+08:00 · 2026-03-02 下午 8:00 · 04/18/2019 09:55:45 PM (by `order`) · a spreadsheet's serial
/// day (46083.3333). Nothing for anything else, for days the calendar does not have, and for years outside 1990–2199.
[[nodiscard]] std::optional<ReadTime> read_time(std::string_view text, const TimeFormat& format);

/// A time of day alone: 8:00, 08:00:00, 8时0分, or a fraction of a day (0.3333).
[[nodiscard]] std::optional<Millis> read_time_of_day(std::string_view text);

/// A spreadsheet's serial day, rounded to the second (exports cut the fraction). Day 60 of the 1900 system, the
/// 29th February 1900 that never was, is nothing.
[[nodiscard]] std::optional<LocalTime> from_serial(double serial, bool dates_from_1904);

/// "2026-03-02 08:00:00"; a serial below 1 is a time of day: "08:00:00".
[[nodiscard]] std::string format_serial(double serial, bool dates_from_1904);

/// A fixed offset ("+08:00") or a zone of the IANA database ("America/New_York") with its summer time. Cheap to copy,
/// immutable.
class Zone {
 public:
    Zone() = default;  ///< China, UTC+8
    /// Errc::invalid_input for a name that is not in the system's zone database.
    [[nodiscard]] static Result<Zone> parse(std::string_view name);

    /// A time that summer time skips counts as if the clocks had not been moved; one that it repeats is the first.
    [[nodiscard]] Instant to_instant(LocalTime local) const;

 private:
    Millis offset_ = kChinaOffset;
    const date::time_zone* named_ = nullptr;  ///< lives as long as the process, in the library's database
};

}  // namespace gongdan::intake
