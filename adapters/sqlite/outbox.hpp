#pragma once
/// The Outbox on SQLite: reads on connections of its own, writes through whoever owns the writer.

#include <functional>

#include "adapters/notify/outbox.hpp"
#include "adapters/sqlite/readers.hpp"

namespace gongdan::sqlite {

/// Writes a test of `channel` into the ledger, under the id of its message. For the command line, beside a running
/// server; the server itself does it in a batch.
[[nodiscard]] Result<void> note_test(const std::filesystem::path& file, const std::string& id,
                                     const std::string& channel, const notify::Outcome& outcome, Instant now);

class SqliteOutbox final : public notify::Outbox {
 public:
    /// Has SqliteStore::settle_in_batch() run in a batch on the writer's thread; returns when it is on disk. Called
    /// from any thread but the writer's.
    using Settle =
        std::function<Result<void>(const std::string& notice_id, const notify::Outcome& outcome, Instant now)>;

    /// Has SqliteStore::gather_in_batch() run likewise.
    using Gather = std::function<Result<void>(const std::string& channel, const Recipient& recipient, Instant now)>;

    SqliteOutbox(std::filesystem::path file, Settle settle, Gather gather)
        : pool_(std::move(file)), settle_(std::move(settle)), gather_(std::move(gather)) {}

    [[nodiscard]] Result<std::vector<notify::Delivery>> due(const std::string& channel, Instant now,
                                                            int limit) override;
    [[nodiscard]] Result<std::optional<Instant>> next_due(const std::string& channel, Instant now) override;
    [[nodiscard]] Result<std::vector<Mailbox>> mailboxes(const std::string& channel, Instant now) override;
    [[nodiscard]] Result<std::optional<notify::Delivery>> most_urgent(const std::string& channel,
                                                                      const Recipient& recipient, Instant now) override;
    [[nodiscard]] Result<std::vector<notify::Sent>> sent_since(const std::string& channel, Instant since) override;
    [[nodiscard]] Result<std::optional<Instant>> rests_until(const std::string& channel, Instant since) override;
    [[nodiscard]] Result<void> gather(const std::string& channel, const Recipient& recipient, Instant now) override {
        return gather_(channel, recipient, now);
    }
    [[nodiscard]] Result<void> settle(const std::string& notice_id, const notify::Outcome& outcome,
                                      Instant now) override {
        return settle_(notice_id, outcome, now);
    }

 private:
    ReaderPool pool_;
    Settle settle_;
    Gather gather_;
};

}  // namespace gongdan::sqlite
