// A scan's reading of seals, and what the file itself tells of its state.

#include <sqlite3.h>

#include <fmt/format.h>

#include "adapters/sqlite/scan.hpp"
#include "adapters/sqlite/schema.hpp"
#include "adapters/sqlite/seals.hpp"

namespace gongdan::sqlite {
namespace {

/// Steps of SQLite's machine between two looks at whether to go on: some milliseconds.
constexpr int kStepsPerLook = 100'000;

/// Of a program that did not seal, and not migrated yet?
Result<bool> is_before_seals(Database& database) {
    const auto version = database.number("PRAGMA user_version");
    if (!version) return version.error();
    return *version < kSealsSince;
}

Result<std::vector<Seal>> read_seals(Database& database, const std::string& condition, std::int64_t number, int limit) {
    const auto none = is_before_seals(database);
    if (!none) return none.error();
    std::vector<Seal> seals;
    if (*none) return seals;
    Statement some(database, fmt::format("SELECT {} FROM seals WHERE {} LIMIT ?2", kSealColumns, condition));
    Rows rows(some.bind(number, limit));
    while (rows.next()) seals.push_back(read_seal(rows));
    if (auto read = rows.status(); !read) return read.error();
    return seals;
}

}  // namespace

void Scan::give_up_when(const std::atomic<bool>& stop) {
    const auto asked = [](void* given) { return static_cast<const std::atomic<bool>*>(given)->load() ? 1 : 0; };
    sqlite3_progress_handler(database_.handle(), kStepsPerLook, asked, const_cast<std::atomic<bool>*>(&stop));
}

Result<void> Scan::integrity() {
    Statement check(database_, "PRAGMA integrity_check(1)");
    Rows rows(check.bind());
    if (rows.next() && rows.text(0) != "ok") return fail(Errc::internal, "store.damaged", rows.text(0));
    return rows.status();
}

Result<void> Scan::seals(const std::function<Result<void>(const Seal&)>& take) {
    const auto none = is_before_seals(database_);
    if (!none) return none.error();
    if (*none) return {};
    Statement all(database_, fmt::format("SELECT {} FROM seals ORDER BY number", kSealColumns));
    Rows rows(all.bind());
    while (rows.next()) {
        if (auto taken = take(read_seal(rows)); !taken) return taken;
    }
    return rows.status();
}

Result<std::vector<Seal>> Scan::seals_before(std::int64_t before, int limit) {
    return read_seals(database_, "?1 = 0 OR number < ?1 ORDER BY number DESC", before, limit);
}

Result<std::vector<Seal>> Scan::seals_after(std::int64_t after, int limit) {
    return read_seals(database_, "number > ?1 ORDER BY number", after, limit);
}

}  // namespace gongdan::sqlite
