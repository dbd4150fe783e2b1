#pragma once
/// Programs started for a channel: each in a process group of its own, so that it ends with all its children.

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "adapters/notify/descriptor.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"

namespace gongdan::notify {

struct ProgramStart {
    /// The program and its arguments. Without a slash in it, the program is looked up in PATH.
    std::vector<std::string> command;
    std::vector<std::string> environment;  ///< "NAME=value", all of it: nothing of ours is handed on
    std::filesystem::path folder;          ///< working folder; empty = ours
    /// Become 0, 1, 2 and, when not -1, 3 there; nothing else stays open. They stay the caller's.
    int input = -1;
    int output = -1;
    int errors = -1;
    int extra = -1;
};

/// PATH, LANG, TZ, and those of our environment that `names` lists.
[[nodiscard]] std::vector<std::string> handed_environment(const std::vector<std::string>& names);

/// How a program ended.
struct ProgramEnd {
    int code = -1;   ///< exit code; -1 when killed
    int signal = 0;  ///< that killed it; 0 = none
};

/// A running program. Kills its group when destroyed. Not thread-safe.
class Program {
 public:
    /// Errc::unavailable with the reason when it cannot be started.
    [[nodiscard]] static Result<Program> start(const ProgramStart& start);

    Program(Program&& other) noexcept;
    Program& operator=(Program&& other) noexcept;
    ~Program();

    /// Becomes readable when the program ends; -1 where the kernel cannot tell: ask ended() now and then.
    [[nodiscard]] int end_descriptor() const { return end_.get(); }
    [[nodiscard]] bool ended() const;

    /// SIGTERM to its group, as when the machine goes down. Returns at once.
    void ask_to_end() const;
    /// Waits at most `patience`; true when it has ended. Nobody reads meanwhile what it prints.
    [[nodiscard]] bool ends_within(Millis patience) const;

    /// Kills what still runs of the group, waits for the program, and tells how it ended.
    ProgramEnd finish();

 private:
    Program(pid_t id, Descriptor end) : id_(id), end_(std::move(end)) {}

    pid_t id_ = 0;  // also of its group; 0 = finished
    Descriptor end_;
};

/// A pipe whose ends are not handed on to other programs.
struct Pipe {
    Descriptor read;  ///< does not block
    Descriptor write;
};
[[nodiscard]] Result<Pipe> make_pipe();

}  // namespace gongdan::notify
