#include <algorithm>
#include <iostream>

#include "adapters/cli/books.hpp"
#include "adapters/host/wall_clock.hpp"
#include "adapters/sqlite/readers.hpp"
#include "core/clock/explain.hpp"
#include "core/escalation/plan.hpp"

namespace gongdan::cli {
namespace {

int explain_clock(const Books& books, const CaseSnapshot& snapshot, const ClockState& state, bool in_json) {
    const ClockDef* def = snapshot.workflow->find_clock(state.name);
    const ExplainNames names{snapshot.number, snapshot.promise_set, snapshot.workflow->title,
                             def == nullptr ? LocalText{} : def->title};
    const auto explained = explain(state, *books.configuration.rules->calendar, host::wall_now(), names);
    if (in_json) {
        std::cout << json::serialize(explanation_view(explained)) << "\n";
    } else {
        std::cout << explanation_text(explained, Language::zh) << "\n" << explanation_text(explained, Language::en);
    }
    return kOk;
}

int explain_plan(const Books& books, const CaseSnapshot& snapshot, const std::string& clock, bool in_json) {
    const Configuration& configuration = books.configuration;
    EscalationPlan plan = plan_of(snapshot, *configuration.rules, *configuration.organisation, host::wall_now());
    // Which channels rest only the server knows; which are not there at all the configuration tells.
    const FindFitness fitness = [&channels = books.installation.channels](std::string_view name) -> ChannelFitness {
        const bool known =
            std::any_of(channels.begin(), channels.end(), [name](const auto& channel) { return channel.name == name; });
        return {known ? ChannelFitness::State::fit : ChannelFitness::State::missing, {}};
    };
    if (in_json) {
        if (!clock.empty()) std::erase_if(plan.clocks, [&clock](const auto& one) { return one.clock != clock; });
        std::cout << json::serialize(plan_view(plan, fitness)) << "\n";
        return kOk;
    }
    const RoleTitle title_of = [&configuration](std::string_view role) {
        const RoleRights* rights = find_role(*configuration.roles, role);
        return rights == nullptr ? LocalText{std::string(role), std::string(role)} : rights->title;
    };
    const PlanWords words{title_of, fitness};
    std::cout << plan_text(plan, clock, words, Language::zh) << "\n" << plan_text(plan, clock, words, Language::en);
    return kOk;
}

}  // namespace

int run_explain(const Common& common, const ExplainOptions& options) {
    if (options.clock.empty() && !options.plan) {
        complain(fail(Errc::invalid_input, "cli.explain-what"));
        return kWrongUse;
    }
    auto books = open_books(common, common.data, Use::look);
    if (!books) return give_up(books.error());
    sqlite::SqliteReaders readers(sqlite::database_file(books->folder), books->find_workflow());
    const auto found = readers.find(options.ticket);
    if (!found) return give_up(found.error());
    const CaseSnapshot& snapshot = (*found)->snapshot;
    const ClockState* state =
        options.cycle == 0 ? snapshot.clock(options.clock) : snapshot.clock(options.clock, options.cycle);
    if (state == nullptr && !options.clock.empty())
        return give_up(fail(Errc::not_found, "cli.no-clock", snapshot.number, options.clock));
    return options.plan ? explain_plan(*books, snapshot, options.clock, common.json)
                        : explain_clock(*books, snapshot, *state, common.json);
}

}  // namespace gongdan::cli
