#pragma once
/// Who looks or acts, and what there is for him: decided once a request, asked everywhere (API, batch, stream, search,
/// exports), so that no way in or out can differ from another.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/access/rights.hpp"
#include "core/base/json.hpp"
#include "core/escalation/organisation.hpp"
#include "core/ticket/command.hpp"
#include "core/ticket/mask.hpp"

namespace gongdan {

/// A set of cases, by where they are: one of the lists must name the case's area, team or assignee.
struct Reach {
    bool all = false;
    bool unplaced = false;  ///< cases without area and team too: an alarm to the wrong desk is better than none
    std::vector<std::string> areas;  ///< ids and names, here and below sorted
    std::vector<std::string> teams;
    std::vector<std::string> people;  ///< ids and names, for data.assignee

    [[nodiscard]] bool covers(std::string_view area, std::string_view team, std::string_view assignee) const;
    [[nodiscard]] bool covers(const json::object& data) const;
    [[nodiscard]] static Reach everything();
};

struct Viewer {
    Actor actor;
    Reach reach;
    bool personal = false;  ///< sees personal data as it is
    bool may_unmask = false;
    bool reads_only = false;
    std::string person{};  ///< in the organisation, whose account or token it is; empty = not known

    /// The system itself: imports, demonstrations, tests of the engine. Sees all.
    [[nodiscard]] Privacy privacy() const { return personal ? Privacy::plain : Privacy::masked; }

    [[nodiscard]] static Viewer system(Actor actor);
};

/// Without a scope (a token made for a program) roles reach as far as there are tickets. With one, every role reaches
/// as far as its Breadth. An unknown role gives nothing.
[[nodiscard]] Viewer viewer_of(Actor actor, const std::optional<Scope>& scope, const RoleBook& book,
                               const Organisation& organisation);

}  // namespace gongdan
