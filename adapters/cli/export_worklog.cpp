// 台区经理工作日志: what a person did on a day, from the journal. Reads beside a running server.

#include <algorithm>
#include <set>

#include "adapters/cli/data.hpp"
#include "adapters/cli/people.hpp"
#include "adapters/cli/written.hpp"
#include "adapters/host/actors.hpp"
#include "adapters/report/worklog.hpp"
#include "adapters/sqlite/readers.hpp"
#include "adapters/sqlite/scan.hpp"

namespace gongdan::cli {
namespace {

Result<std::set<std::string>> actors_of(const Common& common, const std::string& person) {
    auto accounts = open_accounts(common);
    if (!accounts) return accounts.error();
    auto access = open_access(common);
    if (!access) return access.error();
    return host::actors_of(person, *accounts->table, *access->table);
}

Result<std::vector<report::WorkEntry>> entries_of(const Books& books, const std::set<std::string>& actors,
                                                  const Interval& day) {
    const std::filesystem::path file = sqlite::database_file(books.folder);
    auto scan = sqlite::Scan::open(file);
    if (!scan) return scan.error();
    sqlite::SqliteReaders readers(file, books.find_workflow());
    const Organisation& organisation = *books.configuration.organisation;
    std::vector<report::WorkEntry> entries;
    auto done = scan->happened(day, [&actors, &readers, &organisation, &entries](const auto& stored) -> Result<void> {
        const auto event = restore_event(stored);
        if (!event) return event.error();
        if (to_int(event->case_id) == 0 || !actors.contains(string_or_empty(event->body, "actor"))) return {};
        const auto record = readers.find_case(event->case_id);
        if (!record) return record.error();
        auto entry = report::work_entry(*event, (*record)->snapshot, organisation);
        if (entry) entries.push_back(std::move(*entry));
        return {};
    });
    if (!done) return done.error();
    return entries;
}

}  // namespace

int run_export_worklog(const Common& common, const WorklogOptions& options) {
    const auto date = parse_date(options.date);
    if (!date) return give_up(date.error());
    const auto format = report::format_of(common.json ? "json" : options.format);
    if (!format) return give_up(fail(Errc::invalid_input, "audit.format", options.format));
    if (*format == report::Format::xlsx && options.out.empty())
        return give_up(fail(Errc::invalid_input, "audit.workbook-to-file"));
    const auto books = open_books(common, common.data, Use::look);
    if (!books) return give_up(books.error());
    const Person* person = books->configuration.organisation->find_person(options.person);
    const auto actors = actors_of(common, options.person);
    if (!actors) return give_up(actors.error());
    // Somebody who left the organisation is still found by what his accounts were called.
    auto entries = entries_of(*books, *actors, {start_of(*date), start_of(*date) + kDay});
    if (!entries) return give_up(entries.error());
    if (person == nullptr && entries->empty()) return give_up(fail(Errc::not_found, "worklog.unknown", options.person));
    if (auto done = note_departure(common, {options.person + "/" + options.date, "worklog-exported"}); !done)
        return give_up(done.error());
    report::WorkDay day{options.person, "", *date, std::move(*entries)};
    if (person != nullptr) {
        day.person = person->name;
        const auto& stations = books->configuration.organisation->stations;
        const auto station = std::find_if(stations.begin(), stations.end(),
                                          [person](const Station& one) { return one.id == person->station; });
        day.station = station == stations.end() ? person->station : station->name;
    }
    const auto written = write_out(report::worklog_document(std::move(day)), *format, options.out);
    return written ? kOk : give_up(written.error());
}

}  // namespace gongdan::cli
