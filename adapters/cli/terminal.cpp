#include "adapters/cli/terminal.hpp"

#include <unistd.h>

#include <iostream>

#include "core/base/check.hpp"

namespace gongdan::cli {

namespace fs = std::filesystem;

void complain(const Error& error) {
    std::cerr << "gongdan: " << error.detail.zh << "\n         " << error.detail.en << "\n";
    for (const FieldProblem& field : error.fields) {
        std::cerr << "         " << field.pointer << ": " << field.detail.zh << " / " << field.detail.en << "\n";
    }
}

int give_up(const Error& error) {
    complain(error);
    switch (error.code) {
        case Errc::invalid_input:
        case Errc::not_found:
        case Errc::conflict:
        case Errc::forbidden:
        case Errc::unauthenticated:
        case Errc::not_allowed:
        case Errc::stale_revision:
        case Errc::too_large: return kWrongUse;
        case Errc::overloaded:
        case Errc::read_only:
        case Errc::unavailable:
        case Errc::internal: return kEnvironment;
    }
    GONGDAN_UNREACHABLE("an Errc outside its enum");
}

Result<fs::path> find_config(const std::string& given) {
    std::error_code error;
    if (!given.empty()) {
        if (!fs::is_regular_file(given, error)) return fail(Errc::unavailable, "cli.no-file", given);
        return fs::absolute(given);
    }
    for (fs::path at = fs::read_symlink("/proc/self/exe", error).parent_path(); !at.empty(); at = at.parent_path()) {
        for (const fs::path& candidate :
             {at / "config" / "gongdan.yaml", at / "share" / "gongdan" / "config" / "gongdan.yaml"}) {
            if (fs::is_regular_file(candidate, error)) return candidate;
        }
        if (at == at.root_path()) break;
    }
    return fail(Errc::unavailable, "cli.no-root");
}

std::string text_line(const LocalText& text) { return text.zh + "\n" + text.en + "\n"; }

bool on_terminal() { return ::isatty(STDOUT_FILENO) == 1; }

void show_progress(std::int64_t count, std::int64_t every) {
    if (on_terminal() && count % every == 0) std::cerr << "\r" << count << std::flush;
}

}  // namespace gongdan::cli
