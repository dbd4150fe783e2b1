#pragma once
/// The seals as rows, and reading the journal's hashes for the next one.

#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>

#include "adapters/sqlite/database.hpp"
#include "core/audit/seal.hpp"

namespace gongdan::sqlite {

inline constexpr std::string_view kSealColumns =
    "number, first_seq, last_seq, root, previous, sealed_at, key, signature";

/// Of a row with kSealColumns. Bytes of a wrong length read as zeros: no signature is right over them.
[[nodiscard]] Seal read_seal(const Rows& rows);

/// Reads beside the writer, over a connection of its own. Sees what is committed. Thread-safe.
class SealReader {
 public:
    explicit SealReader(std::filesystem::path file) : file_(std::move(file)) {}

    /// The last seal; nothing before the first.
    [[nodiscard]] Result<std::optional<Seal>> last();
    /// The hash of every event with seq > `after`, in order, at most `limit`.
    [[nodiscard]] Result<void> hashes(std::int64_t after, std::int64_t limit,
                                      const std::function<void(std::int64_t seq, const Digest& hash)>& take);

 private:
    [[nodiscard]] Result<void> open();

    std::filesystem::path file_;
    std::mutex mutex_;  // guards what follows
    std::optional<Database> database_;
};

}  // namespace gongdan::sqlite
