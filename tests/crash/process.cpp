#include "tests/crash/process.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>

namespace gongdan::test {

Process::Process(const std::vector<std::string>& arguments) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    std::vector<char*> argv;
    for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    pid_ = ::fork();
    if (pid_ < 0) throw std::runtime_error("no process");
    if (pid_ == 0) {
        ::dup2(ends[1], STDOUT_FILENO);
        ::execv(argv[0], argv.data());
        ::_exit(127);
    }
    ::close(ends[1]);
    output_ = ends[0];
}

Process::~Process() {
    if (pid_ > 0) kill();
    ::close(output_);
}

std::string Process::read_line() {
    while (buffer_.find('\n') == std::string::npos) {
        char bytes[4096];
        const auto count = ::read(output_, bytes, sizeof bytes);
        if (count <= 0) break;
        buffer_.append(bytes, std::size_t(count));
    }
    const auto end = buffer_.find('\n');
    std::string line = buffer_.substr(0, end);
    buffer_.erase(0, end == std::string::npos ? end : end + 1);
    return line;
}

int Process::wait() {
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

Finished run_to_end(const std::vector<std::string>& arguments) {
    Process process(arguments);
    Finished finished;
    for (std::string line = process.read_line(); !line.empty(); line = process.read_line()) finished.output += line + "\n";
    finished.code = process.stop();
    return finished;
}

}  // namespace gongdan::test
