#pragma once
/// Lock-out: failed logins are counted for each name that was tried, known or not, so that nothing tells which exist,
/// and for each address. Beyond some free tries every further failure locks for twice as long. Kept in the database, so
/// that a restart frees nobody. Internal to adapters/sqlite.

#include "adapters/sqlite/database.hpp"

namespace gongdan::sqlite {

/// NIST SP 800-63B §5.2.2 allows 100 failures in a row; with this a guesser gets about 100 a day and account.
inline constexpr int kFreeTriesOfName = 5;
/// A station of twenty may sit behind one address.
inline constexpr int kFreeTriesOfAddress = 30;
inline constexpr Millis kFirstLock = std::chrono::seconds(30);
/// Longer would let a stranger keep people out of their accounts.
inline constexpr Millis kLongestLock = std::chrono::minutes(15);
inline constexpr Millis kForgetAfter = std::chrono::hours(24);

/// Not thread-safe: the owner of `database` guards it, and gives the transaction.
class Throttle {
 public:
    explicit Throttle(Database& database) : database_(database) {}

    /// How long from `now` nobody may try; zero = he may. Empty texts are not counted.
    [[nodiscard]] Result<Millis> wait(const std::string& name, const std::string& address, Instant now);
    /// True when it locks the name or the address from now on.
    [[nodiscard]] Result<bool> note_failure(const std::string& name, const std::string& address, Instant now);
    [[nodiscard]] Result<std::optional<Instant>> locked_until(const std::string& name, Instant now);
    [[nodiscard]] Result<void> forgive(const std::string& name);

 private:
    [[nodiscard]] Result<Instant> lock_of(const std::string& key);
    [[nodiscard]] Result<bool> count(const std::string& key, int free_tries, Instant now);

    Database& database_;
};

}  // namespace gongdan::sqlite
