#include "adapters/notify/templates.hpp"

#include <algorithm>
#include <array>

#include "core/base/check.hpp"

namespace gongdan::notify {
namespace {

constexpr std::array<std::string_view, 12> kNotice = {"level",    "number", "title", "clock",  "due",  "raised",
                                                      "lateness", "state",  "area",  "person", "text", "link"};
constexpr std::array<std::string_view, 8> kDigest = {"count",  "level",    "oldest", "lines",
                                                     "person", "headline", "text",   "link"};
constexpr std::array<std::string_view, 8> kLine = {"level", "number",   "title", "clock",
                                                   "due",   "lateness", "state", "area"};
constexpr std::array<std::string_view, 1> kMore = {"count"};

std::string list_of(TemplateUse use) {
    std::string all;
    for (const auto name : placeholders(use)) all += (all.empty() ? "{" : " {") + std::string(name) + "}";
    return all;
}

/// Of our own table, whose texts a test parses: no mistake can be in them.
LocalTemplate parsed(const LocalText& written, TemplateUse use) {
    const auto zh = Template::parse(written.zh, use);
    const auto en = Template::parse(written.en, use);
    GONGDAN_CHECK(zh.ok() && en.ok(), "a template of our own is wrong");
    return {*zh, *en};
}

}  // namespace

std::span<const std::string_view> placeholders(TemplateUse use) {
    switch (use) {
        case TemplateUse::notice: return kNotice;
        case TemplateUse::digest: return kDigest;
        case TemplateUse::line: return kLine;
        case TemplateUse::more: return kMore;
    }
    GONGDAN_UNREACHABLE("a TemplateUse outside its enum");
}

Result<Template> Template::parse(std::string_view text, TemplateUse use) {
    Template parsed;
    std::string words;
    const auto known = placeholders(use);
    while (!text.empty()) {
        const char first = text.front();
        const bool brace = first == '{' || first == '}';
        if (!brace || (text.size() > 1 && text[1] == first)) {
            words += first;
            text.remove_prefix(brace ? 2 : 1);
            continue;
        }
        const std::size_t end = text.find_first_of("{}", 1);
        const bool closed = first == '{' && end != std::string_view::npos && text[end] == '}';
        if (!closed) return fail(Errc::invalid_input, "template.brace", list_of(use));
        const std::string_view name = text.substr(1, end - 1);
        if (std::find(known.begin(), known.end(), name) == known.end())
            return fail(Errc::invalid_input, "template.unknown", name, list_of(use));
        if (!words.empty()) parsed.parts_.push_back({std::move(words), false});
        words.clear();
        parsed.parts_.push_back({std::string(name), true});
        text.remove_prefix(end + 1);
    }
    if (!words.empty()) parsed.parts_.push_back({std::move(words), false});
    return parsed;
}

Templates default_templates() {
    return {parsed(text("template.default-notice-title"), TemplateUse::notice),
            parsed(text("template.default-notice-body"), TemplateUse::notice),
            parsed(text("template.default-digest-title"), TemplateUse::digest),
            parsed(text("template.default-digest-body"), TemplateUse::digest),
            parsed(text("template.default-digest-line"), TemplateUse::line),
            parsed(text("template.default-digest-more"), TemplateUse::more)};
}

}  // namespace gongdan::notify
