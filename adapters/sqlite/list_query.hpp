#pragma once
/// The question to the database behind one page of a list of cases. Internal to adapters/sqlite.

#include <variant>

#include "core/engine/read_model.hpp"

namespace gongdan::sqlite {

struct ListQuery {
    std::string sql;  ///< yields kCaseColumns, then the sort key
    std::vector<std::variant<std::int64_t, std::string>> values;
    std::size_t key_columns = 0;
};

/// With more hits than this the list is walked in its own order and hits are picked out; with fewer, the hits are read
/// and sorted, those of the phrase before the others. Either way a page costs milliseconds.
inline constexpr std::int64_t kFewHits = 2000;

struct TextHits {
    std::string expression;  ///< of FTS5; empty = no text asked for
    std::string phrase;      ///< of FTS5: what stands first; empty = all hits are alike
    bool few = false;        ///< at most kFewHits
};

/// Reach::covers as a condition over the columns area, team, assignee and told of `cases`, for a reach that is not all.
struct ReachSql {
    std::string condition;
    std::vector<std::string> lists;  ///< the value of each "?" of it, in order: JSON arrays, and marks as JSON strings
};
[[nodiscard]] ReachSql reach_sql(const Reach& reach);

/// The page behind filter.cursor, one row longer than the limit, so that one sees whether another page follows.
/// Errc::invalid_input for a cursor that is not of this order.
[[nodiscard]] Result<ListQuery> list_query(const CaseFilter& filter, const TextHits& hits, Instant now);

/// Opaque to callers: the sort key of the last row of a page.
[[nodiscard]] std::string make_cursor(CaseFilter::Sort sort, const std::vector<std::int64_t>& key);

/// A sort key of `columns` numbers made by make_cursor() for `sort`. Errc::invalid_input.
[[nodiscard]] Result<std::vector<std::int64_t>> read_cursor(std::string_view cursor, CaseFilter::Sort sort,
                                                            std::size_t columns);

/// How many rows a caller gets: at least 1, at most kPageMax.
[[nodiscard]] int page_size(int asked);

}  // namespace gongdan::sqlite
