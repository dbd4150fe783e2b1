#pragma once
/// Scopes as JSON: how they are stored, given and shown.

#include "core/access/rights.hpp"
#include "core/base/json.hpp"
#include "core/escalation/organisation.hpp"

namespace gongdan {

/// {"person": "p1", "stations": […], "areas": […], "teams": […]}
[[nodiscard]] json::object scope_view(const Scope& scope);

[[nodiscard]] json::value scope_or_null(const std::optional<Scope>& scope);

/// What is absent or of another type is empty.
[[nodiscard]] Scope read_scope(const json::object& view);

/// Persons, stations and areas that the organisation does not have; pointers begin with `at`. Teams are free names.
[[nodiscard]] std::vector<FieldProblem> unknown_in(const Scope& scope, const Organisation& organisation,
                                                   std::string_view at);

}  // namespace gongdan
