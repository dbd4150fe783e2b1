#include "adapters/sqlite/database.hpp"

#include <sqlite3.h>

#include <algorithm>

#include "adapters/sqlite/data_directory.hpp"

namespace gongdan::sqlite {
namespace {

int flags_of(OpenMode mode) {
    const int common = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    switch (mode) {
        case OpenMode::create: return common | SQLITE_OPEN_CREATE;
        case OpenMode::existing:
        // Opened for writing all the same: the first reader of a log may have to rebuild its index.
        case OpenMode::read_only: return common;
    }
    return common;
}

/// What the operator has to look at: the disk (or another program), or us. `own`: we wrote ourselves while this waited.
Error explain(int code, const std::string& said, bool own) {
    switch (code & 0xff) {
        case SQLITE_FULL: return fail(Errc::read_only, "store.full", said);
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
        case SQLITE_READONLY:
        case SQLITE_NOMEM: return fail(Errc::read_only, "store.failing", said);
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_PROTOCOL: return fail(Errc::read_only, own ? "store.busy-own" : "store.busy", said);
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB: return fail(Errc::internal, "store.damaged", said);
        default: return fail(Errc::internal, "store.mistake", said);
    }
}

}  // namespace

void Database::Closer::operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }

Result<Database> Database::open(const std::filesystem::path& file, const OpenOptions& options) {
    // Nobody reads SQLite's memory figures, and keeping them takes a lock at every allocation of every thread. Refused,
    // without harm, when another part of the program has started SQLite already.
    [[maybe_unused]] static const int configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    if (options.mode == OpenMode::create && file != kInMemory) keep_private(file);
    sqlite3* handle = nullptr;
    const char* vfs = options.vfs.empty() ? nullptr : options.vfs.c_str();
    const int code = sqlite3_open_v2(file.c_str(), &handle, flags_of(options.mode), vfs);
    Database database(handle, file, options.busy_ms);
    if (code != SQLITE_OK) return fail(Errc::read_only, "store.cannot-open", file.string(), sqlite3_errstr(code));
    if (options.mode == OpenMode::read_only) {
        if (auto done = database.execute("PRAGMA query_only=ON"); !done) return done.error();
    }
    return database;
}

Result<void> Database::execute(const std::string& sql) {
    const int code = sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr);
    return code == SQLITE_OK ? Result<void>() : Result<void>(error(code));
}

Result<std::int64_t> Database::number(const std::string& sql) {
    Statement statement(*this, sql);
    Rows rows(statement.bind());
    const std::int64_t number = rows.next() ? rows.integer(0) : 0;
    if (auto status = rows.status(); !status) return status.error();
    return number;
}

Error Database::error(int code) const {
    const bool remembered = sqlite3_extended_errcode(handle_.get()) == code;
    return explain(code, remembered ? sqlite3_errmsg(handle_.get()) : sqlite3_errstr(code), turn_->was_held());
}

bool Database::in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }

std::int64_t Database::changed_rows() const { return sqlite3_changes64(handle_.get()); }

void Statement::Finalizer::operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }

bool Statement::prepare() {
    failed_ = SQLITE_OK;
    if (handle_) return true;
    sqlite3_stmt* handle = nullptr;
    failed_ = sqlite3_prepare_v3(database_->handle(), sql_.c_str(), int(sql_.size()) + 1, SQLITE_PREPARE_PERSISTENT,
                                 &handle, nullptr);
    handle_.reset(handle);
    return failed_ == SQLITE_OK;
}

void Statement::put(int at, std::int64_t value) {
    if (const int code = sqlite3_bind_int64(handle_.get(), at, value); code != SQLITE_OK) failed_ = code;
}

void Statement::put(int at, std::string_view value) {
    // A null pointer would bind NULL; an empty text is not NULL.
    const char* bytes = value.data() == nullptr ? "" : value.data();
    const int code = sqlite3_bind_text64(handle_.get(), at, bytes, value.size(), SQLITE_STATIC, SQLITE_UTF8);
    if (code != SQLITE_OK) failed_ = code;
}

void Statement::put(int at, const Blob& value) {
    const int code = sqlite3_bind_blob64(handle_.get(), at, value.bytes.data(), value.bytes.size(), SQLITE_STATIC);
    if (code != SQLITE_OK) failed_ = code;
}

void Statement::put(int at, std::nullopt_t) {
    if (const int code = sqlite3_bind_null(handle_.get(), at); code != SQLITE_OK) failed_ = code;
}

int Statement::step() {
    if (!handle_ && failed_ == SQLITE_OK) prepare();
    return failed_ != SQLITE_OK ? failed_ : sqlite3_step(handle_.get());
}

void Statement::reset() {
    if (handle_) sqlite3_reset(handle_.get());
}

Result<void> Statement::run() {
    int code = step();
    while (code == SQLITE_ROW) code = step();
    if (code == SQLITE_DONE) {
        reset();
        return {};
    }
    Error failure = database_->error(code);  // before the reset, which forgets the message
    reset();
    return failure;
}

bool Rows::next() {
    code_ = statement_.step();
    return code_ == SQLITE_ROW;
}

Result<void> Rows::status() const {
    if (code_ == SQLITE_ROW || code_ == SQLITE_DONE || code_ == SQLITE_OK) return {};
    return statement_.database_->error(code_);
}

std::int64_t Rows::integer(int column) const { return sqlite3_column_int64(statement_.handle_.get(), column); }

std::string_view Rows::text(int column) const {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_.handle_.get(), column));
    return bytes == nullptr
               ? std::string_view()
               : std::string_view(bytes, std::size_t(sqlite3_column_bytes(statement_.handle_.get(), column)));
}

Digest Rows::digest(int column) const {
    Digest digest{};
    const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_.handle_.get(), column));
    const auto size = std::size_t(sqlite3_column_bytes(statement_.handle_.get(), column));
    if (bytes != nullptr && size == digest.size()) std::copy_n(bytes, size, digest.begin());
    return digest;
}

bool Rows::null(int column) const { return sqlite3_column_type(statement_.handle_.get(), column) == SQLITE_NULL; }

Result<void> Transaction::begin() {
    auto begun = database_.execute("BEGIN IMMEDIATE");
    if (begun) database_.turn().hold(true);
    return begun;
}

Result<void> Transaction::commit() {
    auto committed = database_.execute("COMMIT");
    if (committed) database_.turn().hold(false);
    return committed;
}

Transaction::~Transaction() {
    // Several failures have SQLite roll back by itself; then there is nothing left to do.
    if (database_.in_transaction()) (void)database_.execute("ROLLBACK");
    database_.turn().hold(false);
}

}  // namespace gongdan::sqlite
