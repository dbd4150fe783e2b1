#pragma once
/// Instants and dates. Everything is stored and compared in UTC milliseconds; people read and the calendar counts in
/// China Standard Time, UTC+8 with no daylight saving (one zone for the whole country, DOMAIN.md §2).

#include <chrono>
#include <string>
#include <string_view>

#include "core/base/result.hpp"

namespace gongdan {

using Millis = std::chrono::milliseconds;

/// A point in time, UTC, to the millisecond.
using Instant = std::chrono::sys_time<Millis>;

/// A civil day in China (UTC+8), as days since 1970-01-01 of that civil calendar.
using Date = std::chrono::local_days;

inline constexpr Millis kChinaOffset = std::chrono::hours(8);
inline constexpr Millis kDay = std::chrono::hours(24);

/// The years, in China, that the engine reads and writes.
inline constexpr int kYearMin = 1990;
inline constexpr int kYearMax = 2199;

/// True in those years: what parse_time() can read back.
[[nodiscard]] bool is_in_range(Instant at);

/// The civil day in China that contains `at`.
[[nodiscard]] Date date_of(Instant at);

/// 00:00 of `date` in China.
[[nodiscard]] Instant start_of(Date date);

/// Milliseconds since the Unix epoch, and back: the form stores keep.
[[nodiscard]] constexpr std::int64_t to_unix_ms(Instant at) { return at.time_since_epoch().count(); }
[[nodiscard]] constexpr Instant from_unix_ms(std::int64_t ms) { return Instant(Millis(ms)); }

/// Whole seconds of `span`, rounded down: how spans stand in the journal and the API.
[[nodiscard]] constexpr std::int64_t whole_seconds(Millis span) {
    return std::chrono::floor<std::chrono::seconds>(span).count();
}

/// RFC 3339 in +08:00, e.g. "2026-03-02T08:00:00+08:00"; milliseconds appear only when they are not zero.
[[nodiscard]] std::string format_time(Instant at);

/// For people who read what was refused, wherever the day matters: "2026-11-30 14:05", with seconds when there are any.
[[nodiscard]] std::string written_time(Instant at);

/// For people: "08:45", with the day in front when it is not `today`. Midnight is the end of the day before, "24:00": a
/// promise kept "until 24:00 of the 14th" must not read as one of the 15th.
[[nodiscard]] std::string spoken_time(Instant at, Date today);

/// RFC 3339 with any offset or Z, seconds required, up to nine fraction digits (cut to milliseconds, never rounded up:
/// a deadline must not be missed by rounding). Years 1990–2199 in China. Errc::invalid_input otherwise.
[[nodiscard]] Result<Instant> parse_time(std::string_view text);

/// "2026-03-02", and back (Errc::invalid_input for anything that is not a day of the calendar).
[[nodiscard]] std::string format_date(Date date);
[[nodiscard]] Result<Date> parse_date(std::string_view text);

}  // namespace gongdan
