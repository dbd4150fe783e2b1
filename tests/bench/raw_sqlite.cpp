#include "tests/bench/raw_sqlite.hpp"

#include <sqlite3.h>

#include <stdexcept>

#include "adapters/crypto/crypto.hpp"

namespace gongdan::bench {
namespace {

void bind(sqlite3_stmt* statement, int at, const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        sqlite3_bind_int64(statement, at, *number);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
        sqlite3_bind_text(statement, at, text->data(), int(text->size()), SQLITE_STATIC);
    } else if (const auto* blob = std::get_if<Bytes>(&value)) {
        sqlite3_bind_blob(statement, at, blob->bytes.data(), int(blob->bytes.size()), SQLITE_STATIC);
    } else {
        sqlite3_bind_null(statement, at);
    }
}

}  // namespace

void RawSqlite::Closer::operator()(sqlite3* handle) const { sqlite3_close(handle); }
void RawSqlite::Finalizer::operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }

RawSqlite::RawSqlite(const std::filesystem::path& file) {
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    handle_.reset(handle);
    if (code != SQLITE_OK) throw std::runtime_error("cannot open " + file.string());
    // Our store's pragmas, and its checkpoint size (adapters/sqlite/schema.cpp, checkpointer.hpp).
    execute(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;"
        "PRAGMA wal_autocheckpoint=16384");
}

void RawSqlite::execute(const char* sql) {
    if (sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
        throw std::runtime_error(std::string(sql) + ": " + sqlite3_errmsg(handle_.get()));
    }
}

RawSqlite::Prepared RawSqlite::prepare(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v3(handle_.get(), sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) !=
        SQLITE_OK) {
        throw std::runtime_error(sql + ": " + sqlite3_errmsg(handle_.get()));
    }
    return Prepared(statement);
}

void RawSqlite::run(sqlite3_stmt* statement, const std::vector<Value>& values) {
    int at = 0;
    for (const Value& value : values) bind(statement, ++at, value);
    if (sqlite3_step(statement) != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(handle_.get()));
    sqlite3_reset(statement);
}

void RawSqlite::write(const Recording& recording, std::size_t from, std::size_t to) {
    while (statements_.size() < recording.statements.size()) {
        statements_.push_back(prepare(recording.statements[statements_.size()]));
    }
    const Prepared begin = prepare("BEGIN IMMEDIATE");
    const Prepared commit = prepare("COMMIT");
    for (std::size_t group = from; group < to; ++group) {
        run(begin.get(), {});
        for (const RawWrite& write : recording.groups[group]) run(statements_[write.statement].get(), write.values);
        run(commit.get(), {});
    }
}

std::string fingerprint_of(const std::filesystem::path& file) {
    sqlite3* handle = nullptr;
    sqlite3_open_v2(file.c_str(), &handle, SQLITE_OPEN_READWRITE, nullptr);
    std::string chained;
    // The full-text index is left out: how it lays out its pages depends on when it merges them.
    for (const char* table : {"journal", "cases", "escalations", "outbox", "serials"}) {
        sqlite3_stmt* rows = nullptr;
        const std::string sql = std::string("SELECT * FROM ") + table + " ORDER BY 1";
        sqlite3_prepare_v2(handle, sql.c_str(), -1, &rows, nullptr);
        while (sqlite3_step(rows) == SQLITE_ROW) {
            for (int column = 0; column < sqlite3_column_count(rows); ++column) {
                const auto* bytes = static_cast<const char*>(sqlite3_column_blob(rows, column));
                const auto size = std::size_t(sqlite3_column_bytes(rows, column));
                if (bytes != nullptr) chained.append(bytes, size);
                chained += '\x1f';
            }
            chained = to_hex(crypto::sha256(chained));
        }
        sqlite3_finalize(rows);
    }
    sqlite3_close(handle);
    return chained;
}

}  // namespace gongdan::bench
