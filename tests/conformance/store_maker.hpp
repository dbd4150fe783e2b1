#pragma once
/// What the conformance suite needs of every Store: a fresh one, and one that was closed and opened again.

#include <filesystem>
#include <memory>

#include "adapters/sqlite/store.hpp"
#include "core/engine/memory_store.hpp"
#include "tests/support/temporary_folder.hpp"

namespace gongdan::conformance {

/// The one small workflow of this suite: two states, one clock of 45 minutes.
[[nodiscard]] std::shared_ptr<const Workflow> workflow();

class MemoryMaker {
 public:
    static constexpr bool kDurable = false;
    Store& store() { return store_; }
    /// A store in memory has nothing to come back from.
    Store& reopened() { return store_; }

 private:
    MemoryStore store_;
};

class SqliteMaker {
 public:
    static constexpr bool kDurable = true;
    SqliteMaker();
    Store& store() { return *store_; }
    Store& reopened();

 private:
    test::TemporaryFolder folder_;
    std::unique_ptr<sqlite::SqliteStore> store_;
};

/// The same, with room for a single case in its cache: everything else is read back from its row.
class UncachedSqliteMaker {
 public:
    static constexpr bool kDurable = true;
    UncachedSqliteMaker();
    Store& store() { return *store_; }
    Store& reopened();

 private:
    test::TemporaryFolder folder_;
    std::unique_ptr<sqlite::SqliteStore> store_;
};

}  // namespace gongdan::conformance
