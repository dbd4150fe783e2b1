// The plan must not promise a message that waits: for the end of somebody's quiet hours, or for a channel.

#include <catch2/catch.hpp>

#include "core/base/json.hpp"
#include "core/escalation/plan.hpp"

using namespace gongdan;

namespace {

Instant at(const std::string& text) { return *parse_time(text); }

const Instant kEvening = at("2026-03-02T22:30:00+08:00");
constexpr std::string_view kMorning = "2026-03-03T07:00:00+08:00";

Rung rung(int level, std::chrono::minutes after, const std::string& role) {
    Rung made;
    made.level = level;
    made.offset = after;
    made.roles = {role};
    return made;
}

/// A foreman and a leader who sleep from 22:00 to 07:00, and a limit that ends in the night.
struct Night {
    Rules rules;
    Organisation organisation;
    CaseSnapshot snapshot;

    Night() {
        rules.calendar = std::make_shared<const Calendar>("test", std::vector<CalendarYear>{});
        Ladder ladder;
        ladder.name = "climb";
        ladder.rungs = {rung(1, std::chrono::minutes(0), "foreman"), rung(2, std::chrono::minutes(30), "leader")};
        rules.ladders = {ladder};
        auto workflow = std::make_shared<Workflow>();
        workflow->name = "fault-repair";
        ClockDef def;
        def.name = "arrival";
        def.ladder = "climb";
        workflow->clocks = {def};
        snapshot.id = CaseId(7);
        snapshot.workflow = workflow;
        ClockState clock;
        clock.name = "arrival";
        clock.cycle = 1;
        clock.due_at = kEvening + std::chrono::minutes(15);
        snapshot.clocks = {clock};
        for (const char* role : {"foreman", "leader"}) {
            Person person;
            person.id = role;
            person.name = role;
            person.roles = {role};
            person.addresses = {{"desk", ""}, {"robot", ""}, {"desk", "2"}};
            person.quiet = QuietHours{std::chrono::hours(22), std::chrono::hours(7)};
            organisation.people.push_back(person);
        }
    }
    [[nodiscard]] EscalationPlan plan() const { return plan_of(snapshot, rules, organisation, kEvening); }
};

/// Those told by the steps of a clock, in order.
std::vector<PlannedPerson> told(const EscalationPlan& plan) {
    std::vector<PlannedPerson> people;
    for (const PlannedStep& step : plan.clocks.at(0).steps) {
        for (const PlannedRole& role : step.roles) people.insert(people.end(), role.people.begin(), role.people.end());
    }
    return people;
}

ChannelFitness all_fit(std::string_view) { return {}; }

ChannelFitness robot_rests(std::string_view channel) {
    if (channel != "robot") return {};
    return {ChannelFitness::State::resting, kEvening + std::chrono::minutes(5)};
}

}  // namespace

TEST_CASE("a rung in somebody's quiet hours is planned for their end; the highest level is not held up") {
    const Night night;
    const auto people = told(night.plan());
    REQUIRE(people.size() == 2);
    CHECK(people[0].person->id == "foreman");
    CHECK(people[0].not_before == at(std::string(kMorning)));
    CHECK(people[1].person->id == "leader");
    CHECK(people[1].not_before == std::nullopt);

    const json::value view(plan_view(night.plan(), all_fit));
    CHECK(
        view.at_pointer("/next/roles/0/people/0") ==
        json::value{{"id", "foreman"}, {"name", "foreman"}, {"channels", {"desk", "robot"}}, {"not_before", kMorning}});
    CHECK(view.at_pointer("/clocks/0/steps/2/roles/0/people/0/not_before").is_null());
    CHECK(view.at("unfit_channels").as_array().empty());
}

TEST_CASE("whoever is on duty is planned at once, by night too") {
    Night night;
    night.organisation.shifts = {{"foreman", "foreman", kEvening, kEvening + std::chrono::hours(8), false}};
    CHECK(told(night.plan()).at(0).not_before == std::nullopt);
}

TEST_CASE("a plan names the filing that is in force or to come, and none that is over") {
    Night night;
    const auto named = [&night](Instant from, Instant until) {
        Exemption filed;
        filed.filing = "f1";
        filed.from = from;
        filed.until = until;
        night.snapshot.clocks.at(0).exemption = filed;
        return night.plan().clocks.at(0).exemption.has_value();
    };
    const auto hours = [](int count) { return kEvening + std::chrono::hours(count); };
    CHECK(named(hours(-3), hours(1)));
    CHECK(named(hours(1), hours(2)));
    CHECK_FALSE(named(hours(-3), hours(-1)));
    CHECK_FALSE(named(hours(-3), kEvening));  // a period is half-open; a withdrawal ends it too
}

TEST_CASE("a channel that rests, is gone or is not there is named in the plan") {
    const Night night;
    const json::value resting(plan_view(night.plan(), robot_rests));
    CHECK(resting.at("unfit_channels") ==
          json::array{{{"channel", "robot"}, {"state", "resting"}, {"until", "2026-03-02T22:35:00+08:00"}}});
    const auto missing = [](std::string_view channel) -> ChannelFitness {
        return {channel == "desk" ? ChannelFitness::State::missing : ChannelFitness::State::gone, {}};
    };
    CHECK(json::value(plan_view(night.plan(), missing)).at("unfit_channels") ==
          json::array{{{"channel", "desk"}, {"state", "missing"}, {"until", nullptr}},
                      {{"channel", "robot"}, {"state", "gone"}, {"until", nullptr}}});

    const PlanWords words{[](std::string_view role) {
                              return LocalText{std::string(role), std::string(role)};
                          },
                          robot_rests};
    const std::string page = plan_text(night.plan(), "", words, Language::zh);
    CHECK(page.find("foreman (desk, robot: 休息至 2026-03-02 22:35:00, 免打扰，2026-03-03 07:00:00 之后才发)") !=
          std::string::npos);
    CHECK(page.find("leader (desk, robot: 休息至 2026-03-02 22:35:00)") != std::string::npos);
}
