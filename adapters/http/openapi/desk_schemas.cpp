// The schemas of what the form of a new ticket asks.

#include "adapters/http/openapi/schemas.hpp"

namespace gongdan::http {
namespace {

constexpr std::string_view kDeskSchemas = R"json({
"SimilarTicket": {
  "type": "object",
  "properties": {
    "ticket": {"$ref": "#/components/schemas/Case"},
    "signs": {"type": "array", "items": {"type": "string", "enum": ["customer_no", "phone", "address", "line", "area"]}, "description": "what it has in common with the new one, the surest first"},
    "likely": {"type": "boolean", "description": "false: it has a line or an area in common with a ticket of another kind, and is hardly the same matter"},
    "mended": {"type": "boolean", "description": "the power is back, or the work is only looked over: a call about it now is another fault"}
  },
  "required": ["ticket", "signs", "likely", "mended"]
},
"KnownMatter": {
  "type": "object",
  "description": "What explains the new ticket. It informs, and stops nobody.",
  "properties": {
    "kind": {"type": "string", "enum": ["outage", "filing", "arrears"]},
    "ticket": {
      "type": ["object", "null"],
      "description": "the ticket that says so",
      "properties": {"id": {"type": "string"}, "number": {"type": "string"}, "workflow": {"type": "string"}, "state": {"type": "string"}},
      "required": ["id", "number", "workflow", "state"]
    },
    "filing": {"type": ["string", "null"], "description": "id of the filing"},
    "from": {"type": ["string", "null"], "format": "date-time"},
    "until": {"type": ["string", "null"], "format": "date-time"},
    "over": {"type": "boolean", "description": "its end is past, and nobody has said that it is over"},
    "reason": {"type": ["string", "null"]},
    "amount": {"type": ["integer", "null"], "description": "what is owed, in fen"},
    "close_code": {"type": ["string", "null"], "description": "what a ticket that it explains is usually closed with"}
  },
  "required": ["kind", "ticket", "filing", "from", "until", "over", "reason", "amount", "close_code"]
},
"Similar": {
  "type": "object",
  "properties": {
    "items": {"type": "array", "items": {"$ref": "#/components/schemas/SimilarTicket"}, "description": "open tickets that may be the same matter, the likeliest first: same number, telephone or address; then same line or area and the same workflow; then what is hardly the same. At most 10"},
    "notices": {"type": "array", "items": {"$ref": "#/components/schemas/KnownMatter"}},
    "flags": {"type": "array", "items": {"type": "string"}, "description": "what the register of special customers says of the numbers: values of the workflow's field flags"}
  },
  "required": ["items", "notices", "flags"]
},
"AreaSuggestion": {
  "type": "object",
  "properties": {
    "area": {"type": "string", "examples": ["demo-101"]},
    "name": {"type": "string"},
    "station": {"type": "string"},
    "reason": {"type": "string", "enum": ["tickets", "place", "street"], "description": "earlier tickets of this address; the organisation's places; earlier tickets of its street"},
    "tickets": {"type": "integer", "description": "how many earlier tickets say so"},
    "place": {"type": ["string", "null"], "description": "the place that the address names"},
    "site_class": {"type": ["string", "null"], "description": "a proposal: what most of the area is, or all of those tickets were"}
  },
  "required": ["area", "name", "station", "reason", "tickets", "place", "site_class"]
},
"AreaSuggestions": {
  "type": "object",
  "properties": {
    "items": {"type": "array", "items": {"$ref": "#/components/schemas/AreaSuggestion"}, "description": "the surest first; at most 3"}
  },
  "required": ["items"]
}
})json";

}  // namespace

std::string_view desk_schemas() { return kDeskSchemas; }

}  // namespace gongdan::http
