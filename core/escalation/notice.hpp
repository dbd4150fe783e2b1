#pragma once
/// A message to one person over one channel, made from an escalation in the same transaction.

#include <string>
#include <vector>

#include "core/escalation/organisation.hpp"
#include "core/ticket/snapshot.hpp"

namespace gongdan {

struct Notice {
    std::string id;  ///< "<escalation id>/<person>/<channel>": stable over retries, the receiver's idempotency key
    std::string escalation;
    CaseId case_id{};
    std::string channel;
    std::string person;
    std::string message;  ///< JSON for the plugin, see adapters/notify/gongdan/adapter.h; no personal data of customers
    Instant raised_at{};  ///< when the rung was due
};

/// One notice for every recipient and address. `event` is an escalation.raised of `snapshot`.
[[nodiscard]] std::vector<Notice> notices_for(const Event& event, const CaseSnapshot& snapshot,
                                              const Organisation& organisation);

}  // namespace gongdan
