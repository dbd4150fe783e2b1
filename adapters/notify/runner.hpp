#pragma once
/// The host's side of one gongdan-plugin-runner: a process that holds one shared object.

#include <functional>
#include <optional>

#include "adapters/notify/collected.hpp"
#include "adapters/notify/deadline.hpp"
#include "adapters/notify/frame.hpp"
#include "adapters/notify/interrupt.hpp"
#include "adapters/notify/process.hpp"

namespace gongdan::notify {

struct RunnerStart {
    std::filesystem::path runner;          ///< the program
    std::filesystem::path library;         ///< the shared object
    std::vector<std::string> environment;  ///< all of it
    std::filesystem::path folder;          ///< working folder
};

/// Used by one thread at a time. Destroying it ends the process: in order when it is idle, by force when it is busy or
/// does not go by itself.
class Runner {
 public:
    [[nodiscard]] static Result<Runner> start(const RunnerStart& start);

    Runner(Runner&&) = default;
    Runner& operator=(Runner&&) = default;
    ~Runner();

    /// Sends `question` and waits for its answer. `on_log` gets {"log","text"} frames that come meanwhile, at most
    /// kLogsMax. An Error (too late, ended, broken, flooded, interrupted) means that this runner is of no more use.
    [[nodiscard]] Result<json::object> ask(const json::object& question, const Deadline& deadline,
                                           const Interrupt* interrupt,
                                           const std::function<void(const json::object&)>& on_log);

    /// What it printed since the last call, at most kPrintedMax bytes.
    [[nodiscard]] std::string take_printed();
    [[nodiscard]] bool ended() const { return program_.ended(); }

    /// As of Program.
    void ask_to_end() const { program_.ask_to_end(); }
    [[nodiscard]] bool ends_within(Millis patience) const { return program_.ends_within(patience); }

    /// Ends it in order, as when the server stops: closes the line, waits a second, and tells how it ended (by force
    /// when it did not go by itself). Then it is of no more use.
    [[nodiscard]] ProgramEnd close();

    static constexpr int kLogsMax = 100;  ///< lines a call: more is a flood, and dropped

 private:
    Runner(Program program, Descriptor line, Descriptor printed);

    [[nodiscard]] Result<void> send(std::string_view frame, const Deadline& deadline, const Interrupt* interrupt);
    [[nodiscard]] Result<void> receive();
    void wait(short events, const Deadline& deadline, const Interrupt* interrupt);
    [[nodiscard]] Result<void> still_in_time(const Deadline& deadline, const Interrupt* interrupt) const;
    void wait_end();
    [[nodiscard]] Error why_ended();

    Program program_;
    Descriptor line_;
    Collected printed_;
    FrameReader reader_{kAnswerMax};
    bool busy_ = false;  // asked and not answered: closing the line would not end it
};

}  // namespace gongdan::notify
