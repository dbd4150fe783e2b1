#pragma once
/// What the commands share: exit codes, complaints, where the installation lies.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "core/base/result.hpp"

namespace gongdan::cli {

// Exit codes (DESIGN: contract of the command line).
inline constexpr int kOk = 0;
inline constexpr int kFault = 1;        ///< found a fault in what it checked
inline constexpr int kWrongUse = 2;     ///< the call or its input is wrong
inline constexpr int kEnvironment = 3;  ///< a file, port or disk is not as needed

/// Says what is wrong on standard error, Chinese first.
void complain(const Error& error);

/// complain(), and the exit code that fits.
[[nodiscard]] int give_up(const Error& error);

/// The configuration file in force: `given`, or config/gongdan.yaml beside the checkout or where the program was
/// installed (share/gongdan). Errc::unavailable when there is none.
[[nodiscard]] Result<std::filesystem::path> find_config(const std::string& given);

/// Both languages on lines of their own, Chinese first.
[[nodiscard]] std::string text_line(const LocalText& text);

/// True when standard output is a terminal: progress is shown only there.
[[nodiscard]] bool on_terminal();

/// Long work shows how far it is: on a terminal, and only at every `every`th.
void show_progress(std::int64_t count, std::int64_t every);

}  // namespace gongdan::cli
