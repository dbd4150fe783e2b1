#include "tests/arch/outline.hpp"

#include <algorithm>
#include <array>

namespace gongdan::arch {
namespace {

constexpr std::array<std::string_view, 6> kScopeWords = {"namespace", "class", "struct", "union", "enum", "extern"};
constexpr std::array<std::string_view, 10> kControlWords = {"if", "else", "for",   "while", "switch",
                                                            "do", "try",  "catch", "case",  "default"};
/// What may stand between the parameters of a function or lambda and its body.
constexpr std::array<std::string_view, 8> kTrailers = {"const",   "noexcept",  "override", "final",
                                                       "mutable", "constexpr", "&&",       "&"};

bool starts_with_word(std::string_view text, std::string_view word) { return find_word(text, word) == 0; }

/// Removes trailing specifiers: "f() const noexcept" → "f()".
std::string_view without_trailers(std::string_view head) {
    for (bool again = true; again;) {
        again = false;
        head = trim(head);
        for (const auto word : kTrailers) {
            if (!head.ends_with(word)) continue;
            const auto rest = head.substr(0, head.size() - word.size());
            if (is_word_char(word.front()) && !rest.empty() && is_word_char(rest.back())) continue;
            head = rest;
            again = true;
        }
    }
    return head;
}

/// Offset of the bracket that the closing bracket at the end of `text` belongs to; npos when there is none.
std::size_t opening_of_last(std::string_view text) {
    int depth = 0;
    for (auto at = text.size(); at-- > 0;) {
        const char c = text[at];
        if (c == ')' || c == ']' || c == '}') ++depth;
        if (c == '(' || c == '[' || c == '{') --depth;
        if (depth == 0) return at;
    }
    return std::string_view::npos;
}

/// "f() -> Task<int>" → "f()": cuts a trailing return type, when what stands before it ends a parameter list.
std::string_view without_return_type(std::string_view head) {
    const auto arrow = head.rfind("->");
    if (arrow == std::string_view::npos) return head;
    const auto before = without_trailers(head.substr(0, arrow));
    const auto type = head.substr(arrow + 2);
    const bool is_type = type.find_first_of("(){};=") == std::string_view::npos;
    return is_type && (before.ends_with(')') || before.ends_with(']')) ? before : head;
}

/// Whether `head` ends in the introducer of a lambda, its parameters and trailers included.
bool ends_in_lambda(std::string_view head) {
    head = without_trailers(without_return_type(trim(head)));
    if (head.ends_with(')')) {
        const auto open = opening_of_last(head);
        if (open == std::string_view::npos) return false;
        head = trim(head.substr(0, open));
    }
    if (!head.ends_with(']')) return false;
    const auto open = opening_of_last(head);
    if (open == std::string_view::npos) return false;
    const auto before = trim(head.substr(0, open));
    if (before.empty()) return true;
    const bool after_return =
        before.ends_with("return") || before.ends_with("co_return") || before.ends_with("co_await");
    const bool subscript = is_word_char(before.back()) || before.back() == ')' || before.back() == ']';
    return after_return || !subscript;
}

class Walker {
 public:
    explicit Walker(const SourceFile& file) : code_(file.code) {}

    Outline run() {
        for (at_ = 0; at_ < code_.size(); ++at_) step(code_[at_]);
        finish_statement();
        return std::move(outline_);
    }

 private:
    /// An open bracket. A block begins a new statement inside it; an expression goes on with the one it stands in.
    struct Frame {
        bool block = false;
        Block about;
        Statement outer;  ///< of a lambda: the statement that goes on after it
    };

    void step(char c) {
        if (c == '\n') ++line_;
        if (c == '#' && trim(statement_.text).empty()) return skip_directive();
        switch (c) {
            case '(':
            case '[': frames_.push_back({}); return append(c);
            case ')':
            case ']':
                if (!frames_.empty() && !frames_.back().block) frames_.pop_back();
                return append(c);
            case '{': return open_brace();
            case '}': return close_brace();
            case ';':
                append(c);
                if (at_statement_level()) finish_statement();
                return;
            default: return append(c);
        }
    }

    /// A preprocessor line, with its continuations, is no statement.
    void skip_directive() {
        while (at_ < code_.size() && !(code_[at_] == '\n' && code_[at_ - 1] != '\\')) {
            if (code_[at_] == '\n') ++line_;
            ++at_;
        }
        ++line_;
    }

    void append(char c) {
        if (statement_.text.empty() && (c == ' ' || c == '\n' || c == '\t')) return;
        if (statement_.text.empty()) statement_.line = line_;
        statement_.text += c;
    }

    [[nodiscard]] bool at_statement_level() const { return frames_.empty() || frames_.back().block; }

    void open_brace() {
        if (ends_in_lambda(statement_.text)) return open_lambda();
        if (!at_statement_level() || !is_block(trim(statement_.text))) {
            frames_.push_back({});
            return append('{');
        }
        Frame frame;
        frame.block = true;
        frame.about.head = std::string(trim(statement_.text));
        frame.about.first_line = line_;
        frame.about.kind = kind_of(frame.about.head);
        frame.about.nesting = frame.about.kind == BlockKind::control ? nesting() + 1 : 0;
        finish_statement();
        frames_.push_back(std::move(frame));
    }

    void open_lambda() {
        Frame frame;
        frame.block = true;
        frame.about.kind = BlockKind::lambda;
        frame.about.head = std::string(trim(statement_.text));
        frame.about.first_line = line_;
        frame.outer = std::move(statement_);
        statement_ = {};
        frames_.push_back(std::move(frame));
    }

    void close_brace() {
        if (frames_.empty()) return;
        if (!frames_.back().block) {
            frames_.pop_back();
            return append('}');
        }
        finish_statement();
        Frame frame = std::move(frames_.back());
        frames_.pop_back();
        frame.about.last_line = line_;
        if (frame.about.kind == BlockKind::lambda) {
            statement_ = std::move(frame.outer);
            statement_.text += "{}";
        }
        outline_.blocks.push_back(std::move(frame.about));
    }

    [[nodiscard]] static bool is_block(std::string_view head) {
        if (head.empty() || head.ends_with(':') || head.ends_with('}')) return true;
        const auto bare = without_trailers(without_return_type(head));
        if (bare.ends_with(')') || kind_of(head) == BlockKind::scope) return true;
        return std::any_of(kControlWords.begin(), kControlWords.end(),
                           [head](std::string_view word) { return starts_with_word(head, word); });
    }

    [[nodiscard]] static BlockKind kind_of(std::string_view head) {
        if (head.starts_with("template")) {
            const auto parameters = head.find('>');
            if (parameters != std::string_view::npos) head = trim(head.substr(parameters + 1));
        }
        if (head.starts_with("inline namespace")) return BlockKind::scope;
        for (const auto word : kScopeWords) {
            if (starts_with_word(head, word) && head.find_first_of("=(") == std::string_view::npos)
                return BlockKind::scope;
        }
        for (const auto word : kControlWords) {
            if (starts_with_word(head, word)) return BlockKind::control;
        }
        return head.empty() || head.ends_with(':') ? BlockKind::control : BlockKind::function;
    }

    [[nodiscard]] int nesting() const {
        for (auto at = frames_.rbegin(); at != frames_.rend(); ++at) {
            if (at->block && at->about.kind == BlockKind::control) return at->about.nesting;
            if (at->block) return 0;
        }
        return 0;
    }

    void finish_statement() {
        if (trim(statement_.text).empty()) {
            statement_ = {};
            return;
        }
        const auto& text = statement_.text;
        const bool waits = find_word(text, "co_await") != std::string::npos ||
                           find_word(text, "co_return") != std::string::npos ||
                           find_word(text, "co_yield") != std::string::npos;
        if (waits) mark_coroutine();
        outline_.statements.push_back(std::move(statement_));
        statement_ = {};
    }

    void mark_coroutine() {
        for (auto at = frames_.rbegin(); at != frames_.rend(); ++at) {
            if (!at->block || at->about.kind == BlockKind::control) continue;
            at->about.coroutine = true;
            return;
        }
    }

    const std::string& code_;
    std::size_t at_ = 0;
    int line_ = 1;
    Statement statement_;
    std::vector<Frame> frames_;
    Outline outline_;
};

}  // namespace

Outline outline_of(const SourceFile& file) { return Walker(file).run(); }

}  // namespace gongdan::arch
