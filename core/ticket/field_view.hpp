#pragma once
/// What is said of the fields of an input, as problem details and warnings have it.

#include <vector>

#include "core/base/json.hpp"
#include "core/base/result.hpp"

namespace gongdan {

/// [{"pointer", "code", "detail" (Chinese), "detail_en"}]
[[nodiscard]] json::array field_views(const std::vector<FieldProblem>& fields);

}  // namespace gongdan
