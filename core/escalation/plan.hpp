#pragma once
/// "Who is on duty now, and who will be told next if I do nothing?" The answer for every open clock of a case: what
/// comes, when, and whom it will reach by the roster of that time. Computed with next_alarm(), by which alarms fire, so
/// that the plan cannot differ from what happens (DOMAIN.md §7: every deadline can explain itself).

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/escalation/notice.hpp"
#include "core/ticket/decide.hpp"

namespace gongdan {

struct PlannedPerson {
    const Person* person = nullptr;  ///< lives as long as the organisation
    /// The end of his quiet hours, before which nothing leaves for him; by the function that plans the notices.
    std::optional<Instant> not_before{};
};

/// The people whom one role of a rung reaches.
struct PlannedRole {
    std::string role;
    std::vector<PlannedPerson> people;
    bool on_duty = false;    ///< they are told because of their duty; else everybody who holds the role is
    bool reachable = false;  ///< somebody of them has an address
};

struct PlannedStep {
    enum class Kind { breach, rung, watch };
    Kind kind = Kind::breach;
    Instant at{};          ///< when it is due; before `as_of` of the plan: it will fire at once
    std::size_t rung = 0;  ///< of a watch 0
    int level = 0;
    int repeat = 0;     ///< of the first time listed here: 0, or how often it has fired before
    Millis every{0};    ///< when it repeats
    int more = 0;       ///< how often again after `at`, when nobody acknowledges; for whoever is on duty then
    Instant last_at{};  ///< of the last repeat; = at without
    std::vector<PlannedRole> roles;  ///< as they will be resolved at `at`
};

struct PlannedClock {
    enum class Outlook {
        climbing,      ///< rungs will fire
        paused,        ///< nothing fires until it runs again
        acknowledged,  ///< somebody answered: no rung fires any more, the breach is only noted
        watched,       ///< somebody answered: people are told again only when it is still not done
        finished,      ///< every rung has fired
        silent,        ///< the clock has no ladder
    };
    std::string clock;
    LocalText title;
    int cycle = 1;
    Outlook outlook = Outlook::climbing;
    Instant due_at{};
    bool breached = false;
    std::optional<Instant> paused_since;
    std::optional<Exemption> exemption;  ///< in force or to come: rungs that it holds are listed at its end
    std::vector<PlannedStep> steps;      ///< by the time of their first firing
};

struct EscalationPlan {
    std::string case_id;
    std::string number;
    LocalText workflow;
    Instant as_of{};
    std::vector<PlannedRole> now;      ///< every role of the case's ladders, as it would be resolved now
    std::vector<PlannedClock> clocks;  ///< those that have not ended, in the order of the workflow
};

/// The plan as of `now`. Pure. `rules` and `organisation` are those in force and must outlive the plan.
[[nodiscard]] EscalationPlan plan_of(const CaseSnapshot& snapshot, const Rules& rules, const Organisation& organisation,
                                     Instant now);

/// The step at which people are told next, over all clocks; null when nobody will be.
struct NextStep {
    const PlannedClock* clock = nullptr;
    const PlannedStep* step = nullptr;
};
[[nodiscard]] std::optional<NextStep> next_told(const EscalationPlan& plan);
/// The same of one clock; null also when the plan has no such clock.
[[nodiscard]] std::optional<NextStep> next_told(const EscalationPlan& plan, std::string_view clock);

[[nodiscard]] std::string_view name_of(PlannedClock::Outlook outlook);

/// Whether what is told over a channel leaves and arrives.
struct ChannelFitness {
    enum class State {
        fit,
        holding,  ///< it is throttled: what is not of the highest level leaves at `until`, perhaps in a list
        failing,  ///< its last message was given up
        resting,  ///< until `until`, after failures or because its receiver asked for a pause
        gone,     ///< its receiver said that it is no more
        missing,  ///< no such channel is configured
    };
    State state = State::fit;
    std::optional<Instant> until{};
};
[[nodiscard]] std::string_view name_of(ChannelFitness::State state);

/// What is known of a channel; where nothing but the configuration is known, whether it is missing.
using FindFitness = std::function<ChannelFitness(std::string_view channel)>;

/// For the API. "unfit_channels" names those of the people in it over which nothing leaves now.
[[nodiscard]] json::object plan_view(const EscalationPlan& plan, const FindFitness& fitness);

/// What a role is called.
using RoleTitle = std::function<LocalText(std::string_view role)>;
struct PlanWords {
    RoleTitle title_of;
    FindFitness fitness;
};
/// For a terminal or a paper; only the clock `clock` when it is not empty.
[[nodiscard]] std::string plan_text(const EscalationPlan& plan, std::string_view clock, const PlanWords& words,
                                    Language language);

}  // namespace gongdan
