#pragma once
/// A line of `gongdan export journal`, for tests.

#include <optional>
#include <string>

#include "core/base/json.hpp"

namespace gongdan::test {

/// The event's data with its seq, case, type, at and recorded_at; nothing for a seal.
[[nodiscard]] inline std::optional<json::object> journalled_event(const std::string& line) {
    const json::object event = json::parse(line).as_object();
    if (event.at("type") == "gongdan.seal") return std::nullopt;
    json::object data = event.at("data").as_object();
    data["seq"] = std::stoll(string_or_empty(event, "id"));
    data["case"] = string_or_empty(event, "subject").substr(std::string_view("case/").size());
    data["type"] = string_or_empty(event, "type").substr(std::string_view("gongdan.").size());
    data["at"] = event.at("time");
    data["recorded_at"] = event.at("recordedtime");
    return data;
}

}  // namespace gongdan::test
