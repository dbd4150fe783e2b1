#include "tests/support/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>

namespace gongdan::test {
namespace {

/// Longer than anything a test waits for, under sanitizers on a busy machine too.
constexpr int kPatience_ms = 60'000;

/// A file without a name; the child's copy of the descriptor shares its position.
int nameless_file(const std::string& content) {
    const int file = ::memfd_create("gongdan-test", MFD_CLOEXEC);
    if (file < 0) throw std::runtime_error("no memory file");
    if (::write(file, content.data(), content.size()) != ssize_t(content.size()))
        throw std::runtime_error("short write");
    ::lseek(file, 0, SEEK_SET);
    return file;
}

std::string all_of(int file) {
    std::string content;
    char bytes[4096];
    while (true) {
        const auto count = ::pread(file, bytes, sizeof bytes, off_t(content.size()));
        if (count <= 0) return content;
        content.append(bytes, std::size_t(count));
    }
}

/// Between fork and exec: only calls that are safe there.
void prepare_child(const ProcessOptions& options) {
    if (options.file_bytes_max) {
        ::signal(SIGXFSZ, SIG_IGN);  // survives exec: a write beyond the limit fails instead of killing
        const rlimit limit{*options.file_bytes_max, RLIM_INFINITY};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    if (!options.folder.empty() && ::chdir(options.folder.c_str()) != 0) ::_exit(126);
}

std::vector<char*> pointers_to(const std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (const std::string& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
    pointers.push_back(nullptr);
    return pointers;
}

std::vector<std::string> environment_with(const std::vector<std::string>& more) {
    std::vector<std::string> all;
    for (char** variable = environ; *variable != nullptr; ++variable) all.emplace_back(*variable);
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

}  // namespace

Process::Process(const std::vector<std::string>& arguments, const ProcessOptions& options) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    const int input = nameless_file(options.input);
    errors_ = nameless_file("");
    const auto argv = pointers_to(arguments);
    const auto environment = environment_with(options.environment);
    const auto variables = pointers_to(environment);
    pid_ = ::fork();
    if (pid_ < 0) throw std::runtime_error("no process");
    if (pid_ == 0) {
        ::dup2(input, STDIN_FILENO);
        ::dup2(ends[1], STDOUT_FILENO);
        ::dup2(errors_, STDERR_FILENO);
        prepare_child(options);
        ::execvpe(argv[0], argv.data(), variables.data());
        ::_exit(127);
    }
    ::close(ends[1]);
    ::close(input);
    output_ = ends[0];
}

Process::~Process() {
    if (pid_ > 0) kill();
    ::close(output_);
    ::close(errors_);
}

bool Process::read_more() {
    pollfd readable{output_, POLLIN, 0};
    if (::poll(&readable, 1, kPatience_ms) <= 0) return false;
    char bytes[4096];
    const auto count = ::read(output_, bytes, sizeof bytes);
    if (count <= 0) return false;
    buffer_.append(bytes, std::size_t(count));
    return true;
}

std::optional<std::string> Process::read_line() {
    auto end = buffer_.find('\n');
    while (end == std::string::npos && read_more()) end = buffer_.find('\n');
    if (end == std::string::npos && buffer_.empty()) return std::nullopt;
    std::string line = buffer_.substr(0, end);
    buffer_.erase(0, end == std::string::npos ? end : end + 1);
    return line;
}

int Process::wait() {
    const int handle = int(::syscall(SYS_pidfd_open, pid_, 0));
    pollfd ended{handle, POLLIN, 0};
    if (handle >= 0 && ::poll(&ended, 1, kPatience_ms) == 0) ::kill(pid_, SIGKILL);
    if (handle >= 0) ::close(handle);
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void Process::kill() {
    ::kill(pid_, SIGKILL);
    wait();
}

int Process::stop() {
    ::kill(pid_, SIGTERM);
    return wait();
}

std::string Process::errors() const { return all_of(errors_); }

Finished run_to_end(const std::vector<std::string>& arguments, const ProcessOptions& options) {
    Process process(arguments, options);
    Finished finished;
    while (const auto line = process.read_line()) finished.output += *line + "\n";
    finished.code = process.wait();
    finished.errors = process.errors();
    return finished;
}

}  // namespace gongdan::test
