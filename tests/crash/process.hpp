#pragma once
/// The real program as a child process, for tests that must kill it.

#include <chrono>
#include <string>
#include <vector>

namespace gongdan::test {

struct Finished {
    int code = -1;  ///< exit code; -1 when it was killed by a signal
    std::string output;
};

/// Runs to its end; standard error goes to that of the test.
[[nodiscard]] Finished run_to_end(const std::vector<std::string>& arguments);

class Process {
 public:
    /// Starts; standard output is read by read_line().
    explicit Process(const std::vector<std::string>& arguments);
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;
    ~Process();  ///< kills what still runs

    /// The next line of its standard output; empty at the end of the output.
    [[nodiscard]] std::string read_line();
    void kill();  ///< SIGKILL, and waits
    [[nodiscard]] int pid() const { return pid_; }
    int stop();   ///< SIGTERM, and waits; its exit code, -1 when a signal ended it

 private:
    int wait();

    int pid_ = -1;
    int output_ = -1;
    std::string buffer_;
};

}  // namespace gongdan::test
