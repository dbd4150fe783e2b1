#include "adapters/host/current_duty.hpp"

namespace gongdan::host {

std::shared_ptr<const OnCall> CurrentDuty::of(const std::shared_ptr<const Organisation>& organisation, Instant now) {
    const Instant second = std::chrono::floor<std::chrono::seconds>(now);
    const std::lock_guard lock(mutex_);
    if (!on_call_ || source_ != organisation || second_ != second) {
        on_call_ = organisation ? std::make_shared<const OnCall>(*organisation, second) : std::make_shared<OnCall>();
        source_ = organisation;
        second_ = second;
    }
    return on_call_;
}

}  // namespace gongdan::host
