// The event log for process mining, case by case. Reads beside a running server.

#include <iostream>

#include "adapters/cli/data.hpp"
#include "adapters/cli/period.hpp"
#include "adapters/report/xes.hpp"
#include "adapters/sqlite/scan.hpp"

namespace gongdan::cli {
namespace {

/// The events without what lies beside them: a log for analysts needs nobody's name.
Result<std::vector<Event>> impersonal(const std::vector<StoredEvent>& stored) {
    std::vector<Event> history;
    for (StoredEvent each : stored) {
        each.personal.clear();
        auto event = restore_event(each);
        if (!event) return event.error();
        history.push_back(std::move(*event));
    }
    return history;
}

}  // namespace

int run_export_xes(const Common& common, const XesOptions& options) {
    const auto period = period_of(options.from, options.to);
    if (!period) return give_up(period.error());
    const auto books = open_books(common, common.data, Use::look);
    if (!books) return give_up(books.error());
    const auto file = existing_database(books->folder);
    if (!file) return give_up(file.error());
    if (auto done = note_departure(common, {"", "xes-exported"}); !done) return give_up(done.error());
    auto scan = sqlite::Scan::open(*file);
    if (!scan) return give_up(scan.error());
    std::cout << report::xes_head();
    const auto find = books->find_workflow();
    const auto done = scan->histories(*period, [&find, &options](const auto& stored) -> Result<void> {
        const auto history = impersonal(stored);
        if (!history) return history.error();
        const json::object& opening = history->front().body;
        const std::string name = string_or_empty(opening, "workflow");
        if (!options.workflow.empty() && options.workflow != name) return {};
        const auto workflow = find(name, string_or_empty(opening, "version"));
        if (!workflow) return fail(Errc::internal, "examine.no-workflow", history->front().seq);
        std::cout << report::xes_trace(*history, *workflow);
        return {};
    });
    std::cout << report::xes_end() << std::flush;
    return done ? kOk : give_up(done.error());
}

}  // namespace gongdan::cli
