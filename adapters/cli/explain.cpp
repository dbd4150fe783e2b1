#include <iostream>

#include "adapters/cli/books.hpp"
#include "adapters/host/wall_clock.hpp"
#include "adapters/sqlite/readers.hpp"
#include "core/clock/explain.hpp"

namespace gongdan::cli {

int run_explain(const Common& common, const std::string& ticket, const std::string& clock) {
    auto books = open_books(common, common.data, Use::look);
    if (!books) return give_up(books.error());
    sqlite::SqliteReaders readers(sqlite::database_file(books->folder), books->find_workflow());
    const auto found = readers.find(ticket);
    if (!found) return give_up(found.error());
    const CaseSnapshot& snapshot = (*found)->snapshot;
    const ClockState* state = snapshot.clock(clock);
    if (state == nullptr) return give_up(fail(Errc::not_found, "cli.no-clock", snapshot.number, clock));
    const ClockDef* def = snapshot.workflow->find_clock(clock);
    const ExplainNames names{snapshot.number, snapshot.promise_set, snapshot.workflow->title,
                             def == nullptr ? LocalText{} : def->title};
    const auto explained = explain(*state, *books->configuration.rules->calendar, host::wall_now(), names);
    if (common.json) {
        std::cout << json::serialize(explanation_view(explained)) << "\n";
    } else {
        std::cout << explanation_text(explained, Language::zh) << "\n" << explanation_text(explained, Language::en);
    }
    return kOk;
}

}  // namespace gongdan::cli
