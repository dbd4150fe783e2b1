#pragma once
/// Wishes that may be refused. The engine fills in what only it knows (ids, the master of a merge).

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.hpp"
#include "core/base/time.hpp"
#include "core/ticket/attachment.hpp"
#include "core/ticket/event.hpp"

namespace gongdan {

/// Who acts. One person often has several roles (DOMAIN.md §1).
struct Actor {
    std::string id;  ///< of his account or token: so the journal calls him
    std::vector<std::string> roles;
    std::vector<std::string>
        also{};  ///< what the organisation calls him: id and name of the person, when they are known

    /// Blanks around the name do not make it another.
    [[nodiscard]] bool is_called(std::string_view name) const;
};

struct OpenCommand {
    std::string workflow;
    Actor actor;
    json::object data;
    std::optional<Instant> occurred_at;  ///< nothing = now
    CaseId parent{};
};

struct FireCommand {
    std::string event;
    Actor actor;
    json::object data;
    std::optional<Instant> occurred_at;             ///< nothing = now
    std::optional<std::int64_t> expected_revision;  ///< of If-Match
};

struct AcknowledgeCommand {
    std::string escalation;  ///< its id, or "last"
    Actor actor;
    std::string via{};  ///< how he answered when it was not the API or the console, e.g. "link"; for the journal
};

struct CommentCommand {
    std::string text;  ///< 1 to kCommentMax bytes of UTF-8
    Actor actor;
    std::optional<std::int64_t> expected_revision;
};

/// The file is in its store and on disk already.
struct AttachCommand {
    AttachedFile file;
    Actor actor;
};

/// To see a case's personal data in spite of the mask. The look itself is journalled.
struct UnmaskCommand {
    std::string reason;  ///< 1 to kReasonMax bytes of UTF-8, here and below
    Actor actor;
};

/// To forget the personal data of a closed case, in the journal too.
struct EraseCommand {
    std::string reason;
    Actor actor;
};

inline constexpr std::size_t kReasonMax = 1000;

inline constexpr std::size_t kCommentMax = 8000;  ///< a comment is read on a phone; longer texts are attachments

/// One step of a case's past, as an export of another system tells it.
struct HistoryStep {
    std::string event;
    Instant at{};
    json::object data;
};

/// A case that happened elsewhere. Its steps are taken over with their real times, whatever the workflow would allow
/// today; steps out of order become findings. Clocks breach on paper: journalled, never notified.
struct ImportCommand {
    std::string workflow;
    std::string number;  ///< the other system's number; importing it again changes nothing
    Actor actor;
    json::object data;
    Instant opened_at{};
    std::vector<HistoryStep> steps;
    std::vector<std::string> findings;  ///< what the importer saw, as codes
};

}  // namespace gongdan
