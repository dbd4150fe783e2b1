#include "adapters/yaml/reader.hpp"

#include <algorithm>

namespace gongdan::yaml {

void Reader::wrong(const YAML::Node& node, const LocalText& detail) const {
    const SourceMark at = mark(node);
    throw Mistake(text("yaml.at", file_, at.line, at.column, detail.zh, detail.en));
}

void Reader::expect_map(const YAML::Node& node, std::initializer_list<std::string_view> known) const {
    if (!node.IsMap()) wrong(node, text("yaml.not-a-map"));
    for (const auto& entry : node) {
        const auto key = entry.first.as<std::string>("");
        if (std::find(known.begin(), known.end(), key) != known.end()) continue;
        std::string all;
        for (const std::string_view name : known) all += (all.empty() ? "" : ", ") + std::string(name);
        wrong(entry.first, text("yaml.unknown-key", key, all));
    }
}

std::string Reader::string(const YAML::Node& node) const {
    if (!node.IsScalar()) wrong(node, text("yaml.not-text"));
    return node.as<std::string>();
}

bool Reader::boolean(const YAML::Node& node) const {
    bool value = false;
    if (!node.IsScalar() || !YAML::convert<bool>::decode(node, value)) wrong(node, text("yaml.not-boolean"));
    return value;
}

int Reader::integer(const YAML::Node& node) const {
    int value = 0;
    if (!node.IsScalar() || !YAML::convert<int>::decode(node, value)) wrong(node, text("yaml.not-integer"));
    return value;
}

Limit Reader::limit(const YAML::Node& node) const {
    const auto parsed = parse_limit(string(node));
    if (!parsed) wrong(node, parsed.error().detail);
    return *parsed;
}

Date Reader::date(const YAML::Node& node) const {
    const auto parsed = parse_date(string(node));
    if (!parsed) wrong(node, parsed.error().detail);
    return *parsed;
}

std::vector<std::string> Reader::strings(const YAML::Node& node) const {
    std::vector<std::string> list;
    if (!node) return list;
    if (node.IsScalar()) return {string(node)};
    if (!node.IsSequence()) wrong(node, text("yaml.not-a-list"));
    for (const auto& entry : node) list.push_back(string(entry));
    return list;
}

LocalText Reader::title(const YAML::Node& node) const {
    if (!node) return {};
    expect_map(node, {"zh", "en"});
    return {node["zh"] ? string(node["zh"]) : "", node["en"] ? string(node["en"]) : ""};
}

}  // namespace gongdan::yaml
