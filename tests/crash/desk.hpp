#pragma once
/// The real program over a folder of its own, to be killed and started again.

#include <memory>
#include <string>

#include <catch2/catch.hpp>

#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"

namespace gongdan::test {

class Desk {
 public:
    Desk() {
        const auto made =
            run_to_end({GONGDAN_BINARY, "token", "create", "--data", folder_, "--name", "load", "--role", "admin"});
        REQUIRE(made.code == 0);
        token_ = made.output.substr(0, made.output.find('\n'));
    }

    void start() {
        server_ = std::make_unique<Process>(std::vector<std::string>{
            GONGDAN_BINARY, "serve", "--data", folder_, "--listen", "127.0.0.1:0", "--log", "error", "--no-limits"});
        while (const auto line = server_->read_line()) {
            const auto at = line->find("http://");
            if (at == std::string::npos) continue;
            base_ = line->substr(at);
            return;
        }
        FAIL("the server did not say where it listens: " << server_->errors());
    }
    void kill() { server_->kill(); }
    int stop() { return server_->stop(); }
    [[nodiscard]] const std::string& base() const { return base_; }
    [[nodiscard]] const std::string& token() const { return token_; }
    [[nodiscard]] const std::string& folder() const { return folder_; }

 private:
    TemporaryFolder made_;
    const std::string folder_ = made_.path().string();
    std::string token_;
    std::string base_;
    std::unique_ptr<Process> server_;
};

}  // namespace gongdan::test
