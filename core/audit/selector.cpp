#include "core/audit/selector.hpp"

#include <algorithm>

#include "core/base/check.hpp"

namespace gongdan {
namespace {

constexpr std::array<std::string_view, kDimensions> kDimensionNames = {"workflow",   "clock", "promise", "month",
                                                                       "site_class", "area",  "team",    "person"};

using Trait = Selector::Trait;
constexpr std::array<std::pair<Trait, std::string_view>, 10> kTraits = {{{Trait::counted, "counted"},
                                                                         {Trait::stopped, "stopped"},
                                                                         {Trait::overdue, "overdue"},
                                                                         {Trait::exempt, "exempt"},
                                                                         {Trait::corrected, "corrected"},
                                                                         {Trait::supervised, "supervised"},
                                                                         {Trait::chased, "chased"},
                                                                         {Trait::bounced, "bounced"},
                                                                         {Trait::outage, "outage"},
                                                                         {Trait::interruption, "interruption"}}};

bool is_trait_of_clock(Trait trait) {
    return trait == Trait::counted || trait == Trait::stopped || trait == Trait::overdue || trait == Trait::exempt ||
           trait == Trait::corrected;
}

bool has(Trait trait, const CaseFact& fact, const ClockFact* clock) {
    switch (trait) {
        case Trait::counted: return is_counted(clock->outcome);
        case Trait::stopped: return clock->has_stopped();
        case Trait::overdue: return clock->is_overdue();
        case Trait::exempt: return clock->is_overdue() && clock->exempt;
        case Trait::corrected: return clock->outcome == Outcome::on_time && clock->corrected;
        case Trait::supervised: return fact.supervised;
        case Trait::chased: return fact.chases > 0;
        case Trait::bounced: return fact.bounces > 0;
        case Trait::outage: return fact.outage.has_value();
        case Trait::interruption:
            return fact.outage && !fact.area.empty() && fact.outage->is_sustained() && fact.outage->customers;
    }
    GONGDAN_UNREACHABLE("a Selector::Trait outside its enum");
}

/// The next part of `text` up to `separator`, taken out of it.
std::string_view take_part(std::string_view& text, char separator) {
    const auto end = std::min(text.find(separator), text.size());
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return part;
}

std::string unescaped(std::string_view value) {
    constexpr std::array<std::pair<std::string_view, char>, 3> kEscapes = {{{"%3B", ';'}, {"%3D", '='}, {"%25", '%'}}};
    std::string plain;
    while (!value.empty()) {
        const auto escape = std::find_if(kEscapes.begin(), kEscapes.end(),
                                         [value](const auto& entry) { return value.starts_with(entry.first); });
        plain += escape == kEscapes.end() ? value.front() : escape->second;
        value.remove_prefix(escape == kEscapes.end() ? 1 : escape->first.size());
    }
    return plain;
}

Error unknown(std::string_view condition) { return fail(Errc::invalid_input, "audit.selector", condition); }

Result<void> add_condition(Selector& selector, std::string_view condition) {
    std::string_view rest = condition;
    const std::string_view name = take_part(rest, '=');
    if (name.size() == condition.size()) return unknown(condition);
    const std::string value = unescaped(rest);
    if (const auto dimension = dimension_of(name)) {
        selector.where.emplace_back(*dimension, value);
    } else if (name == "line") {
        selector.line = value;
    } else if (name == "outcome") {
        selector.outcome = outcome_of(value);
        if (!selector.outcome) return unknown(condition);
    } else if (name == "is") {
        const auto trait =
            std::find_if(kTraits.begin(), kTraits.end(), [&value](const auto& entry) { return entry.second == value; });
        if (trait == kTraits.end()) return unknown(condition);
        selector.traits.push_back(trait->first);
    } else {
        return unknown(condition);
    }
    return {};
}

}  // namespace

std::string_view name_of(Dimension dimension) { return kDimensionNames[std::size_t(dimension)]; }

std::optional<Dimension> dimension_of(std::string_view name) {
    const auto found = std::find(kDimensionNames.begin(), kDimensionNames.end(), name);
    if (found == kDimensionNames.end()) return std::nullopt;
    return Dimension(found - kDimensionNames.begin());
}

bool is_of_clock(Dimension dimension) { return dimension == Dimension::clock || dimension == Dimension::promise; }

Result<std::vector<Dimension>> parse_dimensions(std::string_view text) {
    std::vector<Dimension> dimensions;
    if (text.ends_with(',')) return fail(Errc::invalid_input, "audit.dimension", "");
    while (!text.empty()) {
        const std::string_view name = take_part(text, ',');
        const auto dimension = dimension_of(name);
        if (!dimension) return fail(Errc::invalid_input, "audit.dimension", name);
        if (std::find(dimensions.begin(), dimensions.end(), *dimension) != dimensions.end())
            return fail(Errc::invalid_input, "audit.dimension-twice", name);
        dimensions.push_back(*dimension);
    }
    if (dimensions.size() > kCrossedMax) return fail(Errc::invalid_input, "audit.dimensions", kCrossedMax);
    return dimensions;
}

std::string_view text_of(Dimension dimension, const CaseFact& fact, const ClockFact* clock) {
    switch (dimension) {
        case Dimension::workflow: return fact.workflow;
        case Dimension::clock: return clock == nullptr ? std::string_view() : clock->clock;
        case Dimension::promise: return clock == nullptr ? std::string_view() : clock->promise;
        case Dimension::month: return {};
        case Dimension::site_class: return fact.site_class;
        case Dimension::area: return fact.area;
        case Dimension::team: return fact.team;
        case Dimension::person: return fact.person;
    }
    GONGDAN_UNREACHABLE("a Dimension outside its enum");
}

std::string value_of(Dimension dimension, const CaseFact& fact, const ClockFact* clock) {
    if (dimension == Dimension::month) return month_of(date_of(fact.opened_at));
    return std::string(text_of(dimension, fact, clock));
}

bool Selector::is_of_clocks() const {
    return outcome || std::any_of(where.begin(), where.end(), [](const auto& one) { return is_of_clock(one.first); }) ||
           std::any_of(traits.begin(), traits.end(), [](Trait trait) { return is_trait_of_clock(trait); });
}

bool Selector::selects(const CaseFact& fact, const ClockFact* clock) const {
    if (fact.merged) return false;
    if (outcome ? clock->outcome != *outcome : clock != nullptr && !is_counted(clock->outcome)) return false;
    if (line && fact.line != *line) return false;
    return std::all_of(where.begin(), where.end(),
                       [&fact, clock](const auto& one) { return value_of(one.first, fact, clock) == one.second; }) &&
           std::all_of(traits.begin(), traits.end(), [&fact, clock](Trait trait) { return has(trait, fact, clock); });
}

Result<Selector> parse_selector(std::string_view text) {
    Selector selector;
    while (!text.empty()) {
        if (auto added = add_condition(selector, take_part(text, ';')); !added) return added.error();
    }
    return selector;
}

void append_condition(std::string& key, std::string_view name, std::string_view value) {
    if (!key.empty()) key += ';';
    key.append(name).append(1, '=');
    for (const char c : value) {
        if (c == ';' || c == '=' || c == '%') {
            key += c == ';' ? "%3B" : c == '=' ? "%3D" : "%25";
        } else {
            key += c;
        }
    }
}

}  // namespace gongdan
