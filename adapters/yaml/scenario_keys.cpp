#include "adapters/yaml/scenario_keys.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace gongdan::yaml {
namespace {

/// Chinese word, English key.
constexpr std::array<std::pair<std::string_view, std::string_view>, 51> kWords = {{{"日期", "day"},
                                                                                   {"开头", "beginnings"},
                                                                                   {"各场景", "scenarios"},
                                                                                   {"场景", "scenario"},
                                                                                   {"接着", "begin"},
                                                                                   {"步骤", "steps"},
                                                                                   {"时间", "at"},
                                                                                   {"登记", "open"},
                                                                                   {"操作", "do"},
                                                                                   {"确认", "acknowledge"},
                                                                                   {"日历", "calendar"},
                                                                                   {"报备", "file"},
                                                                                   {"批准", "approve"},
                                                                                   {"撤销", "withdraw"},
                                                                                   {"工单", "on"},
                                                                                   {"角色", "as"},
                                                                                   {"人员", "by"},
                                                                                   {"数据", "data"},
                                                                                   {"实际时间", "happened"},
                                                                                   {"流程", "workflow"},
                                                                                   {"上级工单", "parent"},
                                                                                   {"期望", "expect"},
                                                                                   {"拒绝", "refused"},
                                                                                   {"可用", "allowed"},
                                                                                   {"字段", "fields"},
                                                                                   {"状态", "state"},
                                                                                   {"时钟", "clock"},
                                                                                   {"通知", "told"},
                                                                                   {"发现", "findings"},
                                                                                   {"退转次数", "bounces"},
                                                                                   {"催办次数", "chases"},
                                                                                   {"未接通次数", "attempts"},
                                                                                   {"已督办", "supervised"},
                                                                                   {"并入", "merged_into"},
                                                                                   {"走停", "status"},
                                                                                   {"起算", "started"},
                                                                                   {"到期", "due"},
                                                                                   {"停止", "stopped"},
                                                                                   {"超时", "breached"},
                                                                                   {"超时秒数", "overdue_s"},
                                                                                   {"用时秒数", "elapsed_s"},
                                                                                   {"时限", "limit"},
                                                                                   {"周期", "cycle"},
                                                                                   {"补正", "corrected"},
                                                                                   {"豁免", "exemption"},
                                                                                   {"台区", "areas"},
                                                                                   {"适用流程", "workflows"},
                                                                                   {"自", "from"},
                                                                                   {"至", "to"},
                                                                                   {"原因", "reason"},
                                                                                   {"依据", "evidence"}}};

std::string english(const std::string& word) {
    const auto found =
        std::find_if(kWords.begin(), kWords.end(), [&word](const auto& entry) { return entry.first == word; });
    return found == kWords.end() ? word : std::string(found->second);
}

std::string chinese(std::string_view key) {
    const auto found =
        std::find_if(kWords.begin(), kWords.end(), [key](const auto& entry) { return entry.second == key; });
    return found == kWords.end() ? "" : std::string(found->first);
}

/// Digits at the front of `text`, taken off; -1 when there are not exactly `digits` of them.
int take_number(std::string_view& text, std::size_t digits) {
    int number = -1;
    if (text.size() < digits) return -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + digits, number);
    if (error != std::errc() || end != text.data() + digits) return -1;
    text.remove_prefix(digits);
    return number;
}

bool take_sign(std::string_view& text, char sign) {
    if (text.empty() || text.front() != sign) return false;
    text.remove_prefix(1);
    return true;
}

/// "HH:MM", "HH:MM:SS", "HH:MM:SS.mmm" as an offset in the day, up to 24:00; nothing for anything else.
std::optional<Millis> clock_time(std::string_view text) {
    const int hours = take_number(text, 2);
    const int minutes = take_sign(text, ':') ? take_number(text, 2) : -1;
    const int seconds = take_sign(text, ':') ? take_number(text, 2) : 0;
    const int millis = take_sign(text, '.') ? take_number(text, 3) : 0;
    const bool in_range = hours >= 0 && minutes >= 0 && minutes < 60 && seconds >= 0 && seconds < 60 && millis >= 0;
    const Millis offset =
        std::chrono::hours(hours) + std::chrono::minutes(minutes) + std::chrono::seconds(seconds) + Millis(millis);
    if (!in_range || !text.empty() || offset > kDay) return std::nullopt;
    return offset;
}

}  // namespace

Words::Words(const Reader& reader, const YAML::Node& node, std::initializer_list<std::string_view> known)
    : mark_(reader.mark(node)) {
    for (const auto& [key, value] : reader.entries(node)) {
        const std::string word = reader.string(key);
        const std::string name = english(word);
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            std::string all;
            for (const std::string_view allowed : known) {
                all += (all.empty() ? "" : ", ") + std::string(allowed) + " " + chinese(allowed);
            }
            reader.note(key, text("yaml.unknown-key", word, all));
        } else if (!values_.emplace(name, value).second && name != word) {
            reader.note(key, text("yaml.key-twice", word));
        }
    }
}

YAML::Node Words::operator[](std::string_view key) const {
    const auto found = values_.find(key);
    return found == values_.end() ? YAML::Node(YAML::NodeType::Undefined) : found->second;
}

Result<Instant> parse_moment(std::string_view text, Date day) {
    if (const auto offset = clock_time(text)) return start_of(day) + *offset;
    const auto space = text.find(' ');
    const auto date = parse_date(text.substr(0, space));
    if (date && space == std::string_view::npos) return start_of(*date);
    if (date) {
        if (const auto offset = clock_time(text.substr(space + 1))) return start_of(*date) + *offset;
    }
    if (auto instant = parse_time(text)) return instant;
    return fail(Errc::invalid_input, "scenario.time", text);
}

}  // namespace gongdan::yaml
