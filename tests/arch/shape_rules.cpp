#include "tests/arch/shape_rules.hpp"

#include "tests/arch/outline.hpp"

namespace gongdan::arch {
namespace {

/// Offset of the parameter list in the head of a function or lambda; npos when it has none.
std::size_t parameters_in(const Block& block) {
    const std::string_view head = block.head;
    if (block.kind == BlockKind::lambda) {
        // Of nested brackets the introducer is the last '[' whose partner is followed by '(', '{' or a trailer.
        const auto intro = head.rfind('[');
        const auto after = intro == std::string_view::npos ? intro : after_group(head, intro);
        const auto open = after == std::string_view::npos ? after : head.find_first_not_of(" \n\t", after);
        return open != std::string_view::npos && head[open] == '(' ? open : std::string_view::npos;
    }
    auto open = head.find('(');
    if (open != std::string_view::npos && trim(head.substr(0, open)).ends_with("operator")) {
        open = head.find('(', after_group(head, open));
    }
    return open;
}

std::string first_line_of(std::string_view head) { return std::string(trim(head.substr(0, head.find('\n')))); }

void check_parameters(const SourceFile& file, const Block& block, std::vector<Finding>& findings) {
    const auto open = parameters_in(block);
    if (open == std::string_view::npos) return;
    const auto count = parts_of(block.head, open).size();
    if (count <= std::size_t(kParameters)) return;
    findings.push_back(
        {file.path, block.first_line, std::to_string(count) + " parameters: " + first_line_of(block.head)});
}

}  // namespace

std::vector<Finding> scan_coroutines(const SourceFile& file) {
    std::vector<Finding> findings;
    const auto outline = outline_of(file);
    for (const auto& statement : outline.statements) {
        if (find_word(statement.text, "co_await") == std::string::npos) continue;
        if (statement.text.find_first_of("{?") == std::string::npos) continue;
        findings.push_back({file.path, statement.line,
                            "name the value on the line before co_await: " + first_line_of(statement.text)});
    }
    for (const auto& block : outline.blocks) {
        if (!block.coroutine) continue;
        const auto open = parameters_in(block);
        if (open == std::string_view::npos) continue;
        for (const auto parameter : parts_of(block.head, open)) {
            if (parameter.find('&') == std::string_view::npos) continue;
            findings.push_back(
                {file.path, block.first_line, "a coroutine takes its parameters by value: " + std::string(parameter)});
        }
    }
    return findings;
}

std::vector<Finding> scan_sizes(const SourceFile& file) {
    std::vector<Finding> findings;
    const auto lines = int(lines_of(file.text).size());
    if (lines > kFileLines)
        findings.push_back({file.path, lines, "a file has at most " + std::to_string(kFileLines) + " lines"});
    for (const auto& block : outline_of(file).blocks) {
        const int length = block.last_line - block.first_line + 1;
        const bool body = block.kind == BlockKind::function || block.kind == BlockKind::lambda;
        if (body && length > kFunctionLines) {
            findings.push_back(
                {file.path, block.first_line, std::to_string(length) + " lines: " + first_line_of(block.head)});
        }
        if (block.nesting > kNesting) findings.push_back({file.path, block.first_line, "nested too deep"});
        // Helpers of tests spell out a whole command in a line; everything else groups what belongs together.
        if (body && !file.path.starts_with("tests/")) check_parameters(file, block, findings);
    }
    return findings;
}

}  // namespace gongdan::arch
