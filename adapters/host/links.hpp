#pragma once
/// Links by which somebody acknowledges on his telephone, without a login. The link is the authority: whoever has it
/// can acknowledge what its message was about, as the person whom the message told, and nothing else.
///
/// A token holds an expiry, a fingerprint of the person (no name and no number: links lie in chats and proxies' logs)
/// and the id of the escalation or of the list ("digest.<n>"), signed with HMAC-SHA256. Nothing of it is stored: links
/// are made when a message goes out, and a new key ends all that went out before.

#include <string>
#include <string_view>

#include "core/engine/engine.hpp"
#include "core/engine/read_model.hpp"

namespace gongdan::host {

struct LinkSettings {
    std::string key;         ///< of secret_key()
    std::string public_url;  ///< where people reach the server, without "/" at its end
    Millis life = std::chrono::hours(24);
};

/// What a token turned out to be.
struct FoundLink {
    enum class State {
        unknown,  ///< not one of ours, or altered
        expired,
        nobody,  ///< ours, but the person is not in the organisation (any more)
        good,
    };
    State state = State::unknown;
    std::string escalation;  ///< or list; of a good one, like the rest
    std::string person;      ///< id
};

/// Thread-safe.
class Links {
 public:
    explicit Links(LinkSettings settings) : settings_(std::move(settings)) {}

    /// The whole address. `now` is wall time.
    [[nodiscard]] std::string make(std::string_view escalation, std::string_view person, Instant now) const;
    /// An address of the same shape and length that opens nothing, for previews. Needs no key.
    [[nodiscard]] std::string sample(std::string_view escalation) const;
    /// What is not ours is found out first, after the same time for every token of one length.
    [[nodiscard]] FoundLink open(std::string_view token, const Organisation& organisation, Instant now) const;

 private:
    [[nodiscard]] std::string tag(std::string_view payload) const;
    [[nodiscard]] std::string fingerprint(std::string_view person) const;

    LinkSettings settings_;
};

/// "digest.<n>" and not an escalation.
[[nodiscard]] bool is_list(std::string_view escalation);

/// Null when the case has no such escalation. Lives as long as the snapshot.
[[nodiscard]] const Escalation* find_escalation(const CaseSnapshot& snapshot, std::string_view id);

/// Whether `actor` may acknowledge the escalation `id` of the case.
[[nodiscard]] bool may_acknowledge(const CaseSnapshot& snapshot, std::string_view id, const Actor& actor,
                                   const Rules& rules);

}  // namespace gongdan::host
