#pragma once
/// The days a report is about, and those it is compared with (环比, 同比). A ticket belongs to the day on which it was
/// accepted, in China (UTC+8).

#include <optional>
#include <string>

#include "core/base/time.hpp"

namespace gongdan {

/// Both days belong to it; without one it is open on that side.
struct Period {
    std::optional<Date> from;
    std::optional<Date> to;

    [[nodiscard]] bool holds(Date day) const { return (!from || *from <= day) && (!to || day <= *to); }
    [[nodiscard]] bool closed() const { return from && to; }
    /// Of a closed one: whole months, from a first day to a last day?
    [[nodiscard]] bool is_months() const;
    bool operator==(const Period&) const = default;
};

/// The day in the month `months` later (earlier, when negative); the last day of that month where there is no such day.
[[nodiscard]] Date shift_months(Date day, int months);

/// Of a closed period, the one right before it: as many whole months when it is made of whole months, else as many
/// days.
[[nodiscard]] Period period_before(const Period& period);
/// Of a closed period, the same a year before. The end of February stays the end of February.
[[nodiscard]] Period year_before(const Period& period);

/// "2026-03", of the day in China.
[[nodiscard]] std::string month_of(Date day);

}  // namespace gongdan
