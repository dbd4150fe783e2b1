#pragma once
/// The baseline of durable figures: the same bytes into the same tables by the plain SQLite interface, with nothing in
/// between. A recording holds what the engine's run wrote, in the order and the groups in which it wrote it.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <variant>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace gongdan::bench {

struct Bytes {
    std::string bytes;
};
using Value = std::variant<std::monostate, std::int64_t, std::string, Bytes>;

struct RawWrite {
    std::size_t statement = 0;  ///< index into Recording::statements
    std::vector<Value> values;
};

struct Recording {
    std::vector<std::string> statements;
    std::vector<std::vector<RawWrite>> groups;  ///< one transaction each
};

/// Not thread-safe. Throws std::runtime_error.
class RawSqlite {
 public:
    /// Opens a database that has its tables already, with the pragmas of our store.
    explicit RawSqlite(const std::filesystem::path& file);

    /// Writes groups [from, to) of `recording`, each one transaction.
    void write(const Recording& recording, std::size_t from, std::size_t to);

 private:
    struct Closer {
        void operator()(sqlite3* handle) const;
    };
    struct Finalizer {
        void operator()(sqlite3_stmt* handle) const;
    };
    using Prepared = std::unique_ptr<sqlite3_stmt, Finalizer>;

    void execute(const char* sql);
    [[nodiscard]] Prepared prepare(const std::string& sql);
    void run(sqlite3_stmt* statement, const std::vector<Value>& values);

    std::unique_ptr<sqlite3, Closer> handle_;
    std::vector<Prepared> statements_;
};

/// All rows of the tables that transitions write, as one hash: two databases that hold the same rows have the same one.
[[nodiscard]] std::string fingerprint_of(const std::filesystem::path& file);

}  // namespace gongdan::bench
