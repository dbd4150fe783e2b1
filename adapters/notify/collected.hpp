#pragma once
/// What a program prints: drained, so that it never blocks on us, but only the beginning is kept.

#include <string>

#include "adapters/notify/descriptor.hpp"

namespace gongdan::notify {

inline constexpr std::size_t kPrintedMax = 4096;           ///< bytes kept
inline constexpr std::size_t kPrintedFlood = 1024 * 1024;  ///< bytes a call after which the program is stopped

class Collected {
 public:
    /// `source` must not block.
    explicit Collected(Descriptor source) : source_(std::move(source)) {}

    /// -1 at the end of the output: poll() skips it then.
    [[nodiscard]] int descriptor() const { return source_.get(); }
    /// Takes what is there now.
    void drain();
    [[nodiscard]] const std::string& kept() const { return kept_; }
    [[nodiscard]] bool flooded() const { return total_ > kPrintedFlood; }
    /// Forgets what was kept and counted; for the next call.
    void clear();

 private:
    Descriptor source_;
    std::string kept_;
    std::size_t total_ = 0;
};

}  // namespace gongdan::notify
