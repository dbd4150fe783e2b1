#pragma once
/// Personal data for eyes that do not need it (DOMAIN.md §3, prohibition 6: leaking customer data). Enough is left to
/// tell two customers apart in a conversation; not enough to call or to visit one.

#include <string>
#include <string_view>

#include "core/base/json.hpp"
#include "core/statechart/model.hpp"

namespace gongdan {

/// How somebody sees personal data.
enum class Privacy { plain, masked };

/// name "张三丰" → "张**"; phone "13800000000" → "138****0000"; address "城北区幸福路 1 号" → "城北区****"; other: as a
/// phone when it is made of digits, else as a name. `value` is UTF-8.
[[nodiscard]] std::string mask(Personal kind, std::string_view value);

/// Mobile numbers and identity card numbers that people write into free text, in one piece or in groups with blanks or
/// hyphens between them.
[[nodiscard]] std::string mask_text(std::string_view text);

/// Whether mask_text() would find something.
[[nodiscard]] bool holds_private_number(std::string_view text);

/// The fields of a case or of an event, each by its kind; free text by mask_text(). Values that are not text and are
/// personal become null.
[[nodiscard]] json::object mask_data(const Workflow& workflow, const json::object& data);

}  // namespace gongdan
