#pragma once
/// The JSON schemas of the API (JSON Schema 2020-12, as OpenAPI 3.1 uses them): published, and used to check bodies.

#include <string_view>

#include "core/base/json.hpp"

namespace gongdan::http {

/// All of them by name. Lives as long as the program.
[[nodiscard]] const json::object& schemas();

/// The schema `name`. A name that does not exist is a bug (checked).
[[nodiscard]] const json::object& schema(std::string_view name);

/// Those of accounts, sessions and tokens, as JSON text: part of schemas().
[[nodiscard]] std::string_view account_schemas();

/// Those of the duty roster and of escalation plans, likewise.
[[nodiscard]] std::string_view roster_schemas();

/// Those of deliveries, likewise.
[[nodiscard]] std::string_view delivery_schemas();

/// Those of filings and exemptions, likewise.
[[nodiscard]] std::string_view filing_schemas();

/// Those of findings, likewise.
[[nodiscard]] std::string_view finding_schemas();

/// Those of seals, verifications and proofs, likewise.
[[nodiscard]] std::string_view proof_schemas();

/// Those of workflows and of the organisation, likewise.
[[nodiscard]] std::string_view catalog_schemas();

/// Those of what the form of a new ticket asks, likewise.
[[nodiscard]] std::string_view desk_schemas();

/// Those of what an administrator sets up, likewise.
[[nodiscard]] std::string_view administration_schemas();

/// Those of counts and of who is there, likewise.
[[nodiscard]] std::string_view workload_schemas();

}  // namespace gongdan::http
