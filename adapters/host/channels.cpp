#include "adapters/host/channels.hpp"

#include "core/base/check.hpp"

namespace gongdan::host {

Channel channel_of(const notify::ChannelConfig& config, const notify::ChannelState& state) {
    GONGDAN_CHECK(config.name == state.name, "the notify host keeps the order of the configuration");
    Channel channel;
    channel.name = config.name;
    channel.title = config.title;
    channel.plugin = notify::name_of(config.plugin);
    if (state.resting) channel.state = Channel::State::resting;
    if (state.target_gone) channel.state = Channel::State::gone;
    channel.delivered = state.delivered;
    channel.retried = state.retried;
    channel.last_answer = state.last_answer;
    channel.last_delivered_at = state.last_delivered_at;
    channel.last_failed_at = state.last_failed_at;
    return channel;
}

}  // namespace gongdan::host
