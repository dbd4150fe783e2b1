#pragma once
/// The limits of a field's own: the least and the most that it may hold. Internal to core/statechart.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/statechart/model.hpp"

namespace gongdan {

/// Whole numbers around a number, both the number itself when it is whole. At the ends of their type they stand for all
/// beyond.
struct WholePart {
    std::int64_t below = 0;
    std::int64_t above = 0;
};

/// Of a decimal as fields take it ("12.5", "-3"); nothing when it is none.
[[nodiscard]] std::optional<WholePart> whole_part(std::string_view decimal);

/// Adds a problem when the number is less than the field's least or more than its most.
void check_range(const Field& field, WholePart number, std::vector<FieldProblem>& problems);

}  // namespace gongdan
