#pragma once
/// What the host and gongdan-plugin-runner say to each other: frames of four bytes of length, highest byte first, and
/// one JSON object. Host → runner: {"options":{…}} first, then {"id","json","time_limit_ms"} for each notice. Runner →
/// host: {"ready":bool,"reason"} to the first, {"id","outcome":n,"delay_ms":n,"reason"} to each notice, and at any time
/// {"log":n,"text"}.

#include <optional>
#include <string>
#include <string_view>

#include "core/base/json.hpp"

namespace gongdan::notify {

/// Of a notice. One ticket takes some 2 KiB, a ticket in a list some 400 bytes: this is a storm of 30 000.
inline constexpr std::size_t kFrameMax = 16 * 1024 * 1024;
inline constexpr std::size_t kAnswerMax = 64 * 1024;  ///< of what a runner says: more is a flood
inline constexpr int kRunnerDescriptor = 3;           ///< where the runner finds its end of the line

/// Said for an adapter that refuses its options and does not say why.
inline constexpr std::string_view kNoReason = "open() failed";

[[nodiscard]] std::string to_frame(const json::object& content);

/// Puts frames together from the bytes as they come.
class FrameReader {
 public:
    /// `limit` bytes a frame at most.
    explicit FrameReader(std::size_t limit) : limit_(limit) {}

    void add(std::string_view bytes) { pending_ += bytes; }
    /// The next whole frame; nothing when more bytes are needed, or the line is broken().
    [[nodiscard]] std::optional<json::object> next();
    /// What came was too long or no JSON object: nothing after it can be trusted.
    [[nodiscard]] bool broken() const { return broken_; }

 private:
    std::size_t limit_;
    std::string pending_;
    bool broken_ = false;
};

}  // namespace gongdan::notify
