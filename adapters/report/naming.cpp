#include "adapters/report/naming.hpp"

#include <algorithm>

#include "core/base/check.hpp"

namespace gongdan::report {
namespace {

LocalText as_it_is(const std::string& value) { return {value, value}; }

}  // namespace

std::string text_name(std::string_view name) {
    std::string dashed(name);
    std::replace(dashed.begin(), dashed.end(), '_', '-');
    return dashed;
}

Column column(const std::string& id, Column::Kind kind, int places) {
    return {id, text("report.col." + text_name(id)), kind, places};
}

Cell Naming::cell(Dimension dimension, const std::string& value, std::string_view workflow) const {
    return {value, value.empty() ? text("report.unnamed") : title(dimension, value, workflow), {}};
}

std::vector<Cell> Naming::cells(const std::vector<Dimension>& by, const std::vector<std::string>& values) const {
    const auto named = std::find(by.begin(), by.end(), Dimension::workflow);
    const std::string workflow = named == by.end() ? "" : values[std::size_t(named - by.begin())];
    std::vector<Cell> cells;
    for (std::size_t i = 0; i < by.size(); ++i) cells.push_back(cell(by[i], values[i], workflow));
    return cells;
}

LocalText Naming::title(Dimension dimension, const std::string& value, std::string_view workflow) const {
    switch (dimension) {
        case Dimension::workflow: {
            const auto found = std::find_if(workflows_.begin(), workflows_.end(),
                                            [&value](const auto& one) { return one->name == value; });
            return found == workflows_.end() ? as_it_is(value) : (*found)->title;
        }
        case Dimension::clock: return clock_title(value, workflow);
        case Dimension::promise: return promise_title(value);
        case Dimension::site_class: return site_title(value);
        case Dimension::team: return team_title(value);
        case Dimension::month:
        case Dimension::area:
        case Dimension::person: return as_it_is(value);
    }
    GONGDAN_UNREACHABLE("a Dimension outside its enum");
}

LocalText Naming::clock_title(const std::string& clock, std::string_view workflow) const {
    for (const auto& one : workflows_) {
        if (!workflow.empty() && one->name != workflow) continue;
        if (const ClockDef* def = one->find_clock(clock)) return def->title;
    }
    return as_it_is(clock);
}

/// A promise has no title of its own: it is called like the clock that keeps it.
LocalText Naming::promise_title(const std::string& promise) const {
    for (const auto& one : workflows_) {
        const auto keeps = std::find_if(one->clocks.begin(), one->clocks.end(),
                                        [&promise](const ClockDef& clock) { return clock.promise == promise; });
        if (keeps != one->clocks.end()) return keeps->title;
    }
    return as_it_is(promise);
}

LocalText Naming::team_title(const std::string& team) const {
    const auto found = std::find_if(teams_.begin(), teams_.end(), [&team](const Team& one) { return one.id == team; });
    return found == teams_.end() ? as_it_is(team) : found->title;
}

LocalText Naming::site_title(const std::string& value) const {
    for (const auto& one : workflows_) {
        const Field* field = one->find_field("site_class");
        if (field == nullptr) continue;
        const auto found = std::find_if(field->values.begin(), field->values.end(),
                                        [&value](const auto& entry) { return entry.first == value; });
        if (found != field->values.end()) return found->second;
    }
    return as_it_is(value);
}

}  // namespace gongdan::report
