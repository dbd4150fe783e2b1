#include "core/audit/rule_timeline.hpp"

#include <algorithm>

namespace gongdan {
namespace {

void put_promises(std::vector<PromiseSet>& sets, const PromiseSet& changed) {
    const auto known = std::find_if(sets.begin(), sets.end(),
                                    [&changed](const PromiseSet& candidate) { return candidate.name == changed.name; });
    if (known == sets.end()) {
        sets.push_back(changed);
    } else {
        *known = changed;
    }
}

}  // namespace

void RuleTimeline::put(std::int64_t seq, Instant at, const Rules& rules) {
    Stretch stretch{seq, at, {}};
    stretch.rules.calendar = changes_.calendar ? changes_.calendar : rules.calendar;
    stretch.rules.promise_sets = rules.promise_sets;
    if (changes_.promises) put_promises(stretch.rules.promise_sets, *changes_.promises);
    // Behind one another without a case's event between them, as at a start: nothing happened under the former.
    const bool at_once = !stretches_.empty() && stretches_.back().seq != 0 && stretches_.back().seq + 1 == seq;
    if (at_once) stretches_.pop_back();
    stretches_.push_back(std::move(stretch));
}

}  // namespace gongdan
