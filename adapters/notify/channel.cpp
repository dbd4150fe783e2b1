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

int usual_per_minute(PluginKind kind) {
    constexpr int kDingtalk = 20;
    constexpr int kWecom = 20;
    constexpr int kFeishu = 100;
    if (kind == PluginKind::dingtalk) return kDingtalk;
    if (kind == PluginKind::wecom) return kWecom;
    return kind == PluginKind::feishu ? kFeishu : 0;
}

}  // namespace gongdan::notify
