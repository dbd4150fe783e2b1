#include "adapters/sqlite/backup.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "adapters/sqlite/schema.hpp"

namespace gongdan::sqlite {
namespace {

namespace files = std::filesystem;

Error cannot_write(const files::path& path, int error) {
    return fail(Errc::read_only, "store.cannot-write", path.string(), std::generic_category().message(error));
}

Result<void> sync(const files::path& path) {
    const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return cannot_write(path, errno);
    const bool done = fsync(descriptor) == 0;
    const int error = errno;
    close(descriptor);
    return done ? Result<void>() : Result<void>(cannot_write(path, error));
}

files::path folder_of(const files::path& path) {
    return path.has_parent_path() ? path.parent_path() : files::path(".");
}

/// A half-written copy never bears the name of a whole one.
Result<void> publish(const files::path& partial, const files::path& target) {
    if (auto done = sync(partial); !done) return done;
    std::error_code failed;
    files::rename(partial, target, failed);
    if (failed) return cannot_write(target, failed.value());
    return sync(folder_of(target));
}

/// An empty file that only its owner may read: a copy holds customers' data too. SQLite writes into it.
Result<void> make_private(const files::path& path) {
    const int descriptor = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor < 0) return cannot_write(path, errno);
    close(descriptor);
    return {};
}

Result<void> copy_state(const files::path& file, const files::path& partial) {
    auto database = Database::open(file, {OpenMode::existing, {}});
    if (!database) return database.error();
    Statement vacuum(*database, "VACUUM INTO ?");
    return vacuum.bind(partial.string()).run();
}

Result<void> copy_to(const files::path& file, const files::path& target) {
    std::error_code failed;
    if (files::exists(target, failed)) return fail(Errc::conflict, "store.backup-exists", target.string());
    const files::path partial = target.string() + ".partial";
    files::remove(partial, failed);  // of a copy that was interrupted
    auto done = make_private(partial);
    if (done) done = copy_state(file, partial);
    if (done) done = publish(partial, target);
    if (!done) files::remove(partial, failed);
    return done;
}

}  // namespace

Result<void> backup(const files::path& file, const files::path& target) { return copy_to(file, target); }

Result<void> restore(const files::path& source, const files::path& file) {
    if (auto sound = check_integrity(source); !sound) {
        return fail(Errc::invalid_input, "store.bad-backup", source.string(), sound.error().detail.en);
    }
    return copy_to(source, file);
}

Result<void> check_integrity(const files::path& file) {
    auto database = Database::open(file, {OpenMode::existing, {}});
    if (!database) return database.error();
    const auto version = database->number("PRAGMA user_version");
    if (!version) return version.error();
    if (*version == 0) return fail(Errc::internal, "store.not-ours", file.string());
    if (*version > kSchemaVersion) return fail(Errc::conflict, "store.newer", *version, kSchemaVersion);
    Statement check(*database, "PRAGMA integrity_check(1)");
    {
        Rows rows(check.bind());
        if (rows.next() && rows.text(0) != "ok") return fail(Errc::internal, "store.damaged", rows.text(0));
        if (auto status = rows.status(); !status) return status;
    }
    return database->execute("INSERT INTO search(search) VALUES('integrity-check')");
}

}  // namespace gongdan::sqlite
