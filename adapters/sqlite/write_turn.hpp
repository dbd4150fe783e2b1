#pragma once
/// The write lock of a file, as the connections of this process share it: SQLite lets whoever asks at the right moment
/// have it, so that a writer who lets go and takes it again at once would starve the others; and it does not say who
/// held it. Here the writer sees that somebody waits, and whoever waited in vain is told the truth about whom for.

#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>

struct sqlite3;

namespace gongdan::sqlite {

/// One connection's part in it; belongs to the thread of the connection.
class WriteTurn {
 public:
    /// `handle` waits at most `patience` for the lock from now on; null when it could not be opened.
    WriteTurn(const std::filesystem::path& file, sqlite3* handle, std::chrono::milliseconds patience);
    ~WriteTurn() { hold(false); }
    WriteTurn(const WriteTurn&) = delete;
    WriteTurn& operator=(const WriteTurn&) = delete;

    /// This connection holds the lock from now on, or no more.
    void hold(bool holds);
    /// Before it is taken again: a moment in which whoever waits gets it. Nothing when nobody does.
    void give_way() const;
    /// Whether a connection of this process held the lock while this one may have waited for it.
    [[nodiscard]] bool was_held() const;

 private:
    using Ticks = std::chrono::steady_clock::duration;  // since the clock's epoch
    struct File {
        std::atomic<int> holders = 0;
        std::atomic<Ticks> let_go{};  ///< zero = never
        std::atomic<Ticks> asked{};   ///< when somebody last asked in vain
    };
    static std::shared_ptr<File> file_of(const std::filesystem::path& file);
    static int on_busy(void* turn, int tries);
    [[nodiscard]] bool waits(int tries);

    std::shared_ptr<File> file_;  // shared: by the connections to one file, the last of which ends it
    std::chrono::milliseconds patience_;
    Ticks asked_first_{};
    bool holds_ = false;
};

}  // namespace gongdan::sqlite
