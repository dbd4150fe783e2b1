#pragma once
/// What config/channels.yaml says of one channel. Plain data.

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/notify/templates.hpp"
#include "core/base/json.hpp"
#include "core/base/texts.hpp"
#include "core/base/time.hpp"
#include "core/escalation/digest.hpp"

namespace gongdan::notify {

/// How a channel delivers. A further kind needs one line in kPluginKinds, one in make_plugin(), its settings in
/// settings.cpp, and what preview() shows of it.
enum class PluginKind { file, webhook, exec, shared_object, dingtalk, wecom, feishu, email, sms };

/// As written in channels.yaml.
[[nodiscard]] std::string_view name_of(PluginKind kind);
[[nodiscard]] std::optional<PluginKind> plugin_kind(std::string_view name);
[[nodiscard]] std::vector<std::string_view> plugin_names();

/// Bounds on what a channel may do, so that none harms the engine or its neighbours.
struct ChannelLimits {
    Millis deadline = std::chrono::seconds(10);       ///< of one call: a person waits for the next notice behind it
    int per_minute = 0;                               ///< notices handed over in any minute; 0 = no bound
    int per_second = 0;                               ///< in any second; 0 = no bound
    int breaker_failures = 5;                         ///< in a row, then the channel rests
    Millis breaker_pause = std::chrono::seconds(30);  ///< first rest; doubled with every probe that fails
    DigestRules digest;                               ///< off unless a person reads what the channel carries
};

/// What a kind of channel is bounded by when nothing else is configured (DOMAIN.md §7).
[[nodiscard]] ChannelLimits default_limits(PluginKind kind);

inline constexpr Millis kDeadlineMax = std::chrono::minutes(2);       ///< of ChannelLimits::deadline
inline constexpr Millis kBreakerPauseMax = std::chrono::minutes(10);  ///< an alarm must not rest longer than that

inline constexpr Millis kAllowanceMax = std::chrono::hours(24);    ///< of Allowance::within
inline constexpr Millis kDigestWaitMax = std::chrono::minutes(5);  ///< of DigestRules::gathering: people wait for it

struct ChannelConfig {
    std::string name;  ///< as organisation.yaml refers to it
    LocalText title;
    PluginKind plugin = PluginKind::file;
    json::object settings;         ///< of the plugin, see check_settings()
    std::filesystem::path folder;  ///< where relative paths of commands, libraries and secrets start
    ChannelLimits limits;
    std::optional<bool> shared;                 ///< as configured, see is_shared()
    Language language = Language::zh;           ///< of the texts that the channel makes from templates
    Templates templates = default_templates();  ///< those of templates.yaml, with what the channel says otherwise
};

/// Whether others than the recipient read what the channel carries: then no link of his may be in it. Where nothing is
/// configured, group robots are shared.
[[nodiscard]] bool is_shared(const ChannelConfig& config);

}  // namespace gongdan::notify
