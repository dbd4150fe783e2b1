#include "adapters/notify/plugin.hpp"

#include "adapters/notify/builtin.hpp"
#include "adapters/notify/settings.hpp"
#include "core/base/check.hpp"

namespace gongdan::notify {

Result<Message> read_message(std::string message) {
    const auto parsed = parse_json(message);
    if (!parsed) return parsed.error();
    const json::object* root = parsed->if_object();
    const std::string id = root == nullptr ? "" : string_or_empty(*root, "id");
    if (id.empty()) return fail(Errc::invalid_input, "notify.no-id");
    Message read{id, std::move(message), {}, {}, {}};
    for (const std::string_view key : {"acknowledge_url", "list_url"}) {
        if (const auto link = get_string(*root, key)) read.link = *link;
    }
    if (const json::object* recipient = get_object(*root, "recipient")) {
        read.person = string_or_empty(*recipient, "name");
        read.address = string_or_empty(*recipient, "address");
    }
    return read;
}

Answer delivered() { return {Answer::Kind::delivered, {}}; }

Answer retry(LocalText reason, std::optional<Millis> delay) { return {Answer::Kind::retry, std::move(reason), delay}; }

Answer rejected(LocalText reason) { return {Answer::Kind::rejected, std::move(reason)}; }

Answer faulty(LocalText reason) {
    Answer answer = retry(std::move(reason));
    answer.faulty = true;
    return answer;
}

Result<std::unique_ptr<Plugin>> make_plugin(const ChannelConfig& config, const PluginTools& tools) {
    if (auto checked = check_settings(config); !checked) return checked.error();
    switch (config.plugin) {
        case PluginKind::file: return make_file(config, tools);
        case PluginKind::webhook: return make_webhook(config, tools);
        case PluginKind::exec: return make_exec(config, tools);
        case PluginKind::shared_object: return make_shared_object(config, tools);
        case PluginKind::dingtalk:
        case PluginKind::wecom:
        case PluginKind::feishu: return make_robot(config, tools);
        case PluginKind::email: return make_email(config, tools);
        case PluginKind::sms: return make_sms(config, tools);
    }
    GONGDAN_UNREACHABLE("a PluginKind outside its enum");
}

}  // namespace gongdan::notify
