// The folder and the file: one server at a time, copies of a database in use, the log that does not grow for ever.

#include <sys/stat.h>

#include <fstream>
#include <thread>

#include "adapters/sqlite/backup.hpp"
#include "adapters/sqlite/data_directory.hpp"
#include "tests/unit/sqlite/desk.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

mode_t mode_of(const std::filesystem::path& path) {
    struct stat found {};
    REQUIRE(stat(path.c_str(), &found) == 0);
    return found.st_mode & 0777U;
}

}  // namespace

TEST_CASE("a data directory is made for its owner alone, with the folders above it") {
    const Folder folder;
    const auto data = folder.path() / "var" / "lib" / "gongdan";
    REQUIRE(sqlite::make_directory(data).ok());
    CHECK(mode_of(data) == 0700);
    CHECK(sqlite::make_directory(data).ok());
    std::ofstream(folder.path() / "file") << "x";
    CHECK(sqlite::make_directory(folder.path() / "file" / "data").error().code == Errc::read_only);
}

TEST_CASE("the database is its owner's alone, also in a folder that was there before and when it was open to others") {
    const Folder folder;
    std::filesystem::permissions(folder.path(), std::filesystem::perms(0755));
    const auto check_modes = [&folder] {
        for (const char* suffix : {"", "-wal", "-shm"}) {
            INFO(suffix);
            CHECK(mode_of(folder.database().string() + suffix) == 0600);
        }
    };
    {
        Desk desk(folder.database());
        desk.open(open_fault(), on("08:01:00"));
        check_modes();
        for (const char* suffix : {"", "-wal", "-shm"}) {
            std::filesystem::permissions(folder.database().string() + suffix, std::filesystem::perms(0644));
        }
        Desk again(folder.database());
        check_modes();
    }
}

TEST_CASE("a second server is kept out of a directory until the first has gone, and told who is there") {
    const Folder folder;
    {
        const auto held = sqlite::lock_directory(folder.path());
        REQUIRE(held.ok());
        const auto refused = sqlite::lock_directory(folder.path());
        REQUIRE_FALSE(refused.ok());
        CHECK(refused.error().code == Errc::conflict);
        CHECK(refused.error().detail.en.find(std::to_string(getpid())) != std::string::npos);
    }
    CHECK(sqlite::lock_directory(folder.path()).ok());
}

TEST_CASE("a copy holds one state of a database that goes on being written, and can be put back") {
    const Folder folder;
    Desk desk(folder.database());
    for (int i = 0; i < 20; ++i) desk.open(open_fault(), on("08:01:00"));
    const auto copy = folder.path() / "copy.db";
    Result<void> copied = fail(Errc::internal, "store.cursor");
    std::thread copying([&folder, &copy, &copied] { copied = sqlite::backup(folder.database(), copy); });
    for (int i = 0; i < 20; ++i) desk.open(open_fault(), on("08:02:00"));
    copying.join();
    REQUIRE(copied.ok());
    CHECK(mode_of(copy) == 0600);
    CHECK(sqlite::check_integrity(copy).ok());
    CHECK(sqlite::backup(folder.database(), copy).error().code == Errc::conflict);

    const auto back = folder.path() / "back.db";
    REQUIRE(sqlite::restore(copy, back).ok());
    CHECK(sqlite::restore(copy, back).error().code == Errc::conflict);
    Desk again(back);
    const auto cases = std::stoi(all_rows(back, "SELECT count(*) FROM cases").front());
    CHECK(cases >= 20);
    CHECK(cases <= 40);
    CHECK(again.store().load(CaseId(cases)).value()->snapshot.state == "accepted");
    again.go(fire("1", "dispatch", "dispatcher", R"({"team":"A"})"), on("08:03:00"));
    sqlite::SqliteReaders readers(back, find_shipped);
    CaseFilter filter;
    filter.text = "幸福路";
    filter.limit = kPageMax;
    CHECK(int(readers.list(filter, on("08:03:00"))->cases.size()) == cases);
}

TEST_CASE("a backup that cannot be written leaves nothing behind") {
    const Folder folder;
    Desk desk(folder.database());
    CHECK(sqlite::backup(folder.database(), folder.path() / "no" / "such" / "copy.db").error().code == Errc::read_only);
    CHECK(sqlite::backup(folder.path() / "nothing.db", folder.path() / "copy.db").error().code == Errc::read_only);
    CHECK_FALSE(std::filesystem::exists(folder.path() / "copy.db"));
    CHECK_FALSE(std::filesystem::exists(folder.path() / "copy.db.partial"));
}

TEST_CASE("a copy that was tampered with or is something else is not put back") {
    const Folder folder;
    {
        Desk desk(folder.database());
        for (int i = 0; i < 200; ++i) desk.open(open_fault(), on("08:01:00"));
    }
    const auto copy = folder.path() / "copy.db";
    REQUIRE(sqlite::backup(folder.database(), copy).ok());
    {
        std::fstream file(copy, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(4096 * 20);
        file << std::string(4096 * 5, 'x');
    }
    CHECK(sqlite::check_integrity(copy).error().code == Errc::internal);
    CHECK(sqlite::restore(copy, folder.path() / "back.db").error().code == Errc::invalid_input);
    (void)all_rows(folder.path() / "other.db", "CREATE TABLE t(x)");
    CHECK(sqlite::restore(folder.path() / "other.db", folder.path() / "back.db").error().code == Errc::invalid_input);
    CHECK_FALSE(std::filesystem::exists(folder.path() / "back.db"));
}

TEST_CASE("the log starts anew when it has been copied, however long the writer goes on") {
    const Folder folder;
    const auto store = open_store(folder.database());
    const std::string body(60'000, 'x');
    std::uintmax_t largest = 0;
    // 400 MiB in answers of 60 kB: several rounds of 64 MiB.
    for (int batch = 0; batch < 70; ++batch) {
        REQUIRE(store->begin().ok());
        for (int i = 0; i < 100; ++i) {
            REQUIRE(
                store->keep_answer({std::to_string(batch) + "." + std::to_string(i), "f", 200, body, 0, on("08:00:00")})
                    .ok());
        }
        REQUIRE(store->commit().ok());
        largest = std::max(largest, std::filesystem::file_size(folder.database().string() + "-wal"));
    }
    CHECK(largest > 64U << 20U);
    CHECK(largest < 300U << 20U);
    CHECK(store->find_answer("69.99").value().has_value());
}
