#include <array>

#include "adapters/notify/robot.hpp"

namespace gongdan::notify {

json::object dingtalk_body(const RobotVoice& voice, const json::object& message, Instant now) {
    const std::string link = link_of(message);
    const std::string mobile = mobile_of(address_in(message));
    const std::string user = mobile.empty() ? user_of(address_in(message)) : "";
    const auto body_of = [&voice, &message, &link, &mobile, &user](const Rendered& said) -> json::object {
        std::string words = "#### " + said.title + "\n\n";
        const std::string body = said.body + group_lines(voice, message, said, &plain_markdown);
        for (const char c : body) words += c == '\n' ? std::string("  \n") : std::string(1, c);
        if (!link.empty()) {
            // A card tells nobody in particular: DingTalk heeds "at" only in texts and Markdown.
            return {{"msgtype", "actionCard"},
                    {"actionCard",
                     {{"title", said.title},
                      {"text", words},
                      {"singleTitle", link_title(voice, message)},
                      {"singleURL", link}}}};
        }
        // Who is told must stand in the text as well, or nobody's telephone rings.
        const std::string named = mobile.empty() ? user : mobile;
        if (!named.empty()) words += "\n\n@" + named;
        json::object at{{"atMobiles", json::array()}, {"atUserIds", json::array()}, {"isAtAll", false}};
        if (!mobile.empty()) at["atMobiles"] = json::array{mobile};
        if (!user.empty()) at["atUserIds"] = json::array{user};
        return {{"msgtype", "markdown"}, {"markdown", {{"title", said.title}, {"text", words}}}, {"at", at}};
    };
    RenderOptions options;
    options.now = now;
    options.escape = &plain_markdown;
    const auto size_of = [&body_of](const Rendered& said) { return json::serialize(body_of(said)).size(); };
    return body_of(rendered_within(voice, message, options, size_of));
}

const RobotService& dingtalk_service() {
    static constexpr std::array<std::string_view, 1> kKeys = {"errcode"};
    static constexpr std::array<RobotCode, 15> kCodes = {{
        {130101, RobotVerdict::throttled},  // send too fast, exceed 20 times per minute
        {130102, RobotVerdict::throttled},
        {410100, RobotVerdict::throttled},
        {90018, RobotVerdict::throttled},       // of the gateway
        {310000, RobotVerdict::misconfigured},  // signature, time, address or key words
        {300001, RobotVerdict::unknown},        // token is not exist
        {300005, RobotVerdict::unknown},        // token is not exist
        {400101, RobotVerdict::unknown},        // access_token does not exist
        {400102, RobotVerdict::unknown},        // robot has been stopped
        {400106, RobotVerdict::unknown},        // robot does not exist
        {400105, RobotVerdict::refused},        // message type
        {430101, RobotVerdict::refused},        // what it says may not be said: links
        {430102, RobotVerdict::refused},        // words
        {430103, RobotVerdict::refused},        // pictures
        {460101, RobotVerdict::refused},        // longer than 20 000 bytes
    }};
    // Who is too fast is blocked for about ten minutes, and every try in between is counted too.
    static constexpr RobotService kService = {kKeys, "errmsg", kCodes, std::chrono::minutes(10)};
    return kService;
}

}  // namespace gongdan::notify
