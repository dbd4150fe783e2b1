#include <array>

#include "adapters/notify/robot.hpp"

namespace gongdan::notify {
namespace {

constexpr std::size_t kSignature = 128;  // bytes that timestamp and sign add to a body
constexpr int kRedLevel = 3;
constexpr int kOrangeLevel = 2;

std::string_view color_of(const json::object& message) {
    const auto level = get_int(message, "level").value_or(0);
    if (level >= kRedLevel || get_bool(message, "top").value_or(false)) return "red";
    return level == kOrangeLevel ? "orange" : "blue";
}

std::string mention_of(const json::object& message) {
    const std::string user = mobile_of(address_in(message)).empty() ? user_of(address_in(message)) : "";
    if (user.empty()) return {};  // a robot cannot mention telephone numbers
    return user.find('@') == std::string::npos ? "<at id=" + user + "></at>" : "<at email=" + user + "></at>";
}

}  // namespace

json::object feishu_body(const RobotVoice& voice, const json::object& message, Instant now) {
    const std::string link = link_of(message);
    const std::string mention = mention_of(message);
    const auto body_of = [&voice, &message, &link, &mention](const Rendered& said) -> json::object {
        const std::string words =
            said.body + group_lines(voice, message, said, &plain_markdown) + (mention.empty() ? "" : "\n" + mention);
        json::array elements{{{"tag", "div"}, {"text", {{"tag", "lark_md"}, {"content", words}}}}};
        if (!link.empty()) {
            const json::object button{{"tag", "button"},
                                      {"text", {{"tag", "plain_text"}, {"content", link_title(voice, message)}}},
                                      {"type", "primary"},
                                      {"url", link}};
            elements.push_back({{"tag", "action"}, {"actions", json::array{button}}});
        }
        const json::object header{{"title", {{"tag", "plain_text"}, {"content", said.title}}},
                                  {"template", color_of(message)}};
        return {{"msg_type", "interactive"},
                {"card", {{"config", {{"wide_screen_mode", true}}}, {"header", header}, {"elements", elements}}}};
    };
    RenderOptions options;
    options.now = now;
    options.escape = &plain_markdown;
    const auto size_of = [&body_of](const Rendered& said) {
        return json::serialize(body_of(said)).size() + kSignature;
    };
    return body_of(rendered_within(voice, message, options, size_of));
}

const RobotService& feishu_service() {
    // Before 2021 the code stood in StatusCode; both come today, and old installations send only that.
    static constexpr std::array<std::string_view, 2> kKeys = {"code", "StatusCode"};
    static constexpr std::array<RobotCode, 10> kCodes = {{
        {11232, RobotVerdict::throttled},      // frequency limited
        {99991400, RobotVerdict::throttled},   // of the gateway
        {19021, RobotVerdict::misconfigured},  // sign match fail, or the time is more than an hour off
        {19022, RobotVerdict::misconfigured},  // our address is not allowed
        {19024, RobotVerdict::misconfigured},  // key words not found
        {19001, RobotVerdict::unknown},        // incoming webhook access token invalid
        {19007, RobotVerdict::unknown},        // bot not enabled
        {9499, RobotVerdict::refused},         // bad request, or too many: see robot_answer()
        {19002, RobotVerdict::refused},        // parts of the message missing
        {11246, RobotVerdict::refused},        // the card cannot be read
    }};
    static constexpr RobotService kService = {kKeys, "msg", kCodes, Millis(0)};
    return kService;
}

}  // namespace gongdan::notify
