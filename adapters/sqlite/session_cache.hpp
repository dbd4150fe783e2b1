#pragma once
/// Sessions and accounts as every request needs them: in memory, read anew when they have changed. Internal to
/// adapters/sqlite.

#include <mutex>
#include <unordered_map>

#include "adapters/host/accounts.hpp"
#include "adapters/sqlite/access.hpp"

namespace gongdan::sqlite {

inline constexpr std::string_view kAccountsVersion = "accounts_version";  ///< in meta: counts changes

/// The columns read_account() expects, in order.
inline constexpr const char* kAccountColumns =
    "name, roles, scope, disabled, must_change, totp_secret <> '', created_at, last_login_at";
[[nodiscard]] host::Account read_account(const Rows& rows);

/// 256 random bits, as a browser or a link carries them.
[[nodiscard]] std::string new_secret();
/// What of such a secret lies in the database.
[[nodiscard]] std::string session_key(std::string_view secret);

/// Thread-safe.
class SessionCache {
 public:
    SessionCache(Database reads, AccessClocks clocks);

    [[nodiscard]] host::FoundSession find(std::string_view secret, bool counts_as_use);
    /// After a change of ours: what it changed counts from now on.
    void reload(Database& database);

    struct Use {
        std::string key;
        Instant at{};
    };
    /// The last uses since the call before.
    [[nodiscard]] std::vector<Use> take_uses();

 private:
    struct Held {
        std::string account;
        Instant created_at{};
        Instant last_seen_at{};
        bool used = false;
    };
    struct Content {
        std::unordered_map<std::string, Held> sessions;  // by the SHA-256 of the secret, hexadecimal
        std::unordered_map<std::string, host::Account> accounts;
        std::int64_t version = 0;
    };

    [[nodiscard]] static Result<Content> read(Database& database);
    void take_over(Content content);
    void refresh();

    const AccessClocks clocks_;
    std::mutex mutex_;  // guards everything below
    Database reads_;
    Statement data_version_;
    Statement accounts_version_;
    Content content_;
    std::chrono::steady_clock::time_point looked_at_;
    std::int64_t seen_data_ = -1;  // SQLite's count of commits by others
    bool stale_ = true;
};

}  // namespace gongdan::sqlite
