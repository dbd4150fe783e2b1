#pragma once
/// The proof of one ticket out of a database.

#include <filesystem>

#include "adapters/sqlite/scan.hpp"
#include "core/base/json.hpp"

namespace gongdan::proof {

/// The history of a ticket up to its event at `through`, with the paths to the seals over it (core/audit/proof.hpp).
/// Errc::not_found when no ticket's event has that number. Memory: the hashes of one seal's events.
[[nodiscard]] Result<json::object> prove_case(const std::filesystem::path& file, std::int64_t through);

}  // namespace gongdan::proof
