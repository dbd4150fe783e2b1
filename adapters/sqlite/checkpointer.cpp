#include "adapters/sqlite/checkpointer.hpp"

#include <sqlite3.h>

namespace gongdan::sqlite {

Checkpointer::Checkpointer(Database& writer, std::filesystem::path file, std::string vfs)
    : writer_(writer), file_(std::move(file)), vfs_(std::move(vfs)) {
    const auto note_pages = [](void* pages, sqlite3*, const char*, int count) {
        *static_cast<int*>(pages) = count;
        return SQLITE_OK;
    };
    sqlite3_wal_hook(writer_.handle(), note_pages, &pages_);
}

Checkpointer::~Checkpointer() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
    sqlite3_wal_hook(writer_.handle(), nullptr, nullptr);
}

void Checkpointer::between_batches() {
    if (pages_ < start_at_) return;
    {
        const std::lock_guard lock(mutex_);
        if (stage_ == Stage::idle) {
            stage_ = Stage::wanted;
            if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
        }
        if (stage_ != Stage::copied) {
            wake_.notify_all();
            return;
        }
        stage_ = Stage::idle;
    }
    int left = 0;
    int copied = 0;
    const int code = sqlite3_wal_checkpoint_v2(writer_.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &left, &copied);
    // A reader that still looks at an old state (a backup) keeps the log from starting anew: try again when it has
    // grown by as much again. A failure is one more reason to wait; the log itself is whole.
    const bool whole = code == SQLITE_OK && left == copied;
    start_at_ = whole ? kCheckpointPages : pages_ + kCheckpointPages;
    if (whole) pages_ = 0;
}

bool Checkpointer::copy_bulk() {
    auto database = Database::open(file_, {OpenMode::existing, vfs_});
    if (!database || !database->execute("PRAGMA synchronous=FULL")) return false;
    return sqlite3_wal_checkpoint_v2(database->handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr) ==
           SQLITE_OK;
}

void Checkpointer::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        wake_.wait(lock, [this] { return stopping_ || stage_ == Stage::wanted; });
        if (stopping_) return;
        stage_ = Stage::copying;
        lock.unlock();
        // Whether it failed or not, the writer's own turn decides what is left to do.
        (void)copy_bulk();
        lock.lock();
        stage_ = Stage::copied;
    }
}

}  // namespace gongdan::sqlite
