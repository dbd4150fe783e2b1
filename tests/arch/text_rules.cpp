#include "tests/arch/text_rules.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

namespace gongdan::arch {
namespace {

/// The analysis of definitions names its refusals by code; the code's text is "check." + code, and each is a literal.
constexpr std::string_view kRefusals = "check.";

/// A function that takes the id of a text, at which of its parameters, and what it puts before it.
struct Speaker {
    std::string_view name;
    std::size_t id_at;
    std::string_view prefix;
    bool fills;  ///< what follows the id are the arguments of the text, and nothing else
};
constexpr std::array<Speaker, 4> kSpeakers = {{{"text", 0, "", true},
                                               {"fail", 1, "", true},
                                               {"refuse", 1, kRefusals, true},
                                               {"require_known", 1, kRefusals, false}}};

/// The same stretch of the uncommented text that `part` is of the code.
std::string_view readable(const SourceFile& file, std::string_view part) {
    return std::string_view(file.uncommented).substr(std::size_t(part.data() - file.code.data()), part.size());
}

/// Joins neighbouring literals ("a" "b"); nothing when the part holds anything else.
std::optional<std::string> literals_in(std::string_view part) {
    std::string value;
    std::size_t at = 0;
    while (at < part.size()) {
        if (part[at] != '"') return std::nullopt;
        for (++at; at < part.size() && part[at] != '"'; ++at) {
            if (part[at] == '\\') ++at;
            value += part[at];
        }
        at = part.find_first_not_of(" \t\r\n", at + 1);
    }
    return value;
}

bool holds_chinese(std::string_view text) {
    // UTF-8 of U+3000 to U+9FFF begins with the bytes E3 to E9.
    return std::any_of(text.begin(), text.end(), [](char c) { return c >= '\xE3' && c <= '\xE9'; });
}

void check_entry(const TextEntry& entry, std::vector<Finding>& findings) {
    const auto find = [&findings, &entry](const std::string& what) {
        findings.push_back({entry.path, entry.line, entry.id + ": " + what});
    };
    if (entry.zh.empty() || entry.en.empty()) find("a language is missing");
    if (holds_chinese(entry.en)) find("the English text holds Chinese");
    const auto zh = arguments_of(entry.zh);
    const auto en = arguments_of(entry.en);
    if (!zh || !en) return find("malformed placeholders");
    const bool indexed = entry.zh.find("{0") != std::string::npos || entry.en.find("{0") != std::string::npos ||
                         entry.zh.find("{1") != std::string::npos || entry.en.find("{1") != std::string::npos;
    if (*zh != *en && !indexed) find("the languages take different arguments");
}

const TextEntry* find_entry(const std::vector<TextEntry>& entries, std::string_view id) {
    const auto found = std::find_if(entries.begin(), entries.end(), [id](const TextEntry& e) { return e.id == id; });
    return found == entries.end() ? nullptr : &*found;
}

/// What calls put together at run time: text("part.what-" + code) makes every entry that begins so count as used.
std::set<std::string> prefixes_in(const std::vector<SourceFile>& files) {
    std::set<std::string> prefixes;
    constexpr std::string_view kJoin = "\" +";
    for (const auto& file : files) {
        const std::string_view code = file.uncommented;
        for (auto at = code.find(kJoin); at != std::string_view::npos; at = code.find(kJoin, at + 1)) {
            const auto start = at == 0 ? std::string_view::npos : code.rfind('"', at - 1);
            if (start == std::string_view::npos) continue;
            const auto literal = code.substr(start + 1, at - start - 1);
            if (literal.find('.') != std::string_view::npos) prefixes.emplace(literal);
        }
    }
    return prefixes;
}

}  // namespace

std::optional<int> arguments_of(std::string_view pattern) {
    int automatic = 0;
    int highest = -1;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        const char c = pattern[at];
        if (c != '{' && c != '}') continue;
        if (at + 1 < pattern.size() && pattern[at + 1] == c) {
            ++at;
            continue;
        }
        const auto close = pattern.find('}', at);
        if (c == '}' || close == std::string_view::npos) return std::nullopt;
        const auto inside = pattern.substr(at + 1, close - at - 1);
        const auto index = inside.substr(0, inside.find(':'));
        const bool digits =
            std::all_of(index.begin(), index.end(), [](unsigned char d) { return std::isdigit(d) != 0; });
        if (!digits || index.size() > 1) return std::nullopt;
        if (index.empty()) ++automatic;
        if (!index.empty()) highest = std::max(highest, index.front() - '0');
        at = close;
    }
    if (automatic > 0 && highest >= 0) return std::nullopt;
    return std::max(automatic, highest + 1);
}

std::vector<TextEntry> entries_of(const SourceFile& table) {
    // The table is no C++ file by its name; read it as one, so that its comments and literals are known.
    const SourceFile file = make_source(table.path + ".cpp", table.text);
    std::vector<TextEntry> entries;
    constexpr std::string_view kMacro = "GONGDAN_TEXT(";
    for (auto at = file.code.find(kMacro); at != std::string::npos; at = file.code.find(kMacro, at + 1)) {
        TextEntry entry;
        entry.path = table.path;
        entry.line = line_of(file.code, at);
        const auto parts = parts_of(file.code, at + kMacro.size() - 1);
        if (parts.size() == 3) {
            entry.id = literals_in(readable(file, parts[0])).value_or("");
            entry.zh = literals_in(readable(file, parts[1])).value_or("");
            entry.en = literals_in(readable(file, parts[2])).value_or("");
        }
        entries.push_back(std::move(entry));
    }
    return entries;
}

std::vector<Finding> scan_table(const std::vector<TextEntry>& entries) {
    std::vector<Finding> findings;
    std::set<std::string> seen;
    for (const auto& entry : entries) {
        if (!seen.insert(entry.id).second) findings.push_back({entry.path, entry.line, entry.id + " stands twice"});
        check_entry(entry, findings);
    }
    return findings;
}

std::vector<TextUse> uses_in(const SourceFile& file) {
    std::vector<TextUse> uses;
    const std::string_view code = file.code;
    for (const auto& speaker : kSpeakers) {
        for (auto at = find_word(code, speaker.name); at != std::string_view::npos;
             at = find_word(code, speaker.name, at + 1)) {
            const auto open = at + speaker.name.size();
            if (open >= code.size() || code[open] != '(') continue;
            const auto parts = parts_of(code, open);
            if (parts.size() <= speaker.id_at) continue;
            const auto id = literals_in(readable(file, parts[speaker.id_at]));
            if (!id) continue;
            const int arguments = speaker.fills ? int(parts.size() - speaker.id_at - 1) : -1;
            uses.push_back({std::string(speaker.prefix) + *id, arguments, line_of(code, at)});
        }
    }
    return uses;
}

std::vector<Finding> scan_uses(const SourceFile& file, const std::vector<TextEntry>& entries) {
    std::vector<Finding> findings;
    for (const auto& use : uses_in(file)) {
        const auto* entry = find_entry(entries, use.id);
        if (entry == nullptr) {
            findings.push_back({file.path, use.line, "no text has the id " + use.id});
            continue;
        }
        const int takes = std::max(arguments_of(entry->zh).value_or(0), arguments_of(entry->en).value_or(0));
        if (use.arguments < 0 || takes == use.arguments) continue;
        findings.push_back(
            {file.path, use.line,
             use.id + " takes " + std::to_string(takes) + " arguments, not " + std::to_string(use.arguments)});
    }
    return findings;
}

std::vector<Finding> scan_unused(const std::vector<SourceFile>& files, const std::vector<TextEntry>& entries) {
    std::vector<Finding> findings;
    const auto prefixes = prefixes_in(files);
    const auto mentioned = [&files](std::string_view id) {
        const auto literal = "\"" + std::string(id) + "\"";
        return std::any_of(files.begin(), files.end(), [&literal](const SourceFile& file) {
            return file.uncommented.find(literal) != std::string::npos;
        });
    };
    for (const auto& entry : entries) {
        const std::string_view id = entry.id;
        const bool composed =
            std::any_of(prefixes.begin(), prefixes.end(), [id, &mentioned](const std::string& prefix) {
                if (!id.starts_with(prefix)) return false;
                return prefix != kRefusals || mentioned(id.substr(prefix.size()));
            });
        if (!composed && !mentioned(id)) findings.push_back({entry.path, entry.line, entry.id + " is not used"});
    }
    return findings;
}

}  // namespace gongdan::arch
