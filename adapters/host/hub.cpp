#include "adapters/host/hub.hpp"

namespace gongdan::host {

std::shared_ptr<void> Hub::subscribe(Service::Listener listener) {
    const std::lock_guard lock(listeners_->mutex);
    const auto id = listeners_->next++;
    listeners_->all.emplace(id, std::move(listener));
    return std::shared_ptr<void>(nullptr, [listeners = listeners_, id](void*) {
        const std::lock_guard inner(listeners->mutex);
        listeners->all.erase(id);
    });
}

void Hub::publish(std::vector<Event> events) {
    if (events.empty()) return;
    const std::lock_guard lock(listeners_->mutex);
    if (listeners_->all.empty()) return;
    const auto shared = std::make_shared<const std::vector<Event>>(std::move(events));
    // By number and with a copy, because a listener may leave while it is being told.
    auto next = listeners_->all.begin();
    while (next != listeners_->all.end()) {
        const auto id = next->first;
        const Service::Listener listener = next->second;
        listener(shared);
        next = listeners_->all.upper_bound(id);
    }
}

}  // namespace gongdan::host
