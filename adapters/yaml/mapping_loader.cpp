#include "adapters/yaml/mapping_loader.hpp"

#include <fstream>
#include <sstream>

#include "adapters/yaml/reader.hpp"

namespace gongdan {
namespace {

using namespace intake;
using yaml::Reader;

Translation read_translation(const Reader& reader, const YAML::Node& node) {
    Translation pairs;
    if (!node) return pairs;
    if (!node.IsMap()) reader.wrong(node, text("yaml.not-a-map"));
    for (const auto& entry : node) pairs.emplace_back(reader.string(entry.first), reader.string(entry.second));
    return pairs;
}

/// A required key of a map.
YAML::Node need(const Reader& reader, const YAML::Node& map, const char* key) {
    const YAML::Node found = map[key];
    if (!found) reader.wrong(map, text("intake.mapping-key", key));
    return found;
}

std::string optional_string(const Reader& reader, const YAML::Node& node) { return node ? reader.string(node) : ""; }

TimeSource read_source(const Reader& reader, const YAML::Node& node) {
    if (node.IsScalar()) return {reader.string(node), "", ""};
    reader.expect_map(node, {"day", "clock"});
    return {"", reader.string(need(reader, node, "day")), reader.string(need(reader, node, "clock"))};
}

TimeSources read_sources(const Reader& reader, const YAML::Node& node) {
    if (!node.IsSequence()) return {read_source(reader, node)};
    TimeSources sources;
    for (const auto& entry : node) sources.push_back(read_source(reader, entry));
    return sources;
}

ValueRule read_value(const Reader& reader, const YAML::Node& node) {
    ValueRule rule;
    if (node.IsScalar()) {
        rule.columns = {reader.string(node)};
        return rule;
    }
    reader.expect_map(node, {"column", "columns", "join", "constant", "values", "contains", "otherwise"});
    if (node["column"]) rule.columns = {reader.string(node["column"])};
    if (node["columns"]) rule.columns = reader.strings(node["columns"]);
    if (node["join"]) rule.join = reader.string(node["join"]);
    rule.constant = optional_string(reader, node["constant"]);
    rule.values = read_translation(reader, node["values"]);
    rule.contains = read_translation(reader, node["contains"]);
    rule.otherwise = optional_string(reader, node["otherwise"]);
    if (rule.columns.empty() == rule.constant.empty()) reader.wrong(node, text("intake.mapping-value"));
    return rule;
}

std::vector<FieldRule> read_fields(const Reader& reader, const YAML::Node& node) {
    std::vector<FieldRule> fields;
    if (!node) return fields;
    if (!node.IsMap()) reader.wrong(node, text("yaml.not-a-map"));
    for (const auto& entry : node) fields.push_back({reader.string(entry.first), read_value(reader, entry.second)});
    return fields;
}

StepRule read_step(const Reader& reader, const YAML::Node& node) {
    reader.expect_map(node, {"event", "at", "when", "alone", "free_order_if", "data"});
    StepRule step;
    step.event = reader.string(need(reader, node, "event"));
    step.at = read_sources(reader, need(reader, node, "at"));
    step.when = optional_string(reader, node["when"]);
    step.alone = node["alone"] && reader.boolean(node["alone"]);
    step.free_order_if = optional_string(reader, node["free_order_if"]);
    step.data = read_fields(reader, node["data"]);
    return step;
}

double seconds_of(const Reader& reader, const YAML::Node& node) {
    const Limit limit = reader.limit(node);
    if (!is_elapsed(limit)) reader.wrong(node, text("yaml.elapsed-only"));
    return static_cast<double>(elapsed(limit).count()) / 1000.0;
}

DurationRule read_duration(const Reader& reader, const YAML::Node& node) {
    reader.expect_map(node, {"column", "from", "to", "unit", "tolerance"});
    DurationRule rule;
    rule.column = reader.string(need(reader, node, "column"));
    rule.from = read_sources(reader, need(reader, node, "from"));
    rule.to = read_sources(reader, need(reader, node, "to"));
    if (node["unit"]) rule.unit_s = seconds_of(reader, node["unit"]);
    if (node["tolerance"]) rule.tolerance_s = seconds_of(reader, node["tolerance"]);
    return rule;
}

DeadlineRule read_deadline(const Reader& reader, const YAML::Node& node) {
    reader.expect_map(node, {"due", "done", "finding"});
    return {read_sources(reader, need(reader, node, "due")), read_sources(reader, need(reader, node, "done")),
            reader.string(need(reader, node, "finding"))};
}

VerdictRule read_verdict(const Reader& reader, const YAML::Node& node) {
    reader.expect_map(node, {"column", "clock"});
    return {reader.string(need(reader, node, "column")), reader.string(need(reader, node, "clock"))};
}

template <class Rule>
std::vector<Rule> read_list(const Reader& reader, const YAML::Node& node,
                            Rule (*read)(const Reader&, const YAML::Node&)) {
    std::vector<Rule> rules;
    if (!node) return rules;
    if (!node.IsSequence()) reader.wrong(node, text("yaml.not-a-list"));
    for (const auto& entry : node) rules.push_back(read(reader, entry));
    return rules;
}

WorkflowRule read_workflow(const Reader& reader, const std::string& name, const YAML::Node& node) {
    reader.expect_map(node, {"opened_at", "fields", "steps", "durations", "deadlines", "verdicts"});
    WorkflowRule rule;
    rule.workflow = name;
    rule.opened_at = read_sources(reader, need(reader, node, "opened_at"));
    rule.fields = read_fields(reader, node["fields"]);
    rule.steps = read_list(reader, node["steps"], read_step);
    rule.durations = read_list(reader, node["durations"], read_duration);
    rule.deadlines = read_list(reader, node["deadlines"], read_deadline);
    rule.verdicts = read_list(reader, node["verdicts"], read_verdict);
    return rule;
}

void read_kind(const Reader& reader, const YAML::Node& node, Mapping& mapping) {
    if (node.IsScalar()) {
        mapping.kind = reader.string(node);
        return;
    }
    reader.expect_map(node, {"column", "workflows"});
    mapping.kind_column = reader.string(need(reader, node, "column"));
    mapping.kinds = read_translation(reader, need(reader, node, "workflows"));
}

void read_zone(const Reader& reader, const YAML::Node& node, Mapping& mapping) {
    if (!node) return;
    YAML::Node plain = node;
    if (node.IsMap()) {
        reader.expect_map(node, {"column", "zones", "otherwise"});
        mapping.zone_column = reader.string(need(reader, node, "column"));
        mapping.zones = read_translation(reader, need(reader, node, "zones"));
        for (const auto& entry : node["zones"]) {
            if (const auto zone = Zone::parse(reader.string(entry.second)); !zone)
                reader.wrong(entry.second, zone.error().detail);
        }
        plain = need(reader, node, "otherwise");
    }
    mapping.zone = reader.string(plain);
    if (const auto zone = Zone::parse(mapping.zone); !zone) reader.wrong(plain, zone.error().detail);
}

DateOrder read_order(const Reader& reader, const YAML::Node& node) {
    const std::string word = node ? reader.string(node) : "year-first";
    if (word == "month-first") return DateOrder::month_first;
    if (word == "day-first") return DateOrder::day_first;
    if (word != "year-first")
        reader.wrong(node, text("yaml.unknown-value", word, "year-first, month-first, day-first"));
    return DateOrder::year_first;
}

Mapping read_mapping(const Reader& reader, const YAML::Node& root, const std::string& file) {
    reader.expect_map(root, {"mapping", "title", "catalogue", "sheet", "required", "number", "kind", "timezone",
                             "date_order", "missing", "footers", "fill_same_name", "workflows"});
    Mapping mapping;
    mapping.file = file;
    mapping.name = reader.string(need(reader, root, "mapping"));
    mapping.title = reader.title(root["title"]);
    mapping.catalogue = optional_string(reader, root["catalogue"]);
    mapping.sheet = optional_string(reader, root["sheet"]);
    mapping.required = reader.strings(root["required"]);
    const YAML::Node number = need(reader, root, "number");
    reader.expect_map(number, {"column", "prefix"});
    mapping.number_column = reader.string(need(reader, number, "column"));
    mapping.number_prefix = optional_string(reader, number["prefix"]);
    read_kind(reader, need(reader, root, "kind"), mapping);
    read_zone(reader, root["timezone"], mapping);
    mapping.date_order = read_order(reader, root["date_order"]);
    mapping.missing = reader.strings(root["missing"]);
    mapping.footers = reader.strings(root["footers"]);
    mapping.fill_same_name = root["fill_same_name"] && reader.boolean(root["fill_same_name"]);
    const YAML::Node workflows = need(reader, root, "workflows");
    if (!workflows.IsMap()) reader.wrong(workflows, text("yaml.not-a-map"));
    for (const auto& entry : workflows) {
        mapping.workflows.push_back(read_workflow(reader, reader.string(entry.first), entry.second));
    }
    return mapping;
}

}  // namespace

Result<Mapping> load_mapping(const std::string& text, const std::string& file) {
    return yaml::load<Mapping>(
        text, file, [&file](const Reader& reader, const YAML::Node& root) { return read_mapping(reader, root, file); });
}

Result<Mapping> load_mapping_file(const std::string& path) {
    std::ifstream file(path);
    if (!file) return fail(Errc::not_found, "intake.no-file", path);
    std::ostringstream all;
    all << file.rdbuf();
    return load_mapping(all.str(), path);
}

}  // namespace gongdan
