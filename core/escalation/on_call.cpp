#include "core/escalation/on_call.hpp"

#include <algorithm>
#include <set>

namespace gongdan {
namespace {

constexpr Millis kMoment{1};

/// Whoever may be replaced at `at` although he has no duty: the absent, and those whom an override names.
std::set<std::string_view> replaced_at(const Organisation& organisation, Instant at) {
    std::set<std::string_view> people;
    for (const Shift& shift : organisation.shifts) {
        if (shift.absent && shift.from <= at && at < shift.to) people.insert(shift.person);
    }
    for (const Override& change : organisation.overrides) {
        if (change.from <= at && at < change.to) people.insert(change.instead_of);
    }
    return people;
}

}  // namespace

OnCall::OnCall(const Organisation& organisation, Instant at) {
    for (const DutySpan& span : duty_spans(organisation, at, at + kMoment)) {
        // An absent holder whom nobody replaces is told all the same when nobody else is.
        take(span.person == nullptr ? *span.holder : *span.person, span.role);
    }
    for (const std::string_view id : replaced_at(organisation, at)) {
        const Person* holder = organisation.find_person(id);
        if (holder == nullptr) continue;
        for (const std::string& role : holder->roles) {
            const Serving found = gongdan::serving(organisation, *holder, role, at);
            if (found.person != nullptr && found.person != holder) take(*found.person, role);
        }
    }
}

void OnCall::take(const Person& person, std::string_view role) {
    std::vector<std::string>& roles = roles_[person.id];
    const auto place = std::lower_bound(roles.begin(), roles.end(), role);
    if (place == roles.end() || *place != role) roles.insert(place, std::string(role));
}

const std::vector<std::string>& OnCall::roles_of(std::string_view person) const {
    static const std::vector<std::string> none;
    const auto found = roles_.find(person);
    return found == roles_.end() ? none : found->second;
}

}  // namespace gongdan
