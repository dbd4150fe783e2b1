#pragma once
/// API tokens in the database. A server and a command line may work on them at the same time.

#include <chrono>
#include <filesystem>
#include <functional>
#include <mutex>
#include <unordered_map>

#include "adapters/host/access.hpp"
#include "adapters/sqlite/account_rows.hpp"
#include "adapters/sqlite/database.hpp"

namespace gongdan::sqlite {

/// Every token begins with this, so that people and scanners of leaked secrets know one when they see it.
inline constexpr std::string_view kTokenPrefix = "gd_";
inline constexpr std::string_view kFeedPrefix = "gf_";  ///< of the secret of a feed
inline constexpr std::size_t kTokenNameMax = 100;       ///< bytes; it stands in every event as the actor
/// A revocation by another process is noticed within this time.
inline constexpr auto kTokenAge = host::kRevocationDelay;

/// Both are called from any thread: the wall clock for records, the steady one to look for changes now and then.
struct AccessClocks {
    std::function<Instant()> now;
    std::function<std::chrono::steady_clock::time_point()> steady;
};

/// Thread-safe.
class SqliteAccess final : public host::Access {
 public:
    using Clocks = AccessClocks;

    /// Opens (or makes) the database `file` with connections of its own. `roles` are those that exist.
    [[nodiscard]] static Result<std::unique_ptr<SqliteAccess>> open(const std::filesystem::path& file,
                                                                    std::vector<std::string> roles, Clocks clocks);

    [[nodiscard]] std::optional<host::Principal> authenticate(std::string_view token) override;
    [[nodiscard]] Result<std::string> create_token(const host::NewToken& token, const host::Doer& doer) override;
    [[nodiscard]] std::optional<std::string> open_feed(std::string_view secret) override;
    [[nodiscard]] Result<std::string> create_feed(const host::NewFeed& feed, const host::Doer& doer) override;
    [[nodiscard]] Result<std::vector<host::TokenInfo>> list_tokens() override;
    [[nodiscard]] Result<void> revoke_token(const std::string& name, const host::Doer& doer) override;
    [[nodiscard]] Result<void> save_uses() override;

 private:
    struct Valid {
        host::Principal principal;
        std::optional<Instant> expires_at;
        std::optional<Instant> used_at;  // since the last save_uses()

        [[nodiscard]] bool is_feed() const;
    };
    enum class Kind { token, feed };

    SqliteAccess(Database reads, Database writes, std::vector<std::string> roles, Clocks clocks);

    [[nodiscard]] Result<void> check_new(const host::NewToken& token) const;
    [[nodiscard]] Result<void> check_roles(const std::vector<std::string>& roles) const;
    [[nodiscard]] Result<std::string> put(const host::NewToken& token, std::string_view prefix, const host::Doer& doer);
    [[nodiscard]] std::optional<host::Principal> find(std::string_view secret, Kind kind);
    [[nodiscard]] Result<void> finish(Transaction& transaction, const LogLine& line, const host::Doer& doer);
    [[nodiscard]] Result<void> read_tokens();
    void refresh();

    const std::vector<std::string> roles_;
    const Clocks clocks_;

    // Whoever writes waits for the disk: on a connection of its own, so that no I/O thread waits with it.
    std::mutex write_mutex_;  // guards the next two; taken before mutex_
    Database writes_;
    Instant uses_saved_at_{};

    std::mutex mutex_;  // guards everything below
    Database reads_;
    Statement data_version_;
    Statement tokens_version_;
    std::unordered_map<std::string, Valid> valid_;  // by the SHA-256 of the token, hexadecimal
    std::chrono::steady_clock::time_point looked_at_;
    std::int64_t seen_data_ = -1;    // SQLite's count of commits by others
    std::int64_t seen_tokens_ = -1;  // our count of changes to tokens
};

}  // namespace gongdan::sqlite
