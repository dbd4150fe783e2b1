#pragma once
/// A message to one person over one channel, made from an escalation in the same transaction.

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
    Instant raised_at{};  ///< when the rung was due
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

/// The message of a notice that goes out later than it was written (quiet hours, retries): the state is the present
/// one, and of a clock that has ended it says so ("settled": true). `message` unchanged when it cannot be read.
[[nodiscard]] std::string brought_up_to_date(const std::string& message, const CaseSnapshot& snapshot);

}  // namespace gongdan
