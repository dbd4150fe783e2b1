#pragma once
/// Ends waiting calls when the server stops.

#include <atomic>

#include "adapters/notify/descriptor.hpp"

namespace gongdan::notify {

/// Thread-safe. Raised once and for all.
class Interrupt {
 public:
    Interrupt();

    void raise();
    [[nodiscard]] bool raised() const { return raised_.load(); }
    /// Becomes readable when raised; -1 when the system gave none (then calls end at their deadline).
    [[nodiscard]] int descriptor() const { return event_.get(); }

 private:
    Descriptor event_;
    std::atomic<bool> raised_{false};
};

}  // namespace gongdan::notify
