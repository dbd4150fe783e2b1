#pragma once
/// A random roster over given people: duties, turns, overrides, swaps and absences that overlap as they please.

#include "core/escalation/organisation.hpp"
#include "tests/property/calendar/random.hpp"

namespace gongdan::testing {

class RosterMaker {
 public:
    RosterMaker(Random& random, Instant from) : random_(random), from_(from) {}

    /// Replaces the roster of `organisation`; duties are of `roles`.
    void make(Organisation& organisation, const std::vector<std::string>& roles) {
        organisation.duties.clear();
        organisation.rotations.clear();
        organisation.shifts.clear();
        for (auto count = random_.between(0, 4); count > 0; --count) {
            organisation.duties.push_back(
                {person(organisation), pick(roles), weekdays(), clock(), std::chrono::hours(random_.between(1, 40))});
        }
        for (auto count = random_.between(0, 3); count > 0; --count) {
            const Millis length = random_.chance(50) ? Millis(0) : std::chrono::hours(random_.between(1, 24));
            organisation.rotations.push_back({pick(roles),
                                              {person(organisation), person(organisation), person(organisation)},
                                              date_of(from_) + std::chrono::days(random_.between(-20, 5)),
                                              int(random_.between(1, 9)),
                                              clock(),
                                              length});
        }
        for (auto count = random_.between(0, 2); count > 0; --count) {
            const auto [from, to] = stretch();
            organisation.shifts.push_back({person(organisation), pick(roles), from, to, false});
        }
        for (auto count = random_.between(0, 4); count > 0; --count) {
            const auto [from, to] = stretch();
            organisation.shifts.push_back({person(organisation), "", from, to, true});
        }
        for (auto count = random_.between(0, 4); count > 0; --count) {
            const auto [from, to] = stretch();
            const std::string role = random_.chance(50) ? "" : pick(roles);
            if (random_.chance(50)) {
                organisation.overrides.push_back({person(organisation), person(organisation), role, from, to});
            } else {
                organisation.swaps.push_back({person(organisation), person(organisation), role, from, to});
            }
        }
    }

    const std::string& pick(const std::vector<std::string>& list) {
        return list[std::size_t(random_.between(0, std::int64_t(list.size()) - 1))];
    }

 private:
    std::string person(const Organisation& organisation) {
        const auto& people = organisation.people;
        return people[std::size_t(random_.between(0, std::int64_t(people.size()) - 1))].id;
    }
    std::vector<int> weekdays() {
        std::vector<int> days;
        for (int day = 1; day <= 7; ++day) {
            if (random_.chance(50)) days.push_back(day);
        }
        return days;
    }
    Millis clock() { return std::chrono::minutes(random_.between(0, 24 * 60 - 1)); }
    std::pair<Instant, Instant> stretch() {
        const Instant from = from_ + std::chrono::minutes(random_.between(-2000, 12'000));
        return {from, from + std::chrono::minutes(random_.between(1, 6000))};
    }

    Random& random_;
    Instant from_;
};

}  // namespace gongdan::testing
