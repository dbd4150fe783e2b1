#include "adapters/sqlite/case_cache.hpp"

#include <algorithm>

namespace gongdan::sqlite {

const CaseRow* CaseCache::find(CaseId id) {
    const auto found = places_.find(id);
    if (found == places_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return &found->second->second;
}

void CaseCache::put(CaseId id, CaseRow row) {
    if (const auto found = places_.find(id); found != places_.end()) {
        found->second->second = std::move(row);
        entries_.splice(entries_.begin(), entries_, found->second);
        return;
    }
    entries_.emplace_front(id, std::move(row));
    places_.emplace(id, entries_.begin());
    if (places_.size() <= std::max<std::size_t>(limit_, 1)) return;  // never the one just put in
    places_.erase(entries_.back().first);
    entries_.pop_back();
}

void CaseCache::forget(CaseId id) {
    const auto found = places_.find(id);
    if (found == places_.end()) return;
    entries_.erase(found->second);
    places_.erase(found);
}

void CaseCache::clear() {
    places_.clear();
    entries_.clear();
}

}  // namespace gongdan::sqlite
