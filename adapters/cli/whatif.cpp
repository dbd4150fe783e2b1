// `gongdan whatif`: the recorded past under rules that are not in force. Reads beside a running server, writes nothing.

#include <iostream>
#include <optional>

#include <fmt/format.h>

#include "adapters/cli/csv_line.hpp"
#include "adapters/cli/data.hpp"
#include "adapters/cli/period.hpp"
#include "adapters/host/rules_journal.hpp"
#include "adapters/sqlite/scan.hpp"
#include "core/audit/whatif.hpp"

namespace gongdan::cli {
namespace {

constexpr std::int64_t kProgressEvery = 1'000;

/// The file's text read by `load(text, name)`; nothing when no file is given.
template <class Value, class Load>
Result<std::optional<Value>> given(const std::string& file, const Load& load) {
    if (file.empty()) return std::optional<Value>();
    const auto content = read_file(file);
    if (!content) return fail(Errc::unavailable, "cli.no-file", file);
    auto loaded = load(*content, file);
    if (!loaded) return loaded.error();
    return std::optional<Value>(std::move(*loaded));
}

/// The first refusal of the workflow that keeps it from being tried: who may do what is of no account here.
Result<void> check_workflow(const Workflow& workflow, const Vocabulary& vocabulary, bool promises_only) {
    for (const Refusal& refusal : analyse(workflow, vocabulary)) {
        const bool about_people = refusal.code == "unknown-role" || refusal.code == "unknown-ladder";
        if (about_people || (promises_only && refusal.code != "unknown-promise")) continue;
        const auto& at = refusal.mark;
        return Error{Errc::invalid_input,
                     text("yaml.at", workflow.file, at.line, at.column, refusal.detail.zh, refusal.detail.en),
                     {},
                     {}};
    }
    return {};
}

/// What cannot be used would make every ticket a misfit: better said at once.
Result<void> check(const RuleChanges& changes, const Rules& rules) {
    Vocabulary vocabulary{{}, rules.ladders, rules.promise_sets};
    if (changes.promises) vocabulary.promise_sets = {*changes.promises};
    if (changes.workflow) {
        if (auto sound = check_workflow(*changes.workflow, vocabulary, false); !sound) return sound;
    }
    for (const auto& workflow : rules.workflows) {
        if (changes.workflow && changes.workflow->name == workflow->name) continue;
        if (auto sound = check_workflow(*workflow, vocabulary, true); !sound) return sound;
    }
    return {};
}

Result<RuleChanges> changes_of(const WhatIfOptions& options, const Rules& rules) {
    if (options.promises.empty() && options.calendar.empty() && options.workflow.empty())
        return fail(Errc::invalid_input, "whatif.nothing");
    RuleChanges changes;
    auto promises = given<PromiseSet>(options.promises, load_promises);
    if (!promises) return promises.error();
    auto calendar = given<Calendar>(options.calendar, load_calendar);
    if (!calendar) return calendar.error();
    auto workflow = given<std::shared_ptr<const Workflow>>(options.workflow, load_workflow);
    if (!workflow) return workflow.error();
    changes.promises = std::move(*promises);
    if (*calendar) changes.calendar = std::make_shared<const Calendar>(std::move(**calendar));
    changes.workflow = workflow->value_or(nullptr);
    if (auto sound = check(changes, rules); !sound) return sound.error();
    return changes;
}

/// What the journal put in force, with the changes laid over it; `rules` is taken through all of it.
Result<RuleTimeline> timeline_of(sqlite::Scan& scan, RuleChanges changes, host::JournalledRules& rules) {
    RuleTimeline timeline(std::move(changes));
    timeline.put(0, {}, rules.in_force());
    const auto events = scan.configuration();
    if (!events) return events.error();
    for (const StoredEvent& stored : *events) {
        const auto event = restore_event(stored);
        if (!event) return event.error();
        if (auto taken = rules.take(*event); !taken) return taken.error();
        const std::string what = string_or_empty(event->body, "what");
        if (what == "file" || what == "calendar-year") timeline.put(event->seq, event->recorded_at, rules.in_force());
    }
    return timeline;
}

std::string due_text(const ClockOutcome& outcome) {
    return outcome.verdict == Verdict::absent ? "" : format_time(outcome.due_at);
}

std::string clock_text(const ClockDifference& pair) {
    return pair.cycle == 1 ? pair.clock : fmt::format("{}#{}", pair.clock, pair.cycle);
}

json::object view_of(const ClockOutcome& outcome) {
    const bool absent = outcome.verdict == Verdict::absent;
    return {{"verdict", name_of(outcome.verdict)},
            {"due_at", absent ? json::value(nullptr) : json::value(format_time(outcome.due_at))},
            {"overdue_s", outcome.overdue_s}};
}

json::object view_of(const ClockDifference& pair) {
    return {{"number", pair.number}, {"workflow", pair.workflow},      {"clock", pair.clock},
            {"cycle", pair.cycle},   {"before", view_of(pair.before)}, {"after", view_of(pair.after)}};
}

json::object view_of(const Misfit& misfit) {
    return {{"number", misfit.number},
            {"seq", misfit.seq},
            {"event", misfit.event},
            {"detail", misfit.why.zh},
            {"detail_en", misfit.why.en}};
}

json::array view_of(const WhatIf& whatif) {
    json::array list;
    for (const auto& [name, sum] : whatif.summaries()) {
        list.push_back(json::object{{"workflow", name.first},
                                    {"clock", name.second},
                                    {"clocks", sum.clocks},
                                    {"moved", sum.moved},
                                    {"late_before", sum.late_before},
                                    {"late_after", sum.late_after},
                                    {"newly_late", sum.newly_late},
                                    {"no_longer_late", sum.no_longer_late},
                                    {"overdue_s_before", sum.overdue_s_before},
                                    {"overdue_s_after", sum.overdue_s_after}});
    }
    return list;
}

/// Writes each difference as it comes, so that a year of tickets needs no memory.
class Printer {
 public:
    virtual ~Printer() = default;
    virtual void begin() {}
    virtual void take(const ClockDifference& pair) = 0;
    virtual void take(const Misfit& misfit) = 0;
    virtual void end(const WhatIf& whatif, Instant horizon) = 0;
};

class TablePrinter final : public Printer {
 public:
    void begin() override { std::cout << text_line(text("whatif.columns")); }
    void take(const ClockDifference& pair) override {
        std::cout << fmt::format("{}\t{}\t{} → {}\t{} → {}\t{} → {}\n", pair.number, clock_text(pair),
                                 due_text(pair.before), due_text(pair.after), name_of(pair.before.verdict),
                                 name_of(pair.after.verdict), pair.before.overdue_s, pair.after.overdue_s);
    }
    void take(const Misfit& misfit) override {
        std::cout << text_line(with_cause(text("whatif.misfit", misfit.number), misfit.why));
    }
    void end(const WhatIf& whatif, Instant horizon) override {
        for (const auto& [name, sum] : whatif.summaries()) {
            std::cout << text_line(text("whatif.sum", name.first, name.second, sum.clocks, sum.moved, sum.late_before,
                                        sum.late_after, sum.newly_late, sum.no_longer_late, sum.overdue_s_before,
                                        sum.overdue_s_after));
        }
        std::cout << text_line(text("whatif.done", whatif.cases(), format_time(horizon)));
    }
};

class CsvPrinter final : public Printer {
 public:
    void begin() override {
        std::cout << csv_line({"number", "workflow", "clock", "cycle", "due_before", "due_after", "verdict_before",
                               "verdict_after", "overdue_s_before", "overdue_s_after"});
    }
    void take(const ClockDifference& pair) override {
        std::cout << csv_line({pair.number, pair.workflow, pair.clock, std::to_string(pair.cycle),
                               due_text(pair.before), due_text(pair.after), std::string(name_of(pair.before.verdict)),
                               std::string(name_of(pair.after.verdict)), std::to_string(pair.before.overdue_s),
                               std::to_string(pair.after.overdue_s)});
    }
    void take(const Misfit& misfit) override {
        complain({Errc::invalid_input, with_cause(text("whatif.misfit", misfit.number), misfit.why), {}, {}});
    }
    void end(const WhatIf&, Instant) override {}
};

/// One object; its lists grow line by line.
class JsonPrinter final : public Printer {
 public:
    void begin() override { std::cout << "{\"differences\":["; }
    void take(const ClockDifference& pair) override {
        std::cout << (first_ ? "\n" : ",\n") << json::serialize(view_of(pair));
        first_ = false;
    }
    void take(const Misfit& misfit) override {
        if (misfits_.size() < kMisfitsMax) misfits_.push_back(view_of(misfit));
    }
    void end(const WhatIf& whatif, Instant horizon) override {
        std::cout << "],\n\"misfits\":" << json::serialize(misfits_)
                  << ",\n\"summary\":" << json::serialize(view_of(whatif)) << ",\n\"cases\":" << whatif.cases()
                  << ",\"as_of\":\"" << format_time(horizon) << "\"}\n";
    }

 private:
    static constexpr std::size_t kMisfitsMax = 10'000;  ///< more of them mean that the definition is the wrong one
    bool first_ = true;
    json::array misfits_;
};

std::unique_ptr<Printer> printer_of(const std::string& format) {
    if (format == "table") return std::make_unique<TablePrinter>();
    if (format == "csv") return std::make_unique<CsvPrinter>();
    return format == "json" ? std::make_unique<JsonPrinter>() : nullptr;
}

Result<void> run_again(sqlite::Scan& scan, const Interval& period, WhatIf& whatif) {
    return scan.histories(period, [&whatif](const std::vector<StoredEvent>& stored) -> Result<void> {
        std::vector<Event> history;
        for (const StoredEvent& each : stored) {
            auto event = restore_event(each);
            if (!event) return event.error();
            history.push_back(std::move(*event));
        }
        whatif.take(history);
        show_progress(whatif.cases(), kProgressEvery);
        return {};
    });
}

}  // namespace

int run_whatif(const Common& common, const WhatIfOptions& options) {
    const auto printer = printer_of(common.json ? "json" : options.format);
    if (!printer) return give_up(fail(Errc::invalid_input, "whatif.format", options.format));
    const auto period = period_of(options.from, options.to);
    if (!period) return give_up(period.error());
    const auto file = existing_database(common);
    if (!file) return give_up(file.error());
    // The journal says which rules were in force; the installation, for what an older program's journal left out.
    const auto books = open_books(common, common.data, Use::look);
    if (!books) return give_up(books.error());
    const Rules& installed = *books->configuration.rules;
    auto changes = changes_of(options, installed);
    if (!changes) return give_up(changes.error());
    auto scan = sqlite::Scan::open(*file);
    if (!scan) return give_up(scan.error());
    host::JournalledRules rules(installed);
    const auto timeline = timeline_of(*scan, std::move(*changes), rules);
    if (!timeline) return give_up(timeline.error());
    const auto horizon = scan->last_recorded_at();
    if (!horizon) return give_up(horizon.error());
    WhatIf whatif(*timeline, rules, *horizon,
                  {[&printer, &options](const ClockDifference& pair) {
                       if (options.all || pair.changes_lateness()) printer->take(pair);
                   },
                   [&printer](const Misfit& misfit) { printer->take(misfit); }});
    printer->begin();
    if (const auto done = run_again(*scan, *period, whatif); !done) return give_up(done.error());
    printer->end(whatif, *horizon);
    return kOk;
}

}  // namespace gongdan::cli
