#include "adapters/yaml/channels_loader.hpp"

#include <charconv>

#include "adapters/notify/settings.hpp"
#include "adapters/yaml/folder.hpp"
#include "adapters/yaml/reader.hpp"
#include "adapters/yaml/templates_loader.hpp"

namespace gongdan {
namespace {

namespace fs = std::filesystem;
using notify::ChannelConfig;
using notify::ChannelLimits;
using yaml::Reader;

constexpr std::size_t kDepthMax = 8;  // of an adapter's own options

/// A plain scalar as YAML means it, as far as JSON has it; what stands in quotes is text.
json::value scalar(const YAML::Node& node) {
    const std::string& written = node.Scalar();
    if (node.Tag() == "!") return json::value(written);
    if (written == "true" || written == "false") return json::value(written == "true");
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), number);
    if (error == std::errc() && end == written.data() + written.size()) return json::value(number);
    return json::value(written);
}

json::value to_json(const Reader& reader, const YAML::Node& node, std::size_t depth) {
    if (depth > kDepthMax) reader.wrong(node, text("yaml.too-deep", kDepthMax));
    if (node.IsScalar()) return scalar(node);
    if (node.IsSequence()) {
        json::array list;
        for (const YAML::Node& item : reader.items(node)) list.push_back(to_json(reader, item, depth + 1));
        return list;
    }
    json::object map;
    for (const auto& [key, value] : reader.entries(node)) map[reader.string(key)] = to_json(reader, value, depth + 1);
    return map;
}

notify::PluginKind read_kind(const Reader& reader, const YAML::Node& node) {
    const auto kind = notify::plugin_kind(reader.string(node));
    if (kind) return *kind;
    std::string all;
    for (const auto name : notify::plugin_names()) all += (all.empty() ? "" : ", ") + std::string(name);
    reader.wrong(node, text("yaml.unknown-value", reader.string(node), all));
}

/// Time that simply passes, from one second up to `most`.
Millis read_span(const Reader& reader, const YAML::Node& node, Millis most) {
    const Limit limit = reader.limit(node);
    if (!is_elapsed(limit)) reader.wrong(node, text("yaml.elapsed-only"));
    if (elapsed(limit) > most) {
        reader.wrong(node, text("channels.at-most", std::chrono::floor<std::chrono::seconds>(most).count()));
    }
    return elapsed(limit);
}

int read_count(const Reader& reader, const YAML::Node& node) {
    const int count = reader.integer(node);
    if (count < 1) reader.wrong(node, text("channels.positive"));
    return count;
}

int read_from_zero(const Reader& reader, const YAML::Node& node) {
    const int count = reader.integer(node);
    if (count < 0) reader.wrong(node, text("channels.from-zero"));
    return count;
}

std::vector<Allowance> read_allowances(const Reader& reader, const YAML::Node& node) {
    std::vector<Allowance> allowances;
    for (const YAML::Node& item : reader.items(node)) {
        reader.expect_map(item, {"count", "within"});
        allowances.push_back({read_count(reader, reader.required(item, "count")),
                              read_span(reader, reader.required(item, "within"), notify::kAllowanceMax)});
    }
    return allowances;
}

ChannelLimits read_limits(const Reader& reader, const YAML::Node& node, ChannelLimits limits) {
    if (!node || node.IsNull()) return limits;
    reader.expect_map(node, {"deadline", "per_minute", "per_second", "breaker_failures", "breaker_pause",
                             "per_recipient", "digest_above", "digest_wait"});
    if (node["per_recipient"]) limits.digest.per_recipient = read_allowances(reader, node["per_recipient"]);
    if (node["digest_above"]) limits.digest.above = read_from_zero(reader, node["digest_above"]);
    if (node["digest_wait"]) limits.digest.gathering = read_span(reader, node["digest_wait"], notify::kDigestWaitMax);
    if (node["deadline"]) limits.deadline = read_span(reader, node["deadline"], notify::kDeadlineMax);
    if (node["per_minute"]) limits.per_minute = read_count(reader, node["per_minute"]);
    if (node["per_second"]) limits.per_second = read_count(reader, node["per_second"]);
    if (node["breaker_failures"]) limits.breaker_failures = read_count(reader, node["breaker_failures"]);
    if (node["breaker_pause"])
        limits.breaker_pause = read_span(reader, node["breaker_pause"], notify::kBreakerPauseMax);
    return limits;
}

/// Where a mistake in the settings stands: at the key nobody knows, at the value that does not fit, or, when something
/// is missing, at the whole.
YAML::Node place_of(const FieldProblem& problem, const YAML::Node& channel) {
    const YAML::Node settings = channel["settings"];
    if (!settings || !settings.IsMap()) return channel;
    for (const auto& entry : settings) {
        if ("/" + entry.first.as<std::string>("") != problem.pointer) continue;
        return problem.code == "unknown" ? entry.first : entry.second;
    }
    return settings;
}

/// Notes what the plugin has against its settings.
void check(const Reader& reader, const YAML::Node& node, const ChannelConfig& channel) {
    const auto checked = notify::check_settings(channel);
    if (checked) return;
    for (const FieldProblem& problem : checked.error().fields) reader.note(place_of(problem, node), problem.detail);
}

constexpr std::array<std::pair<std::string_view, Language>, 2> kLanguages = {
    {{"zh", Language::zh}, {"en", Language::en}}};

/// What all channels share.
struct Common {
    fs::path folder;
    notify::Templates templates;
};

ChannelConfig read_channel(const Reader& reader, const YAML::Node& key, const YAML::Node& node, const Common& common) {
    reader.expect_map(node, {"title", "plugin", "settings", "limits", "shared", "language", "templates"});
    ChannelConfig channel;
    channel.name = reader.string(key);
    channel.folder = common.folder;
    channel.templates = common.templates;
    if (channel.name.empty()) reader.wrong(key, text("channels.empty-name"));
    const YAML::Node title = reader.required(node, "title");
    channel.title = reader.title(title);
    if (channel.title.zh.empty() || channel.title.en.empty()) reader.note(title, text("channels.title"));
    channel.plugin = read_kind(reader, reader.required(node, "plugin"));
    if (const YAML::Node settings = node["settings"]; settings && !settings.IsNull()) {
        if (!settings.IsMap()) reader.wrong(settings, text("yaml.not-a-map"));
        channel.settings = to_json(reader, settings, 0).as_object();
    }
    channel.limits = read_limits(reader, node["limits"], notify::default_limits(channel.plugin));
    if (node["shared"]) channel.shared = reader.boolean(node["shared"]);
    if (node["language"]) channel.language = reader.one_of(node["language"], kLanguages);
    if (node["templates"]) yaml::read_templates(reader, node["templates"], channel.templates);
    check(reader, node, channel);
    return channel;
}

}  // namespace

Result<std::vector<ChannelConfig>> load_channels(const fs::path& config_folder) {
    const fs::path file = config_folder / "channels.yaml";
    const auto content = read_file(file);
    if (!content) return content.error();
    auto templates = load_templates(config_folder);
    if (!templates) return templates.error();
    std::error_code ignored;
    const Common common{fs::absolute(config_folder, ignored), std::move(*templates)};
    return yaml::load<std::vector<ChannelConfig>>(
        *content, file.string(), [&common](const Reader& reader, const YAML::Node& root) {
            std::vector<ChannelConfig> channels;
            for (const auto& [key, node] : reader.entries(root)) {
                reader.attempt([&reader, &channels, &common, &k = key, &n = node] {
                    channels.push_back(read_channel(reader, k, n, common));
                });
            }
            return channels;
        });
}

}  // namespace gongdan
