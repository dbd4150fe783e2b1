#include "tests/arch/token_rules.hpp"

#include <algorithm>
#include <array>

namespace gongdan::arch {
namespace {

/// Whole words, looked for in code without comments and literals.
constexpr std::array<std::string_view, 39> kNotInCore = {"system_clock",
                                                         "steady_clock",
                                                         "high_resolution_clock",
                                                         "utc_clock",
                                                         "file_clock",
                                                         "clock_gettime",
                                                         "gettimeofday",
                                                         "localtime",
                                                         "localtime_r",
                                                         "gmtime",
                                                         "mktime",
                                                         "random_device",
                                                         "mt19937",
                                                         "mt19937_64",
                                                         "rand",
                                                         "srand",
                                                         "getrandom",
                                                         "arc4random",
                                                         "getenv",
                                                         "setenv",
                                                         "environ",
                                                         "sleep_for",
                                                         "sleep_until",
                                                         "usleep",
                                                         "nanosleep",
                                                         "std::thread",
                                                         "std::jthread",
                                                         "std::async",
                                                         "std::mutex",
                                                         "shared_mutex",
                                                         "recursive_mutex",
                                                         "condition_variable",
                                                         "lock_guard",
                                                         "fstream",
                                                         "ifstream",
                                                         "ofstream",
                                                         "std::filesystem",
                                                         "std::cout",
                                                         "std::cerr"};

struct Exception {
    std::string_view path;
    std::string_view token;
    std::string_view why;
};

/// Tokens a named file may use after all.
constexpr std::array<Exception, 1> kExceptions = {{
    {"core/base/check.cpp", "std::cerr", "a broken invariant is reported before the process ends"},
}};

/// Calls such as time(nullptr) whose name alone is an ordinary word.
constexpr std::array<std::string_view, 4> kCallsNotInCore = {"time(nullptr)", "time(NULL)", "time(0)", "clock()"};

/// Written in pieces, so that this file is not its own finding.
constexpr std::array<std::string_view, 3> kReminders = {
    "TO"
    "DO",
    "FIX"
    "ME",
    "XX"
    "X"};

bool is_excepted(std::string_view path, std::string_view token) {
    return std::any_of(kExceptions.begin(), kExceptions.end(),
                       [path, token](const Exception& e) { return e.path == path && e.token == token; });
}

template <std::size_t n>
void find_words(const SourceFile& file, std::string_view text, const std::array<std::string_view, n>& words,
                std::vector<Finding>& findings) {
    for (const auto word : words) {
        for (auto at = find_word(text, word); at != std::string_view::npos; at = find_word(text, word, at + 1)) {
            if (is_excepted(file.path, word)) continue;
            findings.push_back({file.path, line_of(text, at), "no " + std::string(word) + " here"});
        }
    }
}

}  // namespace

std::vector<Finding> scan_core_tokens(const SourceFile& file) {
    std::vector<Finding> findings;
    find_words(file, file.code, kNotInCore, findings);
    find_words(file, file.code, kCallsNotInCore, findings);
    return findings;
}

std::vector<Finding> scan_captures(const SourceFile& file) {
    std::vector<Finding> findings;
    const std::string_view code = file.code;
    for (auto at = code.find('['); at != std::string_view::npos; at = code.find('[', at + 1)) {
        const auto rest = code.substr(at + 1, 2);
        const bool everything =
            rest.size() == 2 && (rest[0] == '&' || rest[0] == '=') && (rest[1] == ']' || rest[1] == ',');
        if (everything) findings.push_back({file.path, line_of(code, at), "name what the lambda captures"});
    }
    return findings;
}

std::vector<Finding> scan_reminders(const SourceFile& file) {
    std::vector<Finding> findings;
    find_words(file, file.text, kReminders, findings);
    return findings;
}

}  // namespace gongdan::arch
