#pragma once
/// What the group robots of DingTalk, WeCom and Feishu share: how a message is made, and what an answer means. Their
/// formats come from public documents and client libraries; limits are settings because services change them.

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "adapters/notify/http_exchange.hpp"
#include "adapters/notify/render.hpp"

namespace gongdan::notify {

/// How a robot speaks.
struct RobotVoice {
    Language language = Language::zh;
    Templates templates;
    std::size_t max_bytes = 0;  ///< of what the service measures, see the functions below
    bool shared = false;        ///< others read it, see is_shared(): who is meant is named
    bool cards = false;         ///< WeCom: a card with a button, which cannot mention people, where there is a link
};

[[nodiscard]] RobotVoice voice_of(const ChannelConfig& config);

/// The body of a request, without signature. A link to acknowledge (or to the list, for a digest) becomes a button or a
/// link; the recipient's address (a mobile number or a user's id) becomes a mention where the format knows one.
/// DingTalk and Feishu measure the whole body, WeCom the text in it.
[[nodiscard]] json::object dingtalk_body(const RobotVoice& voice, const json::object& message, Instant now);
[[nodiscard]] json::object wecom_body(const RobotVoice& voice, const json::object& message, Instant now);
[[nodiscard]] json::object feishu_body(const RobotVoice& voice, const json::object& message, Instant now);

/// One of the three, by the kind of the channel.
[[nodiscard]] json::object robot_body(PluginKind kind, const RobotVoice& voice, const json::object& message,
                                      Instant now);

/// Base64 of HMAC-SHA256; DingTalk's is keyed with the secret and stamped in milliseconds, Feishu's is keyed with time
/// and secret over nothing, and stamped in seconds.
[[nodiscard]] std::string dingtalk_signature(const std::string& secret, std::int64_t timestamp_ms);
[[nodiscard]] std::string feishu_signature(const std::string& secret, std::int64_t timestamp_s);

/// What a robot's code tells us to do.
enum class RobotVerdict {
    delivered,
    busy,           ///< try again
    throttled,      ///< slower, all of the channel
    misconfigured,  ///< try again: a person mends it meanwhile, and the breaker rests the channel
    unknown,        ///< there is no such robot: a dead letter
    refused         ///< this message never: a dead letter
};

struct RobotCode {
    std::int64_t code;
    RobotVerdict verdict;
};

/// One service. Static data.
struct RobotService {
    std::span<const std::string_view> code_keys;  ///< where the code stands in an answer, the first that is there
    std::string_view words_key;
    std::span<const RobotCode> codes;  ///< a code that is not listed means `busy`: an alarm is not lost for it
    Millis throttle_pause{};           ///< after `throttled`; zero = as the schedule says
};

[[nodiscard]] const RobotService& dingtalk_service();
[[nodiscard]] const RobotService& wecom_service();
[[nodiscard]] const RobotService& feishu_service();

/// `secrets` are masked in what the robot said.
[[nodiscard]] Answer robot_answer(const RobotService& service, const HttpReply& reply, const Message& message,
                                  const std::vector<std::string>& secrets, Instant now);

/// Whatever in the address of a robot lets its bearer speak: values of its query and the last part of its path.
[[nodiscard]] std::vector<std::string> secrets_in(const std::string& url);

// For the three bodies.

/// "13800001111" of "+86 138-0000-1111"; empty for anything but a mobile number of the mainland.
[[nodiscard]] std::string mobile_of(const std::string& address);
/// "all" or "@all", however written: to a robot it is everybody in the group, and never one person.
[[nodiscard]] bool means_everybody(const std::string& address);
/// `address` when it can be the id of a user; empty otherwise, so that nothing of it is read as markup.
[[nodiscard]] std::string user_of(const std::string& address);
[[nodiscard]] std::string address_in(const json::object& message);
/// Lines for the end of a message in a group, each with a line break before it: whom it is for, where `said` does not
/// name him, and how he acknowledges without a link of his own. Empty on a channel of one person.
[[nodiscard]] std::string group_lines(const RobotVoice& voice, const json::object& message, const Rendered& said,
                                      Escape escape);
/// Of the button.
[[nodiscard]] std::string link_title(const RobotVoice& voice, const json::object& message);
/// Characters that mean something in Markdown become their full-width twins: readable, and understood by no parser.
[[nodiscard]] std::string plain_markdown(std::string_view value);

/// Rendered with less and less room for the body until `size_of` what is made of it is within the voice's bytes.
[[nodiscard]] Rendered rendered_within(const RobotVoice& voice, const json::object& message, RenderOptions options,
                                       const std::function<std::size_t(const Rendered&)>& size_of);

}  // namespace gongdan::notify
