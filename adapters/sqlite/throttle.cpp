#include "adapters/sqlite/throttle.hpp"

#include <algorithm>

#include "adapters/crypto/crypto.hpp"
#include "adapters/sqlite/account_rows.hpp"

namespace gongdan::sqlite {
namespace {

constexpr int kDoublingsMost = 10;  // beyond, kLongestLock was reached long ago

/// A hash, because people type passwords into the field of the name.
std::string key_of_name(const std::string& name) { return "name:" + to_hex(crypto::sha256(name)); }
std::string key_of_address(const std::string& address) { return "address:" + address; }

Millis lock_after(std::int64_t failures, int free_tries) {
    if (failures < free_tries) return Millis(0);
    const auto doublings = std::min<std::int64_t>(failures - free_tries, kDoublingsMost);
    return std::min(kFirstLock * (std::int64_t(1) << doublings), kLongestLock);
}

}  // namespace

Result<Instant> Throttle::lock_of(const std::string& key) {
    Statement statement(database_, "SELECT locked_until FROM login_failures WHERE key = ?");
    const auto until = first_number(statement.bind(key));
    if (!until) return until.error();
    return from_unix_ms(*until);
}

Result<Millis> Throttle::wait(const std::string& name, const std::string& address, Instant now) {
    const auto of_name = lock_of(key_of_name(name));
    if (!of_name) return of_name.error();
    const auto of_address = lock_of(key_of_address(address));
    if (!of_address) return of_address.error();
    return std::max(std::max(*of_name, *of_address) - now, Millis(0));
}

Result<bool> Throttle::count(const std::string& key, int free_tries, Instant now) {
    Statement statement(database_, "SELECT failures FROM login_failures WHERE key = ?");
    const auto before = first_number(statement.bind(key));
    if (!before) return before.error();
    const Millis lock = lock_after(*before + 1, free_tries);
    Statement put(database_,
                  "INSERT INTO login_failures(key, failures, last_at, locked_until) VALUES(?1, ?2, ?3, ?4) ON CONFLICT "
                  "DO UPDATE SET failures = ?2, last_at = ?3, locked_until = ?4");
    if (auto done = put.bind(key, *before + 1, now, now + lock).run(); !done) return done.error();
    return lock > Millis(0);
}

Result<bool> Throttle::note_failure(const std::string& name, const std::string& address, Instant now) {
    Statement forget(database_, "DELETE FROM login_failures WHERE last_at < ?");
    if (auto done = forget.bind(now - kForgetAfter).run(); !done) return done.error();
    const auto of_name = count(key_of_name(name), kFreeTriesOfName, now);
    if (!of_name || address.empty()) return of_name;
    const auto of_address = count(key_of_address(address), kFreeTriesOfAddress, now);
    if (!of_address) return of_address;
    return *of_name || *of_address;
}

Result<std::optional<Instant>> Throttle::locked_until(const std::string& name, Instant now) {
    const auto until = lock_of(key_of_name(name));
    if (!until) return until.error();
    return *until > now ? std::optional(*until) : std::nullopt;
}

Result<void> Throttle::forgive(const std::string& name) {
    Statement statement(database_, "DELETE FROM login_failures WHERE key = ?");
    return statement.bind(key_of_name(name)).run();
}

}  // namespace gongdan::sqlite
