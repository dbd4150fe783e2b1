#include "core/ticket/event.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "core/base/check.hpp"

namespace gongdan {
namespace {

constexpr std::array<std::pair<EventType, std::string_view>, 17> kNames = {{
    {EventType::case_opened, "case.opened"},
    {EventType::case_moved, "case.moved"},
    {EventType::case_noted, "case.noted"},
    {EventType::case_merged, "case.merged"},
    {EventType::clock_started, "clock.started"},
    {EventType::clock_paused, "clock.paused"},
    {EventType::clock_resumed, "clock.resumed"},
    {EventType::clock_rebased, "clock.rebased"},
    {EventType::clock_stopped, "clock.stopped"},
    {EventType::clock_breached, "clock.breached"},
    {EventType::clock_corrected, "clock.corrected"},
    {EventType::clock_cancelled, "clock.cancelled"},
    {EventType::escalation_raised, "escalation.raised"},
    {EventType::escalation_acknowledged, "escalation.acknowledged"},
    {EventType::escalation_skipped, "escalation.skipped"},
    {EventType::finding_raised, "finding.raised"},
    {EventType::configuration_changed, "config.changed"},
}};

/// A whole number above 0, or 0.
std::int64_t parse_positive(std::string_view text) {
    std::int64_t number = 0;
    const auto* const end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, number);
    return error == std::errc() && stopped == end && number > 0 ? number : 0;
}

}  // namespace

CaseId parse_case_id(std::string_view text) { return CaseId(parse_positive(text)); }

std::size_t rung_of_escalation(std::string_view escalation_id) {
    const auto repeat = escalation_id.rfind('.');
    const auto rung = repeat == std::string_view::npos ? repeat : escalation_id.rfind('.', repeat - 1);
    GONGDAN_CHECK(rung < repeat, "an escalation id is case.clock.cycle.rung.repeat");
    return std::size_t(parse_positive(escalation_id.substr(rung + 1, repeat - rung - 1)));
}

CaseId case_of_escalation(std::string_view escalation_id) {
    const auto dot = escalation_id.find('.');
    return dot == std::string_view::npos ? CaseId{} : parse_case_id(escalation_id.substr(0, dot));
}

std::string_view name_of(EventType type) {
    const auto at = static_cast<std::size_t>(type);
    GONGDAN_CHECK(at < kNames.size() && kNames[at].first == type, "the table of names follows the enum");
    return kNames[at].second;
}

std::optional<EventType> event_type_of(std::string_view name) {
    const auto found =
        std::find_if(kNames.begin(), kNames.end(), [name](const auto& entry) { return entry.second == name; });
    return found == kNames.end() ? std::nullopt : std::optional(found->first);
}

}  // namespace gongdan
