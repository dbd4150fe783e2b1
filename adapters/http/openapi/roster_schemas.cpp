// The schemas of the duty roster and of escalation plans.

#include "adapters/http/openapi/schemas.hpp"

namespace gongdan::http {
namespace {

constexpr std::string_view kRosterSchemas = R"json({
"Roster": {
  "type": "object",
  "description": "As configured, and as it comes out in [from, to). Layers: duties, rotations, shifts; then overrides; then swaps; then absences (among the shifts). Later ones win.",
  "properties": {
    "from": {"type": "string", "format": "date-time"},
    "to": {"type": "string", "format": "date-time"},
    "people": {"type": "array", "items": {"type": "object", "additionalProperties": true}},
    "duties": {"type": "array", "items": {"type": "object", "additionalProperties": true}, "description": "every week"},
    "rotations": {"type": "array", "items": {"type": "object", "additionalProperties": true}, "description": "people who take turns"},
    "shifts": {"type": "array", "items": {"type": "object", "additionalProperties": true}, "description": "single duties and absences"},
    "overrides": {"type": "array", "items": {"type": "object", "additionalProperties": true}, "description": "this person instead of that one"},
    "swaps": {"type": "array", "items": {"type": "object", "additionalProperties": true}, "description": "two people exchange their duties"},
    "cover": {"type": "array", "items": {"type": "object", "additionalProperties": true}, "description": "what somebody must be on duty for"},
    "entries": {"type": "array", "items": {"$ref": "#/components/schemas/RosterEntry"}, "description": "changes made while running"},
    "names": {"$ref": "#/components/schemas/Names"},
    "spans": {"type": "array", "items": {"$ref": "#/components/schemas/DutySpan"}}
  },
  "required": ["from", "to", "people", "duties", "rotations", "shifts", "overrides", "swaps", "cover", "entries", "spans", "names"]
},
"NewRosterFeed": {
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "name": {"type": "string", "minLength": 1, "maxLength": 100, "description": "among those of the tokens, with which it is listed and revoked"},
    "person": {"type": "string", "minLength": 1},
    "expires_at": {"type": "string", "format": "date-time", "description": "absent = never"}
  },
  "required": ["name", "person"]
},
"RosterFeed": {
  "type": "object",
  "properties": {
    "name": {"type": "string"},
    "person": {"type": "string"},
    "expires_at": {"type": ["string", "null"], "format": "date-time"},
    "path": {"type": "string", "description": "of the calendar on this server, for a program that subscribes to calendars; whoever knows it reads this person's duties. Shown this once"}
  },
  "required": ["name", "person", "expires_at", "path"]
},
"DutySpan": {
  "type": "object",
  "properties": {
    "role": {"type": "string"},
    "station": {"type": "string", "description": "of the duty's holder; empty = the whole county"},
    "kind": {"type": "string", "enum": ["weekly", "rotation", "shift"]},
    "holder": {"type": "string", "description": "whose duty it is"},
    "person": {"type": ["string", "null"], "description": "who serves; null: the holder is absent and nobody stands in"},
    "name": {"type": ["string", "null"], "description": "of the person"},
    "absent": {"type": ["string", "null"], "description": "for whom a deputy serves, or nobody"},
    "from": {"type": "string", "format": "date-time"},
    "to": {"type": "string", "format": "date-time"}
  },
  "required": ["role", "station", "kind", "holder", "person", "name", "absent", "from", "to"]
},
"RosterNow": {
  "type": "object",
  "properties": {
    "at": {"type": "string", "format": "date-time"},
    "items": {"type": "array", "items": {"$ref": "#/components/schemas/DutySpan"}, "description": "who serves now, from when and until when"}
  },
  "required": ["at", "items"]
},
"RosterGap": {
  "type": "object",
  "properties": {
    "kind": {"type": "string", "enum": ["uncovered", "absent-without-deputy", "role-unattended"]},
    "role": {"type": "string"},
    "station": {"type": "string"},
    "person": {"type": ["string", "null"], "description": "who is absent"},
    "from": {"type": "string", "format": "date-time"},
    "to": {"type": "string", "format": "date-time"},
    "line": {"type": "integer", "description": "of the cover in roster.yaml; 0 of an absence"},
    "text": {"$ref": "#/components/schemas/Text"}
  },
  "required": ["kind", "role", "station", "person", "from", "to", "line", "text"]
},
"RosterGapList": {
  "type": "object",
  "properties": {
    "from": {"type": "string", "format": "date-time"},
    "to": {"type": "string", "format": "date-time"},
    "items": {"type": "array", "items": {"$ref": "#/components/schemas/RosterGap"}}
  },
  "required": ["from", "to", "items"]
},
"NewRosterEntry": {
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "kind": {"type": "string", "enum": ["override", "swap", "absence"]},
    "person": {"type": "string", "minLength": 1, "maxLength": 100, "description": "who serves, one of those who swap, or who is absent", "examples": ["d2"]},
    "instead_of": {"type": "string", "maxLength": 100, "description": "of an override", "examples": ["d1"]},
    "with": {"type": "string", "maxLength": 100, "description": "of a swap"},
    "deputy": {"type": "string", "maxLength": 100, "description": "of an absence; absent = the person's own"},
    "role": {"type": "string", "maxLength": 100, "description": "of an override or swap; absent = every role"},
    "from": {"type": "string", "format": "date-time"},
    "to": {"type": "string", "format": "date-time", "description": "not included; at most 400 days after from"}
  },
  "required": ["kind", "person", "from", "to"]
},
"RosterEntry": {
  "type": "object",
  "properties": {
    "id": {"type": "string"},
    "kind": {"type": "string", "enum": ["override", "swap", "absence"]},
    "person": {"type": "string"},
    "instead_of": {"type": "string"},
    "with": {"type": "string"},
    "deputy": {"type": "string"},
    "role": {"type": "string"},
    "from": {"type": "string", "format": "date-time"},
    "to": {"type": "string", "format": "date-time"},
    "made_by": {"type": "string"},
    "made_at": {"type": "string", "format": "date-time"},
    "warnings": {"type": "array", "items": {"$ref": "#/components/schemas/FieldProblem"}, "description": "when it was made: who is to serve in a role that they do not hold"}
  },
  "required": ["id", "kind", "person", "role", "from", "to", "made_by", "made_at"]
},
"PlannedRole": {
  "type": "object",
  "properties": {
    "role": {"type": "string"},
    "on_duty": {"type": "boolean", "description": "told because of their duty; else everybody who holds the role and has to do with the ticket is"},
    "reachable": {"type": "boolean", "description": "false: a gap, nobody has an address"},
    "people": {"type": "array", "items": {"type": "object", "additionalProperties": true}, "description": "id, name, channels; not_before: the end of his quiet hours, before which nothing leaves for him, or null"}
  },
  "required": ["role", "on_duty", "reachable", "people"]
},
"PlannedStep": {
  "type": "object",
  "properties": {
    "kind": {"type": "string", "enum": ["breach", "rung", "watch"], "description": "watch: acknowledged, and still not done"},
    "clock": {"type": "string", "description": "of the step under next"},
    "at": {"type": "string", "format": "date-time", "description": "before as_of: at once"},
    "rung": {"type": "integer", "description": "from 1; 0 of a watch"},
    "level": {"type": "integer"},
    "repeat": {"type": "integer", "description": "how often it has fired before"},
    "roles": {"type": "array", "items": {"$ref": "#/components/schemas/PlannedRole"}, "description": "by the roster of that time"},
    "repeats": {"type": "object", "additionalProperties": true, "description": "every_s, more (times at most), last_at"}
  },
  "required": ["kind", "at"]
},
"PlannedClock": {
  "type": "object",
  "properties": {
    "clock": {"type": "string"},
    "title": {"$ref": "#/components/schemas/Text"},
    "cycle": {"type": "integer"},
    "outlook": {"type": "string", "enum": ["climbing", "paused", "acknowledged", "watched", "finished", "silent"],
                "description": "paused: nothing fires until it runs again; acknowledged: nobody else will be told; watched: only when it is still not done; finished: everybody has been; silent: no ladder"},
    "due_at": {"type": "string", "format": "date-time"},
    "breached": {"type": "boolean"},
    "paused_since": {"type": ["string", "null"], "format": "date-time"},
    "exemption": {"anyOf": [{"$ref": "#/components/schemas/Exemption"}, {"type": "null"}], "description": "rungs that a filing holds are listed at its end"},
    "steps": {"type": "array", "items": {"$ref": "#/components/schemas/PlannedStep"}}
  },
  "required": ["clock", "title", "cycle", "outlook", "due_at", "breached", "paused_since", "exemption", "steps"]
},
"EscalationPlan": {
  "type": "object",
  "description": "What happens when nothing is done, for every clock that has not ended.",
  "properties": {
    "case": {"type": "string"},
    "number": {"type": "string"},
    "as_of": {"type": "string", "format": "date-time"},
    "now": {"type": "array", "items": {"$ref": "#/components/schemas/PlannedRole"}, "description": "every role of the ladders, as of now"},
    "next": {"description": "the step at which people are told next; null: nobody will be", "anyOf": [{"$ref": "#/components/schemas/PlannedStep"}, {"type": "null"}]},
    "clocks": {"type": "array", "items": {"$ref": "#/components/schemas/PlannedClock"}},
    "unfit_channels": {"type": "array", "items": {"type": "object", "additionalProperties": true}, "description": "channels of these people over which nothing leaves now: channel, state (holding, failing, resting, gone, missing), until (of holding and resting, or null); holding: it is throttled, and what is not of the highest level waits"}
  },
  "required": ["case", "number", "as_of", "now", "next", "clocks", "unfit_channels"]
}
})json";

}  // namespace

std::string_view roster_schemas() { return kRosterSchemas; }

}  // namespace gongdan::http
