#include "adapters/notify/address.hpp"

#include "adapters/notify/mail.hpp"
#include "adapters/notify/robot.hpp"
#include "adapters/notify/sms_text.hpp"
#include "core/base/check.hpp"

namespace gongdan::notify {
namespace {

std::optional<LocalText> robot_problem(const std::string& address) {
    if (means_everybody(address)) return text("address.everybody", address);
    const bool fits = address.empty() || !mobile_of(address).empty() || !user_of(address).empty();
    return fits ? std::nullopt : std::optional(text("address.no-user", address));
}

}  // namespace

std::optional<LocalText> address_problem(PluginKind kind, const std::string& address) {
    switch (kind) {
        case PluginKind::file:
        case PluginKind::webhook:
        case PluginKind::exec:
        case PluginKind::shared_object: return std::nullopt;
        case PluginKind::dingtalk:
        case PluginKind::wecom:
        case PluginKind::feishu: return robot_problem(address);
        case PluginKind::email:
            if (parse_mail_address(address)) return std::nullopt;
            return text("address.no-mail", address);
        case PluginKind::sms:
            if (phone_number(address)) return std::nullopt;
            return text("address.no-phone", address);
    }
    GONGDAN_UNREACHABLE("a PluginKind outside its enum");
}

}  // namespace gongdan::notify
