#pragma once
/// Source files as the scans of this folder read them. Nothing here understands C++; it only knows comments, literals,
/// brackets and the shapes this project writes.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace gongdan::arch {

/// What a scan found wrong. `line` counts from 1.
struct Finding {
    std::string path;
    int line = 0;
    std::string what;
};

struct SourceFile {
    std::string path;         ///< from the root, with '/', e.g. "core/base/time.hpp"
    std::string text;         ///< as it stands on disk
    std::string uncommented;  ///< comments blanked; same length and lines as `text`
    std::string code;         ///< comments and the insides of literals blanked; same length and lines as `text`
};

[[nodiscard]] SourceFile make_source(std::string path, std::string text);

/// Every regular file below `root` that we wrote (no build output, no hidden folder, no node_modules) whose name ends
/// in one of `endings`, sorted by path. Only C and C++ files have their comments and literals blanked.
[[nodiscard]] std::vector<SourceFile> load_tree(const std::filesystem::path& root,
                                                const std::vector<std::string_view>& endings);

/// core, adapters and tests: C and C++ sources and headers of this checkout, read once.
[[nodiscard]] const std::vector<SourceFile>& our_sources();

/// The line of `offset` in `text`, from 1.
[[nodiscard]] int line_of(std::string_view text, std::size_t offset);

[[nodiscard]] std::vector<std::string_view> lines_of(std::string_view text);
[[nodiscard]] std::string_view trim(std::string_view text);
[[nodiscard]] bool is_word_char(char c);

/// Offset of the whole word `word` at or after `from`, or npos.
[[nodiscard]] std::size_t find_word(std::string_view text, std::string_view word, std::size_t from = 0);

/// Offset just after the bracket that closes the one at `open` in blanked code; npos when it never closes.
[[nodiscard]] std::size_t after_group(std::string_view code, std::size_t open);

/// The parts of the group that opens at `open`, split at its own commas; empty for an empty group. `<` and `>` group
/// too.
[[nodiscard]] std::vector<std::string_view> parts_of(std::string_view code, std::size_t open);

/// One finding a line, for the message of a failed test.
[[nodiscard]] std::string report(const std::vector<Finding>& findings);

}  // namespace gongdan::arch
