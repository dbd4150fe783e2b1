#include "adapters/notify/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
extern "C" {
#include <sys/pidfd.h>  // glibc 2.36 forgot the linkage itself
}
#include <sys/wait.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "adapters/notify/deadline.hpp"

namespace gongdan::notify {
namespace {

constexpr int kExtra = 3;    // see kRunnerDescriptor
constexpr Millis kLook{20};  // where the kernel cannot tell us of the end of a program

/// Owners of what posix_spawn() wants prepared.
class Actions {
 public:
    Actions() { posix_spawn_file_actions_init(&actions_); }
    Actions(const Actions&) = delete;
    Actions& operator=(const Actions&) = delete;
    ~Actions() { posix_spawn_file_actions_destroy(&actions_); }
    [[nodiscard]] posix_spawn_file_actions_t* get() { return &actions_; }

 private:
    posix_spawn_file_actions_t actions_{};
};

class Attributes {
 public:
    Attributes() { posix_spawnattr_init(&attributes_); }
    Attributes(const Attributes&) = delete;
    Attributes& operator=(const Attributes&) = delete;
    ~Attributes() { posix_spawnattr_destroy(&attributes_); }
    [[nodiscard]] posix_spawnattr_t* get() { return &attributes_; }

 private:
    posix_spawnattr_t attributes_{};
};

std::vector<char*> pointers(const std::vector<std::string>& texts) {
    std::vector<char*> list;
    // posix_spawn() takes char* for the sake of old C, and changes nothing.
    for (const std::string& text : texts) list.push_back(const_cast<char*>(text.c_str()));
    list.push_back(nullptr);
    return list;
}

/// Copies above all numbers that the program gets, so that none is overwritten before it is copied.
std::vector<Descriptor> lifted(const ProgramStart& start) {
    std::vector<Descriptor> copies;
    for (const int number : {start.input, start.output, start.errors, start.extra}) {
        copies.emplace_back(number < 0 ? -1 : ::fcntl(number, F_DUPFD_CLOEXEC, kExtra + 1));
    }
    return copies;
}

void prepare(const ProgramStart& start, const std::vector<Descriptor>& given, Actions& actions,
             Attributes& attributes) {
    for (int number = 0; number <= kExtra; ++number) {
        const Descriptor& source = given[std::size_t(number)];
        if (source.valid()) posix_spawn_file_actions_adddup2(actions.get(), source.get(), number);
    }
    // Sockets and database files of the server, whoever opened them.
    posix_spawn_file_actions_addclosefrom_np(actions.get(), start.extra >= 0 ? kExtra + 1 : kExtra);
    if (!start.folder.empty()) posix_spawn_file_actions_addchdir_np(actions.get(), start.folder.c_str());
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setpgroup(attributes.get(), 0);
    posix_spawnattr_setsigmask(attributes.get(), &none);
    posix_spawnattr_setsigdefault(attributes.get(), &all);
    posix_spawnattr_setflags(attributes.get(),
                             short(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF));
}

}  // namespace

std::vector<std::string> handed_environment(const std::vector<std::string>& names) {
    std::vector<std::string> all{"PATH", "LANG", "TZ"};
    all.insert(all.end(), names.begin(), names.end());
    std::vector<std::string> environment;
    for (const std::string& name : all) {
        if (const char* value = std::getenv(name.c_str())) environment.push_back(name + "=" + value);
    }
    return environment;
}

Result<Program> Program::start(const ProgramStart& start) {
    Actions actions;
    Attributes attributes;
    const auto given = lifted(start);
    prepare(start, given, actions, attributes);
    const auto command = pointers(start.command);
    const auto environment = pointers(start.environment);
    pid_t id = 0;
    const int error =
        ::posix_spawnp(&id, command[0], actions.get(), attributes.get(), command.data(), environment.data());
    if (error != 0) {
        return fail(Errc::unavailable, "notify.cannot-start", start.command.front(), std::strerror(error));
    }
    return Program(id, Descriptor(::pidfd_open(id, 0)));
}

Program::Program(Program&& other) noexcept : id_(std::exchange(other.id_, 0)), end_(std::move(other.end_)) {}

Program& Program::operator=(Program&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(end_, other.end_);
    return *this;
}

Program::~Program() { finish(); }

bool Program::ended() const {
    siginfo_t info{};
    // Not reaped yet: until finish() nobody else can get this process id, nor that of its group.
    return id_ == 0 || (::waitid(P_PID, id_t(id_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == id_);
}

void Program::ask_to_end() const {
    if (id_ != 0) ::kill(-id_, SIGTERM);
}

bool Program::ends_within(Millis patience) const {
    const Deadline deadline(patience);
    while (!ended() && !deadline.over()) {
        pollfd end{end_.get(), POLLIN, 0};
        const Millis wait = end_.valid() ? deadline.left() : std::min(kLook, deadline.left());
        ::poll(&end, 1, int(wait.count()));
    }
    return ended();
}

ProgramEnd Program::finish() {
    if (id_ == 0) return {};
    ::kill(-id_, SIGKILL);
    int status = 0;
    while (::waitpid(id_, &status, 0) < 0 && errno == EINTR) {
    }
    id_ = 0;
    end_.reset();
    if (WIFSIGNALED(status)) return {-1, WTERMSIG(status)};
    return {WEXITSTATUS(status), 0};
}

Result<Pipe> make_pipe() {
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC) != 0) return fail(Errc::unavailable, "notify.no-pipe", std::strerror(errno));
    Pipe pipe{Descriptor(ends[0]), Descriptor(ends[1])};
    ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
    return pipe;
}

}  // namespace gongdan::notify
