#include "core/base/time.hpp"

#include <array>

#include <fmt/format.h>

namespace gongdan {
namespace {

using std::chrono::day;
using std::chrono::floor;
using std::chrono::local_days;
using std::chrono::month;
using std::chrono::year;
using std::chrono::year_month_day;

/// Reads exactly `width` digits at `pos`; -1 when they are not digits.
int digits(std::string_view text, std::size_t pos, std::size_t width) {
    if (pos + width > text.size()) return -1;
    int value = 0;
    for (std::size_t i = pos; i < pos + width; ++i) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

/// Writes the last `Width` decimal digits of `value` at `out`.
template <int Width>
void write_digits(unsigned value, char* out) {
    for (int i = Width - 1; i >= 0; --i) {
        out[i] = static_cast<char>('0' + value % 10);
        value /= 10;
    }
}

bool has(std::string_view text, std::size_t pos, char expected) { return pos < text.size() && text[pos] == expected; }

/// Offset at `pos` ("Z", "+08:00") as milliseconds; false when malformed or when something follows.
bool parse_offset(std::string_view text, std::size_t pos, Millis& offset) {
    if (pos + 1 == text.size() && (text[pos] == 'Z' || text[pos] == 'z')) {
        offset = Millis(0);
        return true;
    }
    if (pos + 6 != text.size() || !(text[pos] == '+' || text[pos] == '-') || text[pos + 3] != ':') return false;
    const int hours = digits(text, pos + 1, 2);
    const int minutes = digits(text, pos + 4, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return false;
    offset = std::chrono::hours(hours) + std::chrono::minutes(minutes);
    if (text[pos] == '-') offset = -offset;
    return true;
}

/// Fraction at `pos` (just after the '.'), cut to milliseconds; advances `pos` past all its digits.
bool parse_fraction(std::string_view text, std::size_t& pos, Millis& fraction) {
    int value = 0;
    std::size_t count = 0;
    for (; pos < text.size() && text[pos] >= '0' && text[pos] <= '9'; ++pos, ++count) {
        if (count < 3) value = value * 10 + (text[pos] - '0');
    }
    for (std::size_t i = count; i < 3; ++i) value *= 10;
    fraction = Millis(value);
    return count >= 1 && count <= 9;
}

}  // namespace

Date date_of(Instant at) { return Date(floor<std::chrono::days>((at + kChinaOffset).time_since_epoch())); }

Instant start_of(Date date) { return Instant(Millis(date.time_since_epoch())) - kChinaOffset; }

bool is_in_range(Instant at) {
    const int in_year = int(year_month_day(date_of(at)).year());
    return in_year >= kYearMin && in_year <= kYearMax;
}

std::string format_date(Date date) {
    const year_month_day ymd{date};
    const int written_year = int(ymd.year());
    if (written_year < 0 || written_year > 9999) {  // only arithmetic gone wrong comes here; still, say it truly
        return fmt::format("{:04}-{:02}-{:02}", written_year, unsigned(ymd.month()), unsigned(ymd.day()));
    }
    std::array<char, 10> out{'0', '0', '0', '0', '-', '0', '0', '-', '0', '0'};
    write_digits<4>(unsigned(written_year), out.data());
    write_digits<2>(unsigned(ymd.month()), out.data() + 5);
    write_digits<2>(unsigned(ymd.day()), out.data() + 8);
    return {out.data(), out.size()};
}

std::string format_time(Instant at) {
    // Every event holds two to four times: digits by hand take a small part of the time that fmt does.
    constexpr std::string_view kShape = "T00:00:00.000+08:00";
    constexpr std::size_t kFractionAt = 9;
    constexpr std::size_t kOffsetAt = 13;
    const Date date = date_of(at);
    const auto in_day = static_cast<unsigned>((at - start_of(date)).count());
    const unsigned seconds = in_day / 1000;
    std::array<char, kShape.size()> clock;
    kShape.copy(clock.data(), clock.size());
    write_digits<2>(seconds / 3600, clock.data() + 1);
    write_digits<2>(seconds / 60 % 60, clock.data() + 4);
    write_digits<2>(seconds % 60, clock.data() + 7);
    write_digits<3>(in_day % 1000, clock.data() + 10);
    std::string text = format_date(date);
    text.reserve(text.size() + clock.size());
    const bool whole = in_day % 1000 == 0;
    text.append(clock.data(), whole ? kFractionAt : kOffsetAt);
    return text.append(kShape.substr(kOffsetAt));
}

std::string written_time(Instant at) {
    constexpr std::size_t kMinuteEnds = 16;
    constexpr std::size_t kSecondEnds = 19;
    std::string text = format_time(at);
    text[10] = ' ';
    const bool whole_minute = (at - start_of(date_of(at))).count() % 60'000 == 0;
    text.resize(whole_minute ? kMinuteEnds : kSecondEnds);
    return text;
}

Result<Date> parse_date(std::string_view text) {
    const int y = digits(text, 0, 4);
    const int m = digits(text, 5, 2);
    const int d = digits(text, 8, 2);
    const bool shape = text.size() == 10 && has(text, 4, '-') && has(text, 7, '-') && y >= 0 && m >= 0 && d >= 0;
    if (!shape) return fail(Errc::invalid_input, "time.date-malformed", text);
    const year_month_day ymd{year(y), month(unsigned(m)), day(unsigned(d))};
    if (!ymd.ok()) return fail(Errc::invalid_input, "time.date-malformed", text);
    if (y < kYearMin || y > kYearMax) return fail(Errc::invalid_input, "time.out-of-range", text);
    return Date(local_days(ymd));
}

Result<Instant> parse_time(std::string_view text) {
    const bool shape = text.size() >= 20 && (text[10] == 'T' || text[10] == 't' || text[10] == ' ') &&
                       has(text, 13, ':') && has(text, 16, ':');
    if (!shape) return fail(Errc::invalid_input, "time.malformed", text);
    const auto date = parse_date(text.substr(0, 10));
    const int written = digits(text, 0, 4);
    const bool far = written >= 0 && (written < kYearMin || written > kYearMax);
    if (!date) return fail(Errc::invalid_input, far ? "time.out-of-range" : "time.malformed", text);
    const int h = digits(text, 11, 2);
    const int m = digits(text, 14, 2);
    const int s = digits(text, 17, 2);
    if (h < 0 || h > 23 || m < 0 || m > 59 || s < 0 || s > 59) return fail(Errc::invalid_input, "time.malformed", text);
    std::size_t pos = 19;
    Millis fraction(0);
    if (has(text, pos, '.') && !parse_fraction(text, ++pos, fraction))
        return fail(Errc::invalid_input, "time.malformed", text);
    Millis offset(0);
    if (pos >= text.size() || !parse_offset(text, pos, offset))
        return fail(Errc::invalid_input, "time.malformed", text);
    const Millis clock = std::chrono::hours(h) + std::chrono::minutes(m) + std::chrono::seconds(s) + fraction;
    const Instant at(Millis(date->time_since_epoch()) + clock - offset);
    // An offset may carry the edges of the range into a year that could be written but not read again.
    if (!is_in_range(at)) return fail(Errc::invalid_input, "time.out-of-range", text);
    return at;
}

std::string spoken_time(Instant at, Date today) {
    const bool midnight = at == start_of(date_of(at));
    const Date day = midnight ? date_of(at) - std::chrono::days(1) : date_of(at);
    constexpr std::size_t kClockAt = 11;
    const std::string clock = midnight ? "24:00" : format_time(at).substr(kClockAt, 5);
    return day == today ? clock : format_date(day) + " " + clock;
}

}  // namespace gongdan
