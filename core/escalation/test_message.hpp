#pragma once
/// A message that somebody sends to see whether a channel works. It says of itself that it is no alarm.

#include <string>

#include "core/base/time.hpp"

namespace gongdan {

struct TestMessage {
    std::string channel;
    std::string address;  ///< whereto; as organisation.yaml writes it for this channel
    std::string by;       ///< who sends it
    std::string remark;   ///< of the sender; may be empty
    Instant at{};
};

inline constexpr std::size_t kTestRemarkMax = 200;   ///< bytes; a short message has 70 characters
inline constexpr std::size_t kTestAddressMax = 500;  ///< bytes; a robot's address is a URL

/// "test.<milliseconds>/<by>/<channel>": no notice has such an id.
[[nodiscard]] std::string test_message_id(const TestMessage& message);

/// JSON in one line with the members of Notice::message that channels show:
///   {"id", "kind":"test", "level":0, "title":{zh,en}, "raised_at", "recipient":{"id","name","address"},
///   "text":{zh,en}}
[[nodiscard]] std::string test_message(const TestMessage& message);

}  // namespace gongdan
