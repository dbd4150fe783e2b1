#include "adapters/sqlite/data_directory.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <system_error>

namespace gongdan::sqlite {
namespace {

std::string said(int error) { return std::generic_category().message(error); }

/// The number the holder wrote into the lock file, for people only.
std::string holder_of(int descriptor) {
    std::array<char, 24> text{};
    const auto length = pread(descriptor, text.data(), text.size(), 0);
    return length > 0 ? std::string(text.data(), std::size_t(length)) : "?";
}

}  // namespace

DirectoryLock::~DirectoryLock() {
    if (descriptor_ >= 0) close(descriptor_);
}

std::filesystem::path database_file(const std::filesystem::path& directory) { return directory / "gongdan.db"; }

Result<void> make_directory(const std::filesystem::path& directory) {
    std::error_code failed;
    const auto parent = std::filesystem::absolute(directory, failed).parent_path();
    if (!failed) std::filesystem::create_directories(parent, failed);
    if (failed) return fail(Errc::read_only, "store.no-directory", directory.string(), failed.message());
    if (mkdir(directory.c_str(), S_IRWXU) == 0 || errno == EEXIST) return {};
    return fail(Errc::read_only, "store.no-directory", directory.string(), said(errno));
}

void keep_private(const std::filesystem::path& file) {
    constexpr mode_t kOwnerOnly = S_IRUSR | S_IWUSR;
    const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnly);
    if (descriptor >= 0) close(descriptor);
    // By name: to open and close a database that this process uses would let go of SQLite's locks on it.
    for (const char* suffix : {"", "-wal", "-shm"}) (void)chmod((file.string() + suffix).c_str(), kOwnerOnly);
}

Result<DirectoryLock> lock_directory(const std::filesystem::path& directory) {
    const auto file = directory / "lock";
    // Close-on-exec: a plugin must not inherit the lock and keep it after the server has ended.
    const int descriptor = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor < 0) return fail(Errc::read_only, "store.no-directory", file.string(), said(errno));
    DirectoryLock lock(descriptor);
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        return fail(Errc::conflict, "store.locked", directory.string(), holder_of(descriptor));
    }
    const std::string id = std::to_string(getpid());
    // On a full disk the note may fail; the lock holds all the same, and the server can at least be read.
    [[maybe_unused]] const bool noted =
        ftruncate(descriptor, 0) == 0 && pwrite(descriptor, id.data(), id.size(), 0) > 0;
    return lock;
}

}  // namespace gongdan::sqlite
