#include "core/ticket/attachment.hpp"

namespace gongdan {
namespace {

constexpr std::string_view kEffect = "attached";

json::value text_or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

/// Only what the camera said.
json::object evidence_to_json(const Evidence& evidence) {
    json::object stored;
    const auto put = [&stored](std::string_view key, const std::string& value) {
        if (!value.empty()) stored[key] = value;
    };
    put("taken_at", evidence.taken_at);
    put("latitude", evidence.latitude);
    put("longitude", evidence.longitude);
    put("device", evidence.device);
    return stored;
}

Evidence evidence_from_json(const json::object* stored) {
    if (stored == nullptr) return {};
    return {string_or_empty(*stored, "taken_at"), string_or_empty(*stored, "latitude"),
            string_or_empty(*stored, "longitude"), string_or_empty(*stored, "device")};
}

json::value evidence_view(const Evidence& evidence, Privacy privacy) {
    if (evidence.empty()) return nullptr;
    const bool masked = privacy == Privacy::masked;
    const auto shown = [masked](const std::string& value) {
        return masked ? json::value(nullptr) : text_or_null(value);
    };
    return json::object{{"taken_at", text_or_null(evidence.taken_at)},
                        {"latitude", shown(evidence.latitude)},
                        {"longitude", shown(evidence.longitude)},
                        {"device", shown(evidence.device)}};
}

AttachedFile file_from_json(const json::object& stored, const json::object& personal) {
    return {string_or_empty(stored, "sha256"), get_int(stored, "size").value_or(0),
            string_or_empty(stored, "media_type"), string_or_empty(personal, "name"),
            evidence_from_json(get_object(personal, "evidence"))};
}

}  // namespace

const std::vector<std::string>& personal_of_attachment() {
    static const std::vector<std::string> fields{"name", "evidence"};
    return fields;
}

json::object attached_body(const AttachedFile& file, const std::string& actor, const std::string& role) {
    json::object data{{"name", file.name}};
    if (!file.evidence.empty()) data["evidence"] = evidence_to_json(file.evidence);
    return {{"effect", kEffect},       {"sha256", file.sha256}, {"size", file.size}, {"media_type", file.media_type},
            {"data", std::move(data)}, {"actor", actor},        {"role", role}};
}

bool is_attached(const json::object& body) { return get_string(body, "effect") == kEffect; }

Attachment attachment_of(const Event& event) {
    const json::object nothing;
    const json::object* data = get_object(event.body, "data");
    return {file_from_json(event.body, data == nullptr ? nothing : *data), string_or_empty(event.body, "actor"),
            event.occurred_at, false};
}

json::object attachment_to_json(const Attachment& attachment) {
    const AttachedFile& file = attachment.file;
    json::object stored{{"sha256", file.sha256},         {"size", file.size},
                        {"media_type", file.media_type}, {"name", file.name},
                        {"actor", attachment.actor},     {"added", to_unix_ms(attachment.added_at)}};
    if (!file.evidence.empty()) stored["evidence"] = evidence_to_json(file.evidence);
    if (attachment.erased) stored["erased"] = true;
    return stored;
}

Attachment attachment_from_json(const json::object& stored) {
    return {file_from_json(stored, stored), string_or_empty(stored, "actor"),
            from_unix_ms(get_int(stored, "added").value_or(0)), get_bool(stored, "erased").value_or(false)};
}

std::string neutral_name(const AttachedFile& file, std::size_t number) {
    if (file.name.empty()) return {};
    std::string name = file.media_type.starts_with("image/") ? "图片" : "文件";
    if (number > 0) name.append("-").append(std::to_string(number));
    const auto dot = file.name.rfind('.');
    return dot == std::string::npos ? name : name.append(file.name, dot);
}

json::object attachment_view(const Attachment& attachment, std::size_t number, Privacy privacy) {
    const AttachedFile& file = attachment.file;
    return {{"number", std::int64_t(number)},
            {"sha256", file.sha256},
            {"size", file.size},
            {"media_type", file.media_type},
            {"name", privacy == Privacy::masked ? neutral_name(file, number) : file.name},
            {"added_at", format_time(attachment.added_at)},
            {"actor", attachment.actor},
            {"evidence", evidence_view(file.evidence, privacy)},
            {"erased", attachment.erased}};
}

json::array attachment_views(const std::vector<Attachment>& attachments, Privacy privacy) {
    json::array views;
    std::size_t number = 0;
    for (const Attachment& attachment : attachments) views.push_back(attachment_view(attachment, ++number, privacy));
    return views;
}

json::object mask_attached(const json::object& body) {
    const json::object nothing;
    const json::object* data = get_object(body, "data");
    const AttachedFile file = file_from_json(body, data == nullptr ? nothing : *data);
    json::object masked{{"name", neutral_name(file, 0)}};
    if (!file.evidence.empty()) masked["evidence"] = evidence_view(file.evidence, Privacy::masked);
    return masked;
}

}  // namespace gongdan
