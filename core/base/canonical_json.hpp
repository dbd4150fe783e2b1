#pragma once
/// RFC 8785 (JSON Canonicalization Scheme) for values without binary floating point.

#include <functional>
#include <string>
#include <string_view>

#include "core/base/json.hpp"

namespace gongdan {

/// Keys sorted by UTF-16 code units, no white space, shortest escapes. A double is a bug (checked): the journal holds
/// decimals as strings or as integers of the smallest unit. Strings must be valid UTF-8, as parse_json() makes sure.
[[nodiscard]] std::string canonical_json(const json::value& value);

/// Same, appended to `out`.
void append_canonical_json(const json::value& value, std::string& out);

/// Writes another value in place of the member `key` and returns true, or returns false to keep the member's own.
using MemberWriter = std::function<bool(std::string_view key, const json::value& value, std::string& out)>;

/// Same for an object some of whose members are written by `instead`, which must append canonical JSON: so that a body
/// with commitments in place of personal values needs no copy of the body.
void append_canonical_object(const json::object& object, std::string& out, const MemberWriter& instead);

/// The canonical form of a string, quotes included.
void append_canonical_string(std::string_view text, std::string& out);

/// Integers beyond ±kCanonicalIntMax are no I-JSON (RFC 7493 §2.2): other RFC 8785 programs would round them, and could
/// not check our hashes.
inline constexpr std::int64_t kCanonicalIntMax = 9'007'199'254'740'991;

/// False when `value` holds a double or an integer beyond ±kCanonicalIntMax anywhere: such input is refused at the
/// edge.
[[nodiscard]] bool is_canonical(const json::value& value);

}  // namespace gongdan
