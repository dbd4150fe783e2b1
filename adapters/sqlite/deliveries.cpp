// The ledger of deliveries as people look at it. Notices of a ticket are found through its journal: the place of a
// notice in the outbox follows from the number of the event that raised it, so that no index is kept for this.

#include <limits>
#include <map>

#include "adapters/sqlite/list_query.hpp"
#include "adapters/sqlite/outbox_rows.hpp"
#include "adapters/sqlite/readers.hpp"
#include "adapters/sqlite/store.hpp"

namespace gongdan::sqlite {
namespace {

/// Lines of the ledger looked through for one page: a filter that fits nothing must not hold a reader.
constexpr int kScanMax = 5000;

Result<std::int64_t> place_before(std::string_view cursor) {
    if (cursor.empty()) return std::numeric_limits<std::int64_t>::max();
    const auto key = read_cursor(cursor, CaseFilter::Sort::opened_desc, 1);
    return key ? Result<std::int64_t>(key->front()) : key.error();
}

std::string cursor_at(std::int64_t place) { return make_cursor(CaseFilter::Sort::opened_desc, {place}); }

/// The numbers of the case's escalation.raised events, newest first.
Result<std::vector<std::int64_t>> raised_events(Database& database, CaseId id) {
    Statement tail(database, "SELECT tail_seq FROM cases WHERE id = ?");
    Statement step(database, "SELECT prev_seq, type = 'escalation.raised' FROM journal WHERE seq = ?");
    std::int64_t seq = 0;
    {
        Rows rows(tail.bind(id));
        if (rows.next()) seq = rows.integer(0);
        if (auto status = rows.status(); !status) return status.error();
    }
    std::vector<std::int64_t> raised;
    while (seq != 0) {
        Rows rows(step.bind(seq));
        if (!rows.next()) return rows.status() ? fail(Errc::internal, "journal.damaged", seq) : rows.status().error();
        if (rows.integer(0) >= seq) return fail(Errc::internal, "journal.damaged", seq);
        if (rows.integer(1) != 0) raised.push_back(seq);
        seq = rows.integer(0);
    }
    return raised;
}

/// The places of the case's notices and of the lists they are in, as a JSON array.
Result<std::string> places_of(Database& database, CaseId id) {
    const auto raised = raised_events(database, id);
    if (!raised) return raised.error();
    Statement statement(database, "SELECT place, digest FROM outbox WHERE place BETWEEN ? AND ?");
    json::array places;
    for (const std::int64_t seq : *raised) {
        Rows rows(statement.bind(seq * kNoticesMax, (seq + 1) * kNoticesMax - 1));
        while (rows.next()) {
            places.emplace_back(rows.integer(0));
            if (!rows.null(1)) places.emplace_back(rows.integer(1));
        }
        if (auto status = rows.status(); !status) return status.error();
    }
    return json::serialize(places);
}

/// What of a notice or list lies within a reach. One for each page: lists are looked at once.
class Scope {
 public:
    Scope(Database& database, const Reach& reach)
        : reach_(reach),
          single_(database, "SELECT number, area, team, assignee, told FROM cases WHERE id = ?"),
          entries_(database, "SELECT DISTINCT case_id FROM outbox WHERE digest = ?") {}

    /// Whether anything of it is within the reach; sets the row's number and count of tickets. The test of a channel is
    /// about no ticket: whoever sees all sees it.
    Result<bool> measure(std::int64_t place, DeliveryRow& row) {
        if (place >= kTestPlaces) return reach_.all;
        if (place > 0) {
            auto number = number_within(row.case_id);
            if (!number) return number.error();
            row.number = std::move(*number);
            row.tickets = row.number.empty() ? 0 : 1;
            return row.tickets > 0;
        }
        const auto known = lists_.find(place);
        const auto count = known == lists_.end() ? count_within(place) : Result<std::int64_t>(known->second);
        if (!count) return count.error();
        row.tickets = lists_[place] = *count;
        return row.tickets > 0;
    }

 private:
    /// Empty when out of reach.
    Result<std::string> number_within(CaseId id) {
        Rows rows(single_.bind(id));
        if (rows.next()) {
            const bool his = reach_.covers(rows.text(1), rows.text(2), rows.text(3)) || reach_.was_told(rows.text(4));
            return his ? std::string(rows.text(0)) : std::string();
        }
        if (auto status = rows.status(); !status) return status.error();
        return std::string();
    }

    Result<std::int64_t> count_within(std::int64_t place) {
        std::int64_t count = 0;
        Rows rows(entries_.bind(place));
        while (rows.next()) {
            const auto number = reach_.all ? Result<std::string>("any") : number_within(CaseId(rows.integer(0)));
            if (!number) return number.error();
            count += number->empty() ? 0 : 1;
        }
        if (auto status = rows.status(); !status) return status.error();
        return count;
    }

    const Reach& reach_;
    Statement single_;
    Statement entries_;
    std::map<std::int64_t, std::int64_t> lists_;
};

struct Query {
    std::string sql;
    std::vector<std::variant<std::int64_t, std::string>> values;
};

Result<Query> ledger_query(Database& database, const DeliveryFilter& filter, std::int64_t before) {
    const bool of_ticket = to_int(filter.case_id) != 0;
    Query query;
    // The planner knows no figures of this table: it is told where to begin.
    query.sql =
        "SELECT a.seq, a.place, a.person, a.at, a.took_ms, a.outcome, a.answer, o.channel, o.id, o.case_id"
        " FROM attempts a" +
        std::string(of_ticket                ? " INDEXED BY attempts_place"
                    : !filter.person.empty() ? " INDEXED BY attempts_person"
                                             : "") +
        " CROSS JOIN outbox o ON o.place = a.place WHERE a.seq < ?";
    query.values.emplace_back(before);
    if (of_ticket) {
        auto places = places_of(database, filter.case_id);
        if (!places) return places.error();
        query.sql += " AND a.place IN (SELECT value FROM json_each(?))";
        query.values.emplace_back(std::move(*places));
    }
    if (!filter.person.empty()) {
        query.sql += " AND a.person = ?";
        query.values.emplace_back(filter.person);
    }
    query.sql += " ORDER BY a.seq DESC";
    return query;
}

DeliveryRow ledger_row(const Rows& rows) {
    DeliveryRow row;
    row.seq = rows.integer(0);
    row.list = rows.integer(1) < 0;
    row.person = rows.text(2);
    row.at = rows.instant(3);
    row.took = Millis(rows.integer(4));
    row.outcome = static_cast<DeliveryRow::Outcome>(rows.integer(5));
    const bool requeued = row.outcome == DeliveryRow::Outcome::requeued;
    (requeued ? row.by : row.answer) = rows.text(6);
    row.channel = rows.text(7);
    row.notice = rows.text(8);
    row.case_id = CaseId(rows.integer(9));
    return row;
}

Result<DeliveryPage> read_ledger(Database& database, const DeliveryFilter& filter, std::int64_t before) {
    const auto query = ledger_query(database, filter, before);
    if (!query) return query.error();
    Scope scope(database, filter.reach);
    Statement statement(database, query->sql);
    DeliveryPage page;
    int scanned = 0;
    std::int64_t last = 0;
    Rows rows(statement.bind_list(query->values));
    while (rows.next()) {
        if (page.rows.size() == std::size_t(page_size(filter.limit)) || scanned == kScanMax) {
            page.next_cursor = cursor_at(last);
            break;
        }
        ++scanned;
        DeliveryRow row = ledger_row(rows);
        last = row.seq;
        if (!filter.channel.empty() && row.channel != filter.channel) continue;
        const auto within = scope.measure(rows.integer(1), row);
        if (!within) return within.error();
        if (*within) page.rows.push_back(std::move(row));
    }
    if (auto status = rows.status(); !status) return status.error();
    return page;
}

NoticeRow notice_row(const Rows& rows) {
    NoticeRow row;
    row.id = rows.text(1);
    row.escalation = rows.text(2);
    row.channel = rows.text(3);
    row.person = rows.text(4);
    row.level = int(rows.integer(5));
    row.raised_at = rows.instant(6);
    row.state = static_cast<NoticeState>(rows.integer(7));
    row.attempts = int(rows.integer(8));
    if (row.state == NoticeState::pending) row.next_at = rows.instant(9);
    row.last_answer = rows.text(10);
    if (rows.null(11)) return row;
    row.list = rows.text(11);
    row.list_state = static_cast<NoticeState>(rows.integer(12));
    row.attempts += int(rows.integer(13));
    if (row.list_state == NoticeState::pending) row.next_at = rows.instant(14);
    row.last_answer = rows.text(15);
    return row;
}

Result<NoticePage> read_notices(Database& database, CaseId id, std::int64_t before, int limit) {
    const auto raised = raised_events(database, id);
    if (!raised) return raised.error();
    Statement statement(database,
                        "SELECT o.place, o.id, o.escalation, o.channel, o.person, o.level, o.raised_at, o.state,"
                        " o.attempts, o.next_at, o.answer, l.id, l.state, l.attempts, l.next_at, l.answer"
                        " FROM outbox o LEFT JOIN outbox l ON l.place = o.digest"
                        " WHERE o.place BETWEEN ? AND ? ORDER BY o.place DESC");
    NoticePage page;
    std::int64_t last = 0;
    for (const std::int64_t seq : *raised) {
        Rows rows(statement.bind(seq * kNoticesMax, std::min((seq + 1) * kNoticesMax, before) - 1));
        while (rows.next()) {
            if (page.rows.size() == std::size_t(limit)) {
                page.next_cursor = cursor_at(last);
                return page;
            }
            page.rows.push_back(notice_row(rows));
            last = rows.integer(0);
        }
        if (auto status = rows.status(); !status) return status.error();
    }
    return page;
}

}  // namespace

Result<DeliveryPage> SqliteReaders::deliveries(const DeliveryFilter& filter) {
    const auto before = place_before(filter.cursor);
    if (!before) return before.error();
    return pool_.with(
        [&filter, before = *before](Database& database) { return read_ledger(database, filter, before); });
}

Result<NoticePage> SqliteReaders::notices(CaseId id, std::string_view cursor, int limit) {
    const auto before = place_before(cursor);
    if (!before) return before.error();
    return pool_.with([id, before = *before, limit = page_size(limit)](Database& database) {
        return read_notices(database, id, before, limit);
    });
}

}  // namespace gongdan::sqlite
