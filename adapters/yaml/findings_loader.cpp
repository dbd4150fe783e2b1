#include "adapters/yaml/findings_loader.hpp"

#include "adapters/yaml/config_loader.hpp"
#include "adapters/yaml/reader.hpp"

namespace gongdan {
namespace {

using yaml::Reader;

constexpr int kCountMax = 1000;  // a threshold beyond would never be reached
constexpr int kProhibitions = 10;

void read_count(const Reader& reader, const YAML::Node& node, int least, int& into) {
    if (!node) return;
    reader.attempt([&reader, &node, least, &into] { into = reader.integer(node, least, kCountMax); });
}

/// Calendar days are days of 24 hours here: nothing is due, only looked at.
void read_span(const Reader& reader, const YAML::Node& node, Millis least, Millis& into) {
    if (!node) return;
    reader.attempt([&reader, &node, least, &into] {
        const Limit limit = reader.limit(node);
        if (!is_elapsed(limit) && limit.unit != Unit::days)
            return reader.note(node, text("yaml.finding-span", format_limit(limit)));
        const Millis span = is_elapsed(limit) ? elapsed(limit) : kDay * limit.amount;
        if (span < least) return reader.note(node, text("yaml.finding-least", whole_seconds(least)));
        into = span;
    });
}

void read_share(const Reader& reader, const YAML::Node& node, ShareLimit& into) {
    if (!node) return;
    reader.attempt([&reader, &node, &into] {
        reader.expect_map(node, {"count", "of"});
        read_count(reader, node["of"], 2, into.of);
        read_count(reader, node["count"], 2, into.count);
        if (into.count > into.of) reader.note(node, text("yaml.finding-share", into.count, into.of));
    });
}

void read_repeats(const Reader& reader, const YAML::Node& node, FindingLimits& limits) {
    if (!node) return;
    reader.attempt([&reader, &node, &limits] {
        reader.expect_map(node, {"count", "within"});
        read_count(reader, node["count"], 2, limits.repeats);
        read_span(reader, node["within"], kDay, limits.repeats_within);
    });
}

void read_unmasked(const Reader& reader, const YAML::Node& node, FindingLimits& limits) {
    if (!node) return;
    reader.attempt([&reader, &node, &limits] {
        reader.expect_map(node, {"least", "times"});
        read_count(reader, node["least"], 1, limits.unmasked_least);
        read_count(reader, node["times"], 1, limits.unmasked_times);
    });
}

void read_conduct(const Reader& reader, const YAML::Node& node, FindingLimits& limits) {
    if (!node) return;
    reader.attempt([&reader, &node, &limits] {
        limits.conduct.clear();
        for (const auto& [number, words] : reader.entries(node))
            limits.conduct.push_back({reader.integer(number, 1, kProhibitions), reader.strings(words)});
    });
}

FindingLimits read_limits(const Reader& reader, const YAML::Node& root) {
    FindingLimits limits;
    if (root.IsNull()) return limits;
    reader.expect_map(root, {"late_arrival", "pause_before_due", "bounces", "customer_again", "repeats", "round_times",
                             "same_times", "unmasked", "cut_off_notice", "reconnect", "conduct"});
    read_span(reader, root["late_arrival"], kLateEntryTolerance, limits.late_arrival);
    read_span(reader, root["pause_before_due"], Millis(1), limits.pause_before_due);
    read_span(reader, root["cut_off_notice"], Millis(1), limits.cut_off_notice);
    read_span(reader, root["reconnect"], Millis(1), limits.reconnect);
    read_count(reader, root["bounces"], 1, limits.bounces);
    read_count(reader, root["customer_again"], 1, limits.customer_again);
    read_repeats(reader, root["repeats"], limits);
    read_share(reader, root["round_times"], limits.round_times);
    read_share(reader, root["same_times"], limits.same_times);
    read_unmasked(reader, root["unmasked"], limits);
    read_conduct(reader, root["conduct"], limits);
    return limits;
}

}  // namespace

Result<FindingLimits> load_finding_limits(const std::filesystem::path& config_folder) {
    const std::filesystem::path file = config_folder / "findings.yaml";
    std::error_code error;
    if (!std::filesystem::exists(file, error)) return FindingLimits();
    const auto content = read_file(file);
    if (!content) return content.error();
    return yaml::load<FindingLimits>(*content, file.string(), read_limits);
}

}  // namespace gongdan
