#include "tests/unit/sqlite/failing_vfs.hpp"

#include <sqlite3.h>

#include <atomic>
#include <cstring>

namespace gongdan::test {
namespace {

std::atomic<int> left = 0;  // calls until one fails; 0 = none will
std::atomic<bool> sticky = false;
std::atomic<bool> as_full = false;
std::atomic<bool> failed = false;

bool fails() {
    if (sticky && failed) return true;
    if (left == 0 || --left != 0) return false;
    failed = true;
    return true;
}

struct File {
    sqlite3_file base;  // first: SQLite sees only this
    sqlite3_file* real;
};

sqlite3_vfs* system_vfs() { return sqlite3_vfs_find(nullptr); }
sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<File*>(file)->real; }

int close_file(sqlite3_file* file) { return real(file)->pMethods->xClose(real(file)); }
int read_file(sqlite3_file* file, void* to, int size, sqlite3_int64 at) {
    return real(file)->pMethods->xRead(real(file), to, size, at);
}
int write_file(sqlite3_file* file, const void* from, int size, sqlite3_int64 at) {
    if (fails()) return as_full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    return real(file)->pMethods->xWrite(real(file), from, size, at);
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
    if (fails()) return SQLITE_IOERR_TRUNCATE;
    return real(file)->pMethods->xTruncate(real(file), size);
}
int sync_file(sqlite3_file*, int) { return fails() ? SQLITE_IOERR_FSYNC : SQLITE_OK; }
int file_size(sqlite3_file* file, sqlite3_int64* size) { return real(file)->pMethods->xFileSize(real(file), size); }
int lock_file(sqlite3_file* file, int level) { return real(file)->pMethods->xLock(real(file), level); }
int unlock_file(sqlite3_file* file, int level) { return real(file)->pMethods->xUnlock(real(file), level); }
int check_lock(sqlite3_file* file, int* held) { return real(file)->pMethods->xCheckReservedLock(real(file), held); }
int control(sqlite3_file* file, int what, void* value) {
    return real(file)->pMethods->xFileControl(real(file), what, value);
}
int sector_size(sqlite3_file* file) { return real(file)->pMethods->xSectorSize(real(file)); }
int characteristics(sqlite3_file* file) { return real(file)->pMethods->xDeviceCharacteristics(real(file)); }
int map_shared(sqlite3_file* file, int page, int size, int extend, volatile void** memory) {
    return real(file)->pMethods->xShmMap(real(file), page, size, extend, memory);
}
int lock_shared(sqlite3_file* file, int offset, int count, int flags) {
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
void barrier(sqlite3_file* file) { real(file)->pMethods->xShmBarrier(real(file)); }
int unmap_shared(sqlite3_file* file, int remove) { return real(file)->pMethods->xShmUnmap(real(file), remove); }

constexpr sqlite3_io_methods kMethods = {2,         close_file,   read_file,       write_file,  truncate_file,
                                         sync_file, file_size,    lock_file,       unlock_file, check_lock,
                                         control,   sector_size,  characteristics, map_shared,  lock_shared,
                                         barrier,   unmap_shared, nullptr,         nullptr};

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* given) {
    auto* made = reinterpret_cast<File*>(file);
    made->real = reinterpret_cast<sqlite3_file*>(made + 1);
    made->base.pMethods = nullptr;
    const int code = system_vfs()->xOpen(system_vfs(), name, made->real, flags, given);
    if (made->real->pMethods != nullptr) made->base.pMethods = &kMethods;
    return code;
}

}  // namespace

std::string FailingDisk::vfs() {
    static sqlite3_vfs made = [] {
        sqlite3_vfs copy = *system_vfs();
        copy.zName = "gongdan-failing";
        copy.szOsFile = int(sizeof(File)) + system_vfs()->szOsFile;
        copy.xOpen = open_file;
        copy.pNext = nullptr;
        return copy;
    }();
    static const int registered = sqlite3_vfs_register(&made, 0);
    return registered == SQLITE_OK ? made.zName : "not registered";
}

void FailingDisk::break_at(int nth, How how, bool full) {
    failed = false;
    sticky = how == How::for_good;
    as_full = full;
    left = nth;
}

void FailingDisk::mend() {
    left = 0;
    sticky = false;
}

bool FailingDisk::has_failed() { return failed; }

}  // namespace gongdan::test
