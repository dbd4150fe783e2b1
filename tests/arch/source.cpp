#include "tests/arch/source.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <iterator>

namespace gongdan::arch {
namespace {

namespace fs = std::filesystem;

/// Blanks what is not code, keeping every line break where it is.
class Blanker {
 public:
    explicit Blanker(SourceFile& file) : file_(file), text_(file.text) {}

    void run() {
        while (at_ < text_.size()) step();
    }

 private:
    void step() {
        if (starts("//")) return comment_until("\n", false);
        if (starts("/*")) return comment_until("*/", true);
        if (starts("R\"") && (at_ == 0 || !is_word_char(text_[at_ - 1]))) return raw_literal();
        if (text_[at_] == '"') return literal('"');
        if (text_[at_] == '\'' && !is_digit_separator()) return literal('\'');
        ++at_;
    }

    [[nodiscard]] bool starts(std::string_view what) const { return text_.substr(at_).starts_with(what); }

    /// 1'000'000: a quote between two word characters never opens a literal, except after a prefix such as u8.
    [[nodiscard]] bool is_digit_separator() const {
        if (at_ == 0 || std::isxdigit(static_cast<unsigned char>(text_[at_ - 1])) == 0) return false;
        std::size_t start = at_;
        while (start > 0 && (is_word_char(text_[start - 1]) || text_[start - 1] == '\'')) --start;
        return std::isdigit(static_cast<unsigned char>(text_[start])) != 0;
    }

    void comment_until(std::string_view end, bool with_end) {
        auto stop = text_.find(end, at_ + 2);
        stop = stop == std::string_view::npos ? text_.size() : stop + (with_end ? end.size() : 0);
        blank(file_.uncommented, at_, stop);
        blank(file_.code, at_, stop);
        at_ = stop;
    }

    void raw_literal() {
        const auto open = text_.find('(', at_);
        if (open == std::string_view::npos) {
            ++at_;
            return;
        }
        std::string end = ")";
        end.append(text_.substr(at_ + 2, open - at_ - 2)).append("\"");
        const auto stop = text_.find(end, open);
        const auto inside_end = stop == std::string_view::npos ? text_.size() : stop;
        blank(file_.code, at_ + 2, inside_end + (stop == std::string_view::npos ? 0 : end.size() - 1));
        file_.code[at_] = ' ';
        at_ = stop == std::string_view::npos ? text_.size() : stop + end.size();
    }

    void literal(char quote) {
        auto stop = at_ + 1;
        while (stop < text_.size() && text_[stop] != quote && text_[stop] != '\n') stop += text_[stop] == '\\' ? 2 : 1;
        blank(file_.code, at_ + 1, std::min(stop, text_.size()));
        at_ = stop + 1;
    }

    static void blank(std::string& target, std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to; ++i) {
            if (target[i] != '\n') target[i] = ' ';
        }
    }

    SourceFile& file_;
    std::string_view text_;
    std::size_t at_ = 0;
};

constexpr std::array<std::string_view, 4> kCpp = {".cpp", ".hpp", ".c", ".h"};

bool ends_in(std::string_view path, std::string_view ending) { return path.ends_with(ending); }

bool is_cpp(std::string_view path) {
    return std::any_of(kCpp.begin(), kCpp.end(), [path](std::string_view ending) { return ends_in(path, ending); });
}

bool is_ours(const fs::path& folder) {
    const auto name = folder.filename().string();
    return !name.starts_with(".") && name != "build" && name != "node_modules" && name != "dist";
}

}  // namespace

SourceFile make_source(std::string path, std::string text) {
    SourceFile file;
    file.path = std::move(path);
    file.uncommented = text;
    file.code = text;
    file.text = std::move(text);
    if (is_cpp(file.path)) Blanker(file).run();
    return file;
}

std::vector<SourceFile> load_tree(const fs::path& root, const std::vector<std::string_view>& endings) {
    std::vector<SourceFile> files;
    for (auto at = fs::recursive_directory_iterator(root); at != fs::recursive_directory_iterator(); ++at) {
        if (at->is_directory() && !is_ours(at->path())) at.disable_recursion_pending();
        if (!at->is_regular_file()) continue;
        auto path = fs::relative(at->path(), root).generic_string();
        const auto wanted = [&path](std::string_view ending) { return ends_in(path, ending); };
        if (std::none_of(endings.begin(), endings.end(), wanted)) continue;
        std::ifstream stream(at->path(), std::ios::binary);
        std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
        files.push_back(make_source(std::move(path), std::move(text)));
    }
    std::sort(files.begin(), files.end(), [](const auto& one, const auto& other) { return one.path < other.path; });
    return files;
}

const std::vector<SourceFile>& our_sources() {
    static const auto files = [] {
        std::vector<SourceFile> found;
        for (auto& file : load_tree(GONGDAN_SOURCE_DIR, {kCpp.begin(), kCpp.end()})) {
            const std::string_view path = file.path;
            const bool ours = path.starts_with("core/") || path.starts_with("adapters/") || path.starts_with("tests/");
            if (ours) found.push_back(std::move(file));
        }
        return found;
    }();
    return files;
}

int line_of(std::string_view text, std::size_t offset) {
    const auto end = text.begin() + std::ptrdiff_t(std::min(offset, text.size()));
    return 1 + int(std::count(text.begin(), end, '\n'));
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

std::string_view trim(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool is_word_char(char c) { return c == '_' || std::isalnum(static_cast<unsigned char>(c)) != 0; }

std::size_t find_word(std::string_view text, std::string_view word, std::size_t from) {
    for (auto at = text.find(word, from); at != std::string_view::npos; at = text.find(word, at + 1)) {
        const bool starts = at == 0 || !is_word_char(word.front()) || !is_word_char(text[at - 1]);
        const auto after = at + word.size();
        const bool ends = after >= text.size() || !is_word_char(word.back()) || !is_word_char(text[after]);
        if (starts && ends) return at;
    }
    return std::string_view::npos;
}

std::size_t after_group(std::string_view code, std::size_t open) {
    int depth = 0;
    for (auto at = open; at < code.size(); ++at) {
        const char c = code[at];
        if (c == '(' || c == '[' || c == '{') ++depth;
        if (c == ')' || c == ']' || c == '}') --depth;
        if (depth == 0) return at + 1;
    }
    return std::string_view::npos;
}

std::vector<std::string_view> parts_of(std::string_view code, std::size_t open) {
    std::vector<std::string_view> parts;
    const auto end = after_group(code, open);
    if (end == std::string_view::npos) return parts;
    int depth = 0;
    auto start = open + 1;
    for (auto at = start; at + 1 < end; ++at) {
        const char c = code[at];
        const bool arrow = c == '>' && code[at - 1] == '-';
        const bool angle = c == '<' && is_word_char(code[at - 1]);
        if (c == '(' || c == '[' || c == '{' || angle) ++depth;
        if (c == ')' || c == ']' || c == '}' || (c == '>' && depth > 0 && !arrow)) --depth;
        if (c != ',' || depth != 0) continue;
        parts.push_back(trim(code.substr(start, at - start)));
        start = at + 1;
    }
    const auto last = trim(code.substr(start, end - 1 - start));
    if (!last.empty()) parts.push_back(last);
    return parts;
}

std::string report(const std::vector<Finding>& findings) {
    std::string all;
    for (const auto& finding : findings) {
        all += "\n" + finding.path + ":" + std::to_string(finding.line) + ": " + finding.what;
    }
    return all;
}

}  // namespace gongdan::arch
