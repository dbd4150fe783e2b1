#include "adapters/host/channels.hpp"

#include <array>
#include <iterator>

#include <fmt/format.h>

#include "adapters/notify/privacy.hpp"
#include "core/base/check.hpp"

namespace gongdan::host {
namespace {

TestAnswer::Kind kind_of(notify::Answer::Kind kind) {
    switch (kind) {
        case notify::Answer::Kind::delivered: return TestAnswer::Kind::delivered;
        case notify::Answer::Kind::retry: return TestAnswer::Kind::retry;
        case notify::Answer::Kind::rejected: return TestAnswer::Kind::rejected;
    }
    GONGDAN_UNREACHABLE("a notify::Answer::Kind outside its enum");
}

/// A value of a label: nothing in it may end it.
std::string label_value(std::string_view value) {
    std::string escaped;
    for (const char c : value) {
        if (c == '\\' || c == '"') escaped += '\\';
        escaped += c == '\n' ? ' ' : c;
    }
    return escaped;
}

}  // namespace

Channel channel_of(const notify::ChannelConfig& config, const notify::ChannelState& state) {
    GONGDAN_CHECK(config.name == state.name, "the notify host keeps the order of the configuration");
    Channel channel;
    channel.name = config.name;
    channel.title = config.title;
    channel.plugin = notify::name_of(config.plugin);
    if (state.holding_until) channel.state = Channel::State::holding;
    if (state.failing_since) channel.state = Channel::State::failing;
    if (state.resting) channel.state = Channel::State::resting;
    if (state.target_gone) channel.state = Channel::State::gone;
    channel.delivered = state.delivered;
    channel.retried = state.retried;
    channel.given_up = state.dead;
    channel.resting_until = state.resting ? state.resting_until : state.holding_until;
    channel.last_answer = state.last_answer;
    channel.last_delivered_at = state.last_delivered_at;
    channel.last_failed_at = state.last_failed_at;
    channel.failing_since = state.failing_since;
    return channel;
}

Result<TestAnswer> test_answer_of(const Result<notify::Answer>& answer) {
    if (!answer) return answer.error();
    return TestAnswer{kind_of(answer->kind), answer->reason};
}

notify::Outcome outcome_of(const TestAnswer& answer, Millis took) {
    using Kind = notify::Outcome::Kind;
    const std::string said = notify::in_both(answer.reason);
    switch (answer.kind) {
        case TestAnswer::Kind::delivered: return {Kind::delivered, {}, {}, took};
        case TestAnswer::Kind::retry: return {Kind::retry, {}, said, took};
        case TestAnswer::Kind::rejected: return {Kind::dead, {}, said, took};
    }
    GONGDAN_UNREACHABLE("a TestAnswer::Kind outside its enum");
}

void write_deliveries(const std::vector<Channel>& channels, std::string& out) {
    if (channels.empty()) return;
    out +=
        "# HELP gongdan_deliveries_total Attempts to deliver since the start, by how they ended.\n"
        "# TYPE gongdan_deliveries_total counter\n";
    for (const Channel& channel : channels) {
        const std::array<std::pair<std::string_view, std::int64_t>, 3> counts = {
            {{"delivered", channel.delivered}, {"retry", channel.retried}, {"dead", channel.given_up}}};
        for (const auto& [outcome, count] : counts) {
            fmt::format_to(std::back_inserter(out), "gongdan_deliveries_total{{channel=\"{}\",outcome=\"{}\"}} {}\n",
                           label_value(channel.name), outcome, count);
        }
    }
}

}  // namespace gongdan::host
