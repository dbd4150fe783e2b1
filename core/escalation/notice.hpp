#pragma once
/// A message to one person over one channel, made from an escalation in the same transaction.

#include <optional>
#include <string>
#include <vector>

#include "core/escalation/organisation.hpp"
#include "core/ticket/snapshot.hpp"

namespace gongdan {

struct Notice {
    /// "<escalation id>/<person>/<channel>", with "/2" and so on behind it for further addresses on one channel: stable
    /// over retries, the receiver's idempotency key.
    std::string id;
    std::string escalation;
    CaseId case_id{};
    std::string channel;
    std::string person;
    std::string address;  ///< of the person on the channel; may be empty
    int level = 0;
    bool top = false;     ///< the highest level of its ladder: it disturbs, and waits behind no lower one
    std::string message;  ///< JSON for the plugin, see adapters/notify/gongdan/adapter.h; no personal data of customers
    bool serving = false;  ///< its person is one of Told::serving; nobody keeps it but the event
    Instant raised_at{};   ///< when the rung was due
    Instant not_before{};  ///< when it was written; later when it waits for the end of the person's quiet hours
};

/// One notice for every recipient and address, in the order of recipients() and of their addresses. `event` is an
/// escalation.raised of `snapshot`; its people are those of the moment it fired (`recorded_at`), not of the moment it
/// was due: after downtime the present shift is told. `top`: it is the highest level of its ladder. The message:
///   {"id", "escalation", "case", "number", "workflow", "title":{zh,en}, "clock", "clock_title":{zh,en}, "rung",
///    "level", "top", "repeat", "due_at", "raised_at", "late_by_s"?, "to":[roles],
///    "recipient":{"id","name","address"}, "area"?, "state", "state_title":{zh,en}, "text":{zh,en}}
/// `repeat` counts from 0, `late_by_s` stands only in a rung that fired late (after downtime), `area` is its name,
/// `text` is one sentence.
[[nodiscard]] std::vector<Notice> notices_for(const Event& event, const CaseSnapshot& snapshot,
                                              const Organisation& organisation, bool top = false);

/// The notice to `person` at his first address, whatever his roles: notices_for() makes its own in the same way. For
/// previews.
[[nodiscard]] Notice notice_for(const Person& person, const Event& event, const CaseSnapshot& snapshot,
                                const Organisation& organisation, bool top);

/// What a person would be disturbed for.
struct Occasion {
    const std::vector<std::string>& roles;  ///< that are told
    const json::object& data;               ///< of the case
    bool top = false;                       ///< the highest level of its ladder, which breaks quiet hours
};

/// Until when `person` may not be disturbed with it at `at`: the end of his quiet hours. Nothing when he may, as
/// somebody always may who is on duty in one of the roles.
[[nodiscard]] std::optional<Instant> spared_until(const Person& person, const Occasion& occasion,
                                                  const Organisation& organisation, Instant at);

/// Whether no rung of the ladder has a higher level.
[[nodiscard]] bool is_top(const Ladder& ladder, std::int64_t level);

/// What the workflow calls the state the case is in; the state's name where it has no title.
[[nodiscard]] LocalText state_title_of(const CaseSnapshot& snapshot);

/// The message of a notice that goes out later than it was written (quiet hours, retries): the state is the present
/// one, and of a clock that has ended it says so ("settled": true). `message` unchanged when it cannot be read.
[[nodiscard]] std::string brought_up_to_date(const std::string& message, const CaseSnapshot& snapshot);

}  // namespace gongdan
