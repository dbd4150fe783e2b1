#include "adapters/notify/channel.hpp"

#include <array>

#include "core/base/check.hpp"

namespace gongdan::notify {
namespace {

constexpr std::array<std::pair<std::string_view, PluginKind>, 9> kPluginKinds = {
    {{"file", PluginKind::file},
     {"webhook", PluginKind::webhook},
     {"exec", PluginKind::exec},
     {"shared-object", PluginKind::shared_object},
     {"dingtalk", PluginKind::dingtalk},
     {"wecom", PluginKind::wecom},
     {"feishu", PluginKind::feishu},
     {"email", PluginKind::email},
     {"sms", PluginKind::sms}}};

}  // namespace

std::string_view name_of(PluginKind kind) {
    for (const auto& [name, value] : kPluginKinds) {
        if (value == kind) return name;
    }
    GONGDAN_UNREACHABLE("a PluginKind without a name");
}

std::optional<PluginKind> plugin_kind(std::string_view name) {
    for (const auto& [known, value] : kPluginKinds) {
        if (known == name) return value;
    }
    return std::nullopt;
}

std::vector<std::string_view> plugin_names() {
    std::vector<std::string_view> names;
    for (const auto& [name, value] : kPluginKinds) names.push_back(name);
    return names;
}

bool is_shared(const ChannelConfig& config) {
    if (config.shared) return *config.shared;
    switch (config.plugin) {
        case PluginKind::file:
        case PluginKind::webhook:
        case PluginKind::exec:
        case PluginKind::shared_object:
        case PluginKind::email:
        case PluginKind::sms: return false;
        case PluginKind::dingtalk:
        case PluginKind::wecom:
        case PluginKind::feishu: return true;
    }
    GONGDAN_UNREACHABLE("a PluginKind outside its enum");
}

ChannelLimits default_limits(PluginKind kind) {
    constexpr int kRobotMinute = 20;
    constexpr int kFeishuMinute = 100;
    constexpr int kFeishuSecond = 5;
    using std::chrono::minutes;
    using std::chrono::seconds;
    ChannelLimits limits;
    switch (kind) {
        case PluginKind::file:
        case PluginKind::webhook:
        case PluginKind::exec:
        case PluginKind::shared_object: return limits;  // programs want every notice by itself
        case PluginKind::dingtalk:
        case PluginKind::wecom:
        case PluginKind::feishu:
            limits.per_minute = kind == PluginKind::feishu ? kFeishuMinute : kRobotMinute;
            limits.per_second = kind == PluginKind::feishu ? kFeishuSecond : 0;
            limits.digest = {2, seconds(5), {{2, minutes(1)}, {10, minutes(15)}}};
            return limits;
        case PluginKind::email: limits.digest = {3, seconds(5), {{3, minutes(1)}}}; return limits;
        case PluginKind::sms:
            // The pager throttles that are usual (DOMAIN.md §7): a telephone that rings all night is switched off.
            limits.digest = {1, seconds(5), {{5, minutes(15)}, {11, minutes(60)}}};
            return limits;
    }
    GONGDAN_UNREACHABLE("a PluginKind outside its enum");
}

}  // namespace gongdan::notify
