#include <fstream>
#include <iostream>

#include "adapters/cli/books.hpp"
#include "adapters/host/simulation.hpp"

namespace gongdan::cli {

int run_simulate(const Common& common, const std::string& file) {
    const auto installation = installed(common);
    if (!installation) return give_up(installation.error());
    std::ifstream stream;
    std::error_code error;
    // A folder opens like a file, and reads like an empty one.
    if (std::filesystem::is_directory(file == "-" ? "/dev/stdin" : file, error))
        return give_up(fail(Errc::not_found, "cli.folder", file));
    if (file != "-") {
        stream.open(file);
        if (!stream) return give_up(fail(Errc::not_found, "cli.no-file", file));
    }
    std::istream& in = file == "-" ? std::cin : stream;
    const auto done = host::simulate(in, std::cout, installation->configuration());
    std::cout.flush();
    if (done && in.bad()) return give_up(fail(Errc::unavailable, "cli.unreadable", file));
    return done ? kOk : give_up(done.error());
}

}  // namespace gongdan::cli
