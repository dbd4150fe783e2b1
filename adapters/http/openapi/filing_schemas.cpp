// The schemas of filings (重要服务事项报备) and of what they do to a clock.

#include "adapters/http/openapi/schemas.hpp"

namespace gongdan::http {
namespace {

constexpr std::string_view kFilingSchemas = R"json({
"Exemption": {
  "type": "object",
  "description": "A filing covers the clock: it still runs and breaches, and is counted with and without.",
  "properties": {
    "filing": {"type": "string", "examples": ["BB20260712000001"]},
    "from": {"type": "string", "format": "date-time"},
    "until": {"type": "string", "format": "date-time", "description": "end of its period, or when it was withdrawn"},
    "reason": {"type": "string"},
    "evidence": {"type": "string"},
    "approver": {"type": "string"},
    "entered_later": {"type": "boolean", "description": "the clock had ended when the filing was approved"}
  },
  "required": ["filing", "from", "until", "reason", "evidence", "approver", "entered_later"]
},
"NewFiling": {
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "areas": {"type": "array", "items": {"type": "string", "minLength": 1, "maxLength": 100}, "description": "ids or names; at least one", "examples": [["demo-101"]]},
    "workflows": {"type": "array", "items": {"type": "string", "minLength": 1, "maxLength": 100}, "description": "whose clocks it covers; at least one", "examples": [["fault-repair"]]},
    "from": {"type": "string", "format": "date-time", "description": "at most 24 hours ago", "examples": ["2026-07-12T08:00:00+08:00"]},
    "to": {"type": "string", "format": "date-time", "description": "still to come; at most 31 days after from", "examples": ["2026-07-12T20:00:00+08:00"]},
    "reason": {"type": "string", "description": "at most 2000 bytes", "examples": ["typhoon, red warning"]},
    "evidence": {"type": "string", "description": "where the proof lies, such as the number of the warning; at most 2000 bytes", "examples": ["warning 2026-07"]}
  },
  "required": ["areas", "workflows", "from", "to", "reason", "evidence"]
},
"Filing": {
  "type": "object",
  "properties": {
    "id": {"type": "string", "examples": ["BB20260712000001"]},
    "state": {"type": "string", "enum": ["filed", "approved", "withdrawn"]},
    "areas": {"type": "array", "items": {"type": "string"}, "description": "ids"},
    "area_names": {"type": "array", "items": {"type": "string"}},
    "workflows": {"type": "array", "items": {"type": "string"}},
    "from": {"type": "string", "format": "date-time"},
    "to": {"type": "string", "format": "date-time", "description": "as filed; a withdrawn one ends at withdrawn_at"},
    "reason": {"type": "string"},
    "evidence": {"type": "string"},
    "filed_by": {"type": "string"},
    "filed_role": {"type": "string"},
    "filed_at": {"type": "string", "format": "date-time"},
    "approved_by": {"type": ["string", "null"]},
    "approved_role": {"type": ["string", "null"]},
    "approved_at": {"type": ["string", "null"], "format": "date-time"},
    "withdrawn_by": {"type": ["string", "null"]},
    "withdrawn_at": {"type": ["string", "null"], "format": "date-time"}
  },
  "required": ["id", "state", "areas", "area_names", "workflows", "from", "to", "reason", "evidence", "filed_by", "filed_role", "filed_at", "approved_by", "approved_role", "approved_at", "withdrawn_by", "withdrawn_at"]
},
"FilingList": {
  "type": "object",
  "properties": {
    "items": {"type": "array", "items": {"$ref": "#/components/schemas/Filing"}, "description": "the last one filed first"},
    "names": {"$ref": "#/components/schemas/Names"}
  },
  "required": ["items", "names"]
}
})json";

}  // namespace

std::string_view filing_schemas() { return kFilingSchemas; }

}  // namespace gongdan::http
