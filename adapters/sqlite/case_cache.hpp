#pragma once
/// The cases used last, so that a running ticket is not parsed anew for every command. Not thread-safe.

#include <list>
#include <unordered_map>

#include "adapters/sqlite/case_table.hpp"

namespace gongdan::sqlite {

/// Cases kept: at a few kilobytes each about 100 MB, and all that a province has open on a hot day.
inline constexpr std::size_t kCacheMax = 20000;

class CaseCache {
 public:
    explicit CaseCache(std::size_t limit = kCacheMax) : limit_(limit) {}

    /// Null when it is not kept. Valid until the next put or forget.
    [[nodiscard]] const CaseRow* find(CaseId id);
    void put(CaseId id, CaseRow row);
    void forget(CaseId id);
    void clear();
    [[nodiscard]] std::size_t size() const { return places_.size(); }

 private:
    using Entries = std::list<std::pair<CaseId, CaseRow>>;

    std::size_t limit_;
    Entries entries_;  // the one used last in front
    std::unordered_map<CaseId, Entries::iterator> places_;
};

}  // namespace gongdan::sqlite
