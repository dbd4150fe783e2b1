#pragma once
/// The real program, serving on this machine.

#include <filesystem>
#include <memory>
#include <string>

#include "tests/bench/load_client.hpp"
#include "tests/support/process.hpp"

namespace gongdan::bench {

/// Makes a token of the role admin in `data`, which no server uses at the moment.
[[nodiscard]] std::string make_token(const std::filesystem::path& data);

/// `gongdan serve` over `data`, ready to answer; stopped when this dies. Throws when it does not start.
class Served {
 public:
    Served(const std::filesystem::path& data, std::string token);

    [[nodiscard]] const Endpoint& endpoint() const { return endpoint_; }
    [[nodiscard]] int pid() const { return process_->pid(); }
    void stop();

 private:
    std::unique_ptr<test::Process> process_;
    Endpoint endpoint_;
};

}  // namespace gongdan::bench
