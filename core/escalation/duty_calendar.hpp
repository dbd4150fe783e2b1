#pragma once
/// The roster as an iCalendar file (RFC 5545), for the calendars people have on their telephones.

#include <string>
#include <string_view>
#include <vector>

#include "core/escalation/roster.hpp"

namespace gongdan {

/// What a role is called, in both languages.
using RoleNames = std::vector<std::pair<std::string, LocalText>>;

/// One event for each of `spans` in which `person` serves (empty = everybody who does): times in UTC, lines folded at
/// 75 octets and ended by CRLF. Identifiers are made of role, holder and beginning, so that a program that fetches the
/// feed again changes its entries instead of doubling them: give spans with Edges::whole. `stamp` is the time at which
/// the file was made (DTSTAMP).
[[nodiscard]] std::string duty_calendar(const std::vector<DutySpan>& spans, std::string_view person,
                                        const RoleNames& roles, Instant stamp);

}  // namespace gongdan
