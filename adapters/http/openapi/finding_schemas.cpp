// The schemas of findings and of what people decide about them.

#include "adapters/http/openapi/schemas.hpp"

namespace gongdan::http {
namespace {

constexpr std::string_view kFindingSchemas = R"json({
"FindingVerdict": {
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "verdict": {"type": "string", "enum": ["confirmed", "dismissed", "explained"], "description": "it is what it looks like; it is not; it is, for a good reason"},
    "reason": {"type": "string", "minLength": 1, "description": "at most 1000 bytes", "examples": ["no signal in the valley; the photos show 09:12"]}
  },
  "required": ["verdict", "reason"]
},
"Finding": {
  "type": "object",
  "properties": {
    "id": {"type": "string", "description": "rule, case (0 = of no single one) and seq of the event that completed it: always the same", "examples": ["late-arrival.42.137"]},
    "rule": {"type": "string", "examples": ["late-arrival"]},
    "title": {"$ref": "#/components/schemas/Text"},
    "severity": {"type": "string", "enum": ["note", "warning", "serious"]},
    "case": {"type": ["integer", "null"]},
    "number": {"type": ["string", "null"]},
    "evidence": {"type": "array", "items": {"type": "integer"}, "description": "seq of the events that show it"},
    "at": {"type": "string", "format": "date-time", "description": "when the event that completed it happened"},
    "person": {"type": ["string", "null"], "description": "account or crew whom it concerns"},
    "team": {"type": ["string", "null"]},
    "text": {"$ref": "#/components/schemas/Text"},
    "decision": {
      "type": ["object", "null"],
      "description": "the last one; earlier ones stand in the journal",
      "properties": {
        "verdict": {"type": "string", "enum": ["confirmed", "dismissed", "explained"]},
        "reason": {"type": "string"},
        "by": {"type": "string"},
        "role": {"type": "string"},
        "at": {"type": "string", "format": "date-time"}
      },
      "required": ["verdict", "reason", "by", "role", "at"]
    }
  },
  "required": ["id", "rule", "title", "severity", "case", "number", "evidence", "at", "person", "team", "text", "decision"]
},
"FindingList": {
  "type": "object",
  "properties": {
    "items": {"type": "array", "items": {"$ref": "#/components/schemas/Finding"}, "description": "the last found first"},
    "next_cursor": {"type": ["string", "null"]},
    "through": {"type": "integer", "description": "seq of the last event that was looked at"},
    "complete": {"type": "boolean", "description": "false: a long journal is still being read, ask again"},
    "left_out": {"type": "integer", "description": "findings beyond the limit of the list, counted only"},
    "names": {"$ref": "#/components/schemas/Names"}
  },
  "required": ["items", "next_cursor", "through", "complete", "left_out", "names"]
}
})json";

}  // namespace

std::string_view finding_schemas() { return kFindingSchemas; }

}  // namespace gongdan::http
