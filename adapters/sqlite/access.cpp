#include "adapters/sqlite/access.hpp"

#include <algorithm>

#include "adapters/crypto/crypto.hpp"
#include "adapters/sqlite/schema.hpp"

namespace gongdan::sqlite {
namespace {

constexpr std::size_t kTokenBytes = 32;

std::string fingerprint(std::string_view token) { return to_hex(crypto::sha256(token)); }

std::string roles_to_json(const std::vector<std::string>& roles) {
    json::array list;
    for (const std::string& role : roles) list.push_back(json::value(role));
    return json::serialize(list);
}

std::vector<std::string> roles_from(std::string_view stored) {
    std::vector<std::string> roles;
    const auto parsed = parse_json(stored);
    if (!parsed || !parsed->is_array()) return roles;
    for (const json::value& role : parsed->get_array()) {
        if (role.is_string()) roles.emplace_back(role.get_string());
    }
    return roles;
}

Result<std::int64_t> first_number(Statement& bound) {
    Rows rows(bound);
    const std::int64_t number = rows.next() ? rows.integer(0) : 0;
    if (auto status = rows.status(); !status) return status.error();
    return number;
}

Error wrong_field(std::string_view pointer, std::string_view code, Error error) {
    error.fields.push_back({std::string(pointer), std::string(code), error.detail});
    return error;
}

}  // namespace

Result<std::unique_ptr<SqliteAccess>> SqliteAccess::open(const std::filesystem::path& file,
                                                         std::vector<std::string> roles, Clocks clocks) {
    auto database = Database::open(file);
    if (!database) return database.error();
    if (auto done = prepare_writer(*database); !done) return done.error();
    if (auto done = migrate(*database); !done) return done.error();
    return std::unique_ptr<SqliteAccess>(new SqliteAccess(std::move(*database), std::move(roles), std::move(clocks)));
}

SqliteAccess::SqliteAccess(Database database, std::vector<std::string> roles, Clocks clocks)
    : database_(std::move(database)),
      roles_(std::move(roles)),
      clocks_(std::move(clocks)),
      data_version_(database_, "PRAGMA data_version"),
      tokens_version_(database_, "SELECT value FROM meta WHERE key = 'tokens_version'") {}

std::optional<host::Principal> SqliteAccess::authenticate(std::string_view token) {
    // The look-up goes by the hash, which a caller cannot steer: its time tells nothing about tokens that exist.
    const std::string key = fingerprint(token);
    const std::lock_guard lock(mutex_);
    refresh();
    const auto found = valid_.find(key);
    return found == valid_.end() ? std::nullopt : std::optional(found->second);
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
    std::unordered_map<std::string, host::Principal> valid;
    Statement all(database_, "SELECT sha256, name, roles FROM tokens WHERE revoked_at IS NULL");
    Rows rows(all.bind());
    while (rows.next()) {
        valid.emplace(rows.text(0), host::Principal{std::string(rows.text(1)), roles_from(rows.text(2))});
    }
    if (auto status = rows.status(); !status) return status;
    valid_ = std::move(valid);
    return {};
}

/// So that other processes, and this one, read the tokens anew.
Result<void> SqliteAccess::note_change() {
    seen_tokens_ = -1;
    seen_data_ = -1;
    return database_.execute(
        "INSERT INTO meta(key, value) VALUES('tokens_version', 1) ON CONFLICT DO UPDATE SET value = value + 1");
}

Result<void> SqliteAccess::check_new(const std::string& name, const std::vector<std::string>& roles) const {
    if (name.empty() || name.size() > kTokenNameMax) {
        return wrong_field("/name", "range", fail(Errc::invalid_input, "store.token-name", kTokenNameMax));
    }
    if (roles.empty()) return wrong_field("/roles", "required", fail(Errc::invalid_input, "store.token-no-role"));
    for (const std::string& role : roles) {
        if (std::find(roles_.begin(), roles_.end(), role) != roles_.end()) continue;
        return wrong_field("/roles", "unknown", fail(Errc::invalid_input, "store.token-role", role));
    }
    return {};
}

Result<bool> SqliteAccess::is_taken(const std::string& name) {
    Statement count(database_, "SELECT count(*) FROM tokens WHERE name = ?");
    const auto number = first_number(count.bind(name));
    if (!number) return number.error();
    return *number != 0;
}

Result<std::string> SqliteAccess::create_token(const std::string& name, std::vector<std::string> roles) {
    if (auto allowed = check_new(name, roles); !allowed) return allowed.error();
    const std::string token = std::string(kTokenPrefix) + crypto::to_base64url(crypto::random_bytes(kTokenBytes));
    const std::lock_guard lock(mutex_);
    Transaction transaction(database_);
    if (auto done = transaction.begin(); !done) return done.error();
    const auto taken = is_taken(name);
    if (!taken) return taken.error();
    // Revoked names stay taken too: in the journal a name means one caller for ever.
    if (*taken) return fail(Errc::conflict, "store.token-taken", name);
    Statement insert(database_, "INSERT INTO tokens(name, sha256, roles, created_at) VALUES(?, ?, ?, ?)");
    const std::string sha256 = fingerprint(token);
    const std::string stored = roles_to_json(roles);
    if (auto done = insert.bind(name, sha256, stored, clocks_.now()).run(); !done) return done.error();
    if (auto done = note_change(); !done) return done.error();
    if (auto done = transaction.commit(); !done) return done.error();
    return token;
}

Result<std::vector<host::TokenInfo>> SqliteAccess::list_tokens() {
    const std::lock_guard lock(mutex_);
    std::vector<host::TokenInfo> tokens;
    Statement all(database_, "SELECT name, roles, created_at, revoked_at FROM tokens ORDER BY place");
    Rows rows(all.bind());
    while (rows.next()) {
        host::TokenInfo info{std::string(rows.text(0)), roles_from(rows.text(1)), rows.instant(2), std::nullopt};
        if (!rows.null(3)) info.revoked_at = rows.instant(3);
        tokens.push_back(std::move(info));
    }
    if (auto status = rows.status(); !status) return status.error();
    return tokens;
}

Result<void> SqliteAccess::revoke_token(const std::string& name) {
    const std::lock_guard lock(mutex_);
    Transaction transaction(database_);
    if (auto done = transaction.begin(); !done) return done;
    const auto known = is_taken(name);
    if (!known) return known.error();
    if (!*known) return fail(Errc::not_found, "store.no-token", name);
    // Revoking again keeps the first time: it is a fact.
    Statement revoke(database_, "UPDATE tokens SET revoked_at = ? WHERE name = ? AND revoked_at IS NULL");
    if (auto done = revoke.bind(clocks_.now(), name).run(); !done) return done;
    if (auto done = note_change(); !done) return done;
    return transaction.commit();
}

}  // namespace gongdan::sqlite
