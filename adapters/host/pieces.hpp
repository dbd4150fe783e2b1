#pragma once
/// Something long on its way out of the house, made while it is taken.

#include <cstddef>
#include <optional>
#include <string>

#include "core/base/result.hpp"

namespace gongdan::host {

/// About as much is made at once: as much as a reader's turn on the pool is worth.
inline constexpr std::size_t kPieceBytes = 64 * 1024;

/// One caller at a time, from any thread; blocks on the disk.
class Pieces {
 public:
    virtual ~Pieces() = default;
    /// The next bytes; none = still looking, ask again; nothing = that was all. After an Error there is no more.
    [[nodiscard]] virtual Result<std::optional<std::string>> next() = 0;
};

}  // namespace gongdan::host
