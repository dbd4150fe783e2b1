#pragma once
/// The program under test as a person or a script meets it: its folders, its server, its tokens.

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/json.hpp"
#include "core/base/time.hpp"
#include "tests/support/client.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"

namespace gongdan::test {

/// `gongdan` with these arguments, to its end.
[[nodiscard]] Finished program(std::vector<std::string> arguments, const ProcessOptions& options = {});

/// A fresh token of this role in the data folder.
[[nodiscard]] std::string make_token(const std::string& data, const std::string& role, const std::string& name = "");

/// A running `gongdan serve` on a free port of this machine.
class Server {
 public:
    struct Options {
        std::vector<std::string> arguments = {};  ///< beside --data and --listen
        ProcessOptions process = {};
    };
    /// Returns when it serves; fails the test when it does not.
    explicit Server(const std::string& data) : Server(data, Options()) {}
    Server(const std::string& data, Options options);

    [[nodiscard]] const std::string& base() const { return base_; }  ///< http://127.0.0.1:port, or https
    /// What it printed before it served, demo tokens among it.
    [[nodiscard]] const std::vector<std::string>& greeting() const { return greeting_; }
    [[nodiscard]] Process& process() { return process_; }
    [[nodiscard]] int stop() { return process_.stop(); }
    void kill() { process_.kill(); }

 private:
    Process process_;
    std::string base_;
    std::vector<std::string> greeting_;
};

/// workflows/ and config/ of this checkout, copied into `folder` to be changed. Returns the configuration file.
[[nodiscard]] std::string copy_installation(const TemporaryFolder& folder);

void replace_in_file(const std::string& file, const std::string& what, const std::string& with);
[[nodiscard]] std::string read_whole(const std::string& file);
[[nodiscard]] std::vector<std::string> lines_of(const std::string& text);

/// The body of an urban fault whose caller hung up so long ago.
[[nodiscard]] std::string fault_body(Millis ago);
[[nodiscard]] json::object object_of(const Answer& answer);
/// Opens the fault and returns its number.
[[nodiscard]] std::string open_fault(Client& client, Millis ago = Millis(0));

/// Events of the journal's export, each the `data` of its CloudEvent with seq, case, type, at and recorded_at.
[[nodiscard]] std::vector<json::object> exported_journal(const std::string& data);

/// Asks again and again until `holds` is true, at most so long.
[[nodiscard]] bool eventually(const std::function<bool()>& holds,
                              std::chrono::seconds at_most = std::chrono::minutes(1));

}  // namespace gongdan::test
