#pragma once
/// What the notify host needs of the store: notices that are due, and a place to write how their delivery went.

#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/escalation/notice.hpp"

namespace gongdan::notify {

struct Delivery {
    Notice notice;
    int attempts = 0;  ///< so far
};

struct Outcome {
    enum class Kind { delivered, retry, dead } kind = Kind::delivered;
    Instant next_at{};   ///< of a retry
    std::string answer;  ///< what the channel said, for people; no secrets, at most 500 bytes
};

/// Thread-safe.
class Outbox {
 public:
    virtual ~Outbox() = default;

    /// Pending notices of `channel` whose time has come, oldest first, at most `limit`. Claims nothing: each channel
    /// has one worker in one process.
    [[nodiscard]] virtual Result<std::vector<Delivery>> due(const std::string& channel, Instant now, int limit) = 0;

    /// When the next notice of `channel` is due; nothing when none is pending.
    [[nodiscard]] virtual Result<std::optional<Instant>> next_due(const std::string& channel) = 0;

    /// Records one attempt; returns when it is on disk.
    [[nodiscard]] virtual Result<void> settle(const std::string& notice_id, const Outcome& outcome, Instant now) = 0;
};

}  // namespace gongdan::notify
