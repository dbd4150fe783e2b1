#pragma once
/// The plugins that make_plugin() chooses from. Their settings have passed check_settings().

#include "adapters/notify/plugin.hpp"
#include "adapters/notify/runner.hpp"

namespace gongdan::notify {

/// Appends one JSON line a notice to a file; the line is on disk when the answer is "delivered".
[[nodiscard]] std::unique_ptr<Plugin> make_file(const ChannelConfig& config, const PluginTools& tools);

/// Standard Webhooks 1.0 over HTTP/1.1 or 2: signed, no redirects, no proxies, no private addresses unless allowed.
/// Errc::invalid_input when the secret cannot be read.
[[nodiscard]] Result<std::unique_ptr<Plugin>> make_webhook(const ChannelConfig& config, const PluginTools& tools);

/// Starts a program for every notice: message on its standard input, answer by its exit code (see docs/plugins.md).
[[nodiscard]] std::unique_ptr<Plugin> make_exec(const ChannelConfig& config, const PluginTools& tools);

/// Speaks to a shared object (gongdan/adapter.h) in a runner process, started with the first notice.
[[nodiscard]] std::unique_ptr<Plugin> make_shared_object(const ChannelConfig& config, const PluginTools& tools);

/// What the two above start: a program without its input and output, a runner.
[[nodiscard]] ProgramStart program_start(const ChannelConfig& config, const PluginTools& tools);
[[nodiscard]] RunnerStart runner_start(const ChannelConfig& config, const PluginTools& tools);

/// A group robot of DingTalk, WeCom or Feishu. Errc::invalid_input when its address or its secret cannot be read.
[[nodiscard]] Result<std::unique_ptr<Plugin>> make_robot(const ChannelConfig& config, const PluginTools& tools);

/// One mail a notice over SMTP, with a Message-ID that stays the same over retries.
/// Errc::invalid_input when the password cannot be read.
[[nodiscard]] Result<std::unique_ptr<Plugin>> make_email(const ChannelConfig& config, const PluginTools& tools);

/// One short message a notice over Aliyun, Tencent Cloud or a gateway of HTTP: an approved template and its parameters.
/// Errc::invalid_input when the secret cannot be read.
[[nodiscard]] Result<std::unique_ptr<Plugin>> make_sms(const ChannelConfig& config, const PluginTools& tools);

}  // namespace gongdan::notify
