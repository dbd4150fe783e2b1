#include <algorithm>

#include "core/base/check.hpp"
#include "core/statechart/step.hpp"

namespace gongdan {
namespace {

/// A number to compare with, or nothing: a definition that was not analysed must not throw here.
std::optional<std::int64_t> wanted_count(const Guard& guard) {
    if (guard.values.empty() || !guard.values.front().is_number()) return std::nullopt;
    json::error_code error;
    const auto number = guard.values.front().to_number<std::int64_t>(error);
    return error ? std::nullopt : std::optional(number);
}

bool is_one_of(const Guard& guard, const json::object& data) {
    const auto* value = data.if_contains(guard.field);
    return value != nullptr && std::find(guard.values.begin(), guard.values.end(), *value) != guard.values.end();
}

bool reaches(const Guard& guard, const json::object& data, const GuardFacts& facts) {
    const auto wanted = wanted_count(guard);
    if (!wanted) return false;
    if (guard.field == "bounces") return facts.bounces >= *wanted;
    if (guard.field == "chases") return facts.chases >= *wanted;
    if (guard.field == "attempts") return facts.attempts >= *wanted;
    const auto given = get_int(data, guard.field);
    return given && *given >= *wanted;
}

/// A field without a time is ahead of nothing: who has not said when an outage begins has not announced it in time.
bool is_ahead(const Guard& guard, const json::object& data, const GuardFacts& facts) {
    const auto given = get_string(data, guard.field);
    if (!given || !guard.age || !is_elapsed(*guard.age)) return false;
    const auto at = parse_time(*given);
    return at && *at - facts.now >= elapsed(*guard.age);
}

enum class Verdict { no, maybe, yes };

Verdict verdict_of(const Guard& guard, const GuardFacts& facts) {
    const auto child_verdict = [&facts](const Guard& child) { return verdict_of(child, facts); };
    const auto fact = [&guard, &facts] { return holds(guard, {}, facts) ? Verdict::yes : Verdict::no; };
    Verdict verdict = Verdict::yes;
    switch (guard.op) {
        case Guard::Op::all:
            for (const Guard& child : guard.children) verdict = std::min(verdict, child_verdict(child));
            return verdict;
        case Guard::Op::any:
            verdict = Verdict::no;
            for (const Guard& child : guard.children) verdict = std::max(verdict, child_verdict(child));
            return verdict;
        case Guard::Op::negation:  // none of the children holds
            verdict = Verdict::no;
            for (const Guard& child : guard.children) verdict = std::max(verdict, child_verdict(child));
            return verdict == Verdict::maybe ? verdict : verdict == Verdict::yes ? Verdict::no : Verdict::yes;
        case Guard::Op::equals:
        case Guard::Op::one_of:
        case Guard::Op::ahead:
        case Guard::Op::present: return Verdict::maybe;
        case Guard::Op::at_least: return is_counter(guard.field) ? fact() : Verdict::maybe;
        case Guard::Op::always:
        case Guard::Op::older_than:
        case Guard::Op::children_closed: return fact();
    }
    GONGDAN_UNREACHABLE("a Guard::Op outside its enum");
}

}  // namespace

bool is_counter(std::string_view field) { return field == "bounces" || field == "chases" || field == "attempts"; }

bool is_given(const json::object& data, std::string_view field) {
    const json::value* value = data.if_contains(field);
    if (value == nullptr || value->is_null()) return false;
    if (value->is_string()) return !value->get_string().empty();
    return !value->is_array() || !value->get_array().empty();
}

bool may_hold(const Guard& guard, const GuardFacts& facts) { return verdict_of(guard, facts) != Verdict::no; }

bool holds(const Guard& guard, const json::object& data, const GuardFacts& facts) {
    const auto child_holds = [&data, &facts](const Guard& child) { return holds(child, data, facts); };
    switch (guard.op) {
        case Guard::Op::always: return true;
        case Guard::Op::all: return std::all_of(guard.children.begin(), guard.children.end(), child_holds);
        case Guard::Op::any: return std::any_of(guard.children.begin(), guard.children.end(), child_holds);
        case Guard::Op::negation: return std::none_of(guard.children.begin(), guard.children.end(), child_holds);
        case Guard::Op::equals:
        case Guard::Op::one_of: return is_one_of(guard, data);
        case Guard::Op::present: return is_given(data, guard.field);
        case Guard::Op::older_than: return guard.age && is_elapsed(*guard.age) && facts.in_state >= elapsed(*guard.age);
        case Guard::Op::at_least: return reaches(guard, data, facts);
        case Guard::Op::ahead: return is_ahead(guard, data, facts);
        case Guard::Op::children_closed: return facts.open_children == 0;
    }
    GONGDAN_UNREACHABLE("a Guard::Op outside its enum");
}

}  // namespace gongdan
