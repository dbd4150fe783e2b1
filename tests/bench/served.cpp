#include "tests/bench/served.hpp"

#include <stdexcept>

namespace gongdan::bench {

std::string make_token(const std::filesystem::path& data) {
    const auto made = test::run_to_end(
        {GONGDAN_BINARY, "token", "create", "--data", data.string(), "--name", "bench", "--role", "admin"});
    if (made.code != 0) throw std::runtime_error("gongdan token create failed");
    return made.output.substr(0, made.output.find('\n'));
}

Served::Served(const std::filesystem::path& data, std::string token) {
    process_ = std::make_unique<test::Process>(std::vector<std::string>{
        GONGDAN_BINARY, "serve", "--data", data.string(), "--listen", "127.0.0.1:0", "--log", "error", "--no-limits"});
    for (auto line = process_->read_line(); line; line = process_->read_line()) {
        if (line->find("http://") == std::string::npos) continue;
        endpoint_ = {std::uint16_t(std::stoi(line->substr(line->rfind(':') + 1))), std::move(token)};
        return;
    }
    throw std::runtime_error("gongdan serve did not say where it listens");
}

void Served::stop() {
    if (process_->stop() != 0) throw std::runtime_error("gongdan serve did not stop well");
}

}  // namespace gongdan::bench
