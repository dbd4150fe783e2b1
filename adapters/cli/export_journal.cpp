// The journal as lines that verify anywhere: events by seq, and each seal behind the last event it covers. Or a part of
// it, which says so and verifies nowhere.

#include <deque>
#include <iostream>

#include "adapters/cli/data.hpp"
#include "adapters/cli/period.hpp"
#include "adapters/host/journal_lines.hpp"
#include "adapters/sqlite/readers.hpp"
#include "adapters/sqlite/scan.hpp"

namespace gongdan::cli {
namespace {

Result<std::deque<Seal>> seals_of(sqlite::Scan& scan) {
    std::deque<Seal> seals;
    auto read = scan.seals([&seals](const Seal& seal) -> Result<void> {
        seals.push_back(seal);
        return {};
    });
    if (!read) return read.error();
    return seals;
}

Result<void> export_whole(sqlite::Scan& scan, bool personal) {
    auto seals = seals_of(scan);
    if (!seals) return seals.error();
    return scan.events(0, [&seals, personal](const StoredEvent& event) -> Result<void> {
        const auto line = host::journal_line(event, {.personal = personal});
        if (!line) return line.error();
        std::cout << *line << "\n";
        while (!seals->empty() && seals->front().last_seq <= event.seq) {
            std::cout << host::journal_line(seals->front()) << "\n";
            seals->pop_front();
        }
        return {};
    });
}

/// The case that the filter names; 0 = every one.
Result<CaseId> wanted_case(const Common& common, const std::string& ticket) {
    if (ticket.empty()) return CaseId{};
    const auto books = open_books(common, common.data, Use::look);
    if (!books) return books.error();
    sqlite::SqliteReaders readers(sqlite::database_file(books->folder), books->find_workflow());
    const auto record = readers.find(ticket);
    if (!record) return record.error();
    return (*record)->snapshot.id;
}

Result<void> export_excerpt(sqlite::Scan& scan, const Interval& entered, CaseId wanted, bool personal) {
    return scan.events(0, [&entered, wanted, personal](const StoredEvent& event) -> Result<void> {
        const bool in_period = entered.from <= event.recorded_at && event.recorded_at < entered.to;
        if (!in_period || (wanted != CaseId{} && event.case_id != wanted)) return {};
        const auto line = host::journal_line(event, {.personal = personal, .excerpt = true});
        if (!line) return line.error();
        std::cout << *line << "\n";
        return {};
    });
}

}  // namespace

int run_export_journal(const Common& common, const JournalOptions& options) {
    const auto entered = period_of(options.from, options.to);
    if (!entered) return give_up(entered.error());
    const auto file = existing_database(common);
    if (!file) return give_up(file.error());
    const auto wanted = wanted_case(common, options.ticket);
    if (!wanted) return give_up(wanted.error());
    if (auto done = note_departure(
            common, {options.ticket, options.personal ? "journal-exported-personal" : "journal-exported"});
        !done)
        return give_up(done.error());
    auto scan = sqlite::Scan::open(*file);
    if (!scan) return give_up(scan.error());
    const bool whole = options.from.empty() && options.to.empty() && options.ticket.empty();
    const auto done =
        whole ? export_whole(*scan, options.personal) : export_excerpt(*scan, *entered, *wanted, options.personal);
    std::cout.flush();
    return done ? kOk : give_up(done.error());
}

}  // namespace gongdan::cli
