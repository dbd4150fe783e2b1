#include "adapters/sqlite/outbox.hpp"

#include <algorithm>

#include "adapters/sqlite/outbox_rows.hpp"

namespace gongdan::sqlite {
namespace {

/// Pending rows of a channel that are due; the index holds all that mailboxes need.
constexpr std::string_view kDue =
    " FROM outbox INDEXED BY outbox_pending WHERE state = 0 AND channel = ? AND next_at <= ?";

/// The row's notice, a list with the message that its entries make.
Result<notify::Delivery> delivery_of(Database& database, OutboxRow row, Instant now) {
    if (row.notice.message.empty()) {
        auto message = list_message(database, row.notice.id, now);
        if (!message) return message.error();
        row.notice.message = std::move(*message);
    }
    return notify::Delivery{std::move(row.notice), row.attempts};
}

}  // namespace

Result<void> note_test(const std::filesystem::path& file, const std::string& id, const std::string& channel,
                       const notify::Outcome& outcome, Instant now) {
    auto database = Database::open(file);
    if (!database) return database.error();
    Transaction transaction(*database);
    if (auto begun = transaction.begin(); !begun) return begun;
    if (auto put = put_test(*database, id, channel, outcome, now); !put) return put;
    return transaction.commit();
}

Result<std::vector<notify::Delivery>> SqliteOutbox::due(const std::string& channel, Instant now, int limit) {
    return pool_.with([&channel, now, limit](Database& database) -> Result<std::vector<notify::Delivery>> {
        Statement statement(database, "SELECT " + std::string(kNoticeColumns) + std::string(kDue) +
                                          " ORDER BY level DESC, next_at, raised_at, place LIMIT ?");
        std::vector<notify::Delivery> found;
        Rows rows(statement.bind(channel, now, std::max(limit, 0)));
        while (rows.next()) {
            auto delivery = delivery_of(database, read_notice(rows), now);
            if (!delivery) return delivery.error();
            found.push_back(std::move(*delivery));
        }
        if (auto status = rows.status(); !status) return status.error();
        return found;
    });
}

Result<std::optional<Instant>> SqliteOutbox::next_due(const std::string& channel, Instant now) {
    return pool_.with([&channel, now](Database& database) -> Result<std::optional<Instant>> {
        Statement statement(database,
                            "SELECT next_at FROM outbox INDEXED BY outbox_pending"
                            " WHERE state = 0 AND channel = ? AND next_at > ? ORDER BY next_at LIMIT 1");
        std::optional<Instant> next;
        Rows rows(statement.bind(channel, now));
        if (rows.next()) next = rows.instant(0);
        if (auto status = rows.status(); !status) return status.error();
        return next;
    });
}

Result<std::vector<Mailbox>> SqliteOutbox::mailboxes(const std::string& channel, Instant now) {
    return pool_.with([&channel, now](Database& database) -> Result<std::vector<Mailbox>> {
        Statement statement(database,
                            "SELECT person, address, sum(place > 0), max(level), min(next_at), max(place < 0),"
                            " sum(place > 0 AND top), max(place < 0 AND top)" +
                                std::string(kDue) + " GROUP BY person, address ORDER BY person, address");
        std::vector<Mailbox> found;
        Rows rows(statement.bind(channel, now));
        while (rows.next()) {
            found.push_back({{std::string(rows.text(0)), std::string(rows.text(1))},
                             rows.integer(2),
                             int(rows.integer(3)),
                             rows.instant(4),
                             rows.integer(5) != 0,
                             rows.integer(6),
                             rows.integer(7) != 0});
        }
        if (auto status = rows.status(); !status) return status.error();
        return found;
    });
}

Result<std::optional<notify::Delivery>> SqliteOutbox::most_urgent(const std::string& channel,
                                                                  const Recipient& recipient, Instant now) {
    return pool_.with([&channel, &recipient, now](Database& database) -> Result<std::optional<notify::Delivery>> {
        Statement statement(database, "SELECT " + std::string(kNoticeColumns) + std::string(kDue) +
                                          " AND person = ? AND address = ?"
                                          " ORDER BY top DESC, place < 0 DESC, level DESC, next_at, raised_at, place"
                                          " LIMIT 1");
        Rows rows(statement.bind(channel, now, recipient.first, recipient.second));
        if (!rows.next()) {
            if (auto status = rows.status(); !status) return status.error();
            return std::optional<notify::Delivery>();
        }
        auto delivery = delivery_of(database, read_notice(rows), now);
        if (!delivery) return delivery.error();
        return std::optional(std::move(*delivery));
    });
}

Result<std::vector<notify::Sent>> SqliteOutbox::sent_since(const std::string& channel, Instant since) {
    return pool_.with([&channel, since](Database& database) -> Result<std::vector<notify::Sent>> {
        // The ledger has an index over time for this.
        Statement statement(
            database,
            "SELECT outbox.person, address, at, top FROM attempts INDEXED BY attempts_at JOIN outbox USING(place)"
            " WHERE attempts.at >= ? AND outcome = " +
                std::to_string(int(DeliveryRow::Outcome::delivered)) + " AND outbox.channel = ? ORDER BY at");
        std::vector<notify::Sent> found;
        Rows rows(statement.bind(since, channel));
        while (rows.next()) {
            found.push_back({{std::string(rows.text(0)), std::string(rows.text(1))},
                             rows.instant(2),
                             rows.integer(3) != 0 ? Urgency::top : Urgency::ordinary});
        }
        if (auto status = rows.status(); !status) return status.error();
        return found;
    });
}

Result<std::optional<Instant>> SqliteOutbox::rests_until(const std::string& channel, Instant since) {
    return pool_.with([&channel, since](Database& database) -> Result<std::optional<Instant>> {
        Statement statement(database,
                            "SELECT max(rests_until) FROM attempts INDEXED BY attempts_at JOIN outbox USING(place)"
                            " WHERE attempts.at >= ? AND outbox.channel = ?");
        std::optional<Instant> until;
        Rows rows(statement.bind(since, channel));
        if (rows.next() && !rows.null(0)) until = rows.instant(0);
        if (auto status = rows.status(); !status) return status.error();
        return until;
    });
}

}  // namespace gongdan::sqlite
