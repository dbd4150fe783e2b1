#pragma once
/// What a channel would send for a ticket. Sends nothing, records nothing.

#include "adapters/notify/worker.hpp"
#include "core/ticket/decide.hpp"

namespace gongdan::notify {

struct PreviewSubject {
    const CaseSnapshot& snapshot;
    const Rules& rules;
    const Organisation& organisation;  ///< the first person with an address of the channel is the recipient
    Instant now{};
    bool digest = false;  ///< the ticket's clocks as the lines of one digest
    Enrich enrich{};      ///< what the worker adds before a message goes out, with samples of links; may be null
};

struct Preview {
    std::string title;  ///< empty, like the body, for channels that get the message as it is
    std::string body;
    json::object payload;  ///< what goes out: the body of a robot's request, or the message
};

/// The notice of the clock that is due first among those that have not ended (or, when all have, among all) and of
/// which anybody is ever told, about the rung that comes next (when all have come, the last). Made by the functions
/// that make real messages. Errc::not_found when the ticket has no clock with a ladder. Reads no secret: signatures are
/// not in it.
[[nodiscard]] Result<Preview> preview(const ChannelConfig& config, const PreviewSubject& subject);

[[nodiscard]] json::object preview_view(const ChannelConfig& config, const Preview& preview);

}  // namespace gongdan::notify
