#include "core/escalation/flags.hpp"

#include <algorithm>

namespace gongdan {

const Field* flags_field(const Workflow& workflow) {
    const Field* field = workflow.find_field(kFlags);
    return field != nullptr && field->type == FieldType::set ? field : nullptr;
}

std::vector<std::string> known_flags(const Workflow& workflow, const std::vector<std::string>& flags) {
    std::vector<std::string> known;
    const Field* field = flags_field(workflow);
    if (field == nullptr) return known;
    for (const auto& [code, title] : field->values) {
        if (std::find(flags.begin(), flags.end(), code) != flags.end()) known.push_back(code);
    }
    return known;
}

LocalText flag_words(const Workflow& workflow, const json::object& data) {
    LocalText words;
    const Field* field = flags_field(workflow);
    const json::array* given = get_array(data, kFlags);
    if (field == nullptr || given == nullptr) return words;
    for (const auto& [code, title] : field->values) {
        if (std::find(given->begin(), given->end(), json::value(code)) == given->end()) continue;
        words.zh += (words.zh.empty() ? "" : "、") + title.zh;
        words.en += (words.en.empty() ? "" : ", ") + title.en;
    }
    return words;
}

}  // namespace gongdan
