#pragma once
/// SQLite behind three small owners: a connection, a prepared statement, the rows of one run. Internal to
/// adapters/sqlite. A connection and its statements belong to one thread at a time.

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "adapters/sqlite/write_turn.hpp"
#include "core/audit/digest.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/ticket/event.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace gongdan::sqlite {

enum class OpenMode {
    create,     ///< read and write, made when missing; for its owner only
    existing,   ///< read and write
    read_only,  ///< refuses writes; still shares the write-ahead log with the writer
};

/// Many times the longest transaction of the server (a sweep, a group, a slice of a change of calendar), which rests
/// between the slices of long work.
inline constexpr int kBusyMs = 5000;

struct OpenOptions {
    OpenMode mode = OpenMode::create;
    std::string vfs;        ///< name of a registered file layer; empty = the system's
    int busy_ms = kBusyMs;  ///< how long to wait for another connection's write lock before giving up
};

/// A database that lives as long as its connection, and nowhere else.
inline constexpr const char* kInMemory = ":memory:";

class Database {
 public:
    /// Errc::read_only when the file cannot be opened, Errc::internal when it is no database of SQLite.
    [[nodiscard]] static Result<Database> open(const std::filesystem::path& file, const OpenOptions& options = {});

    /// Runs statements without parameters; rows are thrown away.
    [[nodiscard]] Result<void> execute(const std::string& sql);
    /// The first column of the first row as a number; 0 when there is no row.
    [[nodiscard]] Result<std::int64_t> number(const std::string& sql);

    /// The failure of the last call with result code `code`. Errc::read_only: disk full, failing or locked;
    /// Errc::internal: damaged file or a mistake of ours.
    [[nodiscard]] Error error(int code) const;

    /// To be told when this connection takes the write lock for more than one statement, and lets it go.
    [[nodiscard]] WriteTurn& turn() { return *turn_; }

    [[nodiscard]] bool in_transaction() const;
    [[nodiscard]] std::int64_t changed_rows() const;
    [[nodiscard]] sqlite3* handle() const { return handle_.get(); }

 private:
    struct Closer {
        void operator()(sqlite3* handle) const;
    };
    Database(sqlite3* handle, const std::filesystem::path& file, int busy_ms)
        : turn_(std::make_unique<WriteTurn>(file, handle, std::chrono::milliseconds(busy_ms))), handle_(handle) {}

    std::unique_ptr<WriteTurn> turn_;  // first: it is asked until the connection is closed
    std::unique_ptr<sqlite3, Closer> handle_;
};

struct Blob {
    std::string_view bytes;
};

/// Prepared at its first use and kept. Bound texts are not copied: they must live until the run is over.
class Statement {
 public:
    /// `database` must outlive the statement.
    Statement(const Database& database, std::string sql) : database_(&database), sql_(std::move(sql)) {}

    /// Binds all parameters in order.
    template <class... Values>
    Statement& bind(const Values&... values) {
        int at = 0;
        if (prepare()) (put(++at, values), ...);
        return *this;
    }

    /// The same for a list made at run time.
    Statement& bind_list(const std::vector<std::variant<std::int64_t, std::string>>& values) {
        int at = 0;
        if (!prepare()) return *this;
        for (const auto& value : values) {
            std::visit([this, &at](const auto& held) { put(++at, held); }, value);
        }
        return *this;
    }

    /// Runs to the end, without looking at rows.
    [[nodiscard]] Result<void> run();

 private:
    friend class Rows;
    struct Finalizer {
        void operator()(sqlite3_stmt* handle) const;
    };

    bool prepare();
    void put(int at, std::int64_t value);
    void put(int at, std::string_view value);
    void put(int at, const Blob& value);
    void put(int at, std::nullopt_t value);
    void put(int at, const std::string& value) { put(at, std::string_view(value)); }
    void put(int at, const char* value) { put(at, std::string_view(value)); }
    template <std::integral Integer>
    void put(int at, Integer value) {
        put(at, static_cast<std::int64_t>(value));
    }
    void put(int at, Instant value) { put(at, to_unix_ms(value)); }
    void put(int at, CaseId value) { put(at, to_int(value)); }
    void put(int at, const Digest& value) { put(at, Blob{bytes_of(value)}); }
    template <class Value>
    void put(int at, const std::optional<Value>& value) {
        value ? put(at, *value) : put(at, std::nullopt);
    }
    int step();
    void reset();

    const Database* database_;
    std::string sql_;
    std::unique_ptr<sqlite3_stmt, Finalizer> handle_;
    int failed_ = 0;
};

/// The rows of one run of a statement, which is reset when this dies: an unfinished read would hold back checkpoints.
class Rows {
 public:
    explicit Rows(Statement& statement) : statement_(statement) {}
    ~Rows() { statement_.reset(); }
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;

    /// False at the end and on failure.
    bool next();
    /// The failure that ended the rows, if one did.
    [[nodiscard]] Result<void> status() const;

    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::string_view text(int column) const;  ///< valid until the next row
    [[nodiscard]] Digest digest(int column) const;          ///< all zero when it is no digest
    [[nodiscard]] Instant instant(int column) const { return from_unix_ms(integer(column)); }
    [[nodiscard]] bool null(int column) const;

 private:
    Statement& statement_;
    int code_ = 0;
};

/// A transaction that is rolled back unless commit() succeeded.
class Transaction {
 public:
    explicit Transaction(Database& database) : database_(database) {}
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    [[nodiscard]] Result<void> begin();
    [[nodiscard]] Result<void> commit();

 private:
    Database& database_;
};

}  // namespace gongdan::sqlite
