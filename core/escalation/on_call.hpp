#pragma once
/// Who serves in which role at one instant, for everybody at once: what duties, overrides, swaps and deputies make of
/// the roster. A value; it keeps nothing of the organisation that it was made of.

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/escalation/organisation.hpp"

namespace gongdan {

class OnCall {
 public:
    /// Nobody serves.
    OnCall() = default;
    /// Costs what the duties, the people and the changes in force are together, not their product.
    OnCall(const Organisation& organisation, Instant at);

    /// The roles in which he serves in a duty, or in another's place, sorted: what serving() says of him over all
    /// holders and roles; and those of duties that he holds and nobody serves in. Valid as long as this.
    [[nodiscard]] const std::vector<std::string>& roles_of(std::string_view person) const;

 private:
    void take(const Person& person, std::string_view role);

    std::map<std::string, std::vector<std::string>, std::less<>> roles_;
};

}  // namespace gongdan
