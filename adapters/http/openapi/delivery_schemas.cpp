// The schemas of deliveries, notices and test messages.

#include "adapters/http/openapi/schemas.hpp"

namespace gongdan::http {
namespace {

constexpr std::string_view kDeliverySchemas = R"json({
"Delivery": {
  "type": "object",
  "description": "An attempt to deliver, or a dead letter that somebody put back",
  "properties": {
    "seq": {"type": "integer"},
    "at": {"type": "string", "format": "date-time", "description": "when it was handed to the channel"},
    "took_ms": {"type": "integer", "description": "until the channel answered"},
    "outcome": {"type": "string", "enum": ["delivered", "retry", "dead", "requeued"]},
    "channel": {"type": "string"},
    "person": {"type": "string", "description": "recipient, by id in the organisation"},
    "notice": {"type": "string", "description": "the id the receiver was given, the same at each attempt: it drops repeats by it"},
    "list": {"type": "boolean", "description": "many notices in one message"},
    "ticket": {"type": ["string", "null"], "description": "null of a list, and of the test of a channel"},
    "number": {"type": ["string", "null"], "description": "null of a list, and of the test of a channel"},
    "tickets": {"type": "integer", "description": "it is about, of those the caller may see; 0 of a test, which only who sees all tickets sees"},
    "answer": {"type": ["string", "null"], "description": "what the channel said; null when it took the message"},
    "by": {"type": ["string", "null"], "description": "of requeued: who"}
  },
  "required": ["seq", "at", "took_ms", "outcome", "channel", "person", "notice", "list", "ticket", "number", "tickets",
               "answer", "by"]
},
"DeliveryList": {
  "type": "object",
  "properties": {
    "items": {"type": "array", "items": {"$ref": "#/components/schemas/Delivery"}, "description": "newest first; a page may be short, even empty, and another follow"},
    "next_cursor": {"type": ["string", "null"], "description": "null: this was the last page"}
  },
  "required": ["items", "next_cursor"]
},
"Notice": {
  "type": "object",
  "properties": {
    "id": {"type": "string"},
    "escalation": {"type": "string"},
    "channel": {"type": "string"},
    "person": {"type": "string", "description": "recipient, by id in the organisation"},
    "level": {"type": "integer"},
    "state": {"type": "string", "enum": ["pending", "delivered", "dead", "listed"], "description": "listed: an entry of a list that is not delivered yet"},
    "list": {"type": ["string", "null"], "description": "id of the list it goes out in"},
    "list_state": {"type": ["string", "null"], "enum": ["pending", "delivered", "dead", null]},
    "attempts": {"type": "integer", "description": "with those of its list"},
    "next_at": {"type": ["string", "null"], "format": "date-time", "description": "of a pending one: not before"},
    "held_by": {"type": ["string", "null"], "enum": ["throttle", "rest", null], "description": "its channel holds it back until next_at: so that nobody is flooded (what is top goes before), or because the channel rests"},
    "last_answer": {"type": ["string", "null"]},
    "raised_at": {"type": "string", "format": "date-time", "description": "when its rung was due"}
  },
  "required": ["id", "escalation", "channel", "person", "level", "state", "list", "list_state", "attempts", "next_at", "held_by",
               "last_answer", "raised_at"]
},
"NoticeList": {
  "type": "object",
  "properties": {
    "items": {"type": "array", "items": {"$ref": "#/components/schemas/Notice"}, "description": "newest first"},
    "next_cursor": {"type": ["string", "null"]}
  },
  "required": ["items", "next_cursor"]
},
"DeadLetterWish": {
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "channel": {"type": "string", "minLength": 1, "maxLength": 100, "description": "whose dead letters go back into the queue"},
    "since": {"type": "string", "format": "date-time", "description": "only those given up at or after this time; absent = all"}
  },
  "required": ["channel"]
},
"RequeuedAll": {
  "type": "object",
  "properties": {
    "channel": {"type": "string"},
    "requeued": {"type": "integer", "description": "how many went back, under the ids they had; 10 000 at most"},
    "more": {"type": "boolean", "description": "there may be more: ask again"}
  },
  "required": ["channel", "requeued", "more"]
},
"ChannelTest": {
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "to": {"type": "string", "maxLength": 500, "description": "address, as organisation.yaml writes it for this channel; empty where the channel needs none"},
    "text": {"type": "string", "maxLength": 200, "description": "stands behind the words that say it is a test"}
  },
  "required": ["to"]
},
"ChannelTested": {
  "type": "object",
  "properties": {
    "channel": {"type": "string"},
    "message": {"type": "string", "description": "the id the receiver was given"},
    "outcome": {"type": "string", "enum": ["delivered", "retry", "rejected"], "description": "retry: not now; rejected: never, as it stands"},
    "reason": {"description": "zh and en; null when delivered", "anyOf": [{"$ref": "#/components/schemas/Text"}, {"type": "null"}]},
    "took_ms": {"type": "integer"}
  },
  "required": ["channel", "message", "outcome", "reason", "took_ms"]
}
})json";

}  // namespace

std::string_view delivery_schemas() { return kDeliverySchemas; }

}  // namespace gongdan::http
