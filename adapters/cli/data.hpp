#pragma once
/// What the commands on a data directory share.

#include <filesystem>
#include <vector>

#include "adapters/cli/books.hpp"
#include "adapters/host/accounts.hpp"
#include "core/engine/examine.hpp"

namespace gongdan::cli {

/// The database of the directory, which must exist: reading an empty one made by mistake would say that all is well.
[[nodiscard]] Result<std::filesystem::path> existing_database(const std::filesystem::path& folder);
[[nodiscard]] Result<std::filesystem::path> existing_database(const Common& common);

/// Faults as --json prints them.
[[nodiscard]] json::array fault_views(const std::vector<Fault>& faults);

/// Holds every row of a case against what `examiner` made of the journal.
[[nodiscard]] Result<void> compare_rows(const std::filesystem::path& file, const sqlite::FindWorkflow& find_workflow,
                                        Examiner& examiner);
/// Boards and timers live from the derived columns: a ticket whose next alarm was lost would stay silent.
[[nodiscard]] Result<void> compare_derived(const std::filesystem::path& file, const Books& books,
                                           std::vector<Fault>& faults);
[[nodiscard]] Result<void> compare_account_log(const std::filesystem::path& file, std::vector<Fault>& faults);

/// Who took what is written down before it leaves.
[[nodiscard]] Result<void> note_departure(const Common& common, const host::Accounts::Departure& departure);

}  // namespace gongdan::cli
