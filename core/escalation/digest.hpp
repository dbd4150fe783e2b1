#pragma once
/// Storms: when more waits for one recipient than a person (or a robot with 20 messages a minute) can take in, the
/// notices go out as one list (DOMAIN.md §7). Pure: who is to be served next, and what the list says.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/escalation/notice.hpp"

namespace gongdan {

/// Whether a message holds a notice of the highest level of its ladder (Notice::top).
enum class Urgency { ordinary, top };

/// What a recipient is sent at most: `count` messages in any stretch of `within`.
struct Allowance {
    int count = 0;
    Millis within{0};
};

/// How a channel bundles. All instants are wall time.
struct DigestRules {
    int above = 0;        ///< more waiting notices than this go out as one list; 0 = every notice goes by itself
    Millis gathering{0};  ///< a list waits so long for its last entries, counted from its oldest one
    std::vector<Allowance> per_recipient;
};

/// The recipient of one channel.
using Recipient = std::pair<std::string, std::string>;  ///< person id, address

/// What waits for one recipient of a channel and is due.
struct Mailbox {
    Recipient recipient;
    std::int64_t waiting = 0;  ///< single notices, lists and their entries not counted
    int level = 0;             ///< the highest among them
    Instant since{};           ///< when the oldest became due
    bool list_ready = false;   ///< a list was made and is to be sent (again)
    std::int64_t top = 0;      ///< of `waiting`: notices of the highest level of their ladder
    bool top_list = false;     ///< of the lists that are ready one holds such a notice

    [[nodiscard]] Urgency urgency() const { return top > 0 || top_list ? Urgency::top : Urgency::ordinary; }
};

/// What was handed over lately. Not thread-safe.
class SentLately {
 public:
    void add(const Recipient& recipient, Instant at, Urgency urgency = Urgency::ordinary);
    /// Until `until` nothing goes to `recipient`, however urgent: whoever carries the messages asked for it at `at`.
    void hold(const Recipient& recipient, Instant at, Instant until);
    /// The earliest instant from `now` on at which `recipient` may be sent another message. A top one is counted
    /// against top ones alone, so that it never waits for what lower ones have used up; an ordinary one against all.
    [[nodiscard]] Instant allowed_at(const Mailbox& mailbox, std::span<const Allowance> allowances, Instant now) const;
    /// Drops what is older than every allowance looks back, and holds that are over.
    void forget(std::span<const Allowance> allowances, Instant now);

 private:
    struct Hold {
        Instant at{};
        Instant until{};
    };

    std::map<Recipient, std::vector<Instant>> sent_;  // each in order of time
    std::map<Recipient, std::vector<Instant>> top_;   // of those the top ones
    std::map<Recipient, Hold> held_;
};

/// What a channel may still hand over.
struct Budget {
    std::int64_t messages = 0;  ///< this minute, without what is kept for top ones
    Instant ordinary_from{};    ///< what is left until then is kept for top ones
};

/// Whom to serve next.
struct Turn {
    std::size_t mailbox = 0;  ///< index
    Instant at{};             ///< when; not before `now`
    bool as_list = false;     ///< gather what waits into a list first
};

/// The next mailbox to serve: of those that may be served at `now` the one with the highest level, then the one that
/// waits longest; when there is none, the one that may be served first. When the single notices are more than the
/// budget, whoever has two or more waiting gets a list. Nothing when no mailbox has anything.
[[nodiscard]] std::optional<Turn> serve_next(std::span<const Mailbox> mailboxes, const DigestRules& rules,
                                             const SentLately& sent, Instant now, const Budget& budget);

/// What the place of a notice in its list follows from.
struct ListKey {
    std::string escalation;
    std::int64_t level = 0;
    std::string due_at;  ///< as its message says; empty = it says nothing
};

/// What a list shows, and in which order: indices into `keys`, which come as the notices were raised. The highest level
/// first, then the earliest due time. Of several notices about one clock (rungs of one person, repeats that piled up)
/// only the highest is shown, of equals the last. For the message and for the pages behind its link alike.
[[nodiscard]] std::vector<std::size_t> list_order(std::span<const ListKey> keys);

/// Tells the tickets of items apart.
[[nodiscard]] std::string ticket_of(const json::object& item);

/// The message of a list, JSON in one line, from the messages of its entries (Notice::message), in list_order(). All
/// clocks they are about are in it; `count` counts tickets:
///   {"id", "kind":"digest", "count", "level", "oldest_due_at"?, "recipient":{…},
///    "headline":{zh,en}, "text":{zh,en},
///    "items":[{"escalation","case","number","title","clock","clock_title","level","due_at"?,"raised_at","area"?,
///    "state","state_title"}…]}
/// Entries that cannot be read are counted, each as a ticket, and listed by nothing but their number in `count`.
[[nodiscard]] std::string digest_message(const std::string& id, std::span<const std::string> messages, Instant now);

/// The present state of a case; null when it cannot be read.
using FindSnapshot = std::function<std::shared_ptr<const CaseSnapshot>(CaseId id)>;

/// The message of a list that goes out later than its entries were written. An item whose clock has ended is left out
/// and counted in "settled_count" instead. What somebody has acknowledged ("acknowledged": true) comes last and is
/// counted in "acknowledged_count"; "count", "level", "oldest_due_at" and "text" are about those that still need
/// somebody. A list without any such is "settled": true, and says so in "title" and "text". `message` unchanged when it
/// cannot be read.
[[nodiscard]] std::string list_brought_up_to_date(const std::string& message, const FindSnapshot& find, Instant now);

}  // namespace gongdan
