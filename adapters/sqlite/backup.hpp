#pragma once
/// Copies of a database that may be in use, and whether one is sound.

#include <filesystem>

#include "core/base/result.hpp"

namespace gongdan::sqlite {

/// Writes one consistent state of the database `file` to `target`, compacted and synced, while a server may go on
/// writing. Errc::conflict when `target` exists (a backup is never overwritten), Errc::read_only when the disk does not
/// let us; then nothing is left at `target`.
[[nodiscard]] Result<void> backup(const std::filesystem::path& file, const std::filesystem::path& target);

/// Puts the backup `source` in place of the database `file`. Errc::invalid_input when it is no sound database of this
/// program, Errc::conflict when `file` exists. The caller holds the directory's lock.
[[nodiscard]] Result<void> restore(const std::filesystem::path& source, const std::filesystem::path& file);

/// Reads every page and index. Errc::internal names the first fault. Takes about as long as reading the file.
[[nodiscard]] Result<void> check_integrity(const std::filesystem::path& file);

}  // namespace gongdan::sqlite
