#pragma once
/// JSON of strangers. RFC 8259 §4 leaves open what a key that comes twice in one object means; Boost.JSON takes the
/// last, a proxy or a log before us perhaps the first. So it is refused at the border. What we wrote ourselves (the
/// journal) is read by parse_json() alone, which is twice as fast.

#include "core/base/json.hpp"

namespace gongdan {

/// As parse_json(); moreover Errc::invalid_input, naming the key, when an object at any depth has one twice.
[[nodiscard]] Result<json::value> parse_unambiguous_json(std::string_view text);

}  // namespace gongdan
