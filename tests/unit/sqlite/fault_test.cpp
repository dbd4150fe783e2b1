// The disk fails at every place where it can: nothing acknowledged is lost, nothing refused remains, the store
// recovers.

#include <map>

#include "adapters/sqlite/backup.hpp"
#include "core/base/canonical_json.hpp"
#include "tests/unit/sqlite/desk.hpp"
#include "tests/unit/sqlite/failing_vfs.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

/// A day of four commands and a sweep, each tried until the disk lets it.
class Day {
 public:
    Day(const std::filesystem::path& file) : store_(open_store(file, FailingDisk::vfs())) {}

    void run() {
        for (int i = 1; i <= 2; ++i) {
            auto opening = open_fault();
            opening.idempotency = Idempotency{"t:open" + std::to_string(i), "f"};
            const auto number = command(opening, on("08:01:00"));
            command(fire(number, "dispatch", "dispatcher", R"({"team":"A"})"), on("08:02:00"));
        }
        for (int tries = 0; tries < 20; ++tries) {
            auto swept = engine_.sweep(on("08:45:00"), on("08:45:00"));
            if (swept) return;
            refused(swept.error());
        }
        FAIL("the sweep never went through");
    }

    /// What callers were told: the revision of each case by its number.
    [[nodiscard]] const std::map<std::string, std::int64_t>& acknowledged() const { return acknowledged_; }

 private:
    std::string command(const Request& request, Instant now) {
        for (int tries = 0; tries < 20; ++tries) {
            auto result = engine_.run({&request, 1}, now);
            auto& reply = result.replies.front();
            if (reply) {
                const CaseSnapshot& snapshot = reply->record->snapshot;
                acknowledged_[snapshot.number] = snapshot.revision;
                return snapshot.number;
            }
            refused(reply.error());
        }
        FAIL("the command never went through");
        return {};
    }

    void refused(const Error& error) {
        INFO(error.detail.en);
        CHECK(error.code == Errc::read_only);
        for (const auto& [number, revision] : acknowledged_) check(number, revision);
        FailingDisk::mend();
    }

    /// Reading goes on, and shows what was acknowledged and no more.
    void check(const std::string& number, std::int64_t revision) {
        const auto id = store_->find_number(number);
        REQUIRE(id.ok());
        const auto record = store_->load(*id);
        REQUIRE(record.ok());
        REQUIRE(*record);
        CHECK((*record)->snapshot.revision == revision);
    }

    std::unique_ptr<sqlite::SqliteStore> store_;
    Engine engine_{*store_, shipped(), crypto::sha256, fixed_salt};
    std::map<std::string, std::int64_t> acknowledged_;
};

/// Everything a day leaves behind, as text.
std::vector<std::string> remains(const std::filesystem::path& file) {
    std::vector<std::string> all;
    for (const char* sql : {"SELECT seq, case_id, case_seq, prev_seq, type, body, hex(hash) FROM journal ORDER BY seq",
                            "SELECT id, number, state, revision, next_alarm, tail_seq FROM cases ORDER BY id",
                            "SELECT place, id, state FROM outbox ORDER BY place", "SELECT * FROM escalations",
                            "SELECT key, status FROM answers ORDER BY key", "SELECT * FROM serials"}) {
        for (std::string& row : all_rows(file, sql)) all.push_back(std::move(row));
    }
    return all;
}

void fail_everywhere(FailingDisk::How how, bool full) {
    const auto whole = [] {
        const Folder folder;
        Day(folder.database()).run();
        return remains(folder.database());
    }();
    int nth = 1;
    for (;; ++nth) {
        INFO("failing call " << nth);
        const Folder folder;
        {
            Day day(folder.database());
            FailingDisk::break_at(nth, how, full);
            day.run();
            FailingDisk::mend();
            CHECK(day.acknowledged().size() == 2);
        }
        CHECK(sqlite::check_integrity(folder.database()).ok());
        CHECK(remains(folder.database()) == whole);
        if (!FailingDisk::has_failed()) break;
    }
    CHECK(nth > 20);  // or nothing was tried
}

}  // namespace

TEST_CASE("a disk that fails once, at whichever call, leaves the same books as a sound one") {
    fail_everywhere(FailingDisk::How::once, false);
}

TEST_CASE("a disk that is full for a while, from whichever call on, leaves the same books as a sound one") {
    fail_everywhere(FailingDisk::How::for_good, true);
}

TEST_CASE("a database that may not grow refuses every command until it may, and answers reads all the while") {
    const Folder folder;
    Desk desk(folder.database());
    const auto number = desk.open(open_fault(), on("08:01:00"));
    const auto pages = all_rows(folder.database(), "PRAGMA page_count").front();
    REQUIRE(desk.store().limit_pages(std::stoi(pages)).ok());
    int accepted = 0;
    bool refused = false;
    for (int i = 0; i < 200 && !refused; ++i) {
        const auto reply = desk.run(open_fault(), on("08:02:00"));
        if (reply) {
            ++accepted;
        } else {
            refused = true;
            CHECK(reply.error().code == Errc::read_only);
        }
    }
    REQUIRE(refused);
    CHECK(all_rows(folder.database(), "SELECT count(*) FROM cases").front() == std::to_string(accepted + 1));
    CHECK(desk.store().find_number(number).value() == CaseId(1));
    REQUIRE(desk.store().limit_pages(1'000'000).ok());
    CHECK(desk.run(open_fault(), on("08:04:00")).ok());
    CHECK(sqlite::check_integrity(folder.database()).ok());
}
