#pragma once
/// Boost.JSON is the value type of case data. These helpers read it without exceptions.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json.hpp>

#include "core/base/result.hpp"
#include "core/base/time.hpp"

namespace gongdan {

namespace json = boost::json;

/// Parses one JSON document: at most `kJsonMaxDepth` deep, UTF-8 checked, no trailing text.
/// Errc::invalid_input with the byte offset of the mistake. The value, and by default its copies, live in `storage`:
/// give an arena for one that is read and thrown away.
[[nodiscard]] Result<json::value> parse_json(std::string_view text, json::storage_ptr storage = {});

/// RFC 3339 in China's time (format_time), or null.
[[nodiscard]] json::value time_or_null(const std::optional<Instant>& at);

/// The member `key` when it is present and a string / integer / bool / object; nothing otherwise.
/// The returned views live as long as `object`.
[[nodiscard]] std::optional<std::string_view> get_string(const json::object& object, std::string_view key);
[[nodiscard]] std::optional<std::int64_t> get_int(const json::object& object, std::string_view key);
[[nodiscard]] std::optional<bool> get_bool(const json::object& object, std::string_view key);
[[nodiscard]] const json::object* get_object(const json::object& object, std::string_view key);
[[nodiscard]] const json::array* get_array(const json::object& object, std::string_view key);

/// Same, as an owned string; empty when absent.
[[nodiscard]] std::string string_or_empty(const json::object& object, std::string_view key);

inline constexpr std::size_t kJsonMaxDepth = 32;  ///< deeper input is hostile or a mistake

}  // namespace gongdan
