#pragma once
/// The engine on a store in a folder of its own, with the shipped rules.

#include <catch2/catch.hpp>

#include <atomic>
#include <filesystem>
#include <string>

#include <unistd.h>

#include "adapters/crypto/crypto.hpp"
#include "adapters/sqlite/readers.hpp"
#include "adapters/sqlite/store.hpp"
#include "core/ticket/snapshot_json.hpp"
#include "tests/support/shipped.hpp"
#include "tests/support/temporary_folder.hpp"

namespace gongdan::test {

/// A data folder.
class Folder {
 public:
    [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }
    [[nodiscard]] std::filesystem::path database() const { return path() / "gongdan.db"; }

 private:
    TemporaryFolder folder_;
};

inline std::shared_ptr<const Workflow> find_shipped(std::string_view name, std::string_view version) {
    auto workflow = shipped().rules->find_workflow(name);
    return workflow && workflow->version == version ? workflow : nullptr;
}

inline std::unique_ptr<sqlite::SqliteStore> open_store(const std::filesystem::path& file, const std::string& vfs = {}) {
    auto opened = sqlite::SqliteStore::open(file, {find_shipped, sqlite::kCacheMax, vfs});
    if (!opened) FAIL(opened.error().detail.en);
    return std::move(*opened);
}

class Desk {
 public:
    explicit Desk(const std::filesystem::path& file) : store_(open_store(file)) {}

    Result<Reply> run(const Request& request, Instant now) {
        auto result = engine_.run({&request, 1}, now);
        return std::move(result.replies.front());
    }
    /// The number of the new case.
    std::string open(Request request, Instant now) {
        const auto reply = run(request, now);
        if (!reply) FAIL(reply.error().detail.en);
        return reply->record->snapshot.number;
    }
    void go(const Request& request, Instant now) {
        const auto reply = run(request, now);
        if (!reply) FAIL(reply.error().detail.en);
    }
    SweepResult sweep(Instant now) {
        auto swept = engine_.sweep(now, now);
        if (!swept) FAIL(swept.error().detail.en);
        return std::move(*swept);
    }
    sqlite::SqliteStore& store() { return *store_; }
    Engine& engine() { return engine_; }

 private:
    std::unique_ptr<sqlite::SqliteStore> store_;
    Engine engine_{*store_, shipped(), crypto::sha256, fixed_salt};
};

/// Takes away what versions 3 to 8 of the schema added, for tests of older databases.
inline const std::string kWithoutAccounts =
    "DROP TABLE attempts; DROP INDEX outbox_listed; DROP INDEX outbox_pending;"
    "DROP TABLE seals; ALTER TABLE cases DROP COLUMN told;"
    "ALTER TABLE outbox DROP COLUMN address; ALTER TABLE outbox DROP COLUMN level;"
    "ALTER TABLE outbox DROP COLUMN digest; ALTER TABLE outbox DROP COLUMN top;"
    "CREATE INDEX outbox_pending ON outbox(channel, next_at, raised_at) WHERE state = 0;"
    "DROP TABLE accounts; DROP TABLE sessions; DROP TABLE login_failures; DROP TABLE account_log;"
    "ALTER TABLE tokens DROP COLUMN scope; ALTER TABLE tokens DROP COLUMN expires_at;"
    "ALTER TABLE tokens DROP COLUMN last_used_at;";

/// Every row of a question as text, for comparisons of tables.
std::vector<std::string> all_rows(const std::filesystem::path& file, const std::string& sql);

}  // namespace gongdan::test
