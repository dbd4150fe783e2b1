#pragma once
/// What a channel would send for a ticket. Sends nothing, records nothing.

#include "adapters/notify/worker.hpp"
#include "core/ticket/decide.hpp"

namespace gongdan::notify {

struct PreviewSubject {
    const CaseSnapshot& snapshot;
    const Rules& rules;
    const Organisation& organisation;
    Instant now{};
    bool digest = false;  ///< the ticket's clocks as the lines of one digest
    Enrich enrich{};      ///< what the worker adds before a message goes out, with samples of links; may be null
};

struct Preview {
    std::string title;  ///< empty, like the body, for channels that get the message as it is
    std::string body;
    json::object payload;  ///< what goes out: the body of a robot's request, or the message
};

/// The notice of the clock that people look at: the one due first of those that run, else of the paused, else of the
/// ended. Of it what it will say next if nothing is done (plan.hpp), or, when it will say no more, what it said last;
/// as if it were raised now, to the first whom it would reach on the channel (else to the first who has an address of
/// it). A clock that never tells anybody is passed over. Made by the functions that make real messages.
/// Errc::not_found when no clock of the ticket tells anybody. Reads no secret: signatures are not in it.
[[nodiscard]] Result<Preview> preview(const ChannelConfig& config, const PreviewSubject& subject);

[[nodiscard]] json::object preview_view(const ChannelConfig& config, const Preview& preview);

}  // namespace gongdan::notify
