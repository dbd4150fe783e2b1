#pragma once
/// Who looks or acts, and what there is for him: decided once a request, asked everywhere (API, batch, stream, search,
/// exports), so that no way in or out can differ from another.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/access/rights.hpp"
#include "core/base/json.hpp"
#include "core/escalation/on_call.hpp"
#include "core/escalation/organisation.hpp"
#include "core/ticket/command.hpp"
#include "core/ticket/mask.hpp"
#include "core/ticket/snapshot.hpp"

namespace gongdan {

/// A set of cases: by where they are (one of the lists must name the case's area, team or assignee), and those of which
/// an escalation has told him while they are open.
struct Reach {
    bool all = false;
    bool unplaced = false;  ///< cases without area and team too: an alarm to the wrong desk is better than none
    std::vector<std::string> areas;  ///< ids and names, here and below sorted
    std::vector<std::string> teams;
    std::vector<std::string> people;  ///< ids and names, for data.assignee
    std::vector<std::string> told;    ///< marks of CaseSnapshot::told that are his now

    /// By place alone: of what is not a ticket, or kept without whom it was told.
    [[nodiscard]] bool covers(std::string_view area, std::string_view team, std::string_view assignee) const;
    [[nodiscard]] bool covers(const json::object& data) const;
    [[nodiscard]] bool covers(const CaseSnapshot& snapshot) const;
    /// Open or closed.
    [[nodiscard]] bool was_told(const CaseSnapshot& snapshot) const;
    /// `text` is told_text() of a case.
    [[nodiscard]] bool was_told(std::string_view text) const;
    [[nodiscard]] bool operator==(const Reach&) const = default;
    [[nodiscard]] static Reach everything();
};

struct Viewer {
    Actor actor;  ///< in the roles of his account, and after these those lent to him
    Reach reach;
    bool personal = false;  ///< sees personal data as it is
    bool may_unmask = false;
    bool reads_only = false;
    std::string person{};             ///< in the organisation, whose account or token it is; empty = not known
    std::vector<std::string> lent{};  ///< roles that his duty gives him for tickets, while it lasts

    /// The system itself: imports, demonstrations, tests of the engine. Sees all.
    [[nodiscard]] Privacy privacy() const { return personal ? Privacy::plain : Privacy::masked; }

    /// Those of his account, for what is not a ticket.
    [[nodiscard]] std::span<const std::string> own_roles() const {
        return {actor.roles.data(), actor.roles.size() - lent.size()};
    }

    [[nodiscard]] static Viewer system(Actor actor);
};

/// Without a scope (a token made for a program) roles reach as far as there are tickets. With one, every role reaches
/// as far as its Breadth. An unknown role gives nothing. A person sees besides, place or no place, the open tickets of
/// which he was told in a role that he has, or serves in at the moment; where he was told only because he served then,
/// while he serves in that role. Serving lends the role itself too, but not what the role sees, and not to administer
/// or to somebody who only reads.
[[nodiscard]] Viewer viewer_of(Actor actor, const std::optional<Scope>& scope, const RoleBook& book,
                               const Organisation& organisation, const OnCall& on_call = {});

}  // namespace gongdan
