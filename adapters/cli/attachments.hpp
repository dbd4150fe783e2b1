#pragma once
/// The files of attachments, for the commands on a data directory.

#include <filesystem>
#include <vector>

#include "adapters/cli/books.hpp"
#include "core/engine/examine.hpp"

namespace gongdan::cli {

/// Copies the files of one vault into another, each checked by its hash and on disk. A folder that is missing holds
/// none.
[[nodiscard]] Result<void> copy_attachments(const std::filesystem::path& from, const std::filesystem::path& to);

/// Adds to `faults`: attachments without their file or with a changed one, and files of no attachment (orphans), which
/// only a crash between two steps leaves. `clean` removes orphans older than a day instead.
[[nodiscard]] Result<void> check_attachments(const Books& books, bool clean, std::vector<Fault>& faults);

}  // namespace gongdan::cli
