#pragma once
/// What is added to a message when it goes out: the present state, and how its recipient acknowledges. Nothing of it is
/// kept in the outbox.

#include <string>

#include "adapters/host/links.hpp"

namespace gongdan::host {

/// References outlive the call.
struct Outgoing {
    const Links* links = nullptr;  ///< null = no public_url is configured: messages hold no links
    bool shared = false;           ///< the channel is read by others than the recipient
};

/// The message of `notice` as it goes out at `now` (wall time), which may be long after it was written. When its
/// recipient may acknowledge it, or something in a list, its last member says how: on a channel of his own a personal
/// link
/// ("acknowledge_url", of a list "list_url"); on a shared one, where everybody could use that link in his name, words
/// ("acknowledge_hint": {zh, en}). Without that when nothing is left to acknowledge, and when the store fails: an alarm
/// without a link is better than none. Blocks on the disk.
[[nodiscard]] std::string outgoing_message(Notice notice, const Outgoing& outgoing, ReadModel& reads,
                                           const Configuration& configuration, Instant now);

/// The message of a notice that is shown and not sent: as outgoing_message(), as if its recipient might acknowledge it,
/// with a link that opens nothing.
[[nodiscard]] std::string sample_message(const Notice& notice, const Outgoing& outgoing);

}  // namespace gongdan::host
