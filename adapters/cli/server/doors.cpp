#include "adapters/cli/server/doors.hpp"

#include "adapters/host/wall_clock.hpp"
#include "adapters/oidc/sign_on.hpp"
#include "adapters/sqlite/access.hpp"
#include "adapters/sqlite/accounts.hpp"

namespace gongdan::cli {
namespace {

/// The first line of a file that nobody else may read.
Result<std::string> read_secret(const std::filesystem::path& file) {
    namespace fs = std::filesystem;
    std::error_code error;
    const auto mode = fs::status(file, error).permissions();
    const bool others = (mode & (fs::perms::group_all | fs::perms::others_all)) != fs::perms::none;
    if (!error && others) return fail(Errc::unavailable, "cli.secret-open", file.string());
    auto content = read_file(file);
    if (!content) return content.error();
    return content->substr(0, content->find_first_of("\r\n"));
}

Result<std::unique_ptr<host::SingleSignOn>> open_sign_on(const host::Installation& installation) {
    const auto& oidc = installation.settings.oidc;
    if (!oidc) return std::unique_ptr<host::SingleSignOn>();
    oidc::ProviderSettings settings{
        oidc->issuer,      oidc->client_id,    "",          oidc->redirect_uri, oidc->scopes, oidc->name_claim,
        oidc->roles_claim, oidc->person_claim, oidc->roles, oidc->ca_file};
    if (!oidc->client_secret_file.empty()) {
        auto secret = read_secret(installation.config_folder() / oidc->client_secret_file);
        if (!secret) return secret.error();
        settings.client_secret = std::move(*secret);
    }
    return oidc::sign_on(std::move(settings), host::wall_now);
}

}  // namespace

Result<Doors> open_doors(const Books& books) {
    const auto file = sqlite::database_file(books.folder);
    const auto roles = names_of(*books.installation.roles);
    auto access = sqlite::SqliteAccess::open(file, roles, {host::wall_now, std::chrono::steady_clock::now});
    if (!access) return access.error();
    auto accounts = sqlite::SqliteAccounts::open(file, {roles, {host::wall_now, std::chrono::steady_clock::now}});
    if (!accounts) return accounts.error();
    auto sign_on = open_sign_on(books.installation);
    if (!sign_on) return sign_on.error();
    return Doors{std::make_unique<sqlite::SqliteReaders>(file, books.find_workflow()), std::move(*access),
                 std::move(*accounts), std::move(*sign_on)};
}

host::Storage storage_of(const Books& books, const Doors& doors) {
    sqlite::SqliteStore& store = *books.store;
    return {.store = store,
            .reads = *doors.readers,
            .access = *doors.access,
            .accounts = *doors.accounts,
            .sign_on = doors.sign_on.get(),
            .settle = [&store](const std::string& id, const notify::Outcome& outcome,
                               Instant now) { return store.settle_in_batch(id, outcome, now); },
            .requeue = [&store](const std::string& id, const Actor& actor,
                                Instant now) { return store.requeue_in_batch(id, actor, now); },
            .gather = [&store](const std::string& channel, const Recipient& recipient,
                               Instant now) { return store.gather_in_batch(channel, recipient, now); },
            .keep_calendar_year = [&store](const CalendarYear& year,
                                           Instant now) { return store.keep_calendar_year_in_batch(year, now); },
            .keep_roster_entry =
                [&store](const RosterEntry& entry, bool removed, Instant now) {
                    return store.keep_in_batch(sqlite::definition_of(entry, removed), now);
                },
            .keep_filing = [&store](const Filing& filing,
                                    Instant now) { return store.keep_in_batch(sqlite::definition_of(filing), now); },
            .note_test = [&store](const std::string& id, const std::string& channel, const notify::Outcome& outcome,
                                  Instant now) { return store.note_test_in_batch(id, channel, outcome, now); },
            .unsealed_changes = [&store] { return store.unsealed_changes(); },
            .seal_changes = [&store](std::int64_t last) { return store.seal_changes_in_batch(last); },
            .keep_seal = [&store](const Seal& seal) { return store.keep_seal_in_batch(seal); },
            .requeue_all = [&store](const DeadLetterWish& wish, const Actor& actor,
                                    Instant now) { return store.requeue_all_in_batch(wish, actor, now); },
            .changed_beside = [&store] { return store.changed_beside(); }};
}

}  // namespace gongdan::cli
