#include "tests/e2e/program.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

#include <catch2/catch.hpp>

#include "tests/support/journal.hpp"

namespace gongdan::test {

namespace fs = std::filesystem;

Finished program(std::vector<std::string> arguments, const ProcessOptions& options) {
    arguments.insert(arguments.begin(), GONGDAN_BINARY);
    return run_to_end(arguments, options);
}

std::string make_token(const std::string& data, const std::string& role, const std::string& name) {
    const auto made =
        program({"token", "create", "--data", data, "--name", name.empty() ? role : name, "--role", role});
    INFO(made.errors);
    REQUIRE(made.code == 0);
    return lines_of(made.output).at(0);
}

namespace {

std::vector<std::string> serve_arguments(const std::string& data, const std::vector<std::string>& more) {
    std::vector<std::string> all = {GONGDAN_BINARY, "serve", "--data", data, "--listen", "127.0.0.1:0"};
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

}  // namespace

Server::Server(const std::string& data, Options options)
    : process_(serve_arguments(data, options.arguments), options.process) {
    while (const auto line = process_.read_line()) {
        constexpr std::string_view kAddress = "gongdan: ";
        if (line->starts_with(kAddress)) {
            base_ = line->substr(kAddress.size());
            return;
        }
        greeting_.push_back(*line);
    }
    FAIL("the server did not say where it listens: " << process_.errors());
}

std::string copy_installation(const TemporaryFolder& folder) {
    for (const char* name : {"workflows", "config"}) {
        fs::copy(fs::path(GONGDAN_SOURCE_DIR) / name, folder.path() / name, fs::copy_options::recursive);
    }
    return folder / "config/gongdan.yaml";
}

std::string read_whole(const std::string& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream content;
    content << stream.rdbuf();
    return content.str();
}

void replace_in_file(const std::string& file, const std::string& what, const std::string& with) {
    std::string content = read_whole(file);
    const auto at = content.find(what);
    REQUIRE(at != std::string::npos);
    content.replace(at, what.size(), with);
    std::ofstream(file, std::ios::binary) << content;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

std::string fault_body(Millis ago) {
    const auto now = std::chrono::floor<Millis>(std::chrono::system_clock::now());
    return R"({"workflow":"fault-repair","data":{"site_class":"urban","fault_address":"演示路 1 号","area":"demo-101","hangup_at":")" +
           format_time(now - ago) + R"("}})";
}

json::object object_of(const Answer& answer) {
    const auto parsed = parse_json(answer.body);
    INFO(answer.status << " " << answer.body);
    REQUIRE(parsed.ok());
    REQUIRE(parsed->is_object());
    return parsed->as_object();
}

std::string open_fault(Client& client, Millis ago) {
    const Answer answer = client.post("/api/v1/tickets", fault_body(ago));
    INFO(answer.body);
    REQUIRE(answer.status == 201);
    return string_or_empty(object_of(answer), "number");
}

std::vector<json::object> exported_journal(const std::string& data) {
    const auto exported = program({"export", "journal", "--data", data});
    INFO(exported.errors);
    REQUIRE(exported.code == 0);
    std::vector<json::object> events;
    for (const std::string& line : lines_of(exported.output)) {
        if (auto event = journalled_event(line)) events.push_back(std::move(*event));
    }
    return events;
}

bool eventually(const std::function<bool()>& holds, std::chrono::seconds at_most) {
    const auto until = std::chrono::steady_clock::now() + at_most;
    while (!holds()) {
        if (std::chrono::steady_clock::now() > until) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return true;
}

}  // namespace gongdan::test
