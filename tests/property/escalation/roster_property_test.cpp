// Goal: the table of duties and the answer for one instant are two ways of asking the same thing; gaps are exactly
// where that table has nobody.
#include <algorithm>
#include <set>
#include <tuple>

#include <catch2/catch.hpp>

#include "tests/property/escalation/random_roster.hpp"

using namespace gongdan;
using namespace gongdan::testing;

namespace {

constexpr std::uint64_t kCases = 300;
constexpr int kLooks = 60;
const std::vector<std::string> kRoles = {"dispatcher", "foreman"};
const Instant kFrom = parse_time("2026-03-02T00:00:00+08:00").value();
const Instant kTo = kFrom + 7 * kDay;

Organisation people(Random& random) {
    Organisation organisation;
    for (int number = 0; number < 6; ++number) {
        Person person;
        person.id = person.name = std::string(1, char('a' + number));
        if (random.chance(60)) person.deputy = std::string(1, char('a' + random.between(0, 5)));
        person.station = random.chance(30) ? "" : random.chance(50) ? "east" : "west";
        organisation.people.push_back(person);
    }
    return organisation;
}

using Served = std::set<std::tuple<std::string, const Person*, const Person*>>;  // role, holder, who serves

Served by_table(const std::vector<DutySpan>& spans, Instant at) {
    Served served;
    for (const DutySpan& span : spans) {
        if (span.from <= at && at < span.to) served.insert({std::string(span.role), span.holder, span.person});
    }
    return served;
}

Served by_instant(const Organisation& organisation, Instant at) {
    Served served;
    for (const std::string& role : kRoles) {
        for (const Person& holder : organisation.people) {
            const Serving found = serving(organisation, holder, role, at);
            if (found.on_duty) served.insert({role, &holder, found.person});
        }
    }
    return served;
}

bool covered(const std::vector<DutySpan>& spans, const Cover& cover, Instant at) {
    return std::any_of(spans.begin(), spans.end(), [&cover, at](const DutySpan& span) {
        const std::string& station = span.holder->station;
        return span.from <= at && at < span.to && span.role == cover.role && span.person != nullptr &&
               (cover.station.empty() || station.empty() || station == cover.station);
    });
}

}  // namespace

TEST_CASE("at any instant the table of duties says who serves as the answer for that instant does, cut or whole") {
    for (std::uint64_t number = 0; number < kCases; ++number) {
        CAPTURE(seed(), number);
        Random random(number);
        Organisation organisation = people(random);
        RosterMaker(random, kFrom).make(organisation, kRoles);
        const auto cut = duty_spans(organisation, kFrom, kTo);
        const auto whole = duty_spans(organisation, kFrom, kTo, Edges::whole);
        for (int look = 0; look < kLooks; ++look) {
            const Instant at = kFrom + std::chrono::minutes(random.between(0, 7 * 24 * 60 - 1));
            const Served now = by_instant(organisation, at);
            REQUIRE(by_table(cut, at) == now);
            REQUIRE(by_table(whole, at) == now);
        }
        for (const DutySpan& span : cut) REQUIRE((kFrom <= span.from && span.from < span.to && span.to <= kTo));
    }
}

TEST_CASE("a cover has a gap at an instant exactly when the table has nobody for it then") {
    for (std::uint64_t number = 0; number < kCases; ++number) {
        CAPTURE(seed(), number);
        Random random(number);
        Organisation organisation = people(random);
        RosterMaker(random, kFrom).make(organisation, kRoles);
        const std::string station = random.chance(50) ? "" : "east";
        organisation.covers = {{"dispatcher", station, {}, Millis(0), kDay, {}}};
        const auto spans = duty_spans(organisation, kFrom, kTo);
        const auto gaps = roster_gaps(organisation, kFrom, kTo);
        for (int look = 0; look < kLooks; ++look) {
            const Instant at = kFrom + std::chrono::minutes(random.between(0, 7 * 24 * 60 - 1));
            const auto inside = std::count_if(gaps.begin(), gaps.end(), [at](const RosterGap& gap) {
                return gap.kind == RosterGap::Kind::uncovered && gap.from <= at && at < gap.to;
            });
            REQUIRE(inside == (covered(spans, organisation.covers[0], at) ? 0 : 1));
        }
    }
}
