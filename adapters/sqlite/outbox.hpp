#pragma once
/// The Outbox on SQLite: reads on connections of its own, writes through whoever owns the writer.

#include <functional>

#include "adapters/notify/outbox.hpp"
#include "adapters/sqlite/readers.hpp"

namespace gongdan::sqlite {

class SqliteOutbox final : public notify::Outbox {
 public:
    /// Has SqliteStore::settle_in_batch() run in a batch on the writer's thread; returns when it is on disk. Called
    /// from any thread but the writer's.
    using Settle =
        std::function<Result<void>(const std::string& notice_id, const notify::Outcome& outcome, Instant now)>;

    SqliteOutbox(std::filesystem::path file, Settle settle) : pool_(std::move(file)), settle_(std::move(settle)) {}

    [[nodiscard]] Result<std::vector<notify::Delivery>> due(const std::string& channel, Instant now,
                                                            int limit) override;
    [[nodiscard]] Result<std::optional<Instant>> next_due(const std::string& channel) override;
    [[nodiscard]] Result<void> settle(const std::string& notice_id, const notify::Outcome& outcome,
                                      Instant now) override {
        return settle_(notice_id, outcome, now);
    }

 private:
    ReaderPool pool_;
    Settle settle_;
};

}  // namespace gongdan::sqlite
