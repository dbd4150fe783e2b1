#pragma once
/// A batch of a store that leaves nothing behind unless it was committed.

#include "core/engine/ports.hpp"

namespace gongdan {

/// begin(), the store's own calls, commit(); on every other way out the batch is rolled back.
class Transaction {
 public:
    explicit Transaction(Store& store) : store_(store) {}
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction() {
        if (open_) store_.rollback();
    }

    [[nodiscard]] Result<void> begin() {
        auto begun = store_.begin();
        open_ = begun.ok();
        return begun;
    }
    [[nodiscard]] Result<void> commit() {
        auto committed = store_.commit();
        if (committed) open_ = false;
        return committed;
    }

 private:
    Store& store_;
    bool open_ = false;
};

}  // namespace gongdan
