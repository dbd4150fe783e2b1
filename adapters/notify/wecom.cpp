#include <algorithm>
#include <array>

#include "adapters/notify/robot.hpp"

namespace gongdan::notify {
namespace {

constexpr std::size_t kTextBytes = 2048;  // of a plain text; Markdown has the voice's bytes
constexpr int kWarningLevel = 2;

RenderOptions options_at(Instant now, Escape escape) {
    RenderOptions options;
    options.now = now;
    options.escape = escape;
    return options;
}

/// Markdown cannot mention a mobile number, plain text can.
json::object text_body(const RobotVoice& voice, const json::object& message, const std::string& mobile, Instant now) {
    RobotVoice shorter = voice;
    shorter.max_bytes = std::min(voice.max_bytes, kTextBytes);
    const std::string link = link_of(message);
    const auto words_of = [&voice, &message, &link](const Rendered& said) {
        return said.title + "\n" + said.body + group_lines(voice, message, said, nullptr) +
               (link.empty() ? "" : "\n" + link);
    };
    const auto size_of = [&words_of](const Rendered& said) { return words_of(said).size(); };
    const std::string words = words_of(rendered_within(shorter, message, options_at(now, nullptr), size_of));
    return {{"msgtype", "text"}, {"text", {{"content", words}, {"mentioned_mobile_list", json::array{mobile}}}}};
}

/// A button; the lengths are those the service advises.
json::object card_body(const RobotVoice& voice, const json::object& message, Instant now) {
    RenderOptions options = options_at(now, nullptr);
    options.title = {26, TextLimit::Unit::characters};
    options.body = {112, TextLimit::Unit::characters};
    const auto fits = [](const Rendered&) { return std::size_t(0); };
    const Rendered said = rendered_within(voice, message, options, fits);
    const std::string link = link_of(message);
    return {{"msgtype", "template_card"},
            {"template_card",
             {{"card_type", "text_notice"},
              {"main_title", {{"title", said.title}}},
              {"sub_title_text", said.body},
              {"jump_list", json::array{{{"type", 1}, {"title", link_title(voice, message)}, {"url", link}}}},
              {"card_action", {{"type", 1}, {"url", link}}}}}};
}

}  // namespace

json::object wecom_body(const RobotVoice& voice, const json::object& message, Instant now) {
    const std::string link = link_of(message);
    if (voice.cards && !link.empty()) return card_body(voice, message, now);
    if (const auto mobile = mobile_of(address_in(message)); !mobile.empty())
        return text_body(voice, message, mobile, now);
    const std::string user = user_of(address_in(message));
    const bool urgent = get_int(message, "level").value_or(0) >= kWarningLevel;
    const auto words_of = [&voice, &message, &link, &user, urgent](const Rendered& said) {
        std::string words = urgent ? R"(**<font color="warning">)" : R"(**<font color="info">)";
        words += said.title + "</font>**\n" + said.body + group_lines(voice, message, said, &plain_markdown);
        if (!link.empty()) words += "\n[" + link_title(voice, message) + "](" + link + ")";
        if (!user.empty()) words += "\n<@" + user + ">";
        return words;
    };
    const auto size_of = [&words_of](const Rendered& said) { return words_of(said).size(); };
    const Rendered said = rendered_within(voice, message, options_at(now, &plain_markdown), size_of);
    return {{"msgtype", "markdown"}, {"markdown", {{"content", words_of(said)}}}};
}

const RobotService& wecom_service() {
    static constexpr std::array<std::string_view, 1> kKeys = {"errcode"};
    static constexpr std::array<RobotCode, 13> kCodes = {{
        {45009, RobotVerdict::throttled},      // api freq out of limit
        {45033, RobotVerdict::throttled},      // too many at once
        {45047, RobotVerdict::throttled},      // too many to one client
        {60020, RobotVerdict::misconfigured},  // our address is not allowed
        {93000, RobotVerdict::unknown},        // invalid webhook url
        {93004, RobotVerdict::unknown},        // the robot was taken away
        {93008, RobotVerdict::unknown},        // not in the group
        {40001, RobotVerdict::unknown},        // key
        {40008, RobotVerdict::refused},        // message type
        {40058, RobotVerdict::refused},        // a member too long or missing
        {44004, RobotVerdict::refused},        // empty
        {45002, RobotVerdict::refused},        // too long
        {41044, RobotVerdict::refused},        // parts of the message missing
    }};
    static constexpr RobotService kService = {kKeys, "errmsg", kCodes, std::chrono::minutes(1)};
    return kService;
}

}  // namespace gongdan::notify
