#pragma once
/// What the notify host needs of the store: notices that are due, and a place to write how their delivery went.

#include <optional>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/escalation/digest.hpp"

namespace gongdan::notify {

struct Delivery {
    Notice notice;
    int attempts = 0;  ///< so far
};

struct Outcome {
    enum class Kind { delivered, retry, dead } kind = Kind::delivered;
    Instant next_at{};                             ///< of a retry
    std::string answer;                            ///< what the channel said, for people; no secrets, at most 500 bytes
    Millis took{0};                                ///< from handing over to the answer
    std::optional<Instant> channel_rests_until{};  ///< the receiver asked the whole channel for a pause
};

/// A message that was handed over.
struct Sent {
    Recipient recipient;
    Instant at{};
    Urgency urgency = Urgency::ordinary;
};

/// Thread-safe.
class Outbox {
 public:
    virtual ~Outbox() = default;

    /// Pending notices of `channel` whose time has come, the highest level first, of one level the oldest; at most
    /// `limit`; lists with their message.
    /// Claims nothing: each channel has one worker in one process.
    [[nodiscard]] virtual Result<std::vector<Delivery>> due(const std::string& channel, Instant now, int limit) = 0;

    /// When, after `now`, the next notice of `channel` becomes due; nothing when none does.
    [[nodiscard]] virtual Result<std::optional<Instant>> next_due(const std::string& channel, Instant now) = 0;

    /// Recipients of `channel` with something that is due at `now`.
    [[nodiscard]] virtual Result<std::vector<Mailbox>> mailboxes(const std::string& channel, Instant now) = 0;

    /// What to send `recipient` next of what is due at `now`: what is top (a list or a notice), then a list that was
    /// made, else the notice of the highest level, of several the oldest. Nothing when nothing is due (any more).
    [[nodiscard]] virtual Result<std::optional<Delivery>> most_urgent(const std::string& channel,
                                                                      const Recipient& recipient, Instant now) = 0;

    /// Binds what waits for `recipient` and is due at `now` into one list, under an id of its own that stays the same
    /// over retries; its entries are delivered when the list is. Returns when that is on disk.
    [[nodiscard]] virtual Result<void> gather(const std::string& channel, const Recipient& recipient, Instant now) = 0;

    /// What `channel` delivered at or after `since`, in order of time.
    [[nodiscard]] virtual Result<std::vector<Sent>> sent_since(const std::string& channel, Instant since) = 0;

    /// The latest Outcome::channel_rests_until of what `channel` was answered at or after `since`.
    [[nodiscard]] virtual Result<std::optional<Instant>> rests_until(const std::string& channel, Instant since) = 0;

    /// Records one attempt; returns when it is on disk.
    [[nodiscard]] virtual Result<void> settle(const std::string& notice_id, const Outcome& outcome, Instant now) = 0;
};

}  // namespace gongdan::notify
