#pragma once
/// Who is on call now, worked out once a second for all requests instead of for each.

#include <memory>
#include <mutex>

#include "core/escalation/on_call.hpp"

namespace gongdan::host {

/// Thread-safe.
class CurrentDuty {
 public:
    /// As of the second of `now`; never null. `organisation` may be null: then nobody is.
    [[nodiscard]] std::shared_ptr<const OnCall> of(const std::shared_ptr<const Organisation>& organisation,
                                                   Instant now);

 private:
    std::mutex mutex_;                            // guards what follows
    std::shared_ptr<const Organisation> source_;  // shared: kept, so that no other one comes to lie at its address
    Instant second_{};
    std::shared_ptr<const OnCall> on_call_;  // shared with the requests that ask it
};

}  // namespace gongdan::host
