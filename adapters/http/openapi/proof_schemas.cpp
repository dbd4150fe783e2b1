// The schemas of seals, of verifications and of proofs.

#include "adapters/http/openapi/schemas.hpp"

namespace gongdan::http {
namespace {

constexpr std::string_view kProofSchemas = R"json({
"Seal": {
  "type": "object",
  "properties": {
    "number": {"type": "integer"},
    "first_seq": {"type": "integer", "description": "the events it covers, both included"},
    "last_seq": {"type": "integer"},
    "root": {"type": "string", "description": "Merkle root over their hashes (RFC 9162); hexadecimal"},
    "previous": {"type": "string", "description": "digest of the seal before; zeros in the first"},
    "sealed_at": {"type": "string", "format": "date-time"},
    "key": {"type": "string", "description": "public key (Ed25519) that signed it; hexadecimal"},
    "signature": {"type": "string", "description": "over the RFC 8785 JSON of the members above; hexadecimal"},
    "digest": {"type": "string", "description": "SHA-256 of what was signed: what a third party keeps; hexadecimal"}
  },
  "required": ["number", "first_seq", "last_seq", "root", "previous", "sealed_at", "key", "signature", "digest"]
},
"SealList": {
  "type": "object",
  "properties": {
    "items": {"type": "array", "items": {"$ref": "#/components/schemas/Seal"}},
    "next_cursor": {"type": ["string", "null"]}
  },
  "required": ["items", "next_cursor"]
},
"SealCarrier": {
  "type": "object",
  "properties": {
    "channel": {"type": "string"},
    "carried": {"type": "integer", "description": "number of the last seal it took since the start; 0 = none"},
    "carried_at": {"type": ["string", "null"], "format": "date-time"},
    "refused": {"description": "why it did not take the last one", "oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Text"}]}
  },
  "required": ["channel", "carried", "carried_at", "refused"]
},
"Verification": {
  "type": "object",
  "properties": {
    "state": {"type": "string", "enum": ["never", "running", "sound", "faulty", "stopped"], "description": "never: not since the start of the server; stopped: the server was stopped meanwhile"},
    "by": {"type": "string", "description": "who asked for it; empty = the server, daily"},
    "started_at": {"type": ["string", "null"], "format": "date-time"},
    "finished_at": {"type": ["string", "null"], "format": "date-time"},
    "stage": {"type": ["string", "null"], "enum": ["file", "events", "clocks", "rows", "derived", null], "description": "while it runs, one after the other: the pages of the file; the events; clocks that they leave running; rows of tickets; what is derived from these"},
    "stage_done": {"type": "integer", "description": "events or rows of this stage, so far"},
    "stage_in_all": {"type": "integer", "description": "0 = not counted, or not known yet"},
    "events": {"type": "integer", "description": "read so far"},
    "events_in_all": {"type": "integer", "description": "in the journal when it began; 0 = not known yet"},
    "cases": {"type": "integer"},
    "clock_events": {"type": "integer", "description": "of clocks, worked out again"},
    "seals": {"type": "integer", "description": "checked"},
    "unsealed": {"type": "integer", "description": "events behind the last seal"},
    "first_bad_seq": {"type": ["integer", "null"], "description": "the first event that is concerned; null when only rows are"},
    "faults": {"type": "array", "items": {"$ref": "#/components/schemas/VerificationFault"}},
    "names": {"$ref": "#/components/schemas/Names"}
  },
  "required": ["state", "by", "started_at", "finished_at", "stage", "stage_done", "stage_in_all", "events", "events_in_all", "cases", "clock_events", "seals", "unsealed", "first_bad_seq", "faults"]
},
"VerificationFault": {
  "type": "object",
  "properties": {
    "seq": {"type": ["integer", "null"], "description": "null: of a row that no event names"},
    "zh": {"type": "string"},
    "en": {"type": "string"}
  },
  "required": ["seq", "zh", "en"]
},
"ProofState": {
  "type": "object",
  "properties": {
    "key": {"type": "string", "description": "public key (Ed25519) that seals now; hexadecimal"},
    "fingerprint": {"type": "string", "description": "SHA-256 of its 32 bytes; hexadecimal"},
    "last_seal": {"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Seal"}]},
    "last_seq": {"type": "integer", "description": "of the journal"},
    "unsealed": {"type": "integer", "description": "events behind the last seal"},
    "unsealed_since": {"type": ["string", "null"], "format": "date-time", "description": "when the first of them was entered"},
    "carriers": {"type": "array", "items": {"$ref": "#/components/schemas/SealCarrier"}, "description": "channels that carry seals out of the house"},
    "verification": {"$ref": "#/components/schemas/Verification"},
    "names": {"$ref": "#/components/schemas/Names"}
  },
  "required": ["key", "fingerprint", "last_seal", "last_seq", "unsealed", "unsealed_since", "carriers", "verification", "names"]
},
"CaseProof": {
  "type": "object",
  "description": "the history of the event's ticket up to that event; gongdan verify --proof checks it",
  "properties": {
    "version": {"type": "integer"},
    "case": {"type": "integer"},
    "events": {"type": "array", "items": {"type": "object"}},
    "seals": {"type": "array", "items": {"type": "object"}}
  },
  "required": ["version", "case", "events", "seals"]
}
})json";

}  // namespace

std::string_view proof_schemas() { return kProofSchemas; }

}  // namespace gongdan::http
