#pragma once
/// "Did you mean …?": the known name closest to a mistyped one. Internal to core/statechart and the loaders.

#include <string>
#include <string_view>
#include <vector>

#include "core/base/texts.hpp"

namespace gongdan {

/// The name in `known` that is at most a third of its letters away from `given`; empty when none is that close.
[[nodiscard]] std::string nearest(std::string_view given, const std::vector<std::string>& known);

/// What to write instead of `given`, to be put behind a refusal: the nearest name, or all of them when they are few;
/// empty in both languages when neither helps.
[[nodiscard]] LocalText hint_for(std::string_view given, const std::vector<std::string>& known);

}  // namespace gongdan
