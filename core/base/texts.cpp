#include "core/base/texts.hpp"

#include <unordered_map>

#include <fmt/format.h>

namespace gongdan {
namespace {

struct Entry {
    std::string_view zh;
    std::string_view en;
};

const std::unordered_map<std::string_view, Entry>& table() {
    static const std::unordered_map<std::string_view, Entry> entries = {
#define GONGDAN_TEXT(id, zh, en) {id, {zh, en}},
#include "core/base/texts.inc"
#undef GONGDAN_TEXT
    };
    return entries;
}

std::string fill(std::string_view pattern, fmt::format_args args) {
    try {
        return fmt::vformat(fmt::string_view(pattern.data(), pattern.size()), args);
    } catch (const fmt::format_error&) {
        // A wrong placeholder is our own mistake (the lint catches it); the reader still gets the raw text.
        return std::string(pattern);
    }
}

}  // namespace

const std::string& in_language(const LocalText& text, Language language) {
    const bool chinese = (language == Language::zh && !text.zh.empty()) || text.en.empty();
    return chinese ? text.zh : text.en;
}

LocalText vtext(std::string_view id, fmt::format_args args) {
    const auto found = table().find(id);
    if (found == table().end()) return {std::string(id), std::string(id)};
    return {fill(found->second.zh, args), fill(found->second.en, args)};
}

LocalText with_cause(const LocalText& what, const LocalText& cause) {
    return {what.zh + "：" + cause.zh, what.en + ": " + cause.en};
}

}  // namespace gongdan
