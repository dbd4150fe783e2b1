#pragma once
/// What the notify host says of a channel, in the service's words.

#include "adapters/host/service.hpp"
#include "adapters/notify/channel.hpp"
#include "adapters/notify/worker.hpp"

namespace gongdan::host {

/// `config` and `state` are of the same channel.
[[nodiscard]] Channel channel_of(const notify::ChannelConfig& config, const notify::ChannelState& state);

[[nodiscard]] Result<TestAnswer> test_answer_of(const Result<notify::Answer>& answer);

/// What stands in the ledger of deliveries of a test that took so long.
[[nodiscard]] notify::Outcome outcome_of(const TestAnswer& answer, Millis took);

/// Counts of all channels as Prometheus text, with HELP and TYPE; nothing without channels.
void write_deliveries(const std::vector<Channel>& channels, std::string& out);

}  // namespace gongdan::host
