// An escalation plan as JSON for the API and as lines for people.

#include <algorithm>

#include <fmt/format.h>

#include "core/base/check.hpp"
#include "core/clock/explain.hpp"
#include "core/escalation/plan.hpp"

namespace gongdan {
namespace {

using Channels = std::vector<std::string_view>;

void add_channels(const Person& person, Channels& channels) {
    for (const Address& address : person.addresses) {
        if (std::find(channels.begin(), channels.end(), address.channel) == channels.end())
            channels.emplace_back(address.channel);
    }
}

json::value time_or_null(const std::optional<Instant>& at) {
    return at ? json::value(format_time(*at)) : json::value(nullptr);
}

json::object person_view(const PlannedPerson& planned) {
    Channels channels;
    add_channels(*planned.person, channels);
    return {{"id", planned.person->id},
            {"name", planned.person->name},
            {"channels", json::value_from(channels)},
            {"not_before", time_or_null(planned.not_before)}};
}

/// Of everybody in the plan, in the order in which they are named.
Channels channels_of(const EscalationPlan& plan) {
    Channels channels;
    const auto add = [&channels](const std::vector<PlannedRole>& roles) {
        for (const PlannedRole& role : roles) {
            for (const PlannedPerson& planned : role.people) add_channels(*planned.person, channels);
        }
    };
    add(plan.now);
    for (const PlannedClock& clock : plan.clocks) {
        for (const PlannedStep& step : clock.steps) add(step.roles);
    }
    return channels;
}

json::array unfit_channels(const EscalationPlan& plan, const FindFitness& fitness) {
    json::array unfit;
    for (const std::string_view channel : channels_of(plan)) {
        const ChannelFitness found = fitness(channel);
        if (found.state == ChannelFitness::State::fit) continue;
        unfit.push_back(
            json::object{{"channel", channel}, {"state", name_of(found.state)}, {"until", time_or_null(found.until)}});
    }
    return unfit;
}

json::object role_view(const PlannedRole& planned) {
    json::array people;
    for (const PlannedPerson& person : planned.people) people.push_back(person_view(person));
    return {{"role", planned.role},
            {"on_duty", planned.on_duty},
            {"reachable", planned.reachable},
            {"people", std::move(people)}};
}

json::array roles_view(const std::vector<PlannedRole>& roles) {
    json::array list;
    for (const PlannedRole& role : roles) list.push_back(role_view(role));
    return list;
}

json::object step_view(const PlannedStep& step) {
    if (step.kind == PlannedStep::Kind::breach) return {{"kind", "breach"}, {"at", format_time(step.at)}};
    const bool watch = step.kind == PlannedStep::Kind::watch;
    json::object view{{"kind", watch ? "watch" : "rung"},
                      {"at", format_time(step.at)},
                      {"rung", watch ? 0 : std::int64_t(step.rung) + 1},
                      {"level", step.level},
                      {"repeat", step.repeat},
                      {"roles", roles_view(step.roles)}};
    if (step.more > 0) {
        view["repeats"] = json::object{
            {"every_s", whole_seconds(step.every)}, {"more", step.more}, {"last_at", format_time(step.last_at)}};
    }
    return view;
}

json::object clock_view(const PlannedClock& clock) {
    json::array steps;
    for (const PlannedStep& step : clock.steps) steps.push_back(step_view(step));
    return {{"clock", clock.clock},
            {"title", json::object{{"zh", clock.title.zh}, {"en", clock.title.en}}},
            {"cycle", clock.cycle},
            {"outlook", name_of(clock.outlook)},
            {"due_at", format_time(clock.due_at)},
            {"breached", clock.breached},
            {"exemption", exemption_view(clock.exemption)},
            {"paused_since", time_or_null(clock.paused_since)},
            {"steps", std::move(steps)}};
}

std::string moment(Instant at) { return format_time(at).substr(0, 19).replace(10, 1, " "); }

LocalText said_of(const ChannelFitness& fitness) {
    switch (fitness.state) {
        case ChannelFitness::State::fit: return {};
        case ChannelFitness::State::holding:
            return text("plan.channel-holding", fitness.until ? moment(*fitness.until) : std::string("?"));
        case ChannelFitness::State::failing: return text("plan.channel-failing");
        case ChannelFitness::State::resting:
            return text("plan.channel-resting", fitness.until ? moment(*fitness.until) : std::string("?"));
        case ChannelFitness::State::gone: return text("plan.channel-gone");
        case ChannelFitness::State::missing: return text("plan.channel-missing");
    }
    GONGDAN_UNREACHABLE("a ChannelFitness::State outside its enum");
}

/// Lines of one language.
class Page {
 public:
    Page(const PlanWords& words, Language language) : words_(words), language_(language) {}

    void line(const LocalText& said) { page_ += in_language(said, language_) + "\n"; }
    [[nodiscard]] std::string word(const LocalText& said) const { return in_language(said, language_); }
    [[nodiscard]] std::string take() && { return std::move(page_); }

    [[nodiscard]] std::string title(const std::string& role) const { return word(words_.title_of(role)); }

    void tell_roles(const std::vector<PlannedRole>& planned) {
        for (const PlannedRole& role : planned) {
            if (!role.reachable) {
                line(text("plan.nobody", title(role.role)));
            } else if (role.on_duty) {
                line(text("plan.on-duty", title(role.role), people_of(role)));
            } else {
                line(text("plan.off-duty", title(role.role), people_of(role)));
            }
        }
    }

 private:
    /// "演示-张三 (desk-file, robot: 渠道不存在, 免打扰至 …); …"
    [[nodiscard]] std::string people_of(const PlannedRole& role) const {
        std::string all;
        for (const PlannedPerson& planned : role.people) {
            std::string how = ways_to(*planned.person);
            if (how.empty()) how = word(text("plan.no-address"));
            if (planned.not_before) how += ", " + word(text("plan.not-before", moment(*planned.not_before)));
            all += (all.empty() ? "" : "; ") + planned.person->name + " (" + how + ")";
        }
        return all;
    }

    [[nodiscard]] std::string ways_to(const Person& person) const {
        Channels channels;
        add_channels(person, channels);
        std::string ways;
        for (const std::string_view channel : channels) {
            ways += (ways.empty() ? "" : ", ") + std::string(channel);
            if (const std::string trouble = word(said_of(words_.fitness(channel))); !trouble.empty())
                ways += ": " + trouble;
        }
        return ways;
    }

    const PlanWords& words_;
    Language language_;
    std::string page_;
};

std::string minutes(Millis span) {
    const auto whole = std::chrono::duration_cast<std::chrono::seconds>(span).count();
    return whole % 60 == 0 ? fmt::format("{} min", whole / 60) : fmt::format("{} s", whole);
}

void tell_step(const PlannedStep& step, Page& page) {
    if (step.kind == PlannedStep::Kind::breach) return page.line(text("plan.breach", moment(step.at)));
    page.line(text("plan.rung", moment(step.at), step.level));
    page.tell_roles(step.roles);
    if (step.more > 0) page.line(text("plan.repeats", minutes(step.every), step.more, moment(step.last_at)));
}

LocalText said_of(const PlannedClock& clock) {
    switch (clock.outlook) {
        case PlannedClock::Outlook::climbing: return text("plan.climbing");
        case PlannedClock::Outlook::paused:
            return text("plan.paused", clock.paused_since ? moment(*clock.paused_since) : std::string("?"));
        case PlannedClock::Outlook::acknowledged: return text("plan.acknowledged");
        case PlannedClock::Outlook::watched: return text("plan.watched");
        case PlannedClock::Outlook::finished: return text("plan.finished");
        case PlannedClock::Outlook::silent: return text("plan.silent");
    }
    GONGDAN_UNREACHABLE("a PlannedClock::Outlook outside its enum");
}

}  // namespace

json::object plan_view(const EscalationPlan& plan, const FindFitness& fitness) {
    json::array clocks;
    for (const PlannedClock& clock : plan.clocks) clocks.push_back(clock_view(clock));
    json::object view{{"case", plan.case_id},
                      {"number", plan.number},
                      {"as_of", format_time(plan.as_of)},
                      {"now", roles_view(plan.now)},
                      {"next", nullptr},
                      {"clocks", std::move(clocks)},
                      {"unfit_channels", unfit_channels(plan, fitness)}};
    if (const auto next = next_told(plan)) {
        json::object step = step_view(*next->step);
        step["clock"] = next->clock->clock;
        view["next"] = std::move(step);
    }
    return view;
}

std::string plan_text(const EscalationPlan& plan, std::string_view clock, const PlanWords& words, Language language) {
    Page page(words, language);
    page.line(text("plan.head", plan.number, page.word(plan.workflow), moment(plan.as_of)));
    if (!plan.now.empty()) page.line(text("plan.now"));
    page.tell_roles(plan.now);
    if (plan.clocks.empty()) page.line(text("plan.no-clock"));
    for (const PlannedClock& planned : plan.clocks) {
        if (!clock.empty() && planned.clock != clock) continue;
        const std::string title = page.word(planned.title);
        page.line(text("plan.clock", title.empty() ? planned.clock : title, planned.clock, moment(planned.due_at)));
        if (planned.exemption) {
            page.line(text("plan.filed", planned.exemption->filing, moment(planned.exemption->from),
                           moment(planned.exemption->until), planned.exemption->reason));
        }
        page.line(said_of(planned));
        for (const PlannedStep& step : planned.steps) tell_step(step, page);
    }
    return std::move(page).take();
}

}  // namespace gongdan
