#include "adapters/notify/leftovers.hpp"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace gongdan::notify {
namespace {

namespace fs = std::filesystem;

/// Of "/proc/<id>/stat": "id (name) state parent …", where the name may hold anything. 0 when it has gone meanwhile.
pid_t parent_in(const fs::path& file) {
    std::ostringstream content;
    content << std::ifstream(file).rdbuf();
    const std::string line = content.str();
    const auto name_end = line.rfind(')');
    if (name_end == std::string::npos) return 0;
    std::istringstream rest(line.substr(name_end + 1));
    std::string state;
    pid_t parent = 0;
    rest >> state >> parent;
    return parent;
}

std::set<pid_t> children() {
    std::set<pid_t> found;
    std::error_code error;
    for (fs::directory_iterator at("/proc", error), end; !error && at != end; at.increment(error)) {
        const std::string name = at->path().filename().string();
        pid_t id = 0;
        const auto [read, wrong] = std::from_chars(name.data(), name.data() + name.size(), id);
        if (wrong != std::errc() || *read != '\0') continue;
        if (parent_in(at->path() / "stat") == ::getpid()) found.insert(id);
    }
    return found;
}

}  // namespace

Leftovers::Leftovers() : before_(children()) { ::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }

Leftovers::~Leftovers() {
    (void)clear();
    ::prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0);
}

int Leftovers::clear() {
    int cleared = 0;
    for (;;) {
        const int already = cleared;
        for (const pid_t child : children()) {
            if (before_.contains(child)) continue;
            ::kill(child, SIGKILL);
            while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
            }
            ++cleared;  // its own children are ours now: look again
        }
        if (cleared == already) return cleared;
    }
}

}  // namespace gongdan::notify
