#pragma once
/// The real program (or bash, curl, sqlite3) as a child process, for tests from outside.

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace gongdan::test {

struct Finished {
    int code = -1;       ///< exit code; -1 when it was killed by a signal
    std::string output;  ///< all of its standard output
    std::string errors;  ///< all of its standard error
};

struct ProcessOptions {
    std::string input = {};                          ///< its standard input
    std::string folder = {};                         ///< where it starts; empty = here
    std::vector<std::string> environment = {};       ///< NAME=value, added to ours
    std::optional<std::size_t> file_bytes_max = {};  ///< no file grows beyond this: as on a full disk
};

/// Runs to its end, at most a minute: then it is killed. The first argument is looked up in PATH.
[[nodiscard]] Finished run_to_end(const std::vector<std::string>& arguments, const ProcessOptions& options = {});

class Process {
 public:
    /// Starts; standard output is read by read_line(), standard error goes into a file without a name.
    explicit Process(const std::vector<std::string>& arguments, const ProcessOptions& options = {});
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;
    ~Process();  ///< kills what still runs

    /// The next line of its standard output; nothing at its end, or when none came within a minute.
    [[nodiscard]] std::optional<std::string> read_line();
    void kill();  ///< SIGKILL, and waits
    [[nodiscard]] int pid() const { return pid_; }
    int stop();  ///< SIGTERM, and waits; its exit code, -1 when a signal ended it
    int wait();  ///< its exit code; -1 when a signal ended it, or when we had to after a minute
    /// What it has written to standard error so far.
    [[nodiscard]] std::string errors() const;

 private:
    [[nodiscard]] bool read_more();

    int pid_ = -1;
    int output_ = -1;
    int errors_ = -1;
    std::string buffer_;
};

}  // namespace gongdan::test
