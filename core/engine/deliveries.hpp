#pragma once
/// The ledger of deliveries: what was tried when, how long it took and what the channel said; and how each notice of a
/// ticket stands. Plain data of the read model. Addresses are in none of it: they are personal.

#include <optional>
#include <string>
#include <vector>

#include "core/access/viewer.hpp"
#include "core/escalation/notice.hpp"

namespace gongdan {

/// How a notice, or a list of notices, stands.
enum class NoticeState {
    pending,
    delivered,
    dead,
    listed,  ///< goes out as an entry of a list, whose row says how that stands
};
[[nodiscard]] std::string_view name_of(NoticeState state);

/// A line of the ledger: an attempt, or a dead letter that somebody put back.
struct DeliveryRow {
    enum class Outcome { delivered, retry, dead, requeued };
    std::int64_t seq = 0;  ///< of the ledger, ascending with time
    Instant at{};          ///< when it was handed over
    Millis took{0};        ///< until the channel answered
    Outcome outcome = Outcome::delivered;
    std::string channel;
    std::string person;
    std::string notice;        ///< the stable id the receiver was given: of the notice, or of the list
    bool list = false;         ///< `notice` is a list
    CaseId case_id{};          ///< of a single notice; none for a list
    std::string number;        ///< likewise
    std::int64_t tickets = 0;  ///< that it is about, as far as the reach goes
    std::string answer;        ///< what the channel said, for people; empty when it took it
    std::string by;            ///< of a requeue: who
};
[[nodiscard]] std::string_view name_of(DeliveryRow::Outcome outcome);

/// Which dead letters go back into the queue.
struct DeadLetterWish {
    std::string channel;
    Instant since{};  ///< those given up at or after it
};
/// Dead letters put back in one transaction: the writer must not be held longer. Whoever has more asks again.
inline constexpr int kRequeueMax = 10'000;

struct DeliveryFilter {
    CaseId case_id{};    ///< none = of all tickets. A list counts when the ticket is in it
    std::string person;  ///< empty = any, here and below
    std::string channel;
    Reach reach = Reach::everything();
    std::string cursor;  ///< of the page before; opaque
    int limit = 0;
};

struct DeliveryPage {
    std::vector<DeliveryRow> rows;  ///< newest first
    /// Empty = this was the last page. A page may be short, even empty, with a cursor: what was looked through is
    /// bounded too.
    std::string next_cursor;
};

/// One notice of a ticket.
struct NoticeRow {
    std::string id;
    std::string escalation;
    std::string channel;
    std::string person;
    int level = 0;
    NoticeState state = NoticeState::pending;
    std::string list;                       ///< id of the list it goes out in; empty = by itself
    std::optional<NoticeState> list_state;  ///< of that list
    int attempts = 0;                       ///< of the list, where it is in one; like what follows
    std::optional<Instant> next_at;         ///< while it is pending
    std::string last_answer;
    Instant raised_at{};
};

struct NoticePage {
    std::vector<NoticeRow> rows;  ///< newest first
    std::string next_cursor;      ///< empty = this was the last page
};

}  // namespace gongdan
