// Whoever waits in vain for the write lock is told the truth about who held it.

#include <sqlite3.h>
#include <catch2/catch.hpp>

#include "adapters/sqlite/database.hpp"
#include "tests/unit/sqlite/desk.hpp"

using namespace gongdan;
using namespace gongdan::sqlite;

namespace {

/// A connection that this program did not open, as another program's.
class Stranger {
 public:
    explicit Stranger(const std::filesystem::path& file) {
        REQUIRE(sqlite3_open(file.c_str(), &handle_) == SQLITE_OK);
        run("BEGIN IMMEDIATE");
    }
    ~Stranger() { sqlite3_close(handle_); }
    Stranger(const Stranger&) = delete;
    Stranger& operator=(const Stranger&) = delete;
    void run(const char* sql) { REQUIRE(sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) == SQLITE_OK); }

 private:
    sqlite3* handle_ = nullptr;
};

Database open_hasty(const std::filesystem::path& file) {
    auto opened = Database::open(file, {OpenMode::create, "", 1});
    REQUIRE(opened.ok());
    return std::move(*opened);
}

std::string refusal(Database& database) {
    const auto done = database.execute("CREATE TABLE mine(x)");
    REQUIRE_FALSE(done.ok());
    CHECK(done.error().code == Errc::read_only);
    return done.error().detail.en;
}

std::string said(std::string_view id) { return text(id, "database is locked").en; }

}  // namespace

TEST_CASE("another program that holds the database is named, and nobody else is blamed") {
    const test::Folder folder;
    Database waiting = open_hasty(folder.database());
    Stranger stranger(folder.database());
    CHECK(refusal(waiting) == said("store.busy"));
    stranger.run("ROLLBACK");
    REQUIRE(waiting.execute("CREATE TABLE mine(x)").ok());
}

TEST_CASE("who waits for the server's own batch is told that, and no other program") {
    const test::Folder folder;
    const auto store = test::open_store(folder.database());
    Database waiting = open_hasty(folder.database());
    REQUIRE(store->begin().ok());
    CHECK(refusal(waiting) == said("store.busy-own"));
    store->rollback();
    REQUIRE(waiting.execute("CREATE TABLE mine(x)").ok());
}

TEST_CASE("a short transaction beside the writer counts as our own while it lasts") {
    const test::Folder folder;
    Database writing = open_hasty(folder.database());
    Database waiting = open_hasty(folder.database());
    sqlite::Transaction transaction(writing);
    REQUIRE(transaction.begin().ok());
    CHECK(refusal(waiting) == said("store.busy-own"));
    REQUIRE(transaction.commit().ok());
    REQUIRE(waiting.execute("CREATE TABLE mine(x)").ok());
}
