// Changes of accounts and tokens on their way into the configuration's chain: all of them, once, and no secrets.

#include <algorithm>

#include "adapters/sqlite/access.hpp"
#include "adapters/sqlite/scan.hpp"
#include "tests/unit/sqlite/accounts_desk.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

/// What the server's writer does at each turn. The changes it wrote down.
std::vector<json::object> seal(Desk& desk, sqlite::SqliteStore& store) {
    std::vector<json::object> sealed;
    while (true) {
        auto changes = store.unsealed_changes();
        REQUIRE(changes.ok());
        if (changes->notes.empty()) return sealed;
        sealed.insert(sealed.end(), changes->notes.begin(), changes->notes.end());
        const auto noted = desk.engine().note_configuration(
            std::move(changes->notes), on("09:00:00"),
            [&store, last = changes->last] { return store.seal_changes_in_batch(last); });
        REQUIRE(noted.ok());
    }
}

std::vector<std::string> changes_of(const std::vector<json::object>& notes) {
    std::vector<std::string> lines;
    for (const json::object& note : notes) {
        CHECK(note.at("what") == "account");
        lines.push_back(string_or_empty(note, "change") + " " + string_or_empty(note, "account") + " by " +
                        string_or_empty(note, "actor"));
    }
    return lines;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("every change of an account or a token comes into the chain once, log-ins and downloads do not") {
    const Folder folder;
    Desk desk(folder.database());
    Office office(folder);
    office.add("li.na");
    (void)office.enter("li.na");
    (void)office.log_in("li.na", "wrong");
    const Scope area{"", {}, {"demo-101"}, {}};
    REQUIRE(office.accounts->change("li.na", {std::vector<std::string>{"auditor"}, area, {}}, kBoss).ok());
    REQUIRE(office.accounts->change("li.na", {{}, {}, true}, kBoss).ok());
    REQUIRE(office.accounts->note({"tickets/1/attachments/1", "attachment-downloaded"}, kBoss).ok());
    REQUIRE(office.accounts->note({"copy.db", "backup-made"}, kBoss).ok());
    auto access = sqlite::SqliteAccess::open(folder.database(), {"dispatcher"},
                                             {[&office] { return office.now; }, [&office] { return office.steady; }});
    REQUIRE(access.ok());
    const auto token = (*access)->create_token({"gate", {"dispatcher"}, std::nullopt, std::nullopt}, kBoss);
    REQUIRE(token.ok());
    REQUIRE((*access)->revoke_token("gate", kBoss).ok());

    const auto notes = seal(desk, desk.store());
    CHECK(changes_of(notes) == Lines{"created li.na by boss", "roles-changed li.na by boss", "disabled li.na by boss",
                                     "backup-made copy.db by boss", "token-created gate by boss",
                                     "token-revoked gate by boss"});
    const json::object& changed = notes.at(1).at("detail").as_object();
    CHECK(changed.at("roles").as_array() == json::array{"auditor"});
    CHECK(changed.at("scope").as_object().at("areas").as_array() == json::array{"demo-101"});
    CHECK(notes.at(2).at("detail").as_object().at("disabled") == true);
    CHECK(notes.at(0).at("changed_at") == "2026-03-02T08:00:00+08:00");
    CHECK(seal(desk, desk.store()).empty());

    const auto rows = all_rows(folder.database(), "SELECT body FROM journal ORDER BY seq");
    REQUIRE(rows.size() == notes.size());
    for (const std::string& row : rows) {
        for (const std::string& secret : {kPassword, *token, std::string("argon2"), kBoss.address})
            CHECK(row.find(secret) == std::string::npos);
    }
    CHECK(all_rows(folder.database(), "SELECT key FROM meta WHERE key LIKE 'account_log_detail%'").empty());
}

TEST_CASE("what is changed while no server runs is sealed at the next start, and nothing that was sealed before") {
    const Folder folder;
    {
        Desk desk(folder.database());
        Office office(folder);
        office.add("li.na");
        CHECK(seal(desk, desk.store()).size() == 1);
    }
    Office office(folder);
    for (int i = 0; i < sqlite::SqliteStore::kChangesMax + 5; ++i)
        REQUIRE(office.accounts->note({"", "journal-exported"}, kBoss).ok());
    Desk desk(folder.database());
    CHECK(seal(desk, desk.store()).size() == sqlite::SqliteStore::kChangesMax + 5);
    (void)office.enter("li.na");
    CHECK(seal(desk, desk.store()).empty());
    REQUIRE(office.accounts->unlock("li.na", kBoss).ok());
    CHECK(changes_of(seal(desk, desk.store())) == Lines{"unlocked li.na by boss"});
}

TEST_CASE("a batch that fails leaves its changes to be sealed by the next") {
    const Folder folder;
    Desk desk(folder.database());
    Office office(folder);
    office.add("li.na");
    auto changes = desk.store().unsealed_changes();
    REQUIRE(changes.ok());
    const auto noted = desk.engine().note_configuration(std::move(changes->notes), on("09:00:00"), [] {
        return Result<void>(fail(Errc::read_only, "store.full", "test"));
    });
    CHECK_FALSE(noted.ok());
    CHECK(seal(desk, desk.store()).size() == 1);
}

TEST_CASE("roles that the identity provider gives and takes are changes, and a mere log-in there is none") {
    const Folder folder;
    Desk desk(folder.database());
    Office office(folder);
    const auto enter = [&office](const std::string& role) {
        REQUIRE(office.accounts->enter_external({"issuer subject", "wang", "", {role}}, "10.0.0.9").ok());
    };
    enter("dispatcher");
    enter("dispatcher");
    enter("auditor");
    CHECK(changes_of(seal(desk, desk.store())) ==
          Lines{"created wang by identity-provider", "roles-changed wang by identity-provider"});
}

TEST_CASE("a line of the account log that somebody changes, removes or puts in later is found by the chain") {
    const Folder folder;
    Desk desk(folder.database());
    Office office(folder);
    office.add("li.na");
    (void)office.enter("li.na");
    REQUIRE(office.accounts->change("li.na", {std::vector<std::string>{"admin"}, {}, {}}, kBoss).ok());
    REQUIRE(office.accounts->unlock("li.na", kBoss).ok());
    (void)seal(desk, desk.store());
    REQUIRE(office.accounts->unlock("li.na", kBoss).ok());  // not sealed yet: no fault
    const auto faults = [&folder] {
        std::vector<std::int64_t> lines;
        auto scan = sqlite::Scan::open(folder.database());
        REQUIRE(scan.ok());
        REQUIRE(scan->account_log([&lines](std::int64_t line) { lines.push_back(line); }).ok());
        std::sort(lines.begin(), lines.end());
        return lines;
    };
    CHECK(faults().empty());
    auto database = sqlite::Database::open(folder.database());
    REQUIRE(database.ok());
    REQUIRE(database->execute("UPDATE account_log SET actor = 'nobody' WHERE seq = 1").ok());
    CHECK(faults() == std::vector<std::int64_t>{1});
    REQUIRE(database->execute("UPDATE account_log SET at = at - 60000 WHERE seq = 3").ok());
    REQUIRE(database->execute("DELETE FROM account_log WHERE seq = 4").ok());
    REQUIRE(database->execute("UPDATE account_log SET what = 'enabled' WHERE seq = 2").ok());
    CHECK(faults() == std::vector<std::int64_t>{1, 2, 3, 4});
}
