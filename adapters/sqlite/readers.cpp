#include "adapters/sqlite/readers.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "adapters/sqlite/event_rows.hpp"
#include "adapters/sqlite/outbox_rows.hpp"
#include "adapters/sqlite/search.hpp"
#include "core/base/check.hpp"

namespace gongdan::sqlite {
namespace {

std::string select_cases(std::string_view rest) {
    return "SELECT " + std::string(kCaseColumns) + " FROM cases " + std::string(rest);
}

Result<std::vector<CaseRecordPtr>> all_cases(Statement& bound, const FindWorkflow& find_workflow) {
    std::vector<CaseRecordPtr> found;
    Rows rows(bound);
    while (rows.next()) {
        auto record = read_case(rows, 0, find_workflow);
        if (!record) return record.error();
        found.push_back(std::move(*record));
    }
    if (auto status = rows.status(); !status) return status.error();
    return found;
}

/// Null when there is no row.
Result<CaseRecordPtr> one_case(Statement& bound, const FindWorkflow& find_workflow) {
    Rows rows(bound);
    if (rows.next()) return read_case(rows, 0, find_workflow);
    if (auto status = rows.status(); !status) return status.error();
    return CaseRecordPtr();
}

/// The places of the case's events with case_seq > `after`, oldest first.
Result<std::vector<std::int64_t>> walk_back(Database& database, CaseId id, std::int64_t after) {
    std::vector<std::int64_t> places;
    Statement tail(database, "SELECT tail_seq FROM cases WHERE id = ?");
    Statement step(database, "SELECT prev_seq, case_seq FROM journal WHERE seq = ?");
    std::int64_t seq = 0;
    {
        Rows rows(tail.bind(id));
        if (rows.next()) seq = rows.integer(0);
        if (auto status = rows.status(); !status) return status.error();
    }
    while (seq != 0) {
        Rows rows(step.bind(seq));
        if (!rows.next()) {
            if (auto status = rows.status(); !status) return status.error();
            return fail(Errc::internal, "journal.damaged", seq);
        }
        if (rows.integer(1) <= after) break;
        places.push_back(seq);
        if (rows.integer(0) >= seq) return fail(Errc::internal, "journal.damaged", seq);
        seq = rows.integer(0);
    }
    std::reverse(places.begin(), places.end());
    return places;
}

Result<Event> event_of(const Rows& rows, int first = 0) {
    const auto stored = read_event(rows, first);
    if (!stored) return stored.error();
    return restore_event(*stored);
}

std::vector<std::string> texts_in(const json::object& body, std::string_view key) {
    std::vector<std::string> texts;
    const json::array* list = get_array(body, key);
    if (list == nullptr) return texts;
    for (const json::value& entry : *list) {
        if (entry.is_string()) texts.emplace_back(entry.get_string());
    }
    return texts;
}

EscalationRow escalation_of(const Event& event) {
    EscalationRow row;
    row.id = string_or_empty(event.body, "id");
    row.case_id = event.case_id;
    row.clock = string_or_empty(event.body, "clock");
    row.rung = int(get_int(event.body, "rung").value_or(0));
    row.level = int(get_int(event.body, "level").value_or(0));
    row.to = texts_in(event.body, "to");
    row.people = texts_in(event.body, "people");
    row.raised_at = event.occurred_at;
    return row;
}

/// What groups of counts have in common: the key, and the workflow of a state.
std::string_view columns_of(CountBy by) {
    switch (by) {
        case CountBy::area: return "area, ''";
        case CountBy::team: return "team, ''";
        case CountBy::workflow: return "workflow, ''";
        case CountBy::state: return "state, workflow";
    }
    GONGDAN_UNREACHABLE("a CountBy outside its enum");
}

}  // namespace

Result<std::unique_ptr<Database>> ReaderPool::take() {
    {
        std::unique_lock lock(mutex_);
        returned_.wait(lock, [this] { return !idle_.empty() || open_ < kReadersMax; });
        if (!idle_.empty()) {
            auto database = std::move(idle_.back());
            idle_.pop_back();
            return database;
        }
        ++open_;
    }
    auto opened = Database::open(file_, {OpenMode::read_only, {}});
    if (opened) return std::make_unique<Database>(std::move(*opened));
    const std::lock_guard lock(mutex_);
    --open_;
    returned_.notify_one();
    return opened.error();
}

void ReaderPool::give_back(std::unique_ptr<Database> database) {
    {
        const std::lock_guard lock(mutex_);
        idle_.push_back(std::move(database));
    }
    returned_.notify_one();
}

Result<CaseRecordPtr> SqliteReaders::find(std::string_view id_or_number) {
    return pool_.with([this, id_or_number](Database& database) -> Result<CaseRecordPtr> {
        // The number wins over the id, as in the engine: people type numbers.
        Statement by_number(database, select_cases("WHERE number = ?"));
        auto found = one_case(by_number.bind(id_or_number), find_workflow_);
        if (found && !*found && parse_case_id(id_or_number) != CaseId{}) {
            Statement by_id(database, select_cases("WHERE id = ?"));
            found = one_case(by_id.bind(parse_case_id(id_or_number)), find_workflow_);
        }
        if (found && !*found) return fail(Errc::not_found, "case.unknown", id_or_number);
        return found;
    });
}

Result<CaseRecordPtr> SqliteReaders::find_case(CaseId id) {
    return pool_.with([this, id](Database& database) -> Result<CaseRecordPtr> {
        Statement by_id(database, select_cases("WHERE id = ?"));
        auto found = one_case(by_id.bind(id), find_workflow_);
        if (found && !*found) return fail(Errc::not_found, "case.unknown", to_int(id));
        return found;
    });
}

Result<TextHits> SqliteReaders::count_hits(Database& database, const std::string& expression) {
    Statement count(database, "SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH ? LIMIT ?)");
    Rows rows(count.bind(expression, kFewHits + 1));
    TextHits hits{expression, "", false};
    if (rows.next()) hits.few = rows.integer(0) <= kFewHits;
    if (auto status = rows.status(); !status) return status.error();
    return hits;
}

Result<CasePage> SqliteReaders::list(const CaseFilter& filter, Instant now) {
    return pool_.with([this, &filter, now](Database& database) -> Result<CasePage> {
        TextHits hits;
        if (!filter.text.empty()) {
            std::string expression = search_expression(filter.text);
            if (expression.empty()) return CasePage{};  // nothing but punctuation is found nowhere
            if (!filter.personal) expression = outside_personal_data(expression);
            auto counted = count_hits(database, expression);
            if (!counted) return counted.error();
            hits = std::move(*counted);
            hits.phrase = phrase_expression(filter.text);
            if (!filter.personal && !hits.phrase.empty()) hits.phrase = outside_personal_data(hits.phrase);
        }
        const auto query = list_query(filter, hits, now);
        if (!query) return query.error();
        Statement statement(database, query->sql);
        CasePage page;
        std::vector<std::int64_t> key;
        Rows rows(statement.bind_list(query->values));
        while (rows.next()) {
            if (page.cases.size() == std::size_t(page_size(filter.limit))) {
                page.next_cursor = make_cursor(filter.sort, key);
                break;
            }
            auto record = read_case(rows, 0, find_workflow_);
            if (!record) return record.error();
            page.cases.push_back(std::move(*record));
            key.clear();
            for (std::size_t i = 0; i < query->key_columns; ++i) key.push_back(rows.integer(kCaseColumnCount + int(i)));
        }
        if (auto status = rows.status(); !status) return status.error();
        return page;
    });
}

Result<std::vector<CaseCount>> SqliteReaders::counts(CountBy by, const Reach& reach, Instant now) {
    return pool_.with([by, &reach, now](Database& database) -> Result<std::vector<CaseCount>> {
        const ReachSql limited = reach.all ? ReachSql{"1", {}} : reach_sql(reach);
        Statement statement(database, fmt::format("SELECT {}, count(*), sum(risk_at <= ?), sum(overdue),"
                                                  " sum(team = '' AND assignee = '') FROM cases INDEXED BY cases_open"
                                                  " WHERE closed = 0 AND {} GROUP BY 1, 2",
                                                  columns_of(by), limited.condition));
        std::vector<std::variant<std::int64_t, std::string>> values{to_unix_ms(now)};
        values.insert(values.end(), limited.lists.begin(), limited.lists.end());
        std::vector<CaseCount> found;
        Rows rows(statement.bind_list(values));
        while (rows.next()) {
            found.push_back({std::string(rows.text(0)), std::string(rows.text(1)), rows.integer(2), rows.integer(3),
                             rows.integer(4), rows.integer(5)});
        }
        if (auto status = rows.status(); !status) return status.error();
        return found;
    });
}

Result<std::vector<Event>> SqliteReaders::journal(CaseId id, std::int64_t after, int limit) {
    return pool_.with([id, after, limit](Database& database) -> Result<std::vector<Event>> {
        auto places = walk_back(database, id, after);
        if (!places) return places.error();
        if (places->size() > std::size_t(std::max(limit, 0))) places->resize(std::size_t(std::max(limit, 0)));
        Statement statement(database, "SELECT " + std::string(kEventColumns) + " FROM journal WHERE seq = ?");
        std::vector<Event> events;
        for (const std::int64_t seq : *places) {
            Rows rows(statement.bind(seq));
            if (!rows.next())
                return rows.status() ? fail(Errc::internal, "journal.damaged", seq) : rows.status().error();
            auto event = event_of(rows);
            if (!event) return event.error();
            events.push_back(std::move(*event));
        }
        return events;
    });
}

Result<std::vector<Event>> SqliteReaders::events_after(std::int64_t after, int limit) {
    return pool_.with([after, limit](Database& database) -> Result<std::vector<Event>> {
        Statement statement(
            database, "SELECT " + std::string(kEventColumns) + " FROM journal WHERE seq > ? ORDER BY seq LIMIT ?");
        std::vector<Event> events;
        Rows rows(statement.bind(after, std::max(limit, 0)));
        while (rows.next()) {
            auto event = event_of(rows);
            if (!event) return event.error();
            events.push_back(std::move(*event));
        }
        if (auto status = rows.status(); !status) return status.error();
        return events;
    });
}

Result<EscalationPage> SqliteReaders::escalations(bool open_only, const Reach& reach, std::string_view cursor,
                                                  int limit) {
    std::int64_t before = std::numeric_limits<std::int64_t>::max();
    if (!cursor.empty()) {
        const auto key = read_cursor(cursor, CaseFilter::Sort::opened_desc, 1);
        if (!key) return key.error();
        before = key->front();
    }
    return pool_.with([open_only, &reach, before, limit](Database& database) -> Result<EscalationPage> {
        const ReachSql limited = reach.all ? ReachSql{"1", {}} : reach_sql(reach);
        Statement statement(database,
                            "SELECT e.acknowledged_at, e.acknowledged_by, c.number, c.area, j.* FROM escalations e"
                            " JOIN journal j ON j.seq = e.seq JOIN cases c ON c.id = j.case_id WHERE " +
                                limited.condition + " AND e.seq < ?" +
                                std::string(open_only ? " AND e.acknowledged_at IS NULL" : "") +
                                " ORDER BY e.seq DESC LIMIT ?");
        EscalationPage page;
        std::int64_t last = 0;
        std::vector<std::variant<std::int64_t, std::string>> values(limited.lists.begin(), limited.lists.end());
        values.emplace_back(before);
        values.emplace_back(std::int64_t(page_size(limit) + 1));
        Rows rows(statement.bind_list(values));
        while (rows.next()) {
            if (page.rows.size() == std::size_t(page_size(limit))) {
                page.next_cursor = make_cursor(CaseFilter::Sort::opened_desc, {last});
                break;
            }
            auto event = event_of(rows, 4);
            if (!event) return event.error();
            last = event->seq;
            EscalationRow row = escalation_of(*event);
            if (!rows.null(0)) row.acknowledged_at = rows.instant(0);
            row.acknowledged_by = rows.text(1);
            row.number = rows.text(2);
            row.area = rows.text(3);
            page.rows.push_back(std::move(row));
        }
        if (auto status = rows.status(); !status) return status.error();
        return page;
    });
}

Result<std::vector<std::int64_t>> SqliteReaders::intake(const IntakeQuery& query) {
    return pool_.with([&query](Database& database) -> Result<std::vector<std::int64_t>> {
        const ReachSql limited = query.reach.all ? ReachSql{"1", {}} : reach_sql(query.reach);
        const int count = std::clamp(query.count, 1, kIntakeMax);
        const std::int64_t from = to_unix_ms(query.from);
        const std::int64_t every = query.every.count();
        Statement statement(database,
                            "SELECT (opened_at - ?) / ?, count(*) FROM cases WHERE opened_at >= ?"
                            " AND opened_at < ? AND " +
                                limited.condition + " GROUP BY 1");
        std::vector<std::variant<std::int64_t, std::string>> values{from, every, from, from + count * every};
        values.insert(values.end(), limited.lists.begin(), limited.lists.end());
        std::vector<std::int64_t> opened(std::size_t(count), 0);
        Rows rows(statement.bind_list(values));
        while (rows.next()) opened[std::size_t(rows.integer(0))] = rows.integer(1);
        if (auto status = rows.status(); !status) return status.error();
        return opened;
    });
}

Result<std::vector<CaseRecordPtr>> SqliteReaders::children(CaseId parent) {
    return pool_.with([this, parent](Database& database) {
        Statement statement(database, select_cases("WHERE parent = ? ORDER BY id"));
        return all_cases(statement.bind(parent), find_workflow_);
    });
}

Result<std::vector<CaseRecordPtr>> SqliteReaders::with_clocks(CaseId after, int limit) {
    return pool_.with([this, after, limit](Database& database) {
        Statement statement(database,
                            select_cases("INDEXED BY cases_clocked WHERE clocked = 1 AND id > ? ORDER BY id LIMIT ?"));
        return all_cases(statement.bind(after, page_size(limit)), find_workflow_);
    });
}

Result<std::vector<OutboxRow>> SqliteReaders::outbox(OutboxRow::State state, int limit) {
    return pool_.with([state, limit](Database& database) -> Result<std::vector<OutboxRow>> {
        const bool pending = state == OutboxRow::State::pending;
        // The state stands in the text and not in a parameter: only so the partial indexes can be used.
        Statement statement(database, "SELECT " + std::string(kNoticeColumns) + " FROM outbox " +
                                          (pending ? "INDEXED BY outbox_pending " : "") +
                                          "WHERE state = " + std::to_string(int(state)) + " ORDER BY place" +
                                          (pending ? "" : " DESC") + " LIMIT ?");
        std::vector<OutboxRow> found;
        Rows rows(statement.bind(page_size(limit)));
        while (rows.next()) {
            found.push_back(read_notice(rows));
            if (!found.back().notice.message.empty()) continue;
            if (auto done = describe_list(database, found.back()); !done) return done.error();
        }
        if (auto status = rows.status(); !status) return status.error();
        return found;
    });
}

Result<std::vector<ListEntry>> SqliteReaders::listed(std::string_view list) {
    return pool_.with([list](Database& database) -> Result<std::vector<ListEntry>> {
        Statement statement(database,
                            "SELECT escalation, case_id, person, level, raised_at,"
                            " CASE WHEN json_valid(message) THEN json_extract(message, '$.due_at') END"
                            " FROM outbox WHERE digest = ? ORDER BY raised_at, place");
        std::vector<ListEntry> found;
        std::vector<ListKey> keys;
        Rows rows(statement.bind(list_place(list)));
        while (rows.next()) {
            found.push_back({std::string(rows.text(0)), CaseId(rows.integer(1)), std::string(rows.text(2)),
                             int(rows.integer(3)), rows.instant(4)});
            keys.push_back({found.back().escalation, rows.integer(3), std::string(rows.text(5))});
        }
        if (auto status = rows.status(); !status) return status.error();
        std::vector<ListEntry> shown;
        for (const std::size_t index : list_order(keys)) shown.push_back(std::move(found[index]));
        return shown;
    });
}

Result<std::vector<ChannelBacklog>> SqliteReaders::backlogs() {
    return pool_.with([](Database& database) -> Result<std::vector<ChannelBacklog>> {
        // Delivered notices are by far the most: each half reads its own partial index only.
        Statement statement(
            database,
            "SELECT channel, sum(state = 0), sum(state = 2), min(CASE state WHEN 0 THEN raised_at END) FROM ("
            " SELECT channel, state, raised_at FROM outbox INDEXED BY outbox_pending WHERE state = 0 UNION ALL"
            " SELECT channel, state, raised_at FROM outbox INDEXED BY outbox_dead WHERE state = 2)"
            " GROUP BY channel ORDER BY channel");
        std::vector<ChannelBacklog> found;
        Rows rows(statement.bind());
        while (rows.next()) {
            found.push_back({std::string(rows.text(0)), rows.integer(1), rows.integer(2), std::nullopt});
            if (!rows.null(3)) found.back().oldest_pending = rows.instant(3);
        }
        if (auto status = rows.status(); !status) return status.error();
        return found;
    });
}

Result<Gauges> SqliteReaders::gauges(Instant now) {
    return pool_.with([now](Database& database) -> Result<Gauges> {
        Gauges gauges;
        Statement cases(
            database,
            "SELECT count(*), sum(risk_at <= ?), sum(overdue) FROM cases INDEXED BY cases_due WHERE closed = 0");
        Statement pending(database,
                          "SELECT count(*), min(raised_at) FROM outbox INDEXED BY outbox_pending WHERE state = 0");
        Statement others(database,
                         "SELECT (SELECT count(*) FROM outbox WHERE state = 2), (SELECT max(seq) FROM journal)");
        Rows of_cases(cases.bind(now));
        if (of_cases.next()) {
            gauges.open = of_cases.integer(0);
            gauges.at_risk = of_cases.integer(1);
            gauges.overdue = of_cases.integer(2);
        }
        Rows of_pending(pending.bind());
        if (of_pending.next()) {
            gauges.outbox_pending = of_pending.integer(0);
            if (!of_pending.null(1)) gauges.oldest_pending = of_pending.instant(1);
        }
        Rows of_others(others.bind());
        if (of_others.next()) {
            gauges.dead_letters = of_others.integer(0);
            gauges.last_seq = of_others.integer(1);
        }
        for (const Rows* rows : {&of_cases, &of_pending, &of_others}) {
            if (auto status = rows->status(); !status) return status.error();
        }
        return gauges;
    });
}

Result<std::vector<WorkflowVersion>> SqliteReaders::workflow_versions(std::string_view workflow) {
    return pool_.with([workflow](Database& database) -> Result<std::vector<WorkflowVersion>> {
        Statement kept(database,
                       "SELECT d.version, d.first_seen, coalesce(c.open, 0) FROM definitions d LEFT JOIN"
                       " (SELECT version, count(*) AS open FROM cases INDEXED BY cases_open"
                       "  WHERE closed = 0 AND workflow = ?1 GROUP BY version) c ON c.version = d.version"
                       " WHERE d.kind = 'workflow' AND d.name = ?1 ORDER BY d.place");
        std::vector<WorkflowVersion> found;
        Rows rows(kept.bind(workflow));
        while (rows.next()) found.push_back({std::string(rows.text(0)), rows.instant(1), rows.integer(2)});
        if (auto status = rows.status(); !status) return status.error();
        return found;
    });
}

}  // namespace gongdan::sqlite
