#include "adapters/sqlite/outbox_rows.hpp"

#include <charconv>

#include "core/escalation/digest.hpp"

namespace gongdan::sqlite {
namespace {

constexpr std::string_view kListPrefix = "digest.";

}  // namespace

OutboxRow read_notice(const Rows& rows) {
    OutboxRow row;
    row.notice.id = rows.text(0);
    row.notice.escalation = rows.text(1);
    row.notice.case_id = CaseId(rows.integer(2));
    row.notice.channel = rows.text(3);
    row.notice.person = rows.text(4);
    row.notice.message = rows.text(5);
    row.notice.raised_at = rows.instant(6);
    row.state = static_cast<OutboxRow::State>(rows.integer(7));
    row.attempts = int(rows.integer(8));
    row.next_at = rows.instant(9);
    row.last_answer = rows.text(10);
    row.notice.address = rows.text(11);
    row.notice.level = int(rows.integer(12));
    row.notice.top = rows.integer(13) != 0;
    return row;
}

Result<void> put_test(Database& database, const std::string& id, const std::string& channel,
                      const notify::Outcome& outcome, Instant now) {
    std::int64_t place = kTestPlaces;
    {
        Statement last(database, "SELECT place FROM outbox WHERE place >= ? ORDER BY place DESC LIMIT 1");
        Rows rows(last.bind(kTestPlaces));
        if (rows.next()) place = rows.integer(0) + 1;
        if (auto status = rows.status(); !status) return status;
    }
    // Done with, whatever the channel said: a test that failed is no dead letter that anybody could put back.
    Statement put(database,
                  "INSERT INTO outbox(place, id, escalation, case_id, channel, person, message, raised_at, state,"
                  " attempts, next_at, answer) VALUES(?, ?, '', 0, ?, '', '{}', ?, ?, 1, ?, ?)");
    const Instant begun = now - outcome.took;
    const int done = int(OutboxRow::State::delivered);
    if (auto kept = put.bind(place, id, channel, begun, done, now, outcome.answer).run(); !kept) return kept;
    Statement attempt(database,
                      "INSERT INTO attempts(place, person, at, took_ms, outcome, answer) VALUES(?, '', ?, ?, ?, ?)");
    return attempt.bind(place, begun, outcome.took.count(), int(outcome.kind), outcome.answer).run();
}

std::int64_t list_place(std::string_view id) {
    if (!id.starts_with(kListPrefix)) return 0;
    id.remove_prefix(kListPrefix.size());
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
    const bool whole = error == std::errc() && (end == id.data() + id.size() || *end == '/');
    return whole && number > 0 ? -number : 0;
}

std::string list_escalation(std::int64_t place) { return std::string(kListPrefix) + std::to_string(-place); }

Result<std::string> list_message(Database& database, const std::string& id, Instant now) {
    Statement statement(database, "SELECT message FROM outbox WHERE digest = ? ORDER BY raised_at, place");
    std::vector<std::string> messages;
    Rows rows(statement.bind(list_place(id)));
    while (rows.next()) messages.emplace_back(rows.text(0));
    if (auto status = rows.status(); !status) return status.error();
    return digest_message(id, messages, now);
}

Result<void> describe_list(Database& database, OutboxRow& row) {
    Statement summary(
        database,
        "SELECT count(DISTINCT case_id), (SELECT json_extract(message, '$.recipient') FROM outbox WHERE digest = ?1"
        " LIMIT 1) FROM outbox WHERE digest = ?1");
    Statement tickets(database, "SELECT DISTINCT case_id FROM outbox WHERE digest = ?1 ORDER BY case_id LIMIT ?2");
    const std::int64_t place = list_place(row.notice.id);
    json::object message{{"id", row.notice.id}, {"kind", "digest"}, {"level", row.notice.level}};
    {
        Rows rows(summary.bind(place));
        if (rows.next()) {
            row.entries = rows.integer(0);
            message["count"] = row.entries;
            if (auto recipient = parse_json(rows.text(1)); recipient) message["recipient"] = std::move(*recipient);
        }
        if (auto status = rows.status(); !status) return status;
    }
    Rows rows(tickets.bind(place, std::int64_t(kListedTicketsMax)));
    while (rows.next()) row.tickets.push_back(CaseId(rows.integer(0)));
    row.notice.message = json::serialize(message);
    return rows.status();
}

}  // namespace gongdan::sqlite
