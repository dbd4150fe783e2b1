#include "adapters/cli/books.hpp"

#include <algorithm>
#include <cstdlib>

#include "adapters/crypto/crypto.hpp"
#include "adapters/host/rules_journal.hpp"
#include "adapters/sqlite/scan.hpp"
#include "core/engine/transaction.hpp"

namespace gongdan::cli {
namespace {

namespace fs = std::filesystem;

/// What stored cases are pinned to.
struct Kept {
    std::vector<sqlite::Definition> workflows;
    std::vector<CalendarYear> years;
    std::vector<sqlite::Definition> roster;
    std::vector<sqlite::Definition> filings;
};

/// `source` is the store, or a scan that only reads.
template <class Source>
Result<Kept> kept_in(Source& source) {
    auto workflows = source.definitions("workflow");
    if (!workflows) return workflows.error();
    auto years = source.calendar_years();
    if (!years) return years.error();
    auto roster = source.definitions(sqlite::kRosterEntry);
    if (!roster) return roster.error();
    auto filings = source.definitions(sqlite::kFiling);
    if (!filings) return filings.error();
    return Kept{std::move(*workflows), std::move(*years), std::move(*roster), std::move(*filings)};
}

Result<Kept> open_store(Books& books, Use use) {
    const fs::path file = sqlite::database_file(books.folder);
    if (use == Use::look) {
        auto scan = sqlite::Scan::open(file);
        return scan ? kept_in(*scan) : scan.error();
    }
    auto store = sqlite::SqliteStore::open(file, {books.find_workflow(), sqlite::kCacheMax, ""});
    if (!store) return store.error();
    books.store = std::move(*store);
    return kept_in(*books.store);
}

/// The versions that stored cases may still be pinned to, and what was put into calendar and roster, and filed,
/// while running.
Result<void> recall(Books& books, const Kept& kept) {
    auto rules = std::make_shared<Rules>(*books.installation.rules);
    for (const auto& definition : kept.workflows) {
        if (books.library->find(definition.name, definition.version)) continue;
        auto workflow = load_workflow(definition.content, definition.name + "@" + definition.version);
        if (!workflow) return workflow.error();
        books.library->add(*workflow);
    }
    for (const CalendarYear& year : kept.years) {
        rules->calendar = std::make_shared<const Calendar>(rules->calendar->with_year(year));
    }
    auto filings = sqlite::filings_of(kept.filings);
    if (!filings) return filings.error();
    rules->filings = std::move(*filings);
    auto organisation = std::make_shared<Organisation>(*books.installation.organisation);
    if (auto put = sqlite::put_entries(kept.roster, *organisation); !put) return put;
    books.configuration = {std::move(rules), std::move(organisation), books.installation.roles};
    return {};
}

/// What decides due times and rungs of cases that are open already.
Result<std::string> fingerprint(const Books& books) {
    std::string all = books.configuration.rules->calendar->version();
    for (const fs::path& file : {books.installation.config_folder() / "ladders.yaml",
                                 books.installation.config_folder() / "calendars" / "cn.yaml"}) {
        const auto content = read_file(file);
        if (!content) return content.error();
        all += *content;
    }
    return to_hex(crypto::sha256(all)).substr(0, 16);
}

Result<void> keep(sqlite::SqliteStore& store, const sqlite::SqliteStore::Definition& definition, Instant now) {
    Transaction transaction(store);
    if (auto begun = transaction.begin(); !begun) return begun;
    if (auto kept = store.keep_in_batch(definition, now); !kept) return kept;
    return transaction.commit();
}

/// Makes the journal say which files of the configuration changed since the last start.
Result<void> tell_files(const Books& books, Engine& engine, Instant now) {
    const auto files = host::rule_files(books.installation.config_folder());
    if (!files) return files.error();
    for (const host::RuleFile& file : *files) {
        const std::string kind = "file:" + file.name;
        const auto before = books.store->definitions(kind);
        if (!before) return before.error();
        if (!before->empty() && before->back().version == file.sha256) continue;
        // The journal first: told twice after a crash in between is better than never.
        if (const auto noted = engine.note_configuration(host::note_of(file), now); !noted) return noted.error();
        const auto place = std::to_string(before->size());  // a file may come back to what it was
        if (auto done = keep(*books.store, {kind, place, file.sha256, ""}, now); !done) return done;
    }
    return {};
}

Result<void> take_folder(Books& books, Use use) {
    if (use == Use::look) {
        std::error_code error;
        const fs::path file = sqlite::database_file(books.folder);
        return fs::exists(file, error) ? Result<void>() : fail(Errc::unavailable, "cli.no-file", file.string());
    }
    if (auto made = sqlite::make_directory(books.folder); !made) return made;
    auto lock = lock_folder(books.folder);
    if (!lock) return lock.error();
    books.lock = std::make_unique<sqlite::DirectoryLock>(std::move(*lock));
    return {};
}

}  // namespace

void WorkflowLibrary::add(std::shared_ptr<const Workflow> workflow) {
    const std::lock_guard lock(mutex_);
    known_.push_back(std::move(workflow));
}

std::shared_ptr<const Workflow> WorkflowLibrary::find(std::string_view name, std::string_view version) const {
    const std::lock_guard lock(mutex_);
    for (const auto& workflow : known_) {
        if (workflow->name == name && workflow->version == version) return workflow;
    }
    return nullptr;
}

sqlite::FindWorkflow Books::find_workflow() const {
    return
        [known = library.get()](std::string_view name, std::string_view version) { return known->find(name, version); };
}

FindPinned Books::find_pinned() const {
    return [known = find_workflow()](const Event& opened) {
        return known(string_or_empty(opened.body, "workflow"), string_or_empty(opened.body, "version"));
    };
}

Result<host::Installation> installed(const Common& common) {
    const auto config = find_config(common.config);
    if (!config) return config.error();
    auto installation = host::load_installation(*config);
    if (!installation) return Error{Errc::unavailable, installation.error().detail, {}, {}};
    return installation;
}

fs::path data_folder(const std::string& given, const Settings& settings) {
    if (!given.empty()) return given;
    const char* const environment = std::getenv("GONGDAN_DATA");
    return environment != nullptr && *environment != '\0' ? fs::path(environment) : fs::path(settings.data);
}

std::string mapping_file(const std::string& given, const fs::path& config_folder) {
    std::error_code error;
    if (fs::is_regular_file(given, error)) return given;
    return (config_folder / "mappings" / ((given.empty() ? "95598" : given) + ".yaml")).string();
}

fs::path attachment_folder(const fs::path& data) { return data / "attachments"; }
fs::path attachment_folder_of_backup(const fs::path& file) { return file.string() + ".attachments"; }

Result<sqlite::DirectoryLock> lock_folder(const fs::path& folder) {
    auto lock = sqlite::lock_directory(folder);
    // For whoever called the program the folder is not as needed: nothing in the call is wrong.
    if (!lock) return Error{Errc::unavailable, lock.error().detail, {}, {}};
    return lock;
}

Result<Books> open_books(host::Installation installation, const fs::path& folder, Use use) {
    Books books;
    books.installation = std::move(installation);
    books.folder = folder;
    if (auto taken = take_folder(books, use); !taken) return taken.error();
    books.library = std::make_unique<WorkflowLibrary>();
    for (const auto& workflow : books.installation.rules->workflows) books.library->add(workflow);
    const auto kept = open_store(books, use);
    if (!kept) return kept.error();
    if (auto recalled = recall(books, *kept); !recalled) return recalled.error();
    return books;
}

Result<Books> open_books(const Common& common, const std::string& data, Use use) {
    auto installation = installed(common);
    if (!installation) return installation.error();
    const fs::path folder = data_folder(data, installation->settings);
    return open_books(std::move(*installation), folder, use);
}

Result<void> put_rules_in_force(const Books& books, Engine& engine, Instant now) {
    sqlite::SqliteStore& store = *books.store;
    if (auto told = tell_files(books, engine, now); !told) return told;
    const auto kept = store.definitions("workflow");
    if (!kept) return kept.error();
    for (const auto& workflow : books.installation.rules->workflows) {
        const bool known = std::any_of(kept->begin(), kept->end(), [&workflow](const auto& definition) {
            return definition.name == workflow->name && definition.version == workflow->version;
        });
        if (known) continue;
        const auto content = read_file(workflow->file);
        if (!content) return content.error();
        if (auto done = keep(store, {"workflow", workflow->name, workflow->version, *content}, now); !done) return done;
        if (const auto noted = engine.note_configuration(host::note_of(*workflow, *content), now); !noted)
            return noted.error();
    }
    const auto mark = fingerprint(books);
    if (!mark) return mark.error();
    const auto before = store.definitions("rules");
    if (!before) return before.error();
    if (!before->empty() && before->back().version == *mark) return {};
    if (const auto noted = engine.note_configuration({{"what", "rules"}, {"version", *mark}}, now); !noted)
        return noted.error();
    if (const auto rearmed = engine.rearm(now); !rearmed) return rearmed.error();
    return keep(store, {"rules", std::to_string(to_unix_ms(now)), *mark, ""}, now);
}

}  // namespace gongdan::cli
