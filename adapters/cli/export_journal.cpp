// The journal as lines that verify anywhere: events by seq, and each seal behind the last event it covers. Or a part of
// it, which says so and verifies nowhere.

#include "adapters/cli/data.hpp"
#include "adapters/cli/period.hpp"
#include "adapters/cli/written.hpp"
#include "adapters/proof/exports.hpp"
#include "adapters/sqlite/readers.hpp"

namespace gongdan::cli {
namespace {

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
    host::JournalWish wish{{}, *wanted, options.personal};
    if (!options.from.empty() || !options.to.empty()) wish.entered = *entered;
    const auto pieces = proof::journal_pieces(*file, wish);
    return pieces ? print(**pieces) : give_up(pieces.error());
}

}  // namespace gongdan::cli
