// What administrators do with accounts, and the first start.

#include "adapters/sqlite/access.hpp"
#include "adapters/sqlite/schema.hpp"
#include "tests/unit/sqlite/accounts_desk.hpp"

using namespace gongdan;
using namespace gongdan::test;
using Why = host::Refused::Why;

TEST_CASE("a made account has a password to be changed, its roles and its scope") {
    const Folder folder;
    Office office(folder);
    const Scope scope{"p1", {"s1"}, {"demo-101"}, {"A"}};
    const auto password = office.accounts->create({"li.na", {"dispatcher"}, scope}, kBoss).value();
    CHECK(password.size() == 24);
    const auto entry = office.log_in("Li.Na", password);
    REQUIRE(std::holds_alternative<host::Entered>(entry));
    const auto& account = std::get<host::Entered>(entry).account;
    CHECK(account.name == "li.na");
    CHECK(account.must_change_password);
    CHECK(account.scope.person == "p1");
    CHECK(account.scope.teams == scope.teams);
    CHECK(office.accounts->find("li.na")->last_login_at == office.now);
}

TEST_CASE("neither passwords nor session secrets stand in the database") {
    const Folder folder;
    Office office(folder);
    office.add("li.na");
    const auto secret = office.enter("li.na");
    for (const std::string table : {"accounts", "sessions", "account_log", "meta", "login_failures"}) {
        for (const std::string& row : all_rows(folder.database(), "SELECT * FROM " + table)) {
            INFO(table);
            CHECK(row.find(kPassword) == std::string::npos);
            CHECK(row.find(secret) == std::string::npos);
        }
    }
    CHECK(all_rows(folder.database(), "SELECT password FROM accounts").at(0).find("$argon2id$") != std::string::npos);
}

TEST_CASE("names and roles are checked, and a name is one account or token for ever") {
    const Folder folder;
    Office office(folder);
    const auto code_of = [&office](const host::NewAccount& account) {
        const auto made = office.accounts->create(account, kBoss);
        return made ? std::string()
                    : std::string(name_of(made.error().code)) + " " +
                          (made.error().fields.empty() ? "" : made.error().fields.at(0).pointer);
    };
    for (const std::string name : {"", "Li.Na", "li na", "li/na", "a\nb"}) {
        INFO(name);
        CHECK(code_of({name, {"auditor"}}) == "invalid-input /name");
    }
    CHECK(code_of({std::string(65, 'x'), {"auditor"}}) == "invalid-input /name");
    CHECK(code_of({"li.na", {}}) == "invalid-input /roles");
    CHECK(code_of({"li.na", {"king"}}) == "invalid-input /roles");
    CHECK(code_of({"li.na", {"auditor"}, {}, "short"}) == "invalid-input /password");
    CHECK(code_of({"李娜", {"auditor"}}).empty());
    CHECK(code_of({"李娜", {"auditor"}}) == "conflict ");
    auto access = sqlite::SqliteAccess::open(folder.database(), {"auditor"},
                                             {[&office] { return office.now; }, [&office] { return office.steady; }});
    REQUIRE(access.ok());
    CHECK((*access)->create_token({"李娜", {"auditor"}}, kBoss).error().code == Errc::conflict);
    REQUIRE((*access)->create_token({"gate", {"auditor"}}, kBoss).ok());
    CHECK(code_of({"gate", {"auditor"}}) == "conflict ");
}

TEST_CASE("roles, scope and disabling count at once, and a disabled account has no sessions any more") {
    const Folder folder;
    Office office(folder);
    office.add("li.na");
    const auto secret = office.enter("li.na");
    host::AccountChange change;
    change.roles = {"auditor"};
    change.scope = Scope{"", {}, {}, {"B"}};
    REQUIRE(office.accounts->change("li.na", change, kBoss).ok());
    const auto found = office.accounts->find_session(secret, true);
    CHECK(found.account.roles == std::vector<std::string>{"auditor"});
    CHECK(found.account.scope.teams == std::vector<std::string>{"B"});
    host::AccountChange disable;
    disable.disabled = true;
    CHECK(office.accounts->change("li.na", disable, kBoss)->disabled);
    CHECK(office.state(secret) == Found::unknown);
    CHECK(why_not(office.log_in("li.na")) == Why::wrong);
    disable.disabled = false;
    REQUIRE(office.accounts->change("li.na", disable, kBoss).ok());
    CHECK(office.state(secret) == Found::unknown);
    CHECK(office.state(office.enter("li.na")) == Found::active);
    CHECK(office.accounts->change("nobody", disable, kBoss).error().code == Errc::not_found);
}

TEST_CASE("the last administrator is neither disabled nor made something else") {
    const Folder folder;
    Office office(folder);
    office.add("boss", "admin");
    host::AccountChange change;
    change.disabled = true;
    CHECK(office.accounts->change("boss", change, kBoss).error().code == Errc::conflict);
    CHECK(office.accounts->change("boss", {{{"auditor"}}}, kBoss).error().code == Errc::conflict);
    office.add("second", "admin");
    CHECK(office.accounts->change("boss", change, kBoss).ok());
    CHECK(office.accounts->change("second", change, kBoss).error().code == Errc::conflict);
}

TEST_CASE("a reset password is shown once, must be changed, and ends what was open") {
    const Folder folder;
    Office office(folder);
    office.add("li.na");
    const auto secret = office.enter("li.na");
    const auto password = office.accounts->reset_password("li.na", {}, kBoss).value();
    CHECK(office.state(secret) == Found::unknown);
    CHECK(why_not(office.log_in("li.na")) == Why::wrong);
    CHECK(std::get<host::Entered>(office.log_in("li.na", password)).account.must_change_password);
    CHECK(office.accounts->reset_password("nobody", {}, kBoss).error().code == Errc::not_found);
    CHECK(office.accounts->reset_password("li.na", {"short", true}, kBoss).error().code == Errc::invalid_input);
}

TEST_CASE("what the command line does beside a running server counts there within the stated time") {
    const Folder folder;
    Office server(folder);
    server.add("li.na");
    const auto secret = server.enter("li.na");
    CHECK(server.state(secret) == Found::active);
    Office line(folder);
    REQUIRE(line.accounts->end_sessions("li.na", kBoss).ok());
    server.wait(host::kRevocationDelay);
    CHECK(server.state(secret) == Found::unknown);
}

TEST_CASE("the setup code makes one administrator, once, within an hour") {
    const Folder folder;
    Office office(folder);
    CHECK_FALSE(office.accounts->has_accounts().value());
    const auto first = office.accounts->make_setup_code().value();
    const auto code = office.accounts->make_setup_code().value();
    const auto set_up = [&office](const std::string& with, const std::string& name, const std::string& password) {
        const auto done = office.accounts->set_up({with, name, password, "10.0.0.9"});
        return done ? std::string() : std::string(name_of(done.error().code));
    };
    CHECK(set_up(first, "boss", kPassword) == "forbidden");
    CHECK(set_up("", "boss", kPassword) == "forbidden");
    CHECK(set_up(code, "boss", "short") == "invalid-input");
    CHECK(office.accounts->is_setup_code(code).value());
    CHECK(set_up(code, "boss", kPassword).empty());
    CHECK(set_up(code, "second", kPassword) == "forbidden");
    CHECK_FALSE(office.accounts->is_setup_code(code).value());
    CHECK(office.accounts->has_accounts().value());
    CHECK(office.accounts->find("boss")->roles == std::vector<std::string>{"admin"});
    CHECK_FALSE(office.accounts->find("boss")->must_change_password);
    CHECK(office.state(office.enter("boss")) == Found::active);
}

TEST_CASE("a setup code expires") {
    const Folder folder;
    Office office(folder);
    const auto code = office.accounts->make_setup_code().value();
    office.wait(host::kSetupLife - Millis(1));
    CHECK(office.accounts->is_setup_code(code).value());
    office.wait(Millis(1));
    CHECK_FALSE(office.accounts->is_setup_code(code).value());
    CHECK(office.accounts->set_up({code, "boss", kPassword, ""}).error().code == Errc::forbidden);
}

TEST_CASE("the account log says who did what from where, newest first, and pages") {
    const Folder folder;
    Office office(folder);
    office.add("li.na");
    const auto secret = office.enter("li.na");
    (void)office.log_in("li.na", "wrong password");
    (void)office.log_in("my secret passphrase", "li.na");
    REQUIRE(office.accounts->log_out(secret, "10.0.0.9").ok());
    CHECK(office.log() ==
          std::vector<std::string>{"logout li.na by li.na from 10.0.0.9", "login-refused  by  from 10.0.0.9",
                                   "login-refused li.na by  from 10.0.0.9", "login li.na by li.na from 10.0.0.9",
                                   "created li.na by boss from 10.0.0.1"});
    const auto first = office.accounts->log(0, 2).value();
    REQUIRE(first.size() == 2);
    const auto next = office.accounts->log(first.back().seq, 2).value();
    CHECK(next.at(0).what == "login-refused");
    CHECK(next.at(1).what == "login");
}

TEST_CASE("a database without accounts becomes one of the present version, its tokens still good") {
    const Folder folder;
    std::string token;
    {
        auto access = sqlite::SqliteAccess::open(
            folder.database(), {"auditor"},
            {[] { return on("08:00:00"); }, [] { return std::chrono::steady_clock::time_point(); }});
        token = (*access)->create_token({"desk", {"auditor"}}, kBoss).value();
    }
    {
        // What version 3 added is taken away again.
        auto database = sqlite::Database::open(folder.database());
        REQUIRE(database.ok());
        REQUIRE(database->execute(kWithoutAccounts + "PRAGMA user_version=2").ok());
    }
    Office office(folder);
    office.add("li.na");
    auto access = sqlite::SqliteAccess::open(
        folder.database(), {"auditor"},
        {[] { return on("08:00:00"); }, [] { return std::chrono::steady_clock::time_point(); }});
    const auto caller = (*access)->authenticate(token);
    REQUIRE(caller.has_value());
    CHECK_FALSE(caller->scope.has_value());
    CHECK(sqlite::Database::open(folder.database())->number("PRAGMA user_version").value() == sqlite::kSchemaVersion);
}
