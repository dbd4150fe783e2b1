#pragma once
/// A cell's text as a value of a workflow's field.

#include <optional>

#include "adapters/intake/row_view.hpp"
#include "core/base/json.hpp"
#include "core/statechart/model.hpp"

namespace gongdan::intake {

/// `text` as the field's type asks: an enumeration by its code or its title in either language, a time in the row's
/// zone as RFC 3339, … Nothing when it cannot be read as that.
[[nodiscard]] std::optional<json::value> field_value(const Field& field, const std::string& text, const RowView& view);

/// Puts `text` into `data` when the workflow has the field; an unreadable value is left out and becomes a finding that
/// names `column`. Empty text puts nothing.
void put_field(json::object& data, const Field* field, const std::string& text, std::string_view column, RowView& view);

}  // namespace gongdan::intake
