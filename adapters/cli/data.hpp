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

/// Who took what is written down before it leaves.
[[nodiscard]] Result<void> note_departure(const Common& common, const host::Accounts::Departure& departure);

}  // namespace gongdan::cli
