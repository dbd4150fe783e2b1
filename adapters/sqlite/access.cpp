#include "adapters/sqlite/access.hpp"

#include <algorithm>

#include "adapters/crypto/crypto.hpp"
#include "adapters/sqlite/account_rows.hpp"
#include "adapters/sqlite/schema.hpp"
#include "core/access/scope.hpp"

namespace gongdan::sqlite {
namespace {

constexpr std::size_t kTokenBytes = 32;
constexpr std::string_view kVersionKey = "tokens_version";

std::string fingerprint(std::string_view token) { return to_hex(crypto::sha256(token)); }

std::optional<Instant> optional_instant(const Rows& rows, int column) {
    return rows.null(column) ? std::nullopt : std::optional(rows.instant(column));
}

std::optional<Scope> optional_scope(const Rows& rows, int column) {
    return rows.null(column) ? std::nullopt : std::optional(scope_from(rows.text(column)));
}

json::object detail_of(const host::NewToken& token) {
    return {{"roles", json::value_from(token.roles)},
            {"scope", scope_or_null(token.scope)},
            {"expires_at", time_or_null(token.expires_at)}};
}

}  // namespace

Result<std::unique_ptr<SqliteAccess>> SqliteAccess::open(const std::filesystem::path& file,
                                                         std::vector<std::string> roles, Clocks clocks) {
    auto opened = open_connections(file);
    if (!opened) return opened.error();
    return std::unique_ptr<SqliteAccess>(
        new SqliteAccess(std::move(opened->reads), std::move(opened->writes), std::move(roles), std::move(clocks)));
}

SqliteAccess::SqliteAccess(Database reads, Database writes, std::vector<std::string> roles, Clocks clocks)
    : roles_(std::move(roles)),
      clocks_(std::move(clocks)),
      writes_(std::move(writes)),
      reads_(std::move(reads)),
      data_version_(reads_, "PRAGMA data_version"),
      tokens_version_(reads_, "SELECT value FROM meta WHERE key = 'tokens_version'") {}

bool SqliteAccess::Valid::is_feed() const {
    const auto& roles = principal.roles;
    return std::find(roles.begin(), roles.end(), host::kFeedRole) != roles.end();
}

std::optional<host::Principal> SqliteAccess::authenticate(std::string_view token) { return find(token, Kind::token); }

std::optional<std::string> SqliteAccess::open_feed(std::string_view secret) {
    const auto found = find(secret, Kind::feed);
    return found && found->scope ? std::optional(found->scope->person) : std::nullopt;
}

std::optional<host::Principal> SqliteAccess::find(std::string_view secret, Kind kind) {
    // The look-up goes by the hash, which a caller cannot steer: its time tells nothing about tokens that exist.
    const std::string key = fingerprint(secret);
    const Instant now = clocks_.now();
    const std::lock_guard lock(mutex_);
    refresh();
    const auto found = valid_.find(key);
    if (found == valid_.end() || found->second.is_feed() != (kind == Kind::feed)) return std::nullopt;
    Valid& valid = found->second;
    if (valid.expires_at && now >= *valid.expires_at) return std::nullopt;
    valid.used_at = now;
    return valid.principal;
}

void SqliteAccess::refresh() {
    const auto now = clocks_.steady();
    if (seen_tokens_ >= 0 && now - looked_at_ < kTokenAge) return;
    looked_at_ = now;
    const auto data = first_number(data_version_.bind());
    if (data && *data == seen_data_) return;
    const auto tokens = first_number(tokens_version_.bind());
    // When the disk fails, what was true a moment ago is still the best that is known.
    if (!data || !tokens || (*tokens != seen_tokens_ && !read_tokens())) return;
    seen_data_ = *data;
    seen_tokens_ = *tokens;
}

Result<void> SqliteAccess::read_tokens() {
    std::unordered_map<std::string, Valid> valid;
    Statement all(reads_, "SELECT sha256, name, roles, scope, expires_at FROM tokens WHERE revoked_at IS NULL");
    Rows rows(all.bind());
    while (rows.next()) {
        std::string key(rows.text(0));
        const auto before = valid_.find(key);
        Valid entry{{std::string(rows.text(1)), roles_from(rows.text(2)), optional_scope(rows, 3)},
                    optional_instant(rows, 4),
                    before == valid_.end() ? std::nullopt : before->second.used_at};
        valid.emplace(std::move(key), std::move(entry));
    }
    if (auto status = rows.status(); !status) return status;
    valid_ = std::move(valid);
    return {};
}

/// The last steps of every change. Afterwards other processes, and this one, read the tokens anew.
Result<void> SqliteAccess::finish(Transaction& transaction, const LogLine& line, const host::Doer& doer) {
    if (auto done = count_change(writes_, kVersionKey); !done) return done;
    if (auto done = append_log(writes_, clocks_.now(), line, doer); !done) return done;
    if (auto done = transaction.commit(); !done) return done;
    const std::lock_guard lock(mutex_);
    seen_tokens_ = -1;
    seen_data_ = -1;
    return {};
}

Result<void> SqliteAccess::check_new(const host::NewToken& token) const {
    if (token.name.empty() || token.name.size() > kTokenNameMax) {
        return wrong_field("/name", "range", fail(Errc::invalid_input, "store.token-name", kTokenNameMax));
    }
    if (token.expires_at && *token.expires_at <= clocks_.now()) {
        return wrong_field("/expires_at", "range", fail(Errc::invalid_input, "store.token-expiry"));
    }
    return {};
}

Result<void> SqliteAccess::check_roles(const std::vector<std::string>& roles) const {
    if (roles.empty()) return wrong_field("/roles", "required", fail(Errc::invalid_input, "store.token-no-role"));
    for (const std::string& role : roles) {
        const bool known = std::find(roles_.begin(), roles_.end(), role) != roles_.end();
        if (!known || role == host::kFeedRole)
            return wrong_field("/roles", "unknown", fail(Errc::invalid_input, "store.token-role", role));
    }
    return {};
}

Result<std::string> SqliteAccess::create_token(const host::NewToken& token, const host::Doer& doer) {
    if (auto allowed = check_roles(token.roles); !allowed) return allowed.error();
    return put(token, kTokenPrefix, doer);
}

Result<std::string> SqliteAccess::create_feed(const host::NewFeed& feed, const host::Doer& doer) {
    const host::NewToken token{
        feed.name, {std::string(host::kFeedRole)}, Scope{feed.person, {}, {}, {}}, feed.expires_at};
    return put(token, kFeedPrefix, doer);
}

Result<std::string> SqliteAccess::put(const host::NewToken& token, std::string_view prefix, const host::Doer& doer) {
    if (auto allowed = check_new(token); !allowed) return allowed.error();
    std::string secret = std::string(prefix) + crypto::to_base64url(crypto::random_bytes(kTokenBytes));
    const std::lock_guard lock(write_mutex_);
    Transaction transaction(writes_);
    if (auto done = transaction.begin(); !done) return done.error();
    const auto taken = is_name_taken(writes_, token.name);
    if (!taken) return taken.error();
    // Revoked names stay taken too: in the journal a name means one caller for ever.
    if (*taken) return fail(Errc::conflict, "store.token-taken", token.name);
    Statement insert(writes_,
                     "INSERT INTO tokens(name, sha256, roles, scope, created_at, expires_at) VALUES(?, ?, ?, ?, ?, ?)");
    const std::string sha256 = fingerprint(secret);
    const std::string roles = roles_to_json(token.roles);
    const std::optional<std::string> scope = token.scope ? std::optional(scope_to_json(*token.scope)) : std::nullopt;
    if (auto done = insert.bind(token.name, sha256, roles, scope, clocks_.now(), token.expires_at).run(); !done)
        return done.error();
    if (auto done = finish(transaction, {token.name, "token-created", detail_of(token)}, doer); !done)
        return done.error();
    return secret;
}

Result<std::vector<host::TokenInfo>> SqliteAccess::list_tokens() {
    const std::lock_guard lock(write_mutex_);
    std::vector<host::TokenInfo> tokens;
    Statement all(writes_,
                  "SELECT name, roles, scope, created_at, expires_at, last_used_at, revoked_at FROM tokens ORDER BY "
                  "place");
    Rows rows(all.bind());
    while (rows.next()) {
        tokens.push_back({std::string(rows.text(0)), roles_from(rows.text(1)), optional_scope(rows, 2), rows.instant(3),
                          optional_instant(rows, 4), optional_instant(rows, 5), optional_instant(rows, 6)});
    }
    if (auto status = rows.status(); !status) return status.error();
    return tokens;
}

Result<void> SqliteAccess::revoke_token(const std::string& name, const host::Doer& doer) {
    const std::lock_guard lock(write_mutex_);
    Transaction transaction(writes_);
    if (auto done = transaction.begin(); !done) return done;
    Statement count(writes_, "SELECT count(*) FROM tokens WHERE name = ?");
    const auto known = first_number(count.bind(name));
    if (!known) return known.error();
    if (*known == 0) return fail(Errc::not_found, "store.no-token", name);
    // Revoking again keeps the first time: it is a fact.
    Statement revoke(writes_, "UPDATE tokens SET revoked_at = ? WHERE name = ? AND revoked_at IS NULL");
    if (auto done = revoke.bind(clocks_.now(), name).run(); !done) return done;
    return finish(transaction, {name, "token-revoked"}, doer);
}

Result<void> SqliteAccess::save_uses() {
    const std::lock_guard writing(write_mutex_);
    const Instant now = clocks_.now();
    if (now - uses_saved_at_ < host::kUseInterval) return {};
    uses_saved_at_ = now;
    std::vector<std::pair<std::string, Instant>> uses;
    {
        const std::lock_guard lock(mutex_);
        for (auto& [key, valid] : valid_) {
            if (valid.used_at) uses.emplace_back(key, *std::exchange(valid.used_at, std::nullopt));
        }
    }
    if (uses.empty()) return {};
    Transaction transaction(writes_);
    if (auto done = transaction.begin(); !done) return done;
    Statement note(writes_, "UPDATE tokens SET last_used_at = ? WHERE sha256 = ?");
    for (const auto& [key, used_at] : uses) {
        if (auto done = note.bind(used_at, key).run(); !done) return done;
    }
    return transaction.commit();
}

}  // namespace gongdan::sqlite
