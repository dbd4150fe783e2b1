// Times that cannot be true together.

#include "core/audit/finding_rules.hpp"

namespace gongdan {
namespace {

/// `first` cannot happen after `then`.
struct Order {
    StepKind first;
    StepKind then;
};

constexpr std::array kOrders = {
    Order{StepKind::dispatch, StepKind::arrive}, Order{StepKind::arrive, StepKind::repair},
    Order{StepKind::arrive, StepKind::restore},  Order{StepKind::arrive, StepKind::reply},
    Order{StepKind::repair, StepKind::reply},    Order{StepKind::restore, StepKind::reply},
};

/// Put over the engine's own word on the same step, where there is one.
void tell(const RuleInput& input, NewFinding found) {
    found.person = input.trace.doer(input.event);
    if (!input.trace.disorder) {
        input.list.add(input.trace, input.event, std::move(found));
        return;
    }
    input.list.put_over(*input.trace.disorder, input.trace, input.event, std::move(found));
    input.trace.disorder.reset();
}

void contradict(const RuleInput& input, const Order& order, Instant first, Instant then, std::int64_t other) {
    const LocalText one = title_of(order.first);
    const LocalText later = title_of(order.then);
    const bool is_arrival = order.first == StepKind::dispatch;
    const LocalText zh = text("finding.reversed", later.zh, format_time(then), one.zh, format_time(first));
    const LocalText en = text("finding.reversed", later.en, format_time(then), one.en, format_time(first));
    tell(input, {is_arrival ? "arrival-before-dispatch" : "times-contradict", {zh.zh, en.en}, {other}});
}

/// One finding a step: the first order it breaks says enough.
bool check_order(const RuleInput& input, StepKind kind) {
    const bool imported = get_bool(input.event.body, "imported").value_or(false);
    const Instant at = input.event.occurred_at;
    for (const Order& order : kOrders) {
        const TracedStep& first = input.trace.step(order.first);
        if (order.then == kind && first.seq != 0 && first.at > at) {
            contradict(input, order, first.at, at, first.seq);
            return true;
        }
        // An import may tell the later step first; live, a second arrival after a repair is simply another visit.
        const TracedStep& then = input.trace.step(order.then);
        if (imported && order.first == kind && then.seq != 0 && then.at < at) {
            contradict(input, order, at, then.at, then.seq);
            return true;
        }
    }
    return false;
}

void check_against_fields(const RuleInput& input, StepKind kind) {
    const CaseTrace& trace = input.trace;
    const Instant at = input.event.occurred_at;
    const std::string when = format_time(at);
    if (kind == StepKind::arrive && at < trace.opened.at) {
        tell(input,
             {"times-contradict", text("finding.before-call", when, format_time(trace.opened.at)), {trace.opened.seq}});
        input.trace.came_too_early = true;
    }
    if (kind == StepKind::restore && trace.outage_at && at < *trace.outage_at) {
        tell(input, {"times-contradict",
                     text("finding.before-outage", when, format_time(*trace.outage_at)),
                     {trace.opened.seq}});
    }
}

void check_cut_off(const RuleInput& input) {
    const TracedStep& notice = input.trace.step(StepKind::notice);
    const Instant at = input.event.occurred_at;
    if (notice.seq == 0) {
        tell(input, {"cut-off-early", text("finding.cut-off-unannounced", format_time(at))});
    } else if (at < notice.at + input.limits.cut_off_notice) {
        tell(input,
             {"cut-off-early", text("finding.cut-off-early", format_time(at), format_time(notice.at)), {notice.seq}});
    }
}

void check_reconnect(const RuleInput& input) {
    const TracedStep& paid = input.trace.step(StepKind::pay);
    const Instant at = input.event.occurred_at;
    if (paid.seq == 0 || at <= paid.at + input.limits.reconnect) return;
    tell(input, {"reconnect-late", text("finding.reconnect-late", format_time(at), format_time(paid.at)), {paid.seq}});
}

}  // namespace

void check_step(const RuleInput& input, StepKind kind) {
    if (!check_order(input, kind)) check_against_fields(input, kind);
    if (kind == StepKind::cut_off) check_cut_off(input);
    if (kind == StepKind::reconnect) check_reconnect(input);
    input.trace.take_step(kind, input.event);
}

}  // namespace gongdan
