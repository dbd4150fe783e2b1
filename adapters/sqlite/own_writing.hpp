#pragma once
/// Which connections of this process write to a file, and when one of them last did: whoever waited in vain for the
/// write lock is told the truth about who held it. Thread-safe.

#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>

namespace gongdan::sqlite {

/// One connection's part in it.
class OwnWriting {
 public:
    explicit OwnWriting(const std::filesystem::path& file);
    ~OwnWriting() { set(false); }
    OwnWriting(const OwnWriting&) = delete;
    OwnWriting& operator=(const OwnWriting&) = delete;

    /// This connection holds the write lock from now on, or no more.
    void set(bool writes);
    /// Whether a connection of this process held the lock at some time of the last `span`.
    [[nodiscard]] bool seen_within(std::chrono::milliseconds span) const;

 private:
    struct File {
        std::atomic<int> writers = 0;
        std::atomic<std::chrono::steady_clock::duration> ended{};  ///< since the clock's epoch; zero = never
    };
    static std::shared_ptr<File> file_of(const std::filesystem::path& file);

    std::shared_ptr<File> file_;  // shared: by the connections to one file, the last of which ends it
    bool writes_ = false;
};

}  // namespace gongdan::sqlite
