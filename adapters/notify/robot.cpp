#include "adapters/notify/robot.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include <fmt/format.h>

#include "adapters/crypto/crypto.hpp"
#include "adapters/notify/builtin.hpp"
#include "adapters/notify/privacy.hpp"
#include "adapters/notify/secret.hpp"
#include "adapters/notify/settings.hpp"
#include "core/base/check.hpp"
#include "core/base/percent.hpp"

namespace gongdan::notify {
namespace {

constexpr std::size_t kSecretLeast = 6;    // shorter values of a query are words such as "1"
constexpr std::size_t kTokenLeast = 16;    // at the end of a path
constexpr std::size_t kTitleLength = 100;  // characters; a title is what a telephone shows on its locked screen
constexpr std::size_t kUserLength = 64;

std::size_t usual_max_bytes(PluginKind kind) {
    constexpr std::size_t kDingtalk = 20'000;
    constexpr std::size_t kWecom = 4'096;
    constexpr std::size_t kFeishu = 20 * 1024;
    if (kind == PluginKind::wecom) return kWecom;
    return kind == PluginKind::feishu ? kFeishu : kDingtalk;
}

std::string base64_of(const Digest& digest) {
    return crypto::to_base64({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

std::string masked(std::string said, const std::vector<std::string>& secrets) {
    constexpr std::string_view kMask = "***";
    for (const std::string& secret : secrets) {
        if (secret.size() < kSecretLeast) continue;
        for (auto at = said.find(secret); at != std::string::npos; at = said.find(secret, at + kMask.size()))
            said.replace(at, secret.size(), kMask);
    }
    return said;
}

std::optional<std::int64_t> code_in(const RobotService& service, const json::object& answer) {
    for (const auto key : service.code_keys) {
        if (const auto code = get_int(answer, key)) return code;
    }
    return std::nullopt;
}

RobotVerdict verdict_of(const RobotService& service, std::int64_t code) {
    const auto found = std::find_if(service.codes.begin(), service.codes.end(),
                                    [code](const RobotCode& known) { return known.code == code; });
    return found == service.codes.end() ? RobotVerdict::busy : found->verdict;
}

Answer throttled(LocalText reason, std::optional<Millis> delay) {
    Answer answer = retry(std::move(reason), delay);
    answer.throttled = true;
    return answer;
}

/// Proxies, gateways and maintenance pages answer for the robot, in their own ways.
Answer strangers_answer(const HttpReply& reply, const std::string& said, Instant now) {
    const auto delay = parse_retry_after(reply.retry_after, now);
    const LocalText reason = text("robot.nonsense", reply.status, said);
    constexpr std::array<int, 4> kThrottles = {429, 502, 503, 504};
    if (std::find(kThrottles.begin(), kThrottles.end(), reply.status) != kThrottles.end())
        return throttled(reason, delay);
    return retry(reason, delay);
}

class Robot : public Plugin {
 public:
    using Compose = json::object (*)(const RobotVoice&, const json::object&, Instant);

    Robot(const ChannelConfig& config, std::string url, std::string secret)
        : kind_(config.plugin),
          voice_(voice_of(config)),
          url_(std::move(url)),
          secret_(std::move(secret)),
          secrets_(secrets_in(url_)),
          client_(allowed_networks(config), ca_file_of(config)) {
        secrets_.push_back(secret_);
    }

    Answer deliver(const Message& message, const Call& call) override {
        const auto parsed = parse_json(message.json);
        const json::object* said = parsed ? parsed->if_object() : nullptr;
        if (said == nullptr) return rejected(text("notify.no-id"));
        HttpPost request{url_, {"Content-Type: application/json; charset=utf-8", "User-Agent: gongdan", "Expect:"}, {}};
        sign_and_fill(request, *said, call.now);
        return robot_answer(service(), client_.post(request, call), message, secrets_, call.now);
    }

 private:
    void sign_and_fill(HttpPost& request, const json::object& message, Instant now) const {
        const std::int64_t ms = to_unix_ms(now);
        json::object body = robot_body(kind_, voice_, message, now);
        if (!secret_.empty() && kind_ == PluginKind::dingtalk) {
            request.url += fmt::format("{}timestamp={}&sign={}", url_.find('?') == std::string::npos ? '?' : '&', ms,
                                       percent_encode(dingtalk_signature(secret_, ms)));
        }
        if (!secret_.empty() && kind_ == PluginKind::feishu) {
            body["timestamp"] = std::to_string(ms / 1000);
            body["sign"] = feishu_signature(secret_, ms / 1000);
        }
        request.body = json::serialize(body);
    }

    [[nodiscard]] const RobotService& service() const {
        if (kind_ == PluginKind::wecom) return wecom_service();
        return kind_ == PluginKind::feishu ? feishu_service() : dingtalk_service();
    }

    PluginKind kind_;
    RobotVoice voice_;
    std::string url_;
    std::string secret_;  // empty: the robot is protected by addresses or key words
    std::vector<std::string> secrets_;
    HttpClient client_;
};

}  // namespace

RobotVoice voice_of(const ChannelConfig& config) {
    const auto most = get_int(config.settings, "max_bytes");
    return {config.language, config.templates, most ? std::size_t(*most) : usual_max_bytes(config.plugin),
            is_shared(config), get_bool(config.settings, "cards").value_or(false)};
}

json::object robot_body(PluginKind kind, const RobotVoice& voice, const json::object& message, Instant now) {
    if (kind == PluginKind::wecom) return wecom_body(voice, message, now);
    return kind == PluginKind::feishu ? feishu_body(voice, message, now) : dingtalk_body(voice, message, now);
}

std::string dingtalk_signature(const std::string& secret, std::int64_t timestamp_ms) {
    return base64_of(crypto::hmac_sha256(secret, fmt::format("{}\n{}", timestamp_ms, secret)));
}

std::string feishu_signature(const std::string& secret, std::int64_t timestamp_s) {
    return base64_of(crypto::hmac_sha256(fmt::format("{}\n{}", timestamp_s, secret), ""));
}

Answer robot_answer(const RobotService& service, const HttpReply& reply, const Message& message,
                    const std::vector<std::string>& secrets, Instant now) {
    if (reply.refused_address) return rejected(reply.problem);
    if (reply.status == 0) return retry(reply.problem);
    const auto parsed = parse_json(reply.body);
    const json::object* answer = parsed ? parsed->if_object() : nullptr;
    const auto code = answer == nullptr ? std::nullopt : code_in(service, *answer);
    if (!code) return strangers_answer(reply, scrub(masked(reply.body, secrets), message), now);
    if (*code == 0) return delivered();
    const std::string said = scrub(masked(string_or_empty(*answer, service.words_key), secrets), message);
    const bool slower = said.find("too many") != std::string::npos || said.find("too fast") != std::string::npos;
    RobotVerdict verdict = verdict_of(service, *code);
    // Feishu gives 9499 to a bad message and to too many of them alike.
    if (verdict == RobotVerdict::refused && slower) verdict = RobotVerdict::throttled;
    switch (verdict) {
        case RobotVerdict::delivered: return delivered();
        case RobotVerdict::busy: return retry(text("robot.busy", *code, said));
        case RobotVerdict::throttled: {
            const auto asked = parse_retry_after(reply.retry_after, now);
            const auto pause = service.throttle_pause > Millis(0) ? std::optional(service.throttle_pause) : asked;
            return throttled(text("robot.throttled", *code, said), pause);
        }
        case RobotVerdict::misconfigured: return retry(text("robot.misconfigured", *code, said));
        case RobotVerdict::unknown: return rejected(text("robot.unknown", *code, said));
        case RobotVerdict::refused: return rejected(text("robot.refused", *code, said));
    }
    GONGDAN_UNREACHABLE("a RobotVerdict outside its enum");
}

std::vector<std::string> secrets_in(const std::string& url) {
    std::vector<std::string> secrets{url};
    const auto query = url.find('?');
    const std::string path = url.substr(0, query);
    // "send" is no secret, and masking it would make answers unreadable.
    if (const auto last = path.substr(path.rfind('/') + 1); last.size() >= kTokenLeast) secrets.push_back(last);
    std::string rest = query == std::string::npos ? "" : url.substr(query + 1);
    while (!rest.empty()) {
        const auto end = std::min(rest.find('&'), rest.size());
        const std::string pair = rest.substr(0, end);
        secrets.push_back(pair.substr(pair.find('=') + 1));
        rest.erase(0, end + 1);
    }
    return secrets;
}

std::string mobile_of(const std::string& address) {
    constexpr std::size_t kLength = 11;
    std::string digits;
    for (const char c : address) {
        if (std::isdigit(static_cast<unsigned char>(c)) != 0) {
            digits += c;
        } else if (std::string_view("+- ").find(c) == std::string_view::npos) {
            return {};
        }
    }
    if (address.starts_with("+86")) digits.erase(0, 2);
    return digits.size() == kLength && digits.front() == '1' ? digits : "";
}

bool means_everybody(const std::string& address) {
    std::string word = address.starts_with('@') ? address.substr(1) : address;
    std::transform(word.begin(), word.end(), word.begin(),
                   [](char c) { return char(std::tolower(static_cast<unsigned char>(c))); });
    return word == "all";
}

std::string user_of(const std::string& address) {
    const bool fits = address.size() <= kUserLength && !means_everybody(address) &&
                      std::all_of(address.begin(), address.end(), [](char c) {
                          return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
                                 std::string_view("_-.@").find(c) != std::string_view::npos;
                      });
    return fits ? address : "";
}

std::string address_in(const json::object& message) {
    const json::object* recipient = get_object(message, "recipient");
    return recipient == nullptr ? "" : string_or_empty(*recipient, "address");
}

std::string group_lines(const RobotVoice& voice, const json::object& message, const Rendered& said, Escape escape) {
    if (!voice.shared) return {};
    const auto safe = [escape](const std::string& value) { return escape == nullptr ? value : escape(value); };
    const json::object* recipient = get_object(message, "recipient");
    const std::string name = recipient == nullptr ? "" : safe(string_or_empty(*recipient, "name"));
    const bool named = said.title.find(name) != std::string::npos || said.body.find(name) != std::string::npos;
    std::string lines;
    if (!name.empty() && !named) lines += "\n" + in_language(text("robot.for", name), voice.language);
    if (const LocalText hint = hint_of(message); !hint.zh.empty())
        lines += "\n" + safe(in_language(hint, voice.language));
    return lines;
}

std::string link_title(const RobotVoice& voice, const json::object& message) {
    return in_language(is_digest(message) ? text("robot.open-list") : text("robot.acknowledge"), voice.language);
}

std::string plain_markdown(std::string_view value) {
    constexpr std::string_view kMeaning = "<>[]*_`#\\~&";
    constexpr std::array<std::string_view, 11> kTwins = {"＜", "＞", "［", "］", "＊", "＿",
                                                         "｀", "＃", "＼", "～", "＆"};
    std::string plain;
    for (const char c : value) {
        const auto at = kMeaning.find(c);
        if (at == std::string_view::npos) {
            plain += c;
        } else {
            plain += kTwins.at(at);
        }
    }
    return plain;
}

Rendered rendered_within(const RobotVoice& voice, const json::object& message, RenderOptions options,
                         const std::function<std::size_t(const Rendered&)>& size_of) {
    options.language = voice.language;
    options.title.most = std::min(options.title.most, kTitleLength);
    options.title.unit = TextLimit::Unit::characters;
    if (options.body.unit == TextLimit::Unit::bytes) options.body.most = std::min(options.body.most, voice.max_bytes);
    for (;;) {
        Rendered rendered = render(voice.templates, message, options);
        const std::size_t size = size_of(rendered);
        if (size <= voice.max_bytes || rendered.body.empty()) return rendered;
        const std::size_t excess = size - voice.max_bytes;
        const std::size_t length = length_of(rendered.body, options.body.unit);
        options.body.most = length > excess ? length - excess : 0;
    }
}

Result<std::unique_ptr<Plugin>> make_robot(const ChannelConfig& config, const PluginTools&) {
    auto url = read_secret(config, "url");
    if (!url) return url.error();
    if (!is_web_address(*url)) {
        const LocalText wrong = text("notify.url");
        return fail(Errc::invalid_input, "notify.settings", config.name, wrong.zh, wrong.en);
    }
    auto secret = read_secret(config, "secret");
    if (!secret) return secret.error();
    if (secret->empty() && count_secrets(config, "secret") > 0) {
        const LocalText wrong = text("robot.empty-secret");
        return fail(Errc::invalid_input, "notify.settings", config.name, wrong.zh, wrong.en);
    }
    return std::unique_ptr<Plugin>(std::make_unique<Robot>(config, std::move(*url), std::move(*secret)));
}

}  // namespace gongdan::notify
