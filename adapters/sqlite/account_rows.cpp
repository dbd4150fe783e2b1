#include "adapters/sqlite/account_rows.hpp"

#include <algorithm>

#include "adapters/sqlite/schema.hpp"
#include "core/access/scope.hpp"

namespace gongdan::sqlite {

Result<Connections> open_connections(const std::filesystem::path& file) {
    auto writes = Database::open(file);
    if (!writes) return writes.error();
    if (auto done = prepare_writer(*writes); !done) return done.error();
    if (auto done = migrate(*writes); !done) return done.error();
    auto reads = Database::open(file, {OpenMode::existing, {}});
    if (!reads) return reads.error();
    return Connections{std::move(*reads), std::move(*writes)};
}

std::string folded_name(std::string name) {
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return name;
}

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

std::string scope_to_json(const Scope& scope) { return json::serialize(scope_view(scope)); }

Scope scope_from(std::string_view stored) {
    const auto parsed = parse_json(stored);
    return parsed && parsed->is_object() ? read_scope(parsed->get_object()) : Scope{};
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

Result<bool> is_name_taken(Database& database, const std::string& name) {
    Statement count(database,
                    "SELECT (SELECT count(*) FROM tokens WHERE name = ?1) + (SELECT count(*) FROM accounts WHERE name "
                    "= ?1)");
    const auto number = first_number(count.bind(name));
    if (!number) return number.error();
    return *number != 0;
}

Result<void> count_change(Database& database, std::string_view key) {
    Statement count(database, "INSERT INTO meta(key, value) VALUES(?, 1) ON CONFLICT DO UPDATE SET value = value + 1");
    return count.bind(key).run();
}

Result<void> append_log(Database& database, Instant at, const LogLine& line, const host::Doer& doer) {
    Statement insert(database, "INSERT INTO account_log(at, actor, account, what, address) VALUES(?, ?, ?, ?, ?)");
    if (auto done = insert.bind(at, doer.name, line.account, line.what, doer.address).run(); !done) return done;
    if (line.detail.empty()) return {};
    Statement keep(database, "INSERT OR REPLACE INTO meta(key, value) VALUES(?1 || last_insert_rowid(), ?2)");
    const std::string detail = json::serialize(line.detail);
    return keep.bind(kLogDetailKey, detail).run();
}

Result<std::vector<host::AccountLogEntry>> read_log(Database& database, std::int64_t before, int limit) {
    std::vector<host::AccountLogEntry> entries;
    Statement some(database,
                   "SELECT seq, at, actor, account, what, address FROM account_log WHERE ?1 = 0 OR seq < ?1 "
                   "ORDER BY seq DESC LIMIT ?2");
    Rows rows(some.bind(before, limit));
    while (rows.next()) {
        entries.push_back({rows.integer(0), rows.instant(1), std::string(rows.text(2)), std::string(rows.text(3)),
                           std::string(rows.text(4)), std::string(rows.text(5))});
    }
    if (auto status = rows.status(); !status) return status.error();
    return entries;
}

}  // namespace gongdan::sqlite
