#pragma once
/// Moves the write-ahead log into the database file without stopping the writer for long.
///
/// A thread of its own copies the bulk while the writer goes on; what was appended meanwhile is little, and the writer
/// copies that itself between two batches, so that it may start the log from the front again. Measured: one automatic
/// checkpoint of 64 MiB stops the writer for as long as the disk takes, this for a few milliseconds.

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>

#include "adapters/sqlite/database.hpp"

namespace gongdan::sqlite {

/// Pages in the log that make a checkpoint worth its syncs: 64 MiB (DESIGN: figures).
inline constexpr int kCheckpointPages = 16384;

class Checkpointer {
 public:
    /// Watches `writer`, which must outlive this; the thread starts with the first checkpoint.
    Checkpointer(Database& writer, std::filesystem::path file, std::string vfs);
    ~Checkpointer();
    Checkpointer(const Checkpointer&) = delete;
    Checkpointer& operator=(const Checkpointer&) = delete;

    /// Between two batches, on the writer's thread.
    void between_batches();

 private:
    enum class Stage { idle, wanted, copying, copied };

    void run();
    [[nodiscard]] bool copy_bulk();

    Database& writer_;
    std::filesystem::path file_;
    std::string vfs_;
    int pages_ = 0;  // in the log after the last commit; the writer's own
    int start_at_ = kCheckpointPages;

    std::mutex mutex_;
    std::condition_variable wake_;
    Stage stage_ = Stage::idle;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace gongdan::sqlite
