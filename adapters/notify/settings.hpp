#pragma once
/// What a channel may say in its `settings`, for each kind of plugin.

#include "adapters/notify/channel.hpp"
#include "core/base/result.hpp"

namespace gongdan::notify {

/// Checks names, types and forms; reads no secret and no file. Errc::invalid_input with one of `fields` for every
/// mistake; its pointer is "/<setting>", or "" for one that is missing.
[[nodiscard]] Result<void> check_settings(const ChannelConfig& config);

/// A setting that check_settings() has passed: its text or texts, empty when it is left out.
[[nodiscard]] std::string text_setting(const ChannelConfig& config, std::string_view name);
[[nodiscard]] std::vector<std::string> list_setting(const ChannelConfig& config, std::string_view name);

/// http or https, without user name and password: they would end up in logs of proxies and receivers.
[[nodiscard]] bool is_web_address(const std::string& url);

/// `path` as it stands when absolute, else below `folder`.
[[nodiscard]] std::filesystem::path below(const std::filesystem::path& folder, const std::string& path);

/// The file that an entry of an exec channel's `command` names: the program (place 0) when there is a slash in it, and
/// an argument that ends in .py or .sh. Relative ones start at `folder`, that of channels.yaml. Nothing for an entry
/// that is looked up in PATH or handed on as it stands.
[[nodiscard]] std::optional<std::filesystem::path> command_file(const std::filesystem::path& folder,
                                                                const std::string& entry, std::size_t place);

}  // namespace gongdan::notify
