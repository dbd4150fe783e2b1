// The schemas of what is about a desk as a whole.

#include "adapters/http/openapi/schemas.hpp"

namespace gongdan::http {
namespace {

constexpr std::string_view kWorkloadSchemas = R"json({
"TicketFigures": {
  "type": "object",
  "properties": {
    "open": {"type": "integer"},
    "at_risk": {"type": "integer", "description": "as the filter of lists says; such a ticket may be overdue by another of its clocks"},
    "overdue": {"type": "integer"},
    "unassigned": {"type": "integer", "description": "with neither team nor assignee"}
  },
  "required": ["open", "at_risk", "overdue", "unassigned"]
},
"TicketGroup": {
  "type": "object",
  "properties": {
    "id": {"type": "string", "description": "empty: of tickets without one"},
    "title": {"$ref": "#/components/schemas/Text"},
    "workflow": {"type": ["string", "null"], "description": "of a state"},
    "open": {"type": "integer"},
    "at_risk": {"type": "integer"},
    "overdue": {"type": "integer"},
    "unassigned": {"type": "integer"}
  },
  "required": ["id", "title", "workflow", "open", "at_risk", "overdue", "unassigned"]
},
"TicketCounts": {
  "type": "object",
  "properties": {
    "by": {"type": "string", "enum": ["area", "station", "team", "state", "workflow"]},
    "at": {"type": "string", "format": "date-time"},
    "all": {"$ref": "#/components/schemas/TicketFigures"},
    "items": {
      "type": "array",
      "description": "the worst first; groups without open tickets are left out",
      "items": {"$ref": "#/components/schemas/TicketGroup"}
    },
    "left_out": {"type": "integer", "description": "groups beyond the first 1000"}
  },
  "required": ["by", "at", "all", "items", "left_out"]
},
"Presence": {
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "doing": {"type": "string", "enum": ["viewing", "writing", "gone"], "description": "counts for 45 s; writing: a step on this ticket"}
  },
  "required": ["doing"]
},
"Present": {
  "type": "object",
  "properties": {
    "account": {"type": "string"},
    "person": {"type": ["string", "null"], "description": "id in the organisation"},
    "name": {"type": "string"},
    "doing": {"type": "string", "enum": ["viewing", "writing"]},
    "since": {"type": "string", "format": "date-time"}
  },
  "required": ["account", "person", "name", "doing", "since"]
},
"PresentList": {
  "type": "object",
  "properties": {
    "items": {"type": "array", "description": "the others", "items": {"$ref": "#/components/schemas/Present"}}
  },
  "required": ["items"]
}
})json";

}  // namespace

std::string_view workload_schemas() { return kWorkloadSchemas; }

}  // namespace gongdan::http
