#pragma once
/// The table of cases: how a case becomes a row and a row a case. Internal to adapters/sqlite.

#include <array>
#include <functional>
#include <memory>

#include "adapters/sqlite/database.hpp"
#include "core/engine/ports.hpp"

namespace gongdan::sqlite {

/// The definition of that name and version; null when nobody knows it. Must be thread-safe.
using FindWorkflow = std::function<std::shared_ptr<const Workflow>(std::string_view name, std::string_view version)>;

/// What indexes over cases hold of one: when it is unchanged, so are they.
struct CaseKeys {
    std::optional<Instant> next_alarm;
    std::int64_t due_at = 0;   ///< the earliest due time of its running or breached clocks, ms; kNever = none
    std::int64_t risk_at = 0;  ///< ms; kNever = none
    bool overdue = false;
    bool closed = false;
    bool clocked = false;  ///< some clock runs or is paused

    bool operator==(const CaseKeys&) const = default;
};

[[nodiscard]] CaseKeys keys_of(const CaseSnapshot& snapshot, const Outlook& outlook);

struct CaseRow {
    CaseRecordPtr record;
    CaseKeys keys;
};

/// The columns read_case() expects, in its order, of the table `cases`.
inline constexpr std::string_view kCaseColumns = "workflow, version, snapshot, tail_seq, tail_hash";
inline constexpr int kCaseColumnCount = 5;

/// The case in the present row, whose columns from `first` on are kCaseColumns.
[[nodiscard]] Result<CaseRecordPtr> read_case(const Rows& rows, int first, const FindWorkflow& find_workflow);

class CaseTable {
 public:
    CaseTable(const Database& database, FindWorkflow find_workflow);

    /// A null record = no such case.
    [[nodiscard]] Result<CaseRow> load(CaseId id);
    /// CaseId 0 = no such number.
    [[nodiscard]] Result<CaseId> find_number(std::string_view number);
    [[nodiscard]] Result<void> insert(const CaseRow& row);
    /// Writes what may change in a case's life; columns under an index only when they differ from `before`.
    [[nodiscard]] Result<void> update(const CaseRow& row, const CaseKeys& before);

 private:
    [[nodiscard]] Statement& update_for(unsigned changed);

    const Database& database_;
    FindWorkflow find_workflow_;
    Statement load_;
    Statement find_number_;
    Statement insert_;
    std::array<std::unique_ptr<Statement>, 8> updates_;  // one for each set of changed indexes, prepared when needed
};

}  // namespace gongdan::sqlite
