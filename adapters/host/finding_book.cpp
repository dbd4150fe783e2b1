#include "adapters/host/finding_book.hpp"

namespace gongdan::host {

namespace {

constexpr int kPage = 1000;

}  // namespace

Result<FindingsSoFar> FindingBook::read() {
    const std::lock_guard lock(mutex_);
    bool complete = false;
    for (std::int64_t taken = 0; !complete && taken < kCatchUpMax; taken += kPage) {
        const auto page = reads_.events_after(scan_.last_seq(), kPage);
        if (!page) return page.error();
        for (const Event& event : *page) scan_.take(event);
        if (!page->empty()) known_.reset();
        complete = page->size() < std::size_t(kPage);
    }
    if (!known_) known_ = std::make_shared<const std::vector<Finding>>(scan_.findings());
    return FindingsSoFar{known_, scan_.last_seq(), complete, scan_.left_out()};
}

}  // namespace gongdan::host
