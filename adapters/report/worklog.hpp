#pragma once
/// A person's work log of one day (工作日志, DOMAIN.md §11), made from what he did to tickets. Customers' data is
/// masked.

#include <optional>
#include <string>
#include <vector>

#include "adapters/report/document.hpp"
#include "core/escalation/organisation.hpp"
#include "core/ticket/snapshot.hpp"

namespace gongdan::report {

struct WorkEntry {
    Instant at{};           ///< when it happened
    Instant recorded_at{};  ///< when it was entered
    std::string number;
    LocalText workflow;
    std::string area;  ///< as the organisation calls it
    std::string what;  ///< code: of the workflow's event, or opened, comment, attached, acknowledged, unmasked
    LocalText what_title;
    LocalText stage;     ///< "state → state"; empty when the step stayed
    std::string place;   ///< the customer's address, masked
    std::string remark;  ///< what he wrote, private numbers masked; other personal fields left out
};

/// What `event` says that its actor did to `snapshot`'s case; nothing when nobody did it.
[[nodiscard]] std::optional<WorkEntry> work_entry(const Event& event, const CaseSnapshot& snapshot,
                                                  const Organisation& organisation);

struct WorkDay {
    std::string person;  ///< name
    std::string station;
    Date date{};
    std::vector<WorkEntry> entries;  ///< in any order
};

/// The same as CSV (RFC 4180), line by line, for a log of any length: column ids, then a line an entry.
[[nodiscard]] std::string worklog_csv_head();
[[nodiscard]] std::string worklog_csv_line(const WorkEntry& entry);

/// In order of time, with room for signatures.
[[nodiscard]] Document worklog_document(WorkDay day);

}  // namespace gongdan::report
