// Commands on a data directory: backup, restore, doctor, and the export of the journal. Attachments go with the
// database.

#include <iostream>
#include <map>

#include "adapters/cli/attachments.hpp"
#include "adapters/cli/people.hpp"
#include "adapters/crypto/crypto.hpp"
#include "adapters/sqlite/backup.hpp"
#include "adapters/sqlite/scan.hpp"
#include "core/engine/examine.hpp"
#include "core/ticket/view.hpp"

namespace gongdan::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kProgressEvery = 100'000;

Result<fs::path> folder_of(const Common& common) {
    const auto installation = installed(common);
    if (!installation) return installation.error();
    return data_folder(common.data, installation->settings);
}

/// The database of the directory, which must exist: reading an empty one made by mistake would say that all is well.
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

/// CloudEvents 1.0 in its JSON form. The event's `hash` in its case's chain is an extension, in hexadecimal.
json::object cloud_event(const Event& event, const Digest& hash, json::object data) {
    return {{"specversion", "1.0"},
            {"id", std::to_string(event.seq)},
            {"source", "urn:gongdan"},
            {"type", "gongdan." + std::string(name_of(event.type))},
            {"subject", "case/" + std::to_string(to_int(event.case_id))},
            {"time", format_time(event.occurred_at)},
            {"datacontenttype", "application/json"},
            {"hash", to_hex(hash)},
            {"data", std::move(data)}};
}

/// Events as they leave the house: personal data masked by the definition each case is pinned to.
class Masker {
 public:
    explicit Masker(sqlite::FindWorkflow find_workflow) : find_workflow_(std::move(find_workflow)) {}

    Result<json::object> view(const Event& event) {
        if (to_int(event.case_id) == 0) return event_view(event);
        auto& workflow = workflows_[event.case_id];
        if (event.type == EventType::case_opened)
            workflow = find_workflow_(string_or_empty(event.body, "workflow"), string_or_empty(event.body, "version"));
        if (!workflow) return fail(Errc::internal, "examine.no-workflow", event.seq);
        return masked_event_view(event, *workflow);
    }

 private:
    sqlite::FindWorkflow find_workflow_;
    std::map<CaseId, std::shared_ptr<const Workflow>> workflows_;
};

void show_progress(std::int64_t events) {
    if (on_terminal() && events % kProgressEvery == 0) std::cerr << "\r" << events << std::flush;
}

int report(const Common& common, const Examiner& examiner, const std::vector<Fault>& faults) {
    if (common.json) {
        json::array list;
        for (const Fault& fault : faults) {
            list.push_back(json::object{{"seq", fault.seq}, {"detail", fault.what.zh}, {"detail_en", fault.what.en}});
        }
        std::cout << json::serialize(
                         json::object{{"events", examiner.events()}, {"cases", examiner.cases()}, {"faults", list}})
                  << "\n";
    } else {
        for (const Fault& fault : faults) std::cout << text_line(fault.what);
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
        show_progress(examiner.events());
        return {};
    });
    if (!done) return done.error();
    return examiner;
}

Result<void> compare_rows(const fs::path& file, const Books& books, Examiner& examiner) {
    auto scan = sqlite::Scan::open(file);
    if (!scan) return scan.error();
    return scan->cases(books.find_workflow(), [&examiner](const CaseRecord& stored) -> Result<void> {
        examiner.compare(stored);
        return {};
    });
}

/// Boards and timers live from the derived columns: a ticket whose next alarm was lost would stay silent.
Result<void> compare_derived(const fs::path& file, const Books& books, std::vector<Fault>& faults) {
    auto scan = sqlite::Scan::open(file);
    if (!scan) return scan.error();
    return scan->derived(books.find_workflow(), *books.configuration.rules,
                         [&faults](CaseId id, std::string_view place) {
                             if (faults.size() < Examiner::kFaultsMax)
                                 faults.push_back({0, text("doctor.derived", to_int(id), place)});
                         });
}

Result<void> compare_account_log(const fs::path& file, std::vector<Fault>& faults) {
    auto scan = sqlite::Scan::open(file);
    if (!scan) return scan.error();
    return scan->account_log([&faults](std::int64_t line) {
        if (faults.size() < Examiner::kFaultsMax) faults.push_back({0, text("doctor.account-log", line)});
    });
}

/// Who took what is written down before it leaves.
Result<void> note_departure(const Common& common, const host::Accounts::Departure& departure) {
    auto people = open_accounts(common);
    if (!people) return people.error();
    return people->table->note(departure, at_the_machine());
}

}  // namespace

int run_export_journal(const Common& common, bool personal) {
    const auto file = existing_database(common);
    if (!file) return give_up(file.error());
    const auto books = open_books(common, common.data, Use::look);
    if (!books) return give_up(books.error());
    if (auto done = note_departure(common, {"", personal ? "journal-exported-personal" : "journal-exported"}); !done)
        return give_up(done.error());
    auto scan = sqlite::Scan::open(*file);
    if (!scan) return give_up(scan.error());
    Masker masker(books->find_workflow());
    const auto done = scan->events(0, [&masker, personal](const StoredEvent& stored) -> Result<void> {
        const auto event = restore_event(stored);
        if (!event) return event.error();
        auto view = personal ? event_view(*event) : masker.view(*event);
        if (!view) return view.error();
        std::cout << json::serialize(cloud_event(*event, stored.hash, std::move(*view))) << "\n";
        return {};
    });
    std::cout.flush();
    return done ? kOk : give_up(done.error());
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
    if (!examined->faults().empty()) return report(common, *examined, examined->faults());
    if (rebuild) {
        if (auto done = books->store->rebuild(*books->configuration.rules); !done) return give_up(done.error());
    }
    if (auto done = compare_rows(*file, *books, *examined); !done) {
        complain(done.error());
        return kFault;
    }
    std::vector<Fault> faults = examined->faults();
    if (auto done = compare_derived(*file, *books, faults); !done) {
        complain(done.error());
        return kFault;
    }
    if (auto done = compare_account_log(*file, faults); !done) {
        complain(done.error());
        return kFault;
    }
    if (auto done = check_attachments(*books, rebuild, faults); !done) return give_up(done.error());
    if (examined->not_compared() > 0) faults.push_back({0, text("doctor.no-rows", examined->not_compared())});
    return report(common, *examined, faults);
}

}  // namespace gongdan::cli
