// API tokens, created and revoked by one process while another one checks them.

#include <thread>

#include "adapters/sqlite/access.hpp"
#include "tests/unit/sqlite/desk.hpp"

using namespace gongdan;
using namespace gongdan::test;
using sqlite::SqliteAccess;

namespace {

const std::vector<std::string> kRoles = {"dispatcher", "auditor"};

/// A process's view: its own connection, a steady clock that the test turns.
struct Process {
    std::chrono::steady_clock::time_point time{};
    std::unique_ptr<SqliteAccess> access;

    explicit Process(const Folder& folder) {
        auto opened =
            SqliteAccess::open(folder.database(), kRoles, {[] { return on("08:00:00"); }, [this] { return time; }});
        if (!opened) FAIL(opened.error().detail.en);
        access = std::move(*opened);
    }
    void wait() { time += sqlite::kTokenAge; }
};

}  // namespace

TEST_CASE("a token names its caller and his roles, and no other text does") {
    const Folder folder;
    Process process(folder);
    const auto token = process.access->create_token("desk", {"dispatcher", "auditor"}).value();
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

TEST_CASE("two tokens differ, and neither stands in the database") {
    const Folder folder;
    Process process(folder);
    const auto one = process.access->create_token("one", {"auditor"}).value();
    const auto other = process.access->create_token("other", {"auditor"}).value();
    CHECK(one != other);
    for (const std::string& row : all_rows(folder.database(), "SELECT * FROM tokens")) {
        CHECK(row.find(one) == std::string::npos);
        CHECK(row.find(one.substr(3)) == std::string::npos);
    }
}

TEST_CASE("names are taken for ever, and unknown roles, no role and overlong names are refused") {
    const Folder folder;
    Process process(folder);
    REQUIRE(process.access->create_token("desk", {"dispatcher"}).ok());
    CHECK(process.access->create_token("desk", {"auditor"}).error().code == Errc::conflict);
    REQUIRE(process.access->revoke_token("desk").ok());
    CHECK(process.access->create_token("desk", {"auditor"}).error().code == Errc::conflict);
    CHECK(process.access->create_token("new", {"king"}).error().code == Errc::invalid_input);
    CHECK(process.access->create_token("new", {}).error().code == Errc::invalid_input);
    CHECK(process.access->create_token("", {"auditor"}).error().code == Errc::invalid_input);
    CHECK(process.access->create_token(std::string(sqlite::kTokenNameMax + 1, 'x'), {"auditor"}).error().code ==
          Errc::invalid_input);
    CHECK(process.access->list_tokens()->size() == 1);
}

TEST_CASE("a revoked token is refused, stays listed, and keeps its first time") {
    const Folder folder;
    Process process(folder);
    const auto token = process.access->create_token("desk", {"dispatcher"}).value();
    REQUIRE(process.access->revoke_token("desk").ok());
    CHECK_FALSE(process.access->authenticate(token).has_value());
    REQUIRE(process.access->revoke_token("desk").ok());
    const auto tokens = process.access->list_tokens().value();
    REQUIRE(tokens.size() == 1);
    CHECK(tokens[0].name == "desk");
    CHECK(tokens[0].revoked_at == on("08:00:00"));
    CHECK(process.access->revoke_token("nobody").error().code == Errc::not_found);
}

TEST_CASE("what another process creates or revokes is noticed within the stated time") {
    const Folder folder;
    Process server(folder);
    CHECK_FALSE(server.access->authenticate("gd_x").has_value());
    Process line(folder);
    const auto token = line.access->create_token("desk", {"dispatcher"}).value();
    server.wait();
    CHECK(server.access->authenticate(token).has_value());
    REQUIRE(line.access->revoke_token("desk").ok());
    server.wait();
    CHECK_FALSE(server.access->authenticate(token).has_value());
}

TEST_CASE("tokens are made and checked while the server commits") {
    const Folder folder;
    Desk desk(folder.database());
    Process process(folder);
    std::thread line([&process] {
        for (int i = 0; i < 20; ++i) {
            const auto token = process.access->create_token("t" + std::to_string(i), {"auditor"});
            if (token && !process.access->authenticate(*token)) return;
        }
    });
    for (int i = 0; i < 50; ++i) desk.open(open_fault(), on("08:01:00"));
    line.join();
    CHECK(process.access->list_tokens()->size() == 20);
}
