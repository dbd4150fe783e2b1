// The journal as lines that verify anywhere: events by seq, and each seal behind the last event it covers.

#include <deque>
#include <iostream>

#include "adapters/cli/data.hpp"
#include "adapters/host/journal_lines.hpp"
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

}  // namespace

int run_export_journal(const Common& common, bool personal) {
    const auto file = existing_database(common);
    if (!file) return give_up(file.error());
    if (auto done = note_departure(common, {"", personal ? "journal-exported-personal" : "journal-exported"}); !done)
        return give_up(done.error());
    auto scan = sqlite::Scan::open(*file);
    if (!scan) return give_up(scan.error());
    auto seals = seals_of(*scan);
    if (!seals) return give_up(seals.error());
    const auto done = scan->events(0, [&seals, personal](const StoredEvent& event) -> Result<void> {
        const auto line = host::journal_line(event, personal);
        if (!line) return line.error();
        std::cout << *line << "\n";
        while (!seals->empty() && seals->front().last_seq <= event.seq) {
            std::cout << host::journal_line(seals->front()) << "\n";
            seals->pop_front();
        }
        return {};
    });
    std::cout.flush();
    return done ? kOk : give_up(done.error());
}

}  // namespace gongdan::cli
