// The schemas of what things are called: workflows with their fields, states and clocks, and the organisation.

#include "adapters/http/openapi/schemas.hpp"

namespace gongdan::http {
namespace {

constexpr std::string_view kCatalogSchemas = R"json({
"WorkflowSummary": {
  "type": "object",
  "properties": {
    "name": {"type": "string"},
    "title": {"$ref": "#/components/schemas/Text"},
    "version": {"type": "string"},
    "number_prefix": {"type": "string"},
    "initial": {"type": "string"},
    "open_roles": {"type": "array", "items": {"type": "string"}, "description": "who may open one; empty = every role"}
  },
  "required": ["name", "title", "version", "number_prefix", "initial", "open_roles"]
},
"WorkflowList": {
  "type": "object",
  "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/WorkflowSummary"}}},
  "required": ["items"]
},
"WorkflowField": {
  "type": "object",
  "properties": {
    "name": {"type": "string"},
    "title": {"$ref": "#/components/schemas/Text"},
    "type": {"type": "string", "enum": ["text", "enum", "bool", "integer", "decimal", "time", "duration", "set"]},
    "required": {"type": "boolean", "description": "to open a ticket; what a step requires stands with the step"},
    "personal": {"type": "boolean"},
    "values": {
      "type": "array",
      "description": "of an enum or a set",
      "items": {
        "type": "object",
        "properties": {"code": {"type": "string"}, "title": {"$ref": "#/components/schemas/Text"}},
        "required": ["code", "title"]
      }
    },
    "suggestions": {
      "type": "array",
      "description": "of a text: what is usually written, stored as code says; anything else may be",
      "items": {
        "type": "object",
        "properties": {"code": {"type": "string"}, "title": {"$ref": "#/components/schemas/Text"}},
        "required": ["code", "title"]
      }
    },
    "min": {"type": "integer", "description": "of an integer or a decimal: the least that it may hold"},
    "max": {"type": "integer", "description": "of an integer or a decimal: the most that it may hold"},
    "after": {"type": "string", "description": "of a time: the time field that it must be later than"}
  },
  "required": ["name", "title", "type", "required", "personal"]
},
"WorkflowTransition": {
  "type": "object",
  "properties": {
    "event": {"type": "string"},
    "title": {"$ref": "#/components/schemas/Text"},
    "target": {"type": ["string", "null"], "description": "null = the state stays"},
    "guarded": {"type": "boolean", "description": "only under conditions"},
    "guard_fields": {"type": "array", "items": {"type": "string"}, "description": "fields that its conditions look at"},
    "roles": {"type": "array", "items": {"type": "string"}, "description": "who may; empty = every role"},
    "require": {"type": "array", "items": {"type": "string"}, "description": "fields that it needs"},
    "permit": {
      "type": ["array", "null"],
      "items": {"type": "string"},
      "description": "fields that it may set besides those, and no others; null = it may set any"
    },
    "ask": {
      "type": "array",
      "items": {"type": "string"},
      "description": "fields that its form shows from the start; none of them is needed"
    },
    "effect": {
      "type": ["string", "null"],
      "description": "what it does besides moving: chase, bounce, supervise, extend, merge, reopen, attempt"
    }
  },
  "required": ["event", "title", "target", "guarded", "guard_fields", "roles", "require", "permit", "ask", "effect"]
},
"WorkflowState": {
  "type": "object",
  "properties": {
    "name": {"type": "string"},
    "title": {"$ref": "#/components/schemas/Text"},
    "parent": {"type": ["string", "null"], "description": "the state around it"},
    "initial": {"type": ["string", "null"], "description": "of a compound state: where it begins"},
    "compound": {"type": "boolean"},
    "final": {"type": "boolean"},
    "hop": {
      "type": "string",
      "enum": ["none", "desk", "dispatch", "crew", "review"],
      "description": "whose minutes are used here; none = nobody's"
    },
    "transitions": {"type": "array", "items": {"$ref": "#/components/schemas/WorkflowTransition"}}
  },
  "required": ["name", "title", "parent", "initial", "compound", "final", "hop", "transitions"]
},
"WorkflowClock": {
  "type": "object",
  "properties": {
    "name": {"type": "string"},
    "title": {"$ref": "#/components/schemas/Text"},
    "promise": {"type": ["string", "null"], "description": "of the promise set, which gives the limit"},
    "limit": {"type": ["string", "null"], "examples": ["45min", "7wd"]},
    "ladder": {"type": ["string", "null"]}
  },
  "required": ["name", "title", "promise", "limit", "ladder"]
},
"Workflow": {
  "type": "object",
  "properties": {
    "name": {"type": "string"},
    "title": {"$ref": "#/components/schemas/Text"},
    "version": {"type": "string"},
    "number_prefix": {"type": "string"},
    "initial": {"type": "string"},
    "open_roles": {"type": "array", "items": {"type": "string"}},
    "fields": {"type": "array", "items": {"$ref": "#/components/schemas/WorkflowField"}},
    "states": {"type": "array", "items": {"$ref": "#/components/schemas/WorkflowState"}},
    "clocks": {"type": "array", "items": {"$ref": "#/components/schemas/WorkflowClock"}}
  },
  "required": ["name", "title", "version", "number_prefix", "initial", "open_roles", "fields", "states", "clocks"]
},
"Area": {
  "type": "object",
  "properties": {
    "id": {"type": "string"},
    "name": {"type": "string"},
    "manager": {"type": "string", "description": "person id; may be empty"},
    "station": {"type": "string", "description": "id; may be empty"},
    "site_class": {"type": ["string", "null"], "description": "what most of its sites are; a proposal"}
  },
  "required": ["id", "name", "manager", "station", "site_class"]
},
"Station": {
  "type": "object",
  "properties": {"id": {"type": "string"}, "name": {"type": "string"}, "county": {"type": "string"}},
  "required": ["id", "name", "county"]
},
"StaffMember": {
  "type": "object",
  "properties": {
    "id": {"type": "string"},
    "name": {"type": "string"},
    "roles": {"type": "array", "items": {"type": "string"}},
    "station": {"type": "string", "description": "id; empty = works for the whole county"},
    "teams": {"type": "array", "items": {"type": "string"}}
  },
  "required": ["id", "name", "roles", "station", "teams"]
},
"TeamTitle": {
  "type": "object",
  "properties": {"id": {"type": "string", "description": "as tickets hold it in data.team"}, "title": {"$ref": "#/components/schemas/Text"}},
  "required": ["id", "title"]
},
"RoleTitle": {
  "type": "object",
  "properties": {"name": {"type": "string"}, "title": {"$ref": "#/components/schemas/Text"}},
  "required": ["name", "title"]
},
"AreaList": {
  "type": "object",
  "description": "The organisation: areas (台区) with manager and station, stations, people without their addresses, roles.",
  "properties": {
    "items": {"type": "array", "items": {"$ref": "#/components/schemas/Area"}},
    "stations": {"type": "array", "items": {"$ref": "#/components/schemas/Station"}},
    "people": {"type": "array", "items": {"$ref": "#/components/schemas/StaffMember"}},
    "teams": {"type": "array", "items": {"$ref": "#/components/schemas/TeamTitle"}, "description": "crews (抢修班组) with a name of their own; any other is called by its id"},
    "roles": {"type": "array", "items": {"$ref": "#/components/schemas/RoleTitle"}}
  },
  "required": ["items", "stations", "people", "teams", "roles"]
}
})json";

}  // namespace

std::string_view catalog_schemas() { return kCatalogSchemas; }

}  // namespace gongdan::http
