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

/// Errc::conflict, with the process that holds it, when another server runs in `directory`.
[[nodiscard]] Result<DirectoryLock> lock_directory(const std::filesystem::path& directory);

}  // namespace gongdan::sqlite
