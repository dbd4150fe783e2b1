#include "adapters/yaml/templates_loader.hpp"

#include <algorithm>

#include "adapters/yaml/config_loader.hpp"

namespace gongdan {
namespace yaml {
namespace {

using notify::LocalTemplate;
using notify::Template;
using notify::TemplateUse;

/// What a text is for, and what it must hold to be of use.
struct Place {
    TemplateUse use;
    std::string_view must_hold{};  ///< a placeholder; empty = none in particular
};

constexpr Place kNotice{TemplateUse::notice};
constexpr Place kDigestTitle{TemplateUse::digest};
constexpr Place kDigestBody{TemplateUse::digest, "lines"};
constexpr Place kDigestLine{TemplateUse::line, "number"};
constexpr Place kDigestMore{TemplateUse::more};

bool says_nothing(const Template& parsed) {
    return std::all_of(parsed.parts().begin(), parsed.parts().end(), [](const Template::Part& part) {
        return !part.placeholder && part.text.find_first_not_of(" \t\r\n") == std::string::npos;
    });
}

bool holds(const Template& parsed, std::string_view placeholder) {
    return std::any_of(parsed.parts().begin(), parsed.parts().end(), [placeholder](const Template::Part& part) {
        return part.placeholder && part.text == placeholder;
    });
}

void read_one(const Reader& reader, const YAML::Node& node, const Place& place, Template& into) {
    if (!node) return;
    auto parsed = Template::parse(node.IsNull() ? std::string() : reader.string(node), place.use);
    if (!parsed) return reader.note(node, parsed.error().detail);
    if (says_nothing(*parsed)) return reader.note(node, text("template.empty"));
    if (!place.must_hold.empty() && !holds(*parsed, place.must_hold))
        return reader.note(node, text("template.lacks", place.must_hold));
    into = std::move(*parsed);
}

void read_both(const Reader& reader, const YAML::Node& node, const Place& place, LocalTemplate& into) {
    if (!node) return;
    reader.attempt([&reader, &node, &place, &into] {
        reader.expect_map(node, {"zh", "en"});
        read_one(reader, node["zh"], place, into.zh);
        read_one(reader, node["en"], place, into.en);
    });
}

}  // namespace

void read_templates(const Reader& reader, const YAML::Node& node, notify::Templates& templates) {
    if (node.IsNull()) return;
    reader.expect_map(node, {"notice", "digest"});
    if (const YAML::Node notice = node["notice"]) {
        reader.expect_map(notice, {"title", "body"});
        read_both(reader, notice["title"], kNotice, templates.notice_title);
        read_both(reader, notice["body"], kNotice, templates.notice_body);
    }
    if (const YAML::Node digest = node["digest"]) {
        reader.expect_map(digest, {"title", "body", "line", "more"});
        read_both(reader, digest["title"], kDigestTitle, templates.digest_title);
        read_both(reader, digest["body"], kDigestBody, templates.digest_body);
        read_both(reader, digest["line"], kDigestLine, templates.digest_line);
        read_both(reader, digest["more"], kDigestMore, templates.digest_more);
    }
}

}  // namespace yaml

Result<notify::Templates> load_templates(const std::filesystem::path& config_folder) {
    const std::filesystem::path file = config_folder / "templates.yaml";
    std::error_code error;
    if (!std::filesystem::exists(file, error)) return notify::default_templates();
    const auto content = read_file(file);
    if (!content) return content.error();
    return yaml::load<notify::Templates>(*content, file.string(),
                                         [](const yaml::Reader& reader, const YAML::Node& root) {
                                             notify::Templates templates = notify::default_templates();
                                             yaml::read_templates(reader, root, templates);
                                             return templates;
                                         });
}

}  // namespace gongdan
