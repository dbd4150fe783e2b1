#include "adapters/sqlite/seals.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "adapters/sqlite/statements.hpp"

namespace gongdan::sqlite {
namespace {

template <class Bytes>
Bytes bytes_at(const Rows& rows, int column) {
    Bytes bytes{};
    const std::string_view stored = rows.text(column);
    if (stored.size() == bytes.size()) std::copy(stored.begin(), stored.end(), bytes.begin());
    return bytes;
}

template <std::size_t Size>
Blob blob_of(const std::array<std::uint8_t, Size>& bytes) {
    return {{reinterpret_cast<const char*>(bytes.data()), bytes.size()}};
}

}  // namespace

Seal read_seal(const Rows& rows) {
    return {rows.integer(0),
            rows.integer(1),
            rows.integer(2),
            rows.digest(3),
            rows.digest(4),
            rows.instant(5),
            bytes_at<PublicKey>(rows, 6),
            bytes_at<Signature>(rows, 7)};
}

Result<void> SealReader::open() {
    if (database_) return {};
    auto database = Database::open(file_, {OpenMode::read_only, ""});
    if (!database) return database.error();
    database_ = std::move(*database);
    return {};
}

Result<std::optional<Seal>> SealReader::last() {
    const std::lock_guard lock(mutex_);
    if (auto opened = open(); !opened) return opened.error();
    Statement last(*database_, fmt::format("SELECT {} FROM seals ORDER BY number DESC LIMIT 1", kSealColumns));
    Rows rows(last.bind());
    if (rows.next()) return std::optional(read_seal(rows));
    if (auto status = rows.status(); !status) return status.error();
    return std::optional<Seal>();
}

Result<void> SealReader::hashes(std::int64_t after, std::int64_t limit,
                                const std::function<void(std::int64_t seq, const Digest& hash)>& take) {
    const std::lock_guard lock(mutex_);
    if (auto opened = open(); !opened) return opened;
    Statement next(*database_, "SELECT seq, hash FROM journal WHERE seq > ? ORDER BY seq LIMIT ?");
    Rows rows(next.bind(after, limit));
    while (rows.next()) take(rows.integer(0), rows.digest(1));
    return rows.status();
}

Result<void> SqliteStore::keep_seal_in_batch(const Seal& seal) {
    if (auto open = in_batch(); !open) return open;
    return statements_->put_seal
        .bind(seal.number, seal.first_seq, seal.last_seq, seal.root, seal.previous, seal.sealed_at, blob_of(seal.key),
              blob_of(seal.signature))
        .run();
}

}  // namespace gongdan::sqlite
