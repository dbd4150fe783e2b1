#pragma once
/// The facts of a case as bytes, to be kept: small, and read a million times a report.

#include <string>
#include <string_view>

#include "core/audit/clock_fact.hpp"

namespace gongdan {

/// Grows with every change of what is written; whoever keeps bytes keeps it beside them, and makes them anew when it
/// is another one.
inline constexpr int kFactFormat = 1;

/// Numbers as variable-length integers (7 bits a byte, zigzag), texts with their length in front.
[[nodiscard]] std::string bytes_of(const CaseFact& fact);

/// Errc::internal for bytes that bytes_of() of this format cannot have written.
[[nodiscard]] Result<CaseFact> fact_from(std::string_view bytes);
/// The same into `fact`, whose memory is used again; after an Error it holds anything.
[[nodiscard]] Result<void> read_fact(std::string_view bytes, CaseFact& fact);

}  // namespace gongdan
