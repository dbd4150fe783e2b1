// Commands on a data directory: backup, restore, doctor. Attachments go with the database.

#include "adapters/cli/data.hpp"

#include <iostream>

#include "adapters/cli/attachments.hpp"
#include "adapters/cli/people.hpp"
#include "adapters/crypto/crypto.hpp"
#include "adapters/host/wall_clock.hpp"
#include "adapters/proof/database_check.hpp"
#include "adapters/report/places.hpp"
#include "adapters/sqlite/backup.hpp"
#include "adapters/sqlite/kept_facts.hpp"
#include "adapters/sqlite/scan.hpp"

namespace gongdan::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kProgressEvery = 100'000;

Result<fs::path> folder_of(const Common& common) {
    const auto installation = installed(common);
    if (!installation) return installation.error();
    return data_folder(common.data, installation->settings);
}

/// Years that were loaded while running go before the files, as at every start: no fault, but whoever reads only the
/// file would count other days.
std::vector<LocalText> loaded_years(const Books& books) {
    const auto& in_file = books.installation.rules->calendar->years();
    std::vector<LocalText> notes;
    for (const auto& [number, year] : books.configuration.rules->calendar->years()) {
        if (!year.replaced) continue;
        const auto same = in_file.find(number);
        const bool agrees = same != in_file.end() && same->second.provisional == year.provisional &&
                            same->second.holidays == year.holidays && same->second.workdays == year.workdays;
        if (!agrees) notes.push_back(text("doctor.loaded-year", number));
    }
    return notes;
}

int report(const Common& common, const Books& books, const Examiner& examiner, const std::vector<Fault>& faults) {
    const auto notes = loaded_years(books);
    if (common.json) {
        json::array said;
        for (const LocalText& note : notes) said.push_back(json::object{{"detail", note.zh}, {"detail_en", note.en}});
        std::cout << json::serialize(json::object{{"events", examiner.events()},
                                                  {"cases", examiner.cases()},
                                                  {"faults", fault_views(faults)},
                                                  {"notes", std::move(said)}})
                  << "\n";
    } else {
        for (const Fault& fault : faults) std::cout << text_line(fault.what);
        for (const LocalText& note : notes) std::cout << text_line(note);
        std::cout << text_line(text("doctor.examined", examiner.events(), examiner.cases(), faults.size()));
    }
    return faults.empty() ? kOk : kFault;
}

Result<Examiner> examine_journal(const fs::path& file, const Books& books) {
    auto scan = sqlite::Scan::open(file);
    if (!scan) return scan.error();
    Examiner examiner(crypto::sha256, books.find_workflow());
    auto done = scan->events(0, [&examiner](const StoredEvent& event) -> Result<void> {
        examiner.take(event);
        show_progress(examiner.events(), kProgressEvery);
        return {};
    });
    if (!done) return done.error();
    return examiner;
}

Result<void> compare_kept_facts(const fs::path& file, const Books& books, std::vector<Fault>& faults) {
    sqlite::KeptFacts facts(file, books.find_pinned());
    return facts.compare(report::places_of(*books.configuration.organisation), host::wall_now(), [&faults](CaseId id) {
        if (faults.size() < Examiner::kFaultsMax) faults.push_back({0, text("doctor.kept-facts", to_int(id))});
    });
}

/// What was made of the journal, against what stands beside it.
Result<void> compare_with_journal(const fs::path& file, const Books& books, Examiner& examined,
                                  std::vector<Fault>& faults) {
    auto scan = sqlite::Scan::open(file);
    if (!scan) return scan.error();
    if (auto done = proof::compare_rows(*scan, books.find_workflow(), examined); !done) return done;
    faults = examined.faults();
    if (auto done = proof::compare_derived(*scan, books.find_workflow(), *books.configuration.rules, faults); !done)
        return done;
    if (auto done = proof::compare_account_log(*scan, faults); !done) return done;
    return compare_kept_facts(file, books, faults);
}

}  // namespace

json::array fault_views(const std::vector<Fault>& faults) {
    json::array views;
    for (const Fault& fault : faults)
        views.push_back(json::object{{"seq", fault.seq}, {"detail", fault.what.zh}, {"detail_en", fault.what.en}});
    return views;
}

Result<fs::path> existing_database(const fs::path& folder) {
    const fs::path file = sqlite::database_file(folder);
    std::error_code error;
    if (!fs::exists(file, error)) return fail(Errc::unavailable, "cli.no-file", file.string());
    return file;
}

Result<fs::path> existing_database(const Common& common) {
    const auto folder = folder_of(common);
    if (!folder) return folder.error();
    return existing_database(*folder);
}

Result<void> note_departure(const Common& common, const host::Accounts::Departure& departure) {
    auto people = open_accounts(common);
    if (!people) return people.error();
    return people->table->note(departure, at_the_machine());
}

int run_backup(const Common& common, const std::string& file) {
    const auto database = existing_database(common);
    if (!database) return give_up(database.error());
    // A backup holds everything, and its own line too. Without its folder: where it lies is the machine's business.
    if (auto noted = note_departure(common, {fs::path(file).filename().string(), "backup-made"}); !noted)
        return give_up(noted.error());
    // The database first: whatever it names is in the vault already, and files only come.
    auto done = sqlite::backup(*database, file);
    if (done) done = copy_attachments(attachment_folder(database->parent_path()), attachment_folder_of_backup(file));
    return done ? kOk : give_up(done.error());
}

int run_restore(const Common& common, const std::string& file) {
    const auto folder = folder_of(common);
    if (!folder) return give_up(folder.error());
    if (auto made = sqlite::make_directory(*folder); !made) return give_up(made.error());
    const auto lock = lock_folder(*folder);
    if (!lock) return give_up(lock.error());
    auto done = sqlite::restore(file, sqlite::database_file(*folder));
    if (done) done = copy_attachments(attachment_folder_of_backup(file), attachment_folder(*folder));
    return done ? kOk : give_up(done.error());
}

int run_doctor(const Common& common, bool rebuild) {
    auto installation = installed(common);
    if (!installation) return give_up(installation.error());
    const fs::path folder = data_folder(common.data, installation->settings);
    const auto file = existing_database(folder);
    if (!file) return give_up(file.error());
    if (auto sound = sqlite::check_integrity(*file); !sound) {
        complain(sound.error());
        return kFault;
    }
    // Definitions of older workflow versions lie in the database itself; a running server keeps the lock.
    auto books = open_books(std::move(*installation), folder);
    if (!books) return give_up(books.error());
    auto examined = examine_journal(*file, *books);
    if (!examined) {
        complain(examined.error());
        return kFault;
    }
    // A journal that is itself broken is no measure for rows, and no rows may be made from it.
    if (!examined->faults().empty()) return report(common, *books, *examined, examined->faults());
    if (rebuild) {
        if (auto done = books->store->rebuild(*books->configuration.rules); !done) return give_up(done.error());
    }
    std::vector<Fault> faults;
    if (auto done = compare_with_journal(*file, *books, *examined, faults); !done) {
        complain(done.error());
        return kFault;
    }
    if (auto done = check_attachments(*books, rebuild, faults); !done) return give_up(done.error());
    if (examined->not_compared() > 0) faults.push_back({0, text("doctor.no-rows", examined->not_compared())});
    return report(common, *books, *examined, faults);
}

}  // namespace gongdan::cli
