#include "adapters/notify/runner.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace gongdan::notify {
namespace {

constexpr Millis kFarewell = std::chrono::seconds(1);  // for a program to end once the line is closed
constexpr Millis kLook{20};                            // where the kernel cannot tell us of the end of a program

}  // namespace

Result<Runner> Runner::start(const RunnerStart& start) {
    int ends[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        return fail(Errc::unavailable, "notify.no-pipe", std::strerror(errno));
    }
    Descriptor ours(ends[0]);
    const Descriptor theirs(ends[1]);
    const Descriptor nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    auto printed = make_pipe();
    if (!printed) return printed.error();
    const int output = printed->write.get();
    auto program = Program::start({{start.runner.string(), start.library.string()},
                                   start.environment,
                                   start.folder,
                                   nothing.get(),
                                   output,
                                   output,
                                   theirs.get()});
    if (!program) return program.error();
    return Runner(std::move(*program), std::move(ours), std::move(printed->read));
}

Runner::Runner(Program program, Descriptor line, Descriptor printed)
    : program_(std::move(program)), line_(std::move(line)), printed_(std::move(printed)) {}

Runner::~Runner() {
    if (!line_.valid() || busy_) return;
    line_.reset();
    wait_end();
}

ProgramEnd Runner::close() {
    line_.reset();
    wait_end();
    return program_.finish();
}

Result<json::object> Runner::ask(const json::object& question, const Deadline& deadline, const Interrupt* interrupt,
                                 const std::function<void(const json::object&)>& on_log) {
    busy_ = true;
    printed_.clear();
    if (auto sent = send(to_frame(question), deadline, interrupt); !sent) return sent.error();
    int logs = 0;
    for (;;) {
        auto received = receive();
        while (auto frame = reader_.next()) {
            if (!frame->contains("log")) {
                busy_ = false;
                return std::move(*frame);
            }
            if (++logs <= kLogsMax) on_log(*frame);
        }
        if (reader_.broken()) return fail(Errc::unavailable, "notify.broken-line");
        if (!received) return received.error();
        if (auto in_time = still_in_time(deadline, interrupt); !in_time) return in_time.error();
        wait(POLLIN, deadline, interrupt);
    }
}

std::string Runner::take_printed() {
    printed_.drain();
    std::string kept = printed_.kept();
    printed_.clear();
    return kept;
}

Result<void> Runner::send(std::string_view frame, const Deadline& deadline, const Interrupt* interrupt) {
    while (!frame.empty()) {
        const ssize_t sent = ::send(line_.get(), frame.data(), frame.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent >= 0) {
            frame.remove_prefix(std::size_t(sent));
            continue;
        }
        if (errno == EPIPE || errno == ECONNRESET) return why_ended();
        if (auto in_time = still_in_time(deadline, interrupt); !in_time) return in_time.error();
        wait(POLLOUT, deadline, interrupt);
    }
    return {};
}

Result<void> Runner::receive() {
    std::array<char, 4096> buffer;
    printed_.drain();
    if (printed_.flooded()) return fail(Errc::unavailable, "notify.flooded");
    const ssize_t got = ::recv(line_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got > 0) {
        reader_.add({buffer.data(), std::size_t(got)});
        return {};
    }
    // An ending program may have children that hold its end of the line: ask for its end as well.
    const bool waiting = got < 0 && (errno == EAGAIN || errno == EINTR);
    return waiting && !program_.ended() ? Result<void>() : why_ended();
}

void Runner::wait(short events, const Deadline& deadline, const Interrupt* interrupt) {
    const int bell = interrupt == nullptr ? -1 : interrupt->descriptor();
    std::array<pollfd, 4> wanted = {{{line_.get(), events, 0},
                                     {printed_.descriptor(), POLLIN, 0},
                                     {program_.end_descriptor(), POLLIN, 0},
                                     {bell, POLLIN, 0}}};
    const Millis patience = program_.end_descriptor() < 0 ? std::min(kLook, deadline.left()) : deadline.left();
    ::poll(wanted.data(), wanted.size(), int(patience.count()));
}

void Runner::wait_end() {
    const Deadline deadline(kFarewell);
    while (!program_.ended() && !deadline.over()) {
        printed_.drain();
        wait(0, deadline, nullptr);
    }
}

Result<void> Runner::still_in_time(const Deadline& deadline, const Interrupt* interrupt) const {
    if (interrupt != nullptr && interrupt->raised()) return fail(Errc::unavailable, "notify.interrupted");
    if (deadline.over()) return fail(Errc::unavailable, "notify.no-answer");
    return {};
}

Error Runner::why_ended() {
    line_.reset();
    // A line closes a moment before its program has ended. It may also have closed the line and live on: then finish()
    // ends it, and the signal is ours.
    wait_end();
    const bool by_itself = program_.ended();
    const ProgramEnd end = program_.finish();
    if (by_itself && end.signal != 0) return fail(Errc::unavailable, "notify.killed", end.signal);
    return fail(Errc::unavailable, "notify.ended", by_itself ? end.code : 0);
}

}  // namespace gongdan::notify
