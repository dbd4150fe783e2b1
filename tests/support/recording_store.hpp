#pragma once
/// A store in memory that keeps the journal's text too.

#include <vector>

#include "core/engine/memory_store.hpp"

namespace gongdan::test {

class RecordingStore final : public MemoryStore {
 public:
    Result<void> write(const CaseChange& change) override {
        journal.insert(journal.end(), change.events.begin(), change.events.end());
        return MemoryStore::write(change);
    }
    Result<void> write_configuration(const StoredEvent& event) override {
        journal.push_back(event);
        return MemoryStore::write_configuration(event);
    }
    std::vector<StoredEvent> journal;
};

}  // namespace gongdan::test
