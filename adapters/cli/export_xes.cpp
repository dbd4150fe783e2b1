// The event log for process mining, case by case. Reads beside a running server.

#include "adapters/cli/data.hpp"
#include "adapters/cli/period.hpp"
#include "adapters/cli/written.hpp"
#include "adapters/proof/exports.hpp"

namespace gongdan::cli {

int run_export_xes(const Common& common, const XesOptions& options) {
    const auto period = period_of(options.from, options.to);
    if (!period) return give_up(period.error());
    const auto books = open_books(common, common.data, Use::look);
    if (!books) return give_up(books.error());
    const auto file = existing_database(books->folder);
    if (!file) return give_up(file.error());
    if (auto done = note_departure(common, {"", "xes-exported"}); !done) return give_up(done.error());
    const auto pieces =
        proof::xes_pieces(*file, books->find_workflow(), {*period, options.workflow, Reach::everything()});
    return print(*pieces);
}

}  // namespace gongdan::cli
