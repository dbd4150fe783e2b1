#pragma once
/// What a short message says: an approved template of the provider and values for its parameters, never free text.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/notify/channel.hpp"
#include "adapters/notify/render.hpp"

namespace gongdan::notify {

inline constexpr std::int64_t kSmsParameterLength = 35;  ///< characters; what Aliyun takes of a variable

/// A link is never shorter than this: what a parameter of less characters holds opens nothing.
inline constexpr std::int64_t kSmsLinkLeast = 64;

/// A parameter and what it is filled with. Parameters without names are called "1", "2" and so on.
struct SmsParameter {
    std::string name;
    Template content;
};

struct SmsTemplate {
    std::string id;  ///< the provider's, such as SMS_205391430
    std::vector<SmsParameter> parameters;
};

struct SmsTexts {
    SmsTemplate notice;
    std::optional<SmsTemplate> digest;  ///< left out: a digest says what its most urgent notice says, and how many more
    Language language = Language::zh;
    std::size_t length = kSmsParameterLength;  ///< characters of one parameter at most
};

/// As written in the settings: a list of texts, or a map of names and texts. Errc::invalid_input for a text with an
/// unknown placeholder.
[[nodiscard]] Result<std::vector<SmsParameter>> parse_sms_parameters(const json::value& written, TemplateUse use);

/// Of a channel whose settings have passed check_settings().
[[nodiscard]] SmsTexts sms_texts_of(const ChannelConfig& config);

[[nodiscard]] bool holds_link(const Template& written);

struct SmsText {
    std::string template_id;
    std::vector<std::pair<std::string, std::string>> values;  ///< name and value, none empty, without line ends
};

/// A link that does not fit whole is left out.
[[nodiscard]] SmsText sms_text(const SmsTexts& texts, const json::object& message, Instant now);

/// Digits with or without a '+' before them; blanks, hyphens and brackets are left out, 00 counts as '+'. Nothing for
/// anything that cannot be a telephone number (E.164: at most 15 digits).
[[nodiscard]] std::optional<std::string> phone_number(std::string_view text);

}  // namespace gongdan::notify
