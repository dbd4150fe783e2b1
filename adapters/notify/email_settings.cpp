#include <algorithm>
#include <cctype>

#include "adapters/notify/mail.hpp"
#include "adapters/notify/network.hpp"
#include "adapters/notify/secret.hpp"
#include "adapters/notify/settings.hpp"
#include "adapters/notify/settings_checks.hpp"

namespace gongdan::notify {
namespace {

/// A name or an address as it may stand in an URL; IPv6 in brackets.
bool is_host(std::string_view host) {
    const bool brackets = host.size() > 2 && host.front() == '[' && host.back() == ']';
    if (brackets) host = host.substr(1, host.size() - 2);
    return !host.empty() && std::all_of(host.begin(), host.end(), [brackets](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == (brackets ? ':' : '-');
    });
}

bool is_loopback(std::string_view host) {
    return host == "localhost" || host == "[::1]" || (host.starts_with("127.") && parse_network(host).has_value());
}

void check_security(const ChannelConfig& config, std::vector<FieldProblem>& problems) {
    const std::string security = text_setting(config, "security");
    const bool known = security.empty() || security == "tls" || security == "starttls" || security == "none";
    if (!known) problems.push_back({"/security", "enum", text("notify.mail-security")});
    const bool allowed =
        is_loopback(text_setting(config, "host")) || get_bool(config.settings, "allow_unencrypted").value_or(false);
    if (security == "none" && !allowed) problems.push_back({"/security", "range", text("notify.mail-unencrypted")});
}

}  // namespace

void check_email(const ChannelConfig& config, std::vector<FieldProblem>& problems) {
    const std::string host = text_setting(config, "host");
    if (!host.empty() && !is_host(host)) problems.push_back({"/host", "range", text("notify.mail-host")});
    check_security(config, problems);
    const std::string from = text_setting(config, "from");
    if (!from.empty() && !parse_mail_address(from)) problems.push_back({"/from", "range", text("notify.mail-from")});
    const int passwords = count_secrets(config, "password");
    if (passwords != (config.settings.contains("username") ? 1 : 0))
        problems.push_back({"", "required", text("notify.mail-password")});
}

}  // namespace gongdan::notify
