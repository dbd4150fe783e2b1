#include "adapters/http/openapi/schemas.hpp"

#include "core/base/check.hpp"

namespace gongdan::http {
namespace {

constexpr std::string_view kSchemas = R"json({
"Problem": {
  "type": "object",
  "description": "RFC 9457 problem details. 错误说明",
  "properties": {
    "type": {"type": "string", "description": "urn:gongdan:problem:… : stable, for programs"},
    "title": {"type": "string"},
    "status": {"type": "integer"},
    "detail": {"type": "string", "description": "中文"},
    "detail_en": {"type": "string", "description": "English"},
    "instance": {"type": "string", "description": "path of the request"},
    "errors": {"type": "array", "items": {"$ref": "#/components/schemas/FieldProblem"}},
    "allowed_events": {"type": "array", "items": {"type": "string"}, "description": "with 409: what the caller may do now"},
    "problems": {"type": "array", "items": {"$ref": "#/components/schemas/Text"}, "description": "of /readyz: everything that is not ready"}
  },
  "required": ["type", "title", "status", "detail", "detail_en"]
},
"FieldProblem": {
  "type": "object",
  "properties": {
    "pointer": {"type": "string", "description": "RFC 6901 pointer into the body; /query/… and /headers/… outside it"},
    "code": {"type": "string", "description": "required, type, enum, range, unknown, decimal, …"},
    "detail": {"type": "string"},
    "detail_en": {"type": "string"}
  },
  "required": ["pointer", "code", "detail", "detail_en"]
},
"OpenTicket": {
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "workflow": {"type": "string", "minLength": 1, "examples": ["fault-repair"]},
    "data": {"type": "object", "additionalProperties": true, "description": "fields of the workflow; decimals as strings",
             "examples": [{"site_class": "urban", "fault_address": "幸福路 1 号"}]},
    "occurred_at": {"type": "string", "format": "date-time", "description": "when it happened; absent = now"},
    "parent": {"type": "string", "description": "id or number of the case this one belongs to"}
  },
  "required": ["workflow", "data"]
},
"FireEvent": {
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "event": {"type": "string", "minLength": 1, "examples": ["dispatch"]},
    "data": {"type": "object", "additionalProperties": true, "examples": [{"team": "A"}]},
    "occurred_at": {"type": "string", "format": "date-time", "description": "when it happened; absent = now"}
  },
  "required": ["event"]
},
"Comment": {
  "type": "object",
  "additionalProperties": false,
  "properties": {"text": {"type": "string", "minLength": 1, "maxLength": 8000, "description": "at most 8000 bytes of UTF-8"}},
  "required": ["text"]
},
"Reason": {
  "type": "object",
  "additionalProperties": false,
  "properties": {"reason": {"type": "string", "minLength": 1, "maxLength": 1000, "description": "at most 1000 bytes of UTF-8; stands in the journal"}},
  "required": ["reason"]
},
"Merge": {
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "into": {"type": "string", "minLength": 1, "description": "id or number of the master"},
    "data": {"type": "object", "additionalProperties": true},
    "occurred_at": {"type": "string", "format": "date-time"}
  },
  "required": ["into"]
},
"Nothing": {"type": "object", "additionalProperties": false, "properties": {}},
"BatchLine": {
  "type": "object",
  "description": "One line. Beside op: the fields of OpenTicket, FireEvent, Comment or Merge, and what names the target.",
  "properties": {
    "op": {"type": "string", "enum": ["open", "fire", "comment", "merge", "acknowledge"]},
    "ticket": {"type": "string", "description": "id or number; of fire, comment, merge"},
    "escalation": {"type": "string", "description": "of acknowledge: its id, or \"last\" with ticket"},
    "revision": {"type": "integer", "description": "like If-Match"},
    "idempotency_key": {"type": "string", "maxLength": 255,
                        "description": "like the header, for this line; twice in one batch: the second gets the first one's answer, or 422 when the lines differ"}
  },
  "required": ["op"]
},
"BatchResult": {
  "type": "object",
  "description": "One line for each line given, in order.",
  "properties": {
    "line": {"type": "integer"},
    "status": {"type": "integer"},
    "case": {"$ref": "#/components/schemas/Case"},
    "problem": {"$ref": "#/components/schemas/Problem"}
  },
  "required": ["line", "status"]
},
"Clock": {
  "type": "object",
  "properties": {
    "name": {"type": "string"},
    "cycle": {"type": "integer"},
    "status": {"type": "string", "enum": ["running", "paused", "stopped", "cancelled"]},
    "limit": {"type": "string", "examples": ["45min"]},
    "started_at": {"type": "string", "format": "date-time"},
    "due_at": {"type": "string", "format": "date-time"},
    "stopped_at": {"type": ["string", "null"], "format": "date-time"},
    "breached": {"type": "boolean"},
    "overdue_s": {"type": "integer"},
    "remaining_s": {"type": ["integer", "null"]},
    "at_risk": {"type": "boolean", "description": "80 % of the limit have counted, and it is not breached; as the filter of lists says"},
    "at_risk_at": {"type": ["string", "null"], "format": "date-time", "description": "from when on, if nothing happens; null unless it runs and is not breached"},
    "provisional": {"type": "boolean", "description": "a day on the way has no official calendar yet"},
    "exemption": {"anyOf": [{"$ref": "#/components/schemas/Exemption"}, {"type": "null"}]}
  },
  "required": ["name", "status", "started_at", "due_at", "stopped_at", "breached", "overdue_s", "remaining_s", "at_risk", "at_risk_at", "provisional"]
},
"Case": {
  "type": "object",
  "properties": {
    "id": {"type": "string"},
    "number": {"type": "string"},
    "workflow": {"type": "string"},
    "version": {"type": "string"},
    "promise_set": {"type": "string"},
    "state": {"type": "string"},
    "revision": {"type": "integer", "description": "also the ETag"},
    "opened_at": {"type": "string", "format": "date-time"},
    "data": {"type": "object", "additionalProperties": true},
    "clocks": {"type": "array", "items": {"$ref": "#/components/schemas/Clock"}},
    "allowed_events": {"type": "array", "items": {"type": "string"}, "description": "for the caller's roles"},
    "parent": {"type": ["string", "null"]},
    "children": {"type": "array", "items": {"type": "string"}},
    "merged_into": {"type": ["string", "null"]},
    "merged_children": {"type": "array", "items": {"type": "string"}},
    "first_owner": {"type": "string", "description": "首问负责人"},
    "bounces": {"type": "integer"},
    "chases": {"type": "integer"},
    "attempts": {"type": "integer", "description": "in vain to reach the customer for the call-back (回访未接通), since the ticket was last reopened"},
    "supervised": {"type": "boolean"},
    "attachments": {"type": "array", "items": {"$ref": "#/components/schemas/Attachment"}},
    "masked": {"type": "boolean", "description": "personal data is shown masked: the caller's role does not need it (see unmask-ticket)"}
  },
  "required": ["id", "number", "workflow", "version", "state", "revision", "opened_at", "data", "clocks", "allowed_events",
               "parent", "children", "first_owner", "bounces", "chases", "attempts"]
},
"Attachment": {
  "type": "object",
  "description": "A photo or document of a ticket. 附件",
  "properties": {
    "number": {"type": "integer", "description": "from 1, in the order in which they came"},
    "sha256": {"type": "string", "description": "of the original; names the attachment in paths, as its number does"},
    "size": {"type": "integer", "description": "bytes of the original"},
    "media_type": {"type": "string", "enum": ["image/jpeg", "image/png", "image/webp", "application/pdf", "text/plain"],
                   "description": "sniffed from the content"},
    "name": {"type": "string"},
    "added_at": {"type": "string", "format": "date-time"},
    "actor": {"type": "string"},
    "evidence": {"type": ["object", "null"], "additionalProperties": true, "description": "what the camera noted: taken_at, and for those who see personal data latitude, longitude (decimal degrees as strings) and device"},
    "erased": {"type": "boolean", "description": "the file is gone"}
  },
  "required": ["number", "sha256", "size", "media_type", "name", "added_at", "actor", "evidence", "erased"]
},
"AttachmentList": {
  "type": "object",
  "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/Attachment"}}},
  "required": ["items"]
},
"CaseList": {
  "type": "object",
  "properties": {
    "items": {"type": "array", "items": {"$ref": "#/components/schemas/Case"}},
    "next_cursor": {"type": ["string", "null"], "description": "null = this was the last page"}
  },
  "required": ["items", "next_cursor"]
},
"Event": {
  "type": "object",
  "description": "A fact of the journal; each type has fields of its own beside these.",
  "properties": {
    "seq": {"type": "integer", "description": "place in the whole journal"},
    "at": {"type": "string", "format": "date-time", "description": "when it happened"},
    "recorded_at": {"type": "string", "format": "date-time"},
    "case": {"type": "string"},
    "type": {"type": "string", "examples": ["case.moved", "clock.breached"]}
  },
  "required": ["seq", "at", "recorded_at", "case", "type"]
},
"EventList": {
  "type": "object",
  "properties": {
    "items": {"type": "array", "items": {"$ref": "#/components/schemas/Event"}},
    "next_after": {"type": ["integer", "null"], "description": "give it as ?after= for the next page"},
    "names": {"$ref": "#/components/schemas/Names"}
  },
  "required": ["items", "next_after", "names"]
},
"Names": {
  "type": "object",
  "additionalProperties": {"type": "string"},
  "description": "what the people are called whose accounts, tokens or ids stand in this answer; who is not in the organisation any more is left out",
  "examples": [{"dispatcher1": "李调度"}]
},
"Explanation": {
  "type": "object",
  "description": "Every stretch of time from the start of the clock, whether it counted, and why.",
  "properties": {
    "case": {"type": "string"},
    "clock": {"type": "string"},
    "cycle": {"type": "integer"},
    "status": {"type": "string"},
    "outcome": {"type": "string", "enum": ["open", "overdue", "met", "breached", "cancelled"]},
    "promise_set": {"type": "string"},
    "limit": {"type": "string"},
    "budget_ms": {"type": "integer"},
    "calendar": {"type": "string"},
    "started_at": {"type": "string", "format": "date-time"},
    "due_at": {"type": "string", "format": "date-time"},
    "until": {"type": "string", "format": "date-time"},
    "counted_s": {"type": "integer"},
    "remaining_s": {"type": "integer"},
    "overdue_s": {"type": "integer"},
    "pauses": {"type": "array", "items": {"type": "object", "additionalProperties": true}},
    "changes": {"type": "array", "items": {"type": "object", "additionalProperties": true}},
    "exemption": {"anyOf": [{"$ref": "#/components/schemas/Exemption"}, {"type": "null"}]},
    "segments": {"type": "array", "items": {"type": "object", "additionalProperties": true}}
  },
  "required": ["case", "clock", "status", "outcome", "limit", "started_at", "due_at", "counted_s", "pauses", "segments"]
},
"Escalation": {
  "type": "object",
  "properties": {
    "id": {"type": "string"},
    "ticket": {"type": "string"},
    "number": {"type": "string"},
    "area": {"type": "string", "description": "as the ticket names it, by id or by name; may be empty"},
    "clock": {"type": "string"},
    "rung": {"type": "integer"},
    "level": {"type": "integer"},
    "to": {"type": "array", "items": {"type": "string"}, "description": "roles"},
    "people": {"type": "array", "items": {"type": "string"}},
    "raised_at": {"type": "string", "format": "date-time"},
    "acknowledged_at": {"type": ["string", "null"], "format": "date-time"},
    "acknowledged_by": {"type": ["string", "null"]}
  },
  "required": ["id", "ticket", "number", "area", "clock", "rung", "level", "to", "people", "raised_at", "acknowledged_at",
               "acknowledged_by"]
},
"Intake": {
  "type": "object",
  "properties": {
    "from": {"type": "string", "format": "date-time"},
    "every_min": {"type": "integer"},
    "opened": {"type": "array", "items": {"type": "integer"},
               "description": "tickets opened in each stretch from `from` on; the last one holds the present"}
  },
  "required": ["from", "every_min", "opened"]
},
"EscalationList": {
  "type": "object",
  "properties": {
    "items": {"type": "array", "items": {"$ref": "#/components/schemas/Escalation"}},
    "next_cursor": {"type": ["string", "null"]},
    "names": {"$ref": "#/components/schemas/Names"}
  },
  "required": ["items", "next_cursor", "names"]
},
"Text": {
  "type": "object",
  "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
  "required": ["zh", "en"]
},
"Channel": {
  "type": "object",
  "properties": {
    "name": {"type": "string"},
    "title": {"description": "zh and en; null when not configured", "anyOf": [{"$ref": "#/components/schemas/Text"}, {"type": "null"}]},
    "plugin": {"type": ["string", "null"], "examples": ["file", "webhook", "exec", "shared-object"]},
    "state": {"type": "string", "enum": ["delivering", "holding", "failing", "resting", "gone", "not-configured"],
              "description": "holding: it works, and what waits is held back so that nobody is flooded; failing: its last message was given up; resting: after failures, or because the receiver asked; gone: the receiver is no more; not-configured: people or notices name it, and nothing delivers"},
    "people": {"type": "integer", "description": "who have an address on it"},
    "pending": {"type": "integer", "description": "messages that wait; a list is one"},
    "oldest_pending_at": {"type": ["string", "null"], "format": "date-time", "description": "when the rung of the message that waits longest was due"},
    "dead": {"type": "integer", "description": "dead letters"},
    "delivered": {"type": "integer", "description": "since the start"},
    "retried": {"type": "integer", "description": "since the start"},
    "resting_until": {"type": ["string", "null"], "format": "date-time", "description": "of a resting channel: when it is tried again; of a holding one: when the next message goes out"},
    "failing_since": {"type": ["string", "null"], "format": "date-time", "description": "when the first message since the last delivery was given up, whatever the state"},
    "last_answer": {"type": ["string", "null"], "description": "of the last attempt that failed"},
    "last_delivered_at": {"type": ["string", "null"], "format": "date-time"},
    "last_failed_at": {"type": ["string", "null"], "format": "date-time"}
  },
  "required": ["name", "title", "plugin", "state", "people", "pending", "oldest_pending_at", "dead", "delivered",
               "retried", "resting_until", "failing_since", "last_answer", "last_delivered_at", "last_failed_at"]
},
"ChannelList": {
  "type": "object",
  "properties": {
    "items": {"type": "array", "items": {"$ref": "#/components/schemas/Channel"}, "description": "as configured, then those that are not"}
  },
  "required": ["items"]
},
"ChannelPreview": {
  "type": "object",
  "properties": {
    "channel": {"type": "string"},
    "plugin": {"type": "string"},
    "title": {"type": "string", "description": "empty, like the body, for a channel that gets the message as it is"},
    "body": {"type": "string"},
    "payload": {"type": "object", "additionalProperties": true, "description": "what goes out, without signatures"}
  },
  "required": ["channel", "plugin", "title", "body", "payload"]
},
"DeadLetter": {
  "type": "object",
  "properties": {
    "id": {"type": "string"},
    "escalation": {"type": "string"},
    "ticket": {"type": ["string", "null"], "description": "null of a list"},
    "list": {"type": "boolean", "description": "many notices in one message"},
    "count": {"type": "integer", "description": "notices in it"},
    "tickets": {"type": "array", "items": {"type": "string"}, "description": "it is about; of a list the first hundred"},
    "channel": {"type": "string"},
    "person": {"type": "string"},
    "state": {"type": "string"},
    "attempts": {"type": "integer"},
    "last_answer": {"type": "string"},
    "raised_at": {"type": "string", "format": "date-time"},
    "message": {"description": "as handed to the channel; of a list without its entries"}
  },
  "required": ["id", "escalation", "ticket", "list", "count", "tickets", "channel", "person", "state", "attempts",
               "last_answer", "raised_at"]
},
"DeadLetterList": {
  "type": "object",
  "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/DeadLetter"}}},
  "required": ["items"]
},
"Requeued": {
  "type": "object",
  "properties": {"id": {"type": "string"}, "state": {"type": "string"}},
  "required": ["id", "state"]
},
"Health": {
  "type": "object",
  "properties": {"status": {"type": "string"}},
  "required": ["status"]
},
"Report": {
  "type": "object",
  "properties": {
    "title": {"$ref": "#/components/schemas/Text"},
    "facts": {"type": "array", "items": {"type": "object", "additionalProperties": true}, "description": "what it is about: source, days, …"},
    "notes": {"type": "array", "items": {"$ref": "#/components/schemas/Text"}, "description": "what is missing"},
    "sheets": {"type": "object", "additionalProperties": true, "description": "tables by id: title, note, columns (id, title), rows ({column: value}; key names the tickets behind a row), left_out. Counts and seconds are integers, percents and decimals are strings; null: nothing to say"}
  },
  "required": ["title", "facts", "notes", "sheets"]
},
"Readiness": {
  "type": "object",
  "properties": {"ready": {"type": "boolean", "description": "true: what is not ready is a 503 problem"}},
  "required": ["ready"]
}
})json";

}  // namespace

const json::object& schemas() {
    static const json::object parsed = [] {
        json::object all;
        for (const std::string_view part :
             {kSchemas, account_schemas(), roster_schemas(), delivery_schemas(), filing_schemas(), finding_schemas(),
              proof_schemas(), catalog_schemas(), desk_schemas(), administration_schemas(), workload_schemas()}) {
            const auto value = parse_json(part);
            GONGDAN_CHECK(value.ok() && value->is_object(), "the schemas are JSON");
            for (const auto& [name, schema] : value->as_object()) all[name] = schema;
        }
        return all;
    }();
    return parsed;
}

const json::object& schema(std::string_view name) {
    const auto* found = get_object(schemas(), name);
    GONGDAN_CHECK(found != nullptr, "every schema a route names exists");
    return *found;
}

}  // namespace gongdan::http
