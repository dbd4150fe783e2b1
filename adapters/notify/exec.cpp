#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>

#include "adapters/notify/builtin.hpp"
#include "adapters/notify/collected.hpp"
#include "adapters/notify/deadline.hpp"
#include "adapters/notify/privacy.hpp"
#include "adapters/notify/process.hpp"
#include "adapters/notify/settings.hpp"

namespace gongdan::notify {
namespace {

// From sysexits.h. Whatever else a program ends with is a fault of the program: the alarm is not lost over it.
constexpr int kOk = 0;
constexpr int kDataError = 65;
constexpr int kTemporaryFailure = 75;

/// Where the kernel cannot tell us of the end of a program, we look.
constexpr Millis kLook{20};

/// A file in memory with the message: unlike a pipe it never blocks, whether the program reads or not.
Descriptor input_of(const Message& message) {
    Descriptor memory(::memfd_create("gongdan-notice", MFD_CLOEXEC));
    const std::string line = message.json + "\n";
    if (!memory.valid() || ::write(memory.get(), line.data(), line.size()) != ssize_t(line.size())) return {};
    return ::lseek(memory.get(), 0, SEEK_SET) == 0 ? std::move(memory) : Descriptor();
}

/// "retry-after: 120" on a line of its own, in seconds.
std::optional<Millis> asked_delay(std::string_view printed) {
    constexpr std::string_view kKey = "retry-after:";
    for (auto at = printed.find(kKey); at != std::string_view::npos; at = printed.find(kKey, at + 1)) {
        if (at != 0 && printed[at - 1] != '\n') continue;
        std::string_view rest = printed.substr(at + kKey.size());
        rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
        std::int32_t seconds = -1;
        std::from_chars(rest.data(), rest.data() + rest.size(), seconds);
        if (seconds >= 0) return std::chrono::seconds(seconds);
    }
    return std::nullopt;
}

enum class Stop { ended, late, flooded, interrupted };

class Run {
 public:
    Run(Program program, Descriptor output, Descriptor errors)
        : program_(std::move(program)), output_(std::move(output)), errors_(std::move(errors)) {}

    [[nodiscard]] Stop wait(const Call& call, const Deadline& deadline) {
        for (;;) {
            const bool ended = program_.ended();  // before draining, so that its last words are read
            output_.drain();
            errors_.drain();
            if (output_.flooded() || errors_.flooded()) return Stop::flooded;
            if (ended) return Stop::ended;
            if (call.interrupt != nullptr && call.interrupt->raised()) return Stop::interrupted;
            if (deadline.over()) return Stop::late;
            const int bell = call.interrupt == nullptr ? -1 : call.interrupt->descriptor();
            std::array<pollfd, 4> wanted = {{{program_.end_descriptor(), POLLIN, 0},
                                             {output_.descriptor(), POLLIN, 0},
                                             {errors_.descriptor(), POLLIN, 0},
                                             {bell, POLLIN, 0}}};
            const Millis patience = program_.end_descriptor() < 0 ? std::min(kLook, deadline.left()) : deadline.left();
            ::poll(wanted.data(), wanted.size(), int(patience.count()));
        }
    }

    [[nodiscard]] ProgramEnd finish() { return program_.finish(); }
    [[nodiscard]] const std::string& output() const { return output_.kept(); }
    [[nodiscard]] const std::string& errors() const { return errors_.kept(); }

 private:
    Program program_;
    Collected output_;
    Collected errors_;
};

class ExecPlugin : public Plugin {
 public:
    ExecPlugin(const ChannelConfig& config, const PluginTools& tools)
        : name_(config.name), log_(tools.log), start_(program_start(config, tools)) {}

    Answer deliver(const Message& message, const Call& call) override {
        const Deadline deadline(call.time_limit);
        auto run = begin(message);
        if (!run) return faulty(run.error().detail);
        const Stop stop = run->wait(call, deadline);
        const ProgramEnd end = run->finish();
        tell(*run, message);
        switch (stop) {
            case Stop::ended: return answer_of(end, *run, message);
            case Stop::late: return faulty(text("notify.late", call.time_limit.count()));
            case Stop::flooded: return faulty(text("notify.flooded"));
            case Stop::interrupted: return retry(text("notify.interrupted"));
        }
        return retry(text("notify.interrupted"));
    }

 private:
    [[nodiscard]] Result<Run> begin(const Message& message) const {
        const Descriptor input = input_of(message);
        if (!input.valid()) return fail(Errc::unavailable, "notify.no-pipe", std::strerror(errno));
        auto output = make_pipe();
        if (!output) return output.error();
        auto errors = make_pipe();
        if (!errors) return errors.error();
        ProgramStart start = start_;
        start.input = input.get();
        start.output = output->write.get();
        start.errors = errors->write.get();
        start.environment.push_back("GONGDAN_NOTICE_ID=" + message.id);
        auto program = Program::start(start);
        if (!program) return program.error();
        return Run(std::move(*program), std::move(output->read), std::move(errors->read));
    }

    static Answer answer_of(const ProgramEnd& end, const Run& run, const Message& message) {
        if (end.signal != 0) return faulty(text("notify.killed", end.signal));
        if (end.code == kOk) return delivered();
        const std::string first_line = run.errors().substr(0, run.errors().find('\n'));
        const LocalText reason = text("notify.exit-code", end.code, scrub(first_line, message));
        if (end.code == kDataError) return rejected(reason);
        Answer answer = retry(reason, asked_delay(run.output()));
        answer.faulty = end.code != kTemporaryFailure;
        return answer;
    }

    void tell(const Run& run, const Message& message) const {
        if (run.output().empty() && run.errors().empty()) return;
        write_log(log_, LogLevel::debug, text("notify.printed"),
                  {{"channel", name_},
                   {"notice", message.id},
                   {"output", scrub(run.output(), message)},
                   {"errors", scrub(run.errors(), message)}});
    }

    std::string name_;
    Logger log_;
    ProgramStart start_;
};

}  // namespace

ProgramStart program_start(const ChannelConfig& config, const PluginTools& tools) {
    ProgramStart start;
    start.command = list_setting(config, "command");
    // A script handed to an interpreter is found where the program itself would be, and not in the working folder.
    for (std::size_t place = 0; place < start.command.size(); ++place) {
        std::string& entry = start.command[place];
        if (const auto file = command_file(config.folder, entry, place)) entry = file->string();
    }
    start.environment = handed_environment(list_setting(config, "environment"));
    start.folder = tools.data_folder;
    return start;
}

std::unique_ptr<Plugin> make_exec(const ChannelConfig& config, const PluginTools& tools) {
    return std::make_unique<ExecPlugin>(config, tools);
}

}  // namespace gongdan::notify
