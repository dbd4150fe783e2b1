#pragma once
/// The facts of the journal. An event type never changes its meaning; a new meaning is a new type.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/json.hpp"
#include "core/base/time.hpp"

namespace gongdan {

/// Internal number of a case, given by the engine, from 1; 0 = none.
enum class CaseId : std::int64_t {};
[[nodiscard]] constexpr std::int64_t to_int(CaseId id) { return static_cast<std::int64_t>(id); }

/// "42" is case 42; 0 when `text` is no id. Numbers of tickets start with letters, or come from another system and are
/// looked up as such first.
[[nodiscard]] CaseId parse_case_id(std::string_view text);
/// The case that an escalation's id "42.arrival.1.3.1" names; 0 when it does not look like that.
[[nodiscard]] CaseId case_of_escalation(std::string_view escalation_id);
/// The rung that raised it, from 1: 3 of "42.arrival.1.3.1"; 0 for the ladder's watch. Of an id from the journal only.
[[nodiscard]] std::size_t rung_of_escalation(std::string_view escalation_id);

enum class EventType {
    case_opened,
    case_moved,
    case_noted,
    case_merged,
    clock_started,
    clock_paused,
    clock_resumed,
    clock_rebased,
    clock_stopped,
    clock_breached,
    clock_corrected,
    clock_cancelled,
    escalation_raised,
    escalation_acknowledged,
    escalation_skipped,  ///< a rung that was due in the past of an import: told to nobody
    finding_raised,
    configuration_changed,  ///< of no case (id 0): a calendar year, a workflow version, … was put in force
};

/// The name in the journal, e.g. "clock.breached".
[[nodiscard]] std::string_view name_of(EventType type);
/// Nothing for a name that is no event type.
[[nodiscard]] std::optional<EventType> event_type_of(std::string_view name);

struct Event {
    std::int64_t seq = 0;  ///< place in the whole journal, given at commit
    CaseId case_id{};
    std::int64_t case_seq = 0;  ///< place in the case's own history, from 1
    EventType type = EventType::case_opened;
    Instant occurred_at{};  ///< when it happened
    Instant recorded_at{};  ///< when the engine took it
    json::object body;      ///< the type's own fields; times in RFC 3339
};

}  // namespace gongdan
