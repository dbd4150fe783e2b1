#include "adapters/sqlite/outbox.hpp"

#include <algorithm>

#include "adapters/sqlite/outbox_rows.hpp"

namespace gongdan::sqlite {

Result<std::vector<notify::Delivery>> SqliteOutbox::due(const std::string& channel, Instant now, int limit) {
    return pool_.with([&channel, now, limit](Database& database) -> Result<std::vector<notify::Delivery>> {
        Statement statement(
            database, "SELECT " + std::string(kNoticeColumns) +
                          " FROM outbox INDEXED BY outbox_pending WHERE state = 0 AND channel = ? AND next_at <= ?"
                          " ORDER BY next_at, raised_at, place LIMIT ?");
        std::vector<notify::Delivery> found;
        Rows rows(statement.bind(channel, now, std::max(limit, 0)));
        while (rows.next()) {
            OutboxRow row = read_notice(rows);
            found.push_back({std::move(row.notice), row.attempts});
        }
        if (auto status = rows.status(); !status) return status.error();
        return found;
    });
}

Result<std::optional<Instant>> SqliteOutbox::next_due(const std::string& channel) {
    return pool_.with([&channel](Database& database) -> Result<std::optional<Instant>> {
        Statement statement(database,
                            "SELECT next_at FROM outbox INDEXED BY outbox_pending WHERE state = 0 AND channel = ?"
                            " ORDER BY next_at LIMIT 1");
        std::optional<Instant> next;
        Rows rows(statement.bind(channel));
        if (rows.next()) next = rows.instant(0);
        if (auto status = rows.status(); !status) return status.error();
        return next;
    });
}

}  // namespace gongdan::sqlite
