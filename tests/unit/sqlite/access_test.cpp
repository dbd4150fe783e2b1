// API tokens, created and revoked by one process while another one checks them.

#include <thread>

#include "adapters/sqlite/access.hpp"
#include "tests/unit/sqlite/desk.hpp"

using namespace gongdan;
using namespace gongdan::test;
using sqlite::SqliteAccess;

namespace {

const std::vector<std::string> kRoles = {"dispatcher", "auditor"};
const host::Doer kDoer{"boss", "10.0.0.1"};

/// A process's view: its own connection, a steady clock that the test turns.
struct Process {
    std::chrono::steady_clock::time_point time{};
    Instant now = on("08:00:00");
    std::unique_ptr<SqliteAccess> access;

    explicit Process(const Folder& folder) {
        auto opened = SqliteAccess::open(folder.database(), kRoles, {[this] { return now; }, [this] { return time; }});
        if (!opened) FAIL(opened.error().detail.en);
        access = std::move(*opened);
    }
    void wait() { time += sqlite::kTokenAge; }
};

}  // namespace

TEST_CASE("a token names its caller and his roles, and no other text does") {
    const Folder folder;
    Process process(folder);
    const auto token = process.access->create_token({"desk", {"dispatcher", "auditor"}}, kDoer).value();
    CHECK(token.starts_with("gd_"));
    CHECK(token.size() == 3 + 43);
    const auto caller = process.access->authenticate(token);
    REQUIRE(caller.has_value());
    CHECK(caller->name == "desk");
    CHECK(caller->roles == std::vector<std::string>{"dispatcher", "auditor"});
    for (const std::string& wrong :
         {std::string(), std::string("gd_"), token.substr(1), token + "x", std::string("desk")}) {
        CHECK_FALSE(process.access->authenticate(wrong).has_value());
    }
}

TEST_CASE(
    "the secret of a feed opens the feed of its person and nothing else, and is listed and revoked like a token") {
    const Folder folder;
    Process process(folder);
    const auto secret = process.access->create_feed({"li's calendar", "li", on("20:00:00")}, kDoer).value();
    const auto token = process.access->create_token({"desk", {"dispatcher"}}, kDoer).value();
    CHECK(secret.starts_with("gf_"));
    CHECK(process.access->open_feed(secret) == "li");
    CHECK_FALSE(process.access->authenticate(secret).has_value());
    CHECK_FALSE(process.access->open_feed(token).has_value());
    CHECK_FALSE(process.access->open_feed("").has_value());
    CHECK(process.access->create_token({"x", {"roster-feed"}}, kDoer).error().code == Errc::invalid_input);
    CHECK(process.access->create_feed({"desk", "li"}, kDoer).error().code == Errc::conflict);
    for (const std::string& row : all_rows(folder.database(), "SELECT * FROM tokens"))
        CHECK(row.find(secret.substr(3)) == std::string::npos);

    process.now += host::kUseInterval;
    CHECK(process.access->save_uses().ok());
    const auto listed = process.access->list_tokens().value();
    CHECK(listed.at(0).roles == std::vector<std::string>{"roster-feed"});
    CHECK(listed.at(0).scope->person == "li");
    CHECK(listed.at(0).last_used_at == on("08:00:00"));  // in the log of uses
    process.now = on("20:00:00");
    CHECK_FALSE(process.access->open_feed(secret).has_value());
    process.now = on("19:00:00");
    CHECK(process.access->open_feed(secret).has_value());
    REQUIRE(process.access->revoke_token("li's calendar", kDoer).ok());
    CHECK_FALSE(process.access->open_feed(secret).has_value());
}

TEST_CASE("two tokens differ, and neither stands in the database") {
    const Folder folder;
    Process process(folder);
    const auto one = process.access->create_token({"one", {"auditor"}}, kDoer).value();
    const auto other = process.access->create_token({"other", {"auditor"}}, kDoer).value();
    CHECK(one != other);
    for (const std::string& row : all_rows(folder.database(), "SELECT * FROM tokens")) {
        CHECK(row.find(one) == std::string::npos);
        CHECK(row.find(one.substr(3)) == std::string::npos);
    }
}

TEST_CASE("names are taken for ever, and unknown roles, no role and overlong names are refused") {
    const Folder folder;
    Process process(folder);
    REQUIRE(process.access->create_token({"desk", {"dispatcher"}}, kDoer).ok());
    CHECK(process.access->create_token({"desk", {"auditor"}}, kDoer).error().code == Errc::conflict);
    REQUIRE(process.access->revoke_token("desk", kDoer).ok());
    CHECK(process.access->create_token({"desk", {"auditor"}}, kDoer).error().code == Errc::conflict);
    CHECK(process.access->create_token({"new", {"king"}}, kDoer).error().code == Errc::invalid_input);
    CHECK(process.access->create_token({"new", {}}, kDoer).error().code == Errc::invalid_input);
    CHECK(process.access->create_token({"", {"auditor"}}, kDoer).error().code == Errc::invalid_input);
    CHECK(
        process.access->create_token({std::string(sqlite::kTokenNameMax + 1, 'x'), {"auditor"}}, kDoer).error().code ==
        Errc::invalid_input);
    CHECK(process.access->list_tokens()->size() == 1);
}

TEST_CASE("a revoked token is refused, stays listed, and keeps its first time") {
    const Folder folder;
    Process process(folder);
    const auto token = process.access->create_token({"desk", {"dispatcher"}}, kDoer).value();
    REQUIRE(process.access->revoke_token("desk", kDoer).ok());
    CHECK_FALSE(process.access->authenticate(token).has_value());
    REQUIRE(process.access->revoke_token("desk", kDoer).ok());
    const auto tokens = process.access->list_tokens().value();
    REQUIRE(tokens.size() == 1);
    CHECK(tokens[0].name == "desk");
    CHECK(tokens[0].revoked_at == on("08:00:00"));
    CHECK(process.access->revoke_token("nobody", kDoer).error().code == Errc::not_found);
}

TEST_CASE("what another process creates or revokes is noticed within the stated time") {
    const Folder folder;
    Process server(folder);
    CHECK_FALSE(server.access->authenticate("gd_x").has_value());
    Process line(folder);
    const auto token = line.access->create_token({"desk", {"dispatcher"}}, kDoer).value();
    server.wait();
    CHECK(server.access->authenticate(token).has_value());
    REQUIRE(line.access->revoke_token("desk", kDoer).ok());
    server.wait();
    CHECK_FALSE(server.access->authenticate(token).has_value());
}

TEST_CASE("tokens are made and checked while the server commits") {
    const Folder folder;
    Desk desk(folder.database());
    Process process(folder);
    std::thread line([&process] {
        for (int i = 0; i < 20; ++i) {
            const auto token = process.access->create_token({"t" + std::to_string(i), {"auditor"}}, kDoer);
            if (token && !process.access->authenticate(*token)) return;
        }
    });
    for (int i = 0; i < 50; ++i) desk.open(open_fault(), on("08:01:00"));
    line.join();
    CHECK(process.access->list_tokens()->size() == 20);
}

TEST_CASE("a token carries its scope, and none when it was made without") {
    const Folder folder;
    Process process(folder);
    const Scope scope{"p1", {"s1"}, {"demo-101"}, {"A", "B"}};
    const auto scoped = process.access->create_token({"tablet", {"dispatcher"}, scope}, kDoer).value();
    const auto free = process.access->create_token({"gate", {"dispatcher"}}, kDoer).value();
    const auto caller = process.access->authenticate(scoped);
    REQUIRE(caller.has_value());
    REQUIRE(caller->scope.has_value());
    CHECK(caller->scope->person == "p1");
    CHECK(caller->scope->stations == scope.stations);
    CHECK(caller->scope->areas == scope.areas);
    CHECK(caller->scope->teams == scope.teams);
    CHECK_FALSE(process.access->authenticate(free)->scope.has_value());
    const auto tokens = process.access->list_tokens().value();
    CHECK(tokens[0].scope->teams == scope.teams);
    CHECK_FALSE(tokens[1].scope.has_value());
}

TEST_CASE("a token ends at its expiry, and none is made that has expired already") {
    const Folder folder;
    Process process(folder);
    const auto until = on("08:10:00");
    const auto token = process.access->create_token({"visitor", {"auditor"}, {}, until}, kDoer).value();
    process.now = on("08:09:59");
    CHECK(process.access->authenticate(token).has_value());
    process.now = until;
    CHECK_FALSE(process.access->authenticate(token).has_value());
    CHECK(process.access->list_tokens()->at(0).expires_at == until);
    const auto refused = process.access->create_token({"late", {"auditor"}, {}, until}, kDoer);
    CHECK(refused.error().code == Errc::invalid_input);
    CHECK(refused.error().fields.at(0).pointer == "/expires_at");
}

TEST_CASE("the last use of a token is written down at most once a minute") {
    const Folder folder;
    Process process(folder);
    const auto last_use = [&process] { return process.access->list_tokens()->at(0).last_used_at; };
    const auto token = process.access->create_token({"desk", {"dispatcher"}}, kDoer).value();
    REQUIRE(process.access->save_uses().ok());
    CHECK_FALSE(last_use().has_value());
    process.now = on("08:00:30");
    CHECK(process.access->authenticate(token).has_value());
    REQUIRE(process.access->save_uses().ok());
    CHECK_FALSE(last_use().has_value());
    process.now = on("08:01:00");
    REQUIRE(process.access->save_uses().ok());
    CHECK(last_use() == on("08:00:30"));
}

TEST_CASE("making and revoking tokens stands in the account log, without the token") {
    const Folder folder;
    Process process(folder);
    const auto token = process.access->create_token({"desk", {"dispatcher"}}, kDoer).value();
    REQUIRE(process.access->revoke_token("desk", kDoer).ok());
    const auto rows = all_rows(folder.database(), "SELECT actor, account, what, address FROM account_log ORDER BY seq");
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].find("token-created") != std::string::npos);
    CHECK(rows[0].find("boss") != std::string::npos);
    CHECK(rows[0].find("10.0.0.1") != std::string::npos);
    CHECK(rows[1].find("token-revoked") != std::string::npos);
    CHECK(rows[0].find(token) == std::string::npos);
}
