#pragma once
/// Parts of check_settings(): what belongs together in the settings of one kind of plugin. Names and types have been
/// looked at before; a setting of the wrong type counts as left out.

#include <string>
#include <vector>

#include "adapters/notify/channel.hpp"
#include "core/base/result.hpp"

namespace gongdan::notify {

void check_email(const ChannelConfig& config, std::vector<FieldProblem>& problems);
void check_sms(const ChannelConfig& config, std::vector<FieldProblem>& problems);

/// http or https, without user name and password.
[[nodiscard]] bool is_web_address(const std::string& url);

}  // namespace gongdan::notify
