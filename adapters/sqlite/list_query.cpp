#include "adapters/sqlite/list_query.hpp"

#include <algorithm>
#include <charconv>

#include "adapters/crypto/crypto.hpp"
#include "adapters/sqlite/case_table.hpp"
#include "adapters/sqlite/schema.hpp"
#include "core/base/canonical_json.hpp"

namespace gongdan::sqlite {
namespace {

/// How a list is sorted: its key columns follow an index, so that a page is read and not sorted.
struct Order {
    std::vector<std::string_view> key;
    std::string_view index;
    bool descending = false;
};

Order order_of(const CaseFilter& filter, bool open_only) {
    switch (filter.sort) {
        case CaseFilter::Sort::due:
            // Open cases before closed ones: nothing is due in those.
            if (open_only) return {{"due_at", "risk_at", "overdue", "id"}, "cases_due", false};
            return {{"closed", "due_at", "risk_at", "overdue", "id"}, "cases_due", false};
        case CaseFilter::Sort::opened: return {{"opened_at", "id"}, open_only ? "cases_open" : "cases_opened", false};
        case CaseFilter::Sort::opened_desc: break;
    }
    return {{"opened_at", "id"}, open_only ? "cases_open" : "cases_opened", true};
}

char letter_of(CaseFilter::Sort sort) {
    switch (sort) {
        case CaseFilter::Sort::due: return 'd';
        case CaseFilter::Sort::opened: return 'a';
        case CaseFilter::Sort::opened_desc: break;
    }
    return 'z';
}

/// Of a row that holds the words as they were typed: it comes first.
constexpr std::string_view kWhole = "whole";

class Builder {
 public:
    Builder(const CaseFilter& filter, bool open_only, Order order)
        : filter_(filter), open_only_(open_only), order_(std::move(order)) {}

    ListQuery build(const TextHits& hits, const std::vector<std::int64_t>& after, Instant now) {
        const bool walk = hits.expression.empty() || !hits.few;
        ListQuery& query = query_;
        query.sql = "SELECT " + std::string(kCaseColumns);
        if (!hits.phrase.empty()) add_phrase(hits.phrase, walk);
        query.key_columns = order_.key.size() + (hits.phrase.empty() ? 0 : 1);
        for (const auto column : order_.key) query.sql += ", " + std::string(column);
        query.sql += " FROM cases";
        // The planner does not know how rare a state is, and would sort; the order of the index is what makes paging
        // cheap.
        if (walk) query.sql += " INDEXED BY " + std::string(order_.index);
        query.sql += " WHERE 1";
        add_filters(now);
        if (!hits.expression.empty()) {
            add(walk ? " AND +id IN (SELECT rowid FROM search WHERE search MATCH ?)"
                     : " AND id IN (SELECT rowid FROM search WHERE search MATCH ?)",
                hits.expression);
        }
        if (!hits.phrase.empty() && !walk) order_.key.insert(order_.key.begin(), kWhole);
        add_place(after);
        query.sql += " ORDER BY ";
        for (std::size_t i = 0; i < order_.key.size(); ++i) {
            query.sql += (i == 0 ? "" : ", ") + std::string(order_.key[i]) + (order_.descending ? " DESC" : "");
        }
        add(" LIMIT ?", std::int64_t(page_size(filter_.limit) + 1));
        return std::move(query_);
    }

 private:
    template <class Value>
    void add(std::string_view condition, Value value) {
        query_.sql += condition;
        query_.values.emplace_back(std::move(value));
    }

    /// Before the key. A walk keeps its own order: there the column says nothing, and keys stay alike should the hits
    /// become many between two pages.
    void add_phrase(const std::string& phrase, bool walk) {
        if (walk) {
            query_.sql += ", 0 AS ";
        } else {
            add(order_.descending ? ", id IN (SELECT rowid FROM search WHERE search MATCH ?) AS "
                                  : ", id NOT IN (SELECT rowid FROM search WHERE search MATCH ?) AS ",
                phrase);
        }
        query_.sql += kWhole;
    }

    void add_filters(Instant now) {
        if (open_only_) query_.sql += " AND closed = 0";
        if (!filter_.workflow.empty()) add(" AND workflow = ?", filter_.workflow);
        if (!filter_.state.empty()) add(" AND state = ?", filter_.state);
        if (!filter_.area.empty()) add(" AND area = ?", filter_.area);
        if (filter_.without_area) query_.sql += " AND area = ''";
        if (!filter_.team.empty()) add(" AND team = ?", filter_.team);
        if (filter_.overdue) query_.sql += *filter_.overdue ? " AND overdue = 1" : " AND overdue = 0";
        if (filter_.at_risk) add(" AND risk_at <= ?", to_unix_ms(now));
        // The search for the member's name spares reading the rows that cannot have it; it may stand elsewhere too.
        if (filter_.flagged)
            query_.sql += R"( AND instr(snapshot, '"flags":[') AND json_array_length(snapshot, '$.data.flags') > 0)";
        add_reach();
        // What is overdue or at risk has a due time: the rows without one need not be walked.
        const bool due = filter_.at_risk || filter_.overdue.value_or(false);
        if (due && order_.index == "cases_due") add(" AND due_at < ?", kNever);
    }

    void add_reach() {
        if (filter_.reach.all) return;
        const ReachSql reach = reach_sql(filter_.reach);
        query_.sql += " AND " + reach.condition;
        for (const std::string& list : reach.lists) query_.values.emplace_back(list);
    }

    void add_place(const std::vector<std::int64_t>& after) {
        if (after.empty()) return;
        const std::size_t unused = after.size() - order_.key.size();  // of a phrase, in a walk
        std::string columns;
        std::string marks;
        for (std::size_t i = 0; i < order_.key.size(); ++i) {
            columns += (i == 0 ? "" : ", ") + std::string(order_.key[i]);
            marks += i == 0 ? "?" : ", ?";
            query_.values.emplace_back(after[unused + i]);
        }
        query_.sql += " AND (" + columns + (order_.descending ? ") < (" : ") > (") + marks + ")";
    }

    const CaseFilter& filter_;
    bool open_only_;
    Order order_;
    ListQuery query_;
};

}  // namespace

ReachSql reach_sql(const Reach& reach) {
    ReachSql sql;
    // Not "0": under a condition that is false for good SQLite would find no use for the index that it is told to take.
    sql.condition = reach.unplaced ? "((area = '' AND team = '')" : "(id < 0";
    const auto in_list = [&sql](std::string_view column, const std::vector<std::string>& names) {
        if (names.empty()) return;
        sql.condition += " OR " + std::string(column) + " IN (SELECT value FROM json_each(?))";
        sql.lists.push_back(json::serialize(json::value_from(names)));
    };
    in_list("area", reach.areas);
    in_list("team", reach.teams);
    in_list("assignee", reach.people);
    for (const std::string& mark : reach.told) {
        sql.condition += " OR instr(told, ?)";
        append_canonical_string(mark, sql.lists.emplace_back());
    }
    sql.condition += ")";
    return sql;
}

Result<ListQuery> list_query(const CaseFilter& filter, const TextHits& hits, Instant now) {
    // A state is often final, and then only closed cases are in it.
    const bool open_only = !filter.with_closed && filter.state.empty();
    Order order = order_of(filter, open_only);
    std::vector<std::int64_t> after;
    if (!filter.cursor.empty()) {
        auto key = read_cursor(filter.cursor, filter.sort, order.key.size() + (hits.phrase.empty() ? 0 : 1));
        if (!key) return key.error();
        after = std::move(*key);
    }
    return Builder(filter, open_only, std::move(order)).build(hits, after, now);
}

std::string make_cursor(CaseFilter::Sort sort, const std::vector<std::int64_t>& key) {
    std::string plain(1, letter_of(sort));
    for (const std::int64_t part : key) plain += ':' + std::to_string(part);
    return crypto::to_base64url(plain);
}

Result<std::vector<std::int64_t>> read_cursor(std::string_view cursor, CaseFilter::Sort sort, std::size_t columns) {
    const std::string plain = crypto::from_base64url(cursor);
    const Error wrong = fail(Errc::invalid_input, "store.cursor");
    if (plain.empty() || plain.front() != letter_of(sort)) return wrong;
    std::vector<std::int64_t> key;
    const char* at = plain.data() + 1;
    const char* end = plain.data() + plain.size();
    while (at != end) {
        std::int64_t part = 0;
        if (*at != ':') return wrong;
        const auto [stopped, error] = std::from_chars(at + 1, end, part);
        if (error != std::errc()) return wrong;
        key.push_back(part);
        at = stopped;
    }
    if (key.size() != columns) return wrong;
    return key;
}

int page_size(int asked) { return std::clamp(asked, 1, kPageMax); }

}  // namespace gongdan::sqlite
