#pragma once
/// Finds processes that a plugin leaves behind, for its conformance test.

#include <sys/types.h>

#include <set>

namespace gongdan::notify {

/// While it lives, orphans of whatever this process started become children of this process, also those that went into
/// a session of their own. One at a time in a process; used by one thread.
class Leftovers {
 public:
    Leftovers();
    Leftovers(const Leftovers&) = delete;
    Leftovers& operator=(const Leftovers&) = delete;
    ~Leftovers();

    /// Kills and reaps every child that was not there at the beginning, and theirs; returns how many. To be called when
    /// nothing runs that may.
    [[nodiscard]] int clear();

 private:
    std::set<pid_t> before_;
};

}  // namespace gongdan::notify
