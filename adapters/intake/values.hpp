#pragma once
/// What people and systems write into cells, made comparable and read: headers, booleans, numbers.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gongdan::intake {

/// Without white space (also of full width) and invisible marks at both ends, and without the wrappers that keep a
/// spreadsheet from making numbers of ids: ="123", '123, 123<tab>.
[[nodiscard]] std::string clean(std::string_view text);

/// For comparing: full-width letters, digits and brackets become half-width, ASCII lower case, all white space and
/// invisible marks go. "（分钟）" and "(分钟)" are the same then.
[[nodiscard]] std::string fold(std::string_view text);
/// The same, but white space between words becomes one space: "2026/3/2 8:00" must not become "2026/3/28:00".
[[nodiscard]] std::string fold_words(std::string_view text);

/// 是/否, 有/无, 1/0, Y/N, yes/no, T/F, true/false, √/×; nothing for anything else.
[[nodiscard]] std::optional<bool> parse_bool(std::string_view text);

/// A decimal number with or without thousands separators ("1,234.50", "1，234"), as digits without them: "1234.50".
[[nodiscard]] std::optional<std::string> parse_decimal(std::string_view text);
[[nodiscard]] std::optional<double> parse_number(std::string_view text);
/// A whole number; "12.0" is one, "12.5" is none.
[[nodiscard]] std::optional<std::int64_t> parse_integer(std::string_view text);

/// "2.02603E+15": a long id that a spreadsheet has turned into a number; its digits are lost.
[[nodiscard]] bool is_scientific(std::string_view text);

}  // namespace gongdan::intake
