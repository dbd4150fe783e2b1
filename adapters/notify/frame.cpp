#include "adapters/notify/frame.hpp"

namespace gongdan::notify {
namespace {

constexpr std::size_t kHead = 4;

}  // namespace

std::string to_frame(const json::object& content) {
    const std::string body = json::serialize(content);
    std::string frame;
    frame.reserve(kHead + body.size());
    for (int shift = 24; shift >= 0; shift -= 8) frame += char((body.size() >> unsigned(shift)) & 0xFFU);
    return frame + body;
}

std::optional<json::object> FrameReader::next() {
    if (broken_ || pending_.size() < kHead) return std::nullopt;
    std::size_t size = 0;
    for (std::size_t at = 0; at < kHead; ++at) size = size << 8U | static_cast<unsigned char>(pending_[at]);
    if (size > limit_) {
        broken_ = true;
        return std::nullopt;
    }
    if (pending_.size() < kHead + size) return std::nullopt;
    auto parsed = parse_json(std::string_view(pending_).substr(kHead, size));
    pending_.erase(0, kHead + size);
    if (parsed && parsed->is_object()) return std::move(parsed->as_object());
    broken_ = true;
    return std::nullopt;
}

}  // namespace gongdan::notify
