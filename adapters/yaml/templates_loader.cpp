#include "adapters/yaml/templates_loader.hpp"

#include "adapters/yaml/config_loader.hpp"

namespace gongdan {
namespace yaml {
namespace {

using notify::LocalTemplate;
using notify::Template;
using notify::TemplateUse;

void read_one(const Reader& reader, const YAML::Node& node, TemplateUse use, Template& into) {
    if (!node) return;
    auto parsed = Template::parse(reader.string(node), use);
    if (!parsed) return reader.note(node, parsed.error().detail);
    into = std::move(*parsed);
}

void read_both(const Reader& reader, const YAML::Node& node, TemplateUse use, LocalTemplate& into) {
    if (!node) return;
    reader.attempt([&reader, &node, use, &into] {
        reader.expect_map(node, {"zh", "en"});
        read_one(reader, node["zh"], use, into.zh);
        read_one(reader, node["en"], use, into.en);
    });
}

}  // namespace

void read_templates(const Reader& reader, const YAML::Node& node, notify::Templates& templates) {
    if (node.IsNull()) return;
    reader.expect_map(node, {"notice", "digest"});
    if (const YAML::Node notice = node["notice"]) {
        reader.expect_map(notice, {"title", "body"});
        read_both(reader, notice["title"], TemplateUse::notice, templates.notice_title);
        read_both(reader, notice["body"], TemplateUse::notice, templates.notice_body);
    }
    if (const YAML::Node digest = node["digest"]) {
        reader.expect_map(digest, {"title", "body", "line", "more"});
        read_both(reader, digest["title"], TemplateUse::digest, templates.digest_title);
        read_both(reader, digest["body"], TemplateUse::digest, templates.digest_body);
        read_both(reader, digest["line"], TemplateUse::line, templates.digest_line);
        read_both(reader, digest["more"], TemplateUse::more, templates.digest_more);
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
