#include "adapters/intake/datetime.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <vector>

#include <fmt/format.h>

#include "adapters/intake/values.hpp"

namespace gongdan::intake {
namespace {

using std::chrono::local_days;

constexpr int kFirstYear = 1990;  // the range of core times
constexpr int kLastYear = 2199;
constexpr Millis kHalfDay = std::chrono::hours(12);

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Walks over folded text. Nothing is copied.
class Scanner {
 public:
    explicit Scanner(std::string_view text) : rest_(text) {}

    [[nodiscard]] bool at_end() const { return rest_.empty(); }
    bool take(std::string_view word) {
        if (!rest_.starts_with(word)) return false;
        rest_.remove_prefix(word.size());
        return true;
    }
    bool take_any(std::initializer_list<std::string_view> words) {
        for (const std::string_view word : words) {
            if (take(word)) return true;
        }
        return false;
    }
    /// The digits that follow, at most `most`; -1 when there are none.
    int number(std::size_t most) {
        int value = 0;
        std::size_t count = 0;
        while (count < most && count < rest_.size() && is_digit(rest_[count]))
            value = value * 10 + (rest_[count++] - '0');
        rest_.remove_prefix(count);
        last_width_ = count;
        return count == 0 ? -1 : value;
    }
    void skip_space() { take(" "); }
    [[nodiscard]] std::size_t last_width() const { return last_width_; }
    [[nodiscard]] std::string_view rest() const { return rest_; }

 private:
    std::string_view rest_;
    std::size_t last_width_ = 0;
};

std::optional<LocalTime> day_of(int year, int month, int day) {
    if (year < kFirstYear || year > kLastYear || month < 1 || day < 1) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok()) return std::nullopt;
    return LocalTime(local_days(date));
}

/// 2026-3-2, 2026/3/2, 2026.3.2, 2026年3月2日, or 3/2/2026 by the order.
std::optional<LocalTime> take_date(Scanner& scan, DateOrder order) {
    const int first = scan.number(4);
    const bool year_first = scan.last_width() == 4;
    if (first < 0 || (!year_first && order == DateOrder::year_first)) return std::nullopt;
    if (!scan.take_any({"-", "/", ".", "年"})) return std::nullopt;
    const int second = scan.number(2);
    if (second < 0 || !scan.take_any({"-", "/", ".", "月"})) return std::nullopt;
    const int third = scan.number(year_first ? 2 : 4);
    if (third < 0 || (!year_first && scan.last_width() != 4)) return std::nullopt;
    scan.take_any({"日", "号"});
    if (year_first) return day_of(first, second, third);
    return order == DateOrder::month_first ? day_of(third, first, second) : day_of(third, second, first);
}

/// -1 none, 0 before noon, 1 after noon.
int take_half(Scanner& scan) {
    if (scan.take_any({"上午", "凌晨", "am", "a.m."})) return 0;
    if (scan.take_any({"下午", "晚上", "pm", "p.m."})) return 1;
    return -1;
}

std::optional<Millis> take_fraction(Scanner& scan) {
    int millis = scan.number(3);
    if (millis < 0) return std::nullopt;
    for (std::size_t width = scan.last_width(); width < 3; ++width) millis *= 10;
    scan.number(9);  // finer than a millisecond: cut, never rounded up
    return Millis(millis);
}

/// 8:00, 08:00:00.5, 8时0分0秒, with am/pm or 上午/下午 before or after it.
std::optional<Millis> take_clock(Scanner& scan) {
    int half = take_half(scan);
    scan.skip_space();
    int hours = scan.number(2);
    if (hours < 0 || !scan.take_any({":", "时", "点"})) return std::nullopt;
    int minutes = scan.number(2);
    if (minutes < 0) minutes = 0;  // "8时"
    scan.take("分");
    int seconds = 0;
    Millis fraction{0};
    if (scan.take(":") || (!scan.at_end() && is_digit(scan.rest().front()))) {
        seconds = scan.number(2);
        if (seconds < 0) return std::nullopt;
        if (scan.take_any({".", ","})) {
            const auto taken = take_fraction(scan);
            if (!taken) return std::nullopt;
            fraction = *taken;
        }
    }
    scan.take("秒");
    scan.skip_space();
    if (half < 0) half = take_half(scan);
    scan.skip_space();
    const bool day_end = hours == 24 && minutes == 0 && seconds == 0 && half < 0;  // 24:00 ends the day
    if ((hours > 23 && !day_end) || minutes > 59 || seconds > 59 || (half >= 0 && hours > 23)) return std::nullopt;
    if (half >= 0 && hours <= 12) hours %= 12;
    const Millis sum =
        std::chrono::hours(hours) + std::chrono::minutes(minutes) + std::chrono::seconds(seconds) + fraction;
    return half == 1 && hours < 12 ? sum + kHalfDay : sum;
}

/// Z, +08:00, +0800, +08.
std::optional<Millis> take_offset(Scanner& scan) {
    if (scan.take("z")) return Millis(0);
    const bool minus = scan.take("-");
    if (!minus && !scan.take("+")) return std::nullopt;
    const int hours = scan.number(2);
    if (hours < 0 || hours > 23) return std::nullopt;
    scan.take(":");
    const int minutes = scan.at_end() ? 0 : scan.number(2);
    if (minutes < 0 || minutes > 59) return std::nullopt;
    const Millis offset = std::chrono::hours(hours) + std::chrono::minutes(minutes);
    return minus ? -offset : offset;
}

/// 20260302, 202603020800, 20260302080000, with milliseconds behind (17 digits).
std::optional<ReadTime> read_compact(std::string_view digits) {
    if (digits.size() != 8 && digits.size() != 12 && digits.size() != 14 && digits.size() != 17) return std::nullopt;
    Scanner scan(digits);
    const int year = scan.number(4);
    const int month = scan.number(2);
    const auto day = day_of(year, month, scan.number(2));
    if (!day) return std::nullopt;
    const int hours = std::max(0, scan.number(2));
    const int minutes = std::max(0, scan.number(2));
    const int seconds = std::max(0, scan.number(2));
    const int millis = std::max(0, scan.number(3));
    if (hours > 23 || minutes > 59 || seconds > 59) return std::nullopt;
    return ReadTime{*day + std::chrono::hours(hours) + std::chrono::minutes(minutes) + std::chrono::seconds(seconds) +
                        Millis(millis),
                    std::nullopt};
}

/// Days of the week some systems print after the date.
void skip_weekday(Scanner& scan) {
    scan.take("(");
    if (scan.take_any({"星期", "周"})) scan.take_any({"一", "二", "三", "四", "五", "六", "日", "天"});
    scan.take(")");
}

std::optional<ReadTime> in_range(std::optional<LocalTime> local) {
    if (!local) return std::nullopt;
    const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(*local));
    const int year = static_cast<int>(date.year());
    if (year < kFirstYear || year > kLastYear) return std::nullopt;
    return ReadTime{*local, std::nullopt};
}

}  // namespace

std::optional<LocalTime> from_serial(double serial, bool dates_from_1904) {
    constexpr double kSecondsPerDay = 86'400;
    constexpr double kSerialMax = 2'958'466;  // 10000-01-01
    if (!(serial >= 0 && serial < kSerialMax)) return std::nullopt;
    const auto seconds = std::chrono::seconds(static_cast<std::int64_t>(std::llround(serial * kSecondsPerDay)));
    using namespace std::chrono_literals;
    const auto first = dates_from_1904 ? local_days(1904y / 1 / 1) : local_days(1899y / 12 / 31);
    const auto day = std::chrono::floor<std::chrono::days>(seconds);
    if (dates_from_1904 || day.count() < 60) return LocalTime(first) + seconds;
    if (day.count() == 60) return std::nullopt;
    return LocalTime(first) + seconds - std::chrono::days(1);
}

std::string format_serial(double serial, bool dates_from_1904) {
    const auto local = from_serial(serial, dates_from_1904);
    if (!local) return fmt::format("{}", serial);
    const auto day = std::chrono::floor<std::chrono::days>(*local);
    const std::chrono::hh_mm_ss clock(std::chrono::duration_cast<std::chrono::seconds>(*local - day));
    const std::string time =
        fmt::format("{:02}:{:02}:{:02}", clock.hours().count(), clock.minutes().count(), clock.seconds().count());
    if (serial < 1 && !dates_from_1904) return time;
    const std::chrono::year_month_day date(day);
    return fmt::format("{:04}-{:02}-{:02} {}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()), time);
}

std::optional<ReadTime> read_time(std::string_view text, const TimeFormat& format) {
    const std::string folded = fold_words(text);
    if (folded.empty() || folded.size() > 64) return std::nullopt;
    if (folded.find_first_not_of("0123456789") == std::string::npos && folded.size() >= 8) return read_compact(folded);
    if (folded.find_first_not_of("0123456789.e-") == std::string::npos &&
        std::count(folded.begin(), folded.end(), '.') <= 1) {
        if (const auto serial = parse_number(folded)) return in_range(from_serial(*serial, format.dates_from_1904));
    }
    Scanner scan(folded);
    const auto day = take_date(scan, format.order);
    if (!day) return std::nullopt;
    scan.skip_space();
    skip_weekday(scan);
    scan.skip_space();
    scan.take("t");
    if (scan.at_end()) return ReadTime{*day, std::nullopt};
    const auto clock = take_clock(scan);
    if (!clock) return std::nullopt;
    ReadTime read{*day + *clock, std::nullopt};
    if (!scan.at_end()) {
        read.offset = take_offset(scan);
        if (!read.offset || !scan.at_end()) return std::nullopt;
    }
    return read;
}

std::optional<Millis> read_time_of_day(std::string_view text) {
    const std::string folded = fold_words(text);
    if (const auto fraction = parse_number(folded); fraction && *fraction >= 0 && *fraction < 1) {
        return std::chrono::seconds(std::llround(*fraction * 86'400));
    }
    Scanner scan(folded);
    const auto clock = take_clock(scan);
    if (!clock || !scan.at_end()) return std::nullopt;
    return clock;
}

}  // namespace gongdan::intake
