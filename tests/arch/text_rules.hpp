#pragma once
/// The table of texts and its use: every id that is used exists, every entry is used, both languages fit the arguments.

#include <optional>
#include <string>
#include <vector>

#include "tests/arch/source.hpp"

namespace gongdan::arch {

/// GONGDAN_TEXT(id, zh, en), as it stands in a table.
struct TextEntry {
    std::string id;
    std::string zh;
    std::string en;
    std::string path;
    int line = 0;
};

/// The arguments one language of a text takes: how many, or nothing when its placeholders are malformed (unbalanced,
/// named, or {} mixed with {0}). A language may leave out an argument by naming the others: {0} {2}.
[[nodiscard]] std::optional<int> arguments_of(std::string_view pattern);

[[nodiscard]] std::vector<TextEntry> entries_of(const SourceFile& table);

/// Entries that stand twice, lack a language, hold the wrong language or malformed placeholders.
[[nodiscard]] std::vector<Finding> scan_table(const std::vector<TextEntry>& entries);

/// A place that names a text: text("id", …), fail(Errc::x, "id", …) or refuse(mark, "code", …) for "check.code".
struct TextUse {
    std::string id;
    int arguments = 0;  ///< -1 when the call does not show them
    int line = 0;
};
[[nodiscard]] std::vector<TextUse> uses_in(const SourceFile& file);

/// Uses of ids that are not in the table, or with another number of arguments than the text takes.
[[nodiscard]] std::vector<Finding> scan_uses(const SourceFile& file, const std::vector<TextEntry>& entries);

/// Entries whose id no source mentions.
[[nodiscard]] std::vector<Finding> scan_unused(const std::vector<SourceFile>& files,
                                               const std::vector<TextEntry>& entries);

}  // namespace gongdan::arch
