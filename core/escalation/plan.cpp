#include "core/escalation/plan.hpp"

#include <algorithm>

#include "core/base/check.hpp"

namespace gongdan {
namespace {

bool has_address(const PlannedPerson& planned) { return !planned.person->addresses.empty(); }

/// Resolves roles for one case.
class Resolver {
 public:
    Resolver(const Organisation& organisation, const json::object& data) : organisation_(organisation), data_(data) {}

    [[nodiscard]] PlannedRole resolve(const std::string& role, const Occasion& occasion, Instant at) const {
        PlannedRole planned;
        planned.role = role;
        for (const Person* person : recipients(organisation_, role, data_, at))
            planned.people.push_back({person, spared_until(*person, occasion, organisation_, at)});
        planned.on_duty = !on_duty(organisation_, role, data_, at).empty();
        planned.reachable = std::any_of(planned.people.begin(), planned.people.end(), has_address);
        return planned;
    }

    [[nodiscard]] std::vector<PlannedRole> resolve(const std::vector<std::string>& roles, bool top, Instant at) const {
        std::vector<PlannedRole> planned;
        for (const std::string& role : roles) planned.push_back(resolve(role, {roles, data_, top}, at));
        return planned;
    }

 private:
    const Organisation& organisation_;
    const json::object& data_;
};

const Rung& told_by(const Ladder& ladder, PlannedStep::Kind kind, std::size_t rung) {
    return kind == PlannedStep::Kind::watch ? *ladder.watch : ladder.rungs[rung];
}

/// The step that a further alarm only repeats, at its pace; null when the alarm is a step of its own.
PlannedStep* repeated_by(const Alarm& alarm, PlannedStep::Kind kind, std::vector<PlannedStep>& steps) {
    const auto last = std::find_if(steps.rbegin(), steps.rend(), [&alarm, kind](const PlannedStep& step) {
        return step.kind == kind && step.rung == alarm.rung;
    });
    // A filing that begins between two repeats changes their pace.
    return last != steps.rend() && alarm.at == last->last_at + last->every ? &*last : nullptr;
}

PlannedStep step_of(const Alarm& alarm, PlannedStep::Kind kind, const Rung& rung) {
    PlannedStep step;
    step.kind = kind;
    step.at = step.last_at = alarm.at;
    step.rung = alarm.rung;
    step.level = rung.level;
    step.repeat = alarm.repeat;
    step.every = rung.repeat_every;
    return step;
}

/// Lets a copy of the clock say all it has to say from `now` on, as the engine will if nothing is done.
std::vector<PlannedStep> steps_of(ClockState clock, const Ladder* ladder, const Calendar& calendar, Instant now) {
    std::vector<PlannedStep> steps;
    while (const auto alarm = next_alarm(clock, ladder, calendar, now)) {
        auto kind = PlannedStep::Kind::rung;
        switch (alarm->kind) {
            case Alarm::Kind::breach:
                clock.breached = true;
                steps.push_back(step_of(*alarm, PlannedStep::Kind::breach, {}));
                continue;
            case Alarm::Kind::rung: clock.climb.mark(alarm->rung, alarm->repeat + 1); break;
            case Alarm::Kind::watch:
                clock.climb.watched = alarm->repeat + 1;
                kind = PlannedStep::Kind::watch;
                break;
        }
        if (PlannedStep* before = repeated_by(*alarm, kind, steps)) {
            ++before->more;
            before->last_at = alarm->at;
        } else {
            steps.push_back(step_of(*alarm, kind, told_by(*ladder, kind, alarm->rung)));
        }
    }
    return steps;
}

PlannedClock::Outlook outlook_of(const ClockState& clock, const Ladder* ladder, const std::vector<PlannedStep>& steps) {
    using Outlook = PlannedClock::Outlook;
    if (clock.status == ClockStatus::paused) return Outlook::paused;
    if (ladder == nullptr) return Outlook::silent;
    const bool told = std::any_of(steps.begin(), steps.end(),
                                  [](const PlannedStep& step) { return step.kind != PlannedStep::Kind::breach; });
    if (clock.climb.acknowledged) return told ? Outlook::watched : Outlook::acknowledged;
    return told ? Outlook::climbing : Outlook::finished;
}

void note_roles(const Ladder* ladder, std::vector<std::string>& roles) {
    if (ladder == nullptr) return;
    const auto note = [&roles](const std::string& role) {
        if (std::find(roles.begin(), roles.end(), role) == roles.end()) roles.push_back(role);
    };
    for (const Rung& rung : ladder->rungs) std::for_each(rung.roles.begin(), rung.roles.end(), note);
    if (ladder->watch) std::for_each(ladder->watch->roles.begin(), ladder->watch->roles.end(), note);
}

/// Steps stand by the time of their first firing.
std::optional<NextStep> first_told(const PlannedClock& clock) {
    const auto told = std::find_if(clock.steps.begin(), clock.steps.end(),
                                   [](const PlannedStep& step) { return step.kind != PlannedStep::Kind::breach; });
    return told == clock.steps.end() ? std::nullopt : std::optional(NextStep{&clock, &*told});
}

}  // namespace

EscalationPlan plan_of(const CaseSnapshot& snapshot, const Rules& rules, const Organisation& organisation,
                       Instant now) {
    const Resolver resolver(organisation, snapshot.data);
    EscalationPlan plan;
    plan.case_id = std::to_string(to_int(snapshot.id));
    plan.number = snapshot.number;
    plan.workflow = snapshot.workflow->title;
    plan.as_of = now;
    std::vector<std::string> roles;
    for (const ClockDef& def : snapshot.workflow->clocks) {
        const ClockState* clock = snapshot.clock(def.name);
        if (clock == nullptr || clock->ended()) continue;
        const Ladder* ladder = rules.find_ladder(def.ladder);
        note_roles(ladder, roles);
        PlannedClock planned;
        planned.clock = def.name;
        planned.title = def.title;
        planned.cycle = clock->cycle;
        planned.due_at = clock->due_at;
        planned.breached = clock->breached;
        if (clock->exemption && clock->exemption->until > now) planned.exemption = clock->exemption;
        const bool paused = clock->status == ClockStatus::paused && !clock->pauses.empty();
        if (paused) planned.paused_since = clock->pauses.back().from;
        planned.steps = steps_of(*clock, ladder, *rules.calendar, now);
        planned.outlook = outlook_of(*clock, ladder, planned.steps);
        for (PlannedStep& step : planned.steps) {
            if (step.kind == PlannedStep::Kind::breach) continue;
            const Rung& rung = told_by(*ladder, step.kind, step.rung);
            step.roles = resolver.resolve(rung.roles, is_top(*ladder, rung.level), std::max(step.at, now));
        }
        plan.clocks.push_back(std::move(planned));
    }
    plan.now = resolver.resolve(roles, false, now);
    return plan;
}

std::optional<NextStep> next_told(const EscalationPlan& plan) {
    std::optional<NextStep> next;
    for (const PlannedClock& clock : plan.clocks) {
        const auto his = first_told(clock);
        if (his && (!next || his->step->at < next->step->at)) next = his;
    }
    return next;
}

std::optional<NextStep> next_told(const EscalationPlan& plan, std::string_view clock) {
    const auto found = std::find_if(plan.clocks.begin(), plan.clocks.end(),
                                    [clock](const PlannedClock& planned) { return planned.clock == clock; });
    return found == plan.clocks.end() ? std::nullopt : first_told(*found);
}

std::string_view name_of(PlannedClock::Outlook outlook) {
    switch (outlook) {
        case PlannedClock::Outlook::climbing: return "climbing";
        case PlannedClock::Outlook::paused: return "paused";
        case PlannedClock::Outlook::acknowledged: return "acknowledged";
        case PlannedClock::Outlook::watched: return "watched";
        case PlannedClock::Outlook::finished: return "finished";
        case PlannedClock::Outlook::silent: return "silent";
    }
    GONGDAN_UNREACHABLE("a PlannedClock::Outlook outside its enum");
}

std::string_view name_of(ChannelFitness::State state) {
    switch (state) {
        case ChannelFitness::State::fit: return "fit";
        case ChannelFitness::State::holding: return "holding";
        case ChannelFitness::State::failing: return "failing";
        case ChannelFitness::State::resting: return "resting";
        case ChannelFitness::State::gone: return "gone";
        case ChannelFitness::State::missing: return "missing";
    }
    GONGDAN_UNREACHABLE("a ChannelFitness::State outside its enum");
}

}  // namespace gongdan
