#pragma once
/// Tells listeners what was committed.

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "adapters/host/service.hpp"

namespace gongdan::host {

/// Thread-safe. publish() is called by the writer alone; a listener may end its subscription from any thread, also
/// while it is being told, and is never called after the handle's destruction has returned.
class Hub {
 public:
    [[nodiscard]] std::shared_ptr<void> subscribe(Service::Listener listener);
    void publish(std::vector<Event> events);

 private:
    struct Listeners {
        std::recursive_mutex mutex;  // held while listeners are told, who may leave or join
        std::map<std::uint64_t, Service::Listener> all;
        std::uint64_t next = 1;
    };
    // Shared with the handles: a subscription may outlive the hub during shutdown.
    std::shared_ptr<Listeners> listeners_ = std::make_shared<Listeners>();
};

}  // namespace gongdan::host
