#include "adapters/notify/sms_text.hpp"

#include <algorithm>
#include <cctype>

#include "adapters/notify/settings.hpp"
#include "core/base/check.hpp"

namespace gongdan::notify {
namespace {

constexpr std::size_t kDigitsMin = 5;  // service numbers such as 95598
constexpr std::size_t kDigitsMax = 15;

/// A digest as if it were a notice about the first of its tickets, which is the most urgent one.
json::object as_notice(const json::object& digest, Language language) {
    json::object notice = digest;
    notice.erase("kind");
    const json::array* items = get_array(digest, "items");
    const json::object* first = items == nullptr || items->empty() ? nullptr : items->front().if_object();
    if (first == nullptr) return notice;
    for (const auto& [key, value] : *first) notice[key] = value;
    const std::int64_t count = get_int(digest, "count").value_or(std::int64_t(items->size()));
    const LocalText number = text("notify.sms-among", string_or_empty(*first, "number"), count);
    if (count > 1) notice["number"] = in_language(number, language);
    return notice;
}

/// Filled in within the length; without the link when that would be cut: a part of it opens nothing.
std::string value_of(const Template& written, const json::object& content, const RenderOptions& options) {
    std::string value = fill(written, content, options);
    if (!holds_link(written) || value.find(link_of(content)) != std::string::npos) return value;
    json::object unlinked = content;
    for (const std::string_view key : {"acknowledge_url", "list_url"}) unlinked.erase(key);
    return fill(written, unlinked, options);
}

std::vector<SmsParameter> parameters_of(const ChannelConfig& config, std::string_view name, TemplateUse use) {
    const json::value* written = config.settings.if_contains(name);
    GONGDAN_CHECK(written != nullptr, "check_settings() has passed the parameters");
    auto parsed = parse_sms_parameters(*written, use);
    GONGDAN_CHECK(parsed.ok(), "check_settings() has passed the parameters");
    return std::move(*parsed);
}

}  // namespace

Result<std::vector<SmsParameter>> parse_sms_parameters(const json::value& written, TemplateUse use) {
    std::vector<std::pair<std::string, std::string>> texts;
    if (const json::array* list = written.if_array()) {
        for (const json::value& item : *list) {
            texts.emplace_back(std::to_string(texts.size() + 1), std::string(item.get_string()));
        }
    } else if (const json::object* map = written.if_object()) {
        for (const auto& [name, value] : *map) texts.emplace_back(name, std::string(value.get_string()));
    }
    std::vector<SmsParameter> parameters;
    for (auto& [name, content] : texts) {
        auto parsed = Template::parse(content, use);
        if (!parsed) return parsed.error();
        parameters.push_back({name, std::move(*parsed)});
    }
    return parameters;
}

bool holds_link(const Template& written) {
    const auto& parts = written.parts();
    return std::any_of(parts.begin(), parts.end(),
                       [](const Template::Part& part) { return part.placeholder && part.text == "link"; });
}

SmsTexts sms_texts_of(const ChannelConfig& config) {
    SmsTexts texts;
    texts.notice = {text_setting(config, "template"), parameters_of(config, "parameters", TemplateUse::notice)};
    if (config.settings.contains("digest_template")) {
        texts.digest = SmsTemplate{text_setting(config, "digest_template"),
                                   parameters_of(config, "digest_parameters", TemplateUse::digest)};
    }
    texts.language = config.language;
    texts.length = std::size_t(get_int(config.settings, "parameter_length").value_or(kSmsParameterLength));
    return texts;
}

SmsText sms_text(const SmsTexts& texts, const json::object& message, Instant now) {
    const bool digest = is_digest(message);
    const SmsTemplate& used = digest && texts.digest ? *texts.digest : texts.notice;
    const json::object content = digest && !texts.digest ? as_notice(message, texts.language) : message;
    RenderOptions options;
    options.language = texts.language;
    options.now = now;
    options.body = {texts.length, TextLimit::Unit::characters};
    SmsText said{used.id, {}};
    for (const SmsParameter& parameter : used.parameters) {
        std::string value = value_of(parameter.content, content, options);
        std::replace_if(
            value.begin(), value.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
        if (value.empty()) value = "-";  // providers refuse a message with an empty parameter
        said.values.emplace_back(parameter.name, std::move(value));
    }
    return said;
}

std::optional<std::string> phone_number(std::string_view text) {
    std::string number;
    for (const char c : text) {
        const bool plus = c == '+' && number.empty();
        if (plus || std::isdigit(static_cast<unsigned char>(c)) != 0) {
            number += c;
        } else if (c != ' ' && c != '-' && c != '(' && c != ')') {
            return std::nullopt;
        }
    }
    if (number.starts_with("00")) number.replace(0, 2, "+");
    const std::size_t digits = number.size() - (number.starts_with('+') ? 1 : 0);
    return digits >= kDigitsMin && digits <= kDigitsMax ? std::optional(number) : std::nullopt;
}

}  // namespace gongdan::notify
