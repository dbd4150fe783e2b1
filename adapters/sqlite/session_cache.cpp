#include "adapters/sqlite/session_cache.hpp"

#include <algorithm>

#include "adapters/crypto/crypto.hpp"
#include "adapters/sqlite/account_rows.hpp"

namespace gongdan::sqlite {
namespace {

constexpr std::size_t kSecretBytes = 32;

}  // namespace

host::Account read_account(const Rows& rows) {
    host::Account account;
    account.name = std::string(rows.text(0));
    account.roles = roles_from(rows.text(1));
    account.scope = scope_from(rows.text(2));
    account.disabled = rows.integer(3) != 0;
    account.must_change_password = rows.integer(4) != 0;
    account.totp = rows.integer(5) != 0;
    account.created_at = rows.instant(6);
    if (!rows.null(7)) account.last_login_at = rows.instant(7);
    return account;
}

std::string new_secret() { return crypto::to_base64url(crypto::random_bytes(kSecretBytes)); }

std::string session_key(std::string_view secret) { return to_hex(crypto::sha256(secret)); }

SessionCache::SessionCache(Database reads, AccessClocks clocks)
    : clocks_(std::move(clocks)),
      reads_(std::move(reads)),
      data_version_(reads_, "PRAGMA data_version"),
      accounts_version_(reads_, "SELECT value FROM meta WHERE key = 'accounts_version'") {}

host::FoundSession SessionCache::find(std::string_view secret, bool counts_as_use) {
    using State = host::FoundSession::State;
    // As with tokens: the look-up goes by the hash, whose time tells nothing.
    const std::string key = session_key(secret);
    const Instant now = clocks_.now();
    const std::lock_guard lock(mutex_);
    refresh();
    const auto found = content_.sessions.find(key);
    if (found == content_.sessions.end()) return {};
    Held& held = found->second;
    const auto account = content_.accounts.find(held.account);
    if (account == content_.accounts.end() || account->second.disabled) return {};
    if (now - held.created_at >= host::kSessionLife || now - held.last_seen_at >= host::kSessionIdle) {
        return {State::expired};
    }
    if (counts_as_use) {
        held.last_seen_at = now;
        held.used = true;
    }
    const Instant ends = std::min(held.last_seen_at + host::kSessionIdle, held.created_at + host::kSessionLife);
    return {State::active, account->second, ends};
}

void SessionCache::refresh() {
    const auto now = clocks_.steady();
    if (!stale_ && now - looked_at_ < host::kRevocationDelay) return;
    looked_at_ = now;
    const auto data = first_number(data_version_.bind());
    if (data && *data == seen_data_ && !stale_) return;
    const auto version = first_number(accounts_version_.bind());
    // When the disk fails, what was true a moment ago is still the best that is known.
    if (!data || !version) return;
    if (stale_ || *version != content_.version) {
        auto content = read(reads_);
        if (!content) return;
        take_over(std::move(*content));
    }
    seen_data_ = *data;
}

void SessionCache::reload(Database& database) {
    auto content = read(database);
    const std::lock_guard lock(mutex_);
    if (content) {
        take_over(std::move(*content));
    } else {
        stale_ = true;
    }
}

/// The version before the rows: should they change in between, they are read once more, and never missed.
Result<SessionCache::Content> SessionCache::read(Database& database) {
    Content content;
    const auto version = database.number("SELECT value FROM meta WHERE key = 'accounts_version'");
    if (!version) return version.error();
    content.version = *version;
    Statement accounts(database, std::string("SELECT ") + kAccountColumns + " FROM accounts");
    Rows account_rows(accounts.bind());
    while (account_rows.next()) {
        host::Account account = read_account(account_rows);
        std::string name = account.name;
        content.accounts.emplace(std::move(name), std::move(account));
    }
    if (auto status = account_rows.status(); !status) return status.error();
    Statement sessions(database, "SELECT sha256, account, created_at, last_seen_at FROM sessions");
    Rows session_rows(sessions.bind());
    while (session_rows.next()) {
        content.sessions.emplace(
            std::string(session_rows.text(0)),
            Held{std::string(session_rows.text(1)), session_rows.instant(2), session_rows.instant(3)});
    }
    if (auto status = session_rows.status(); !status) return status.error();
    return content;
}

void SessionCache::take_over(Content content) {
    for (auto& [key, held] : content.sessions) {
        const auto before = content_.sessions.find(key);
        if (before == content_.sessions.end() || before->second.last_seen_at < held.last_seen_at) continue;
        held.last_seen_at = before->second.last_seen_at;
        held.used = before->second.used;
    }
    content_ = std::move(content);
    stale_ = false;
}

std::vector<SessionCache::Use> SessionCache::take_uses() {
    const std::lock_guard lock(mutex_);
    std::vector<Use> uses;
    for (auto& [key, held] : content_.sessions) {
        if (std::exchange(held.used, false)) uses.push_back({key, held.last_seen_at});
    }
    return uses;
}

}  // namespace gongdan::sqlite
