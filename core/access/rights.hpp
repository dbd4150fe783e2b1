#pragma once
/// What a role may see, as data: how far, whether with personal data, whether it may change anything. What a role may
/// *do* stands in the workflows, at every transition.

#include <string>
#include <string_view>
#include <vector>

#include "core/base/texts.hpp"

namespace gongdan {

/// How far a role sees (DOMAIN.md §1). Of several roles the farthest counts.
enum class Breadth {
    own,      ///< tickets of his teams, those assigned to him, and those of the areas he manages
    areas,    ///< his areas; those of his station when none are named for him
    station,  ///< every area and crew of his station
    all,
};

struct RoleRights {
    std::string role;
    LocalText title;
    Breadth sees = Breadth::all;
    bool personal = false;    ///< sees names, telephone numbers and addresses of customers; others see them masked
    bool unmask = false;      ///< may see them after giving a reason, which is journalled
    bool reads_only = false;  ///< somebody with no other role changes nothing
    bool files = false;       ///< files bad weather and the like (重要服务事项报备)
    bool approves = false;    ///< approves what others filed, and withdraws it
};

/// Every role there is.
using RoleBook = std::vector<RoleRights>;

[[nodiscard]] const RoleRights* find_role(const RoleBook& book, std::string_view role);
[[nodiscard]] std::vector<std::string> names_of(const RoleBook& book);

/// What an account or a token is limited to. A person brings his station, areas and teams with him, as the organisation
/// has them at the moment; the lists add to that.
struct Scope {
    std::string person;  ///< id; empty = none
    std::vector<std::string> stations;
    std::vector<std::string> areas;  ///< ids or names
    std::vector<std::string> teams;
};

}  // namespace gongdan
