#pragma once
/// The folder that holds a database, and the lock that keeps a second server out of it.

#include <filesystem>
#include <memory>

#include "core/base/result.hpp"

namespace gongdan::sqlite {

/// Held until it dies; the kernel lets go of it when the process dies. Movable.
class DirectoryLock {
 public:
    explicit DirectoryLock(int descriptor) : descriptor_(descriptor) {}
    ~DirectoryLock();
    DirectoryLock(DirectoryLock&& other) noexcept : descriptor_(other.descriptor_) { other.descriptor_ = -1; }
    DirectoryLock& operator=(DirectoryLock&&) = delete;

 private:
    int descriptor_;
};

/// The database file in `directory`.
[[nodiscard]] std::filesystem::path database_file(const std::filesystem::path& directory);

/// Makes `directory` (mode 0700: it holds customers' data) when it is missing, and the folders above it.
/// Errc::read_only when that fails.
[[nodiscard]] Result<void> make_directory(const std::filesystem::path& directory);

/// Lets nobody but the owner read or write the database `file` (mode 0600), its log and its index, and makes it when it
/// is missing, so that it is never open to others, whatever the folder's mode and the umask are. A file of somebody
/// else keeps its mode, and of one that cannot be made SQLite will say so.
void keep_private(const std::filesystem::path& file);

/// Errc::conflict, with the process that holds it, when another server runs in `directory`.
[[nodiscard]] Result<DirectoryLock> lock_directory(const std::filesystem::path& directory);

}  // namespace gongdan::sqlite
