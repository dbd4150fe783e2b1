#include "adapters/intake/history.hpp"

#include <cmath>

#include <fmt/format.h>

#include "adapters/intake/values.hpp"

namespace gongdan::intake {

bool is_found_by_core(std::string_view code) {
    return code == "times-out-of-order" || code == "field-missing" || code.starts_with("time-in-future/");
}

void check_order(RowView& view, const ImportCommand& command) {
    std::string before = "open";
    Instant at = command.opened_at;
    for (const HistoryStep& step : command.steps) {
        if (step.at < at) {
            // Not RowView::find: each pair is worth its own line.
            const std::string shown = format_time(step.at);
            view.findings().push_back({"times-out-of-order",
                                       text("intake.out-of-order", step.event, shown, before, format_time(at)),
                                       step.event, shown});
        }
        before = step.event;
        at = step.at;
    }
}

std::vector<Difference> check_durations(RowView& view, const WorkflowRule& rule) {
    std::vector<Difference> differences;
    for (const DurationRule& duration : rule.durations) {
        const std::string exported = view.value(duration.column);
        const std::string column = view.name_of(duration.column);
        if (exported.empty()) continue;
        const auto from = view.time(duration.from);
        const auto to = view.time(duration.to);
        if (!from || !to) continue;
        const auto number = parse_number(exported);
        if (!number) {
            view.find({"value-unreadable/" + duration.column, text("intake.duration-unreadable", column, exported),
                       column, exported});
            continue;
        }
        const double seconds = static_cast<double>((*to - *from).count()) / 1000.0;
        if (std::abs(*number * duration.unit_s - seconds) <= duration.tolerance_s) continue;
        const std::string recomputed = fmt::format("{:g}", std::round(seconds / duration.unit_s * 100) / 100);
        view.find({"duration-differs/" + duration.column, text("intake.duration-differs", column, exported, recomputed),
                   column, exported});
        differences.push_back({column, exported, recomputed});
    }
    return differences;
}

void check_deadlines(RowView& view, const WorkflowRule& rule) {
    for (const DeadlineRule& deadline : rule.deadlines) {
        const auto due = view.time(deadline.due);
        const auto done = view.time(deadline.done);
        if (!due || !done || *done <= *due) continue;
        const std::string names = view.names_of(deadline.done);
        const std::string shown = format_time(*done);
        view.find({deadline.finding,
                   text("intake.after-due", names, shown, view.names_of(deadline.due), format_time(*due)), names,
                   shown});
    }
}

std::vector<Verdict> read_verdicts(RowView& view, const WorkflowRule& rule) {
    std::vector<Verdict> verdicts;
    for (const VerdictRule& asked : rule.verdicts) {
        const std::string word = view.value(asked.column);
        if (word.empty()) continue;
        const std::string column = view.name_of(asked.column);
        if (const auto late = parse_bool(word)) {
            verdicts.push_back({asked.clock, column, *late});
        } else {
            view.find(
                {"value-unreadable/" + asked.column, text("intake.verdict-unreadable", column, word), column, word});
        }
    }
    return verdicts;
}

}  // namespace gongdan::intake
