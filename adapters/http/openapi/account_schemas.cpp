// The schemas of accounts, sessions and tokens.

#include "adapters/http/openapi/schemas.hpp"

namespace gongdan::http {
namespace {

constexpr std::string_view kAccountSchemas = R"json({
"NewToken": {
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "name": {"type": "string", "minLength": 1, "maxLength": 100},
    "roles": {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1}},
    "scope": {"$ref": "#/components/schemas/WantedScope"},
    "expires_at": {"type": "string", "format": "date-time", "description": "absent = never"}
  },
  "required": ["name", "roles"]
},
"CreatedToken": {
  "type": "object",
  "properties": {
    "name": {"type": "string"},
    "roles": {"type": "array", "items": {"type": "string"}},
    "scope": {"type": ["object", "null"], "additionalProperties": true},
    "expires_at": {"type": ["string", "null"], "format": "date-time"},
    "token": {"type": "string", "description": "shown this once"}
  },
  "required": ["name", "roles", "scope", "expires_at", "token"]
},
"Token": {
  "type": "object",
  "properties": {
    "name": {"type": "string"},
    "roles": {"type": "array", "items": {"type": "string"}},
    "scope": {"type": ["object", "null"], "additionalProperties": true, "description": "null = as far as there are tickets"},
    "created_at": {"type": "string", "format": "date-time"},
    "expires_at": {"type": ["string", "null"], "format": "date-time"},
    "last_used_at": {"type": ["string", "null"], "format": "date-time", "description": "to the minute"},
    "revoked_at": {"type": ["string", "null"], "format": "date-time"}
  },
  "required": ["name", "roles", "scope", "created_at", "expires_at", "last_used_at", "revoked_at"]
},
"TokenList": {
  "type": "object",
  "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/Token"}}},
  "required": ["items"]
},
"SignOn": {
  "type": "object",
  "properties": {"configured": {"type": "boolean", "description": "whether /sign-on leads anywhere"}},
  "required": ["configured"]
},
"LogIn": {
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "name": {"type": "string", "minLength": 1, "maxLength": 64},
    "password": {"type": "string", "minLength": 1, "maxLength": 256},
    "totp": {"type": "string", "maxLength": 16, "description": "six digits of the authenticator, where there is one"}
  },
  "required": ["name", "password"]
},
"Session": {
  "type": "object",
  "properties": {
    "account": {"type": "string"},
    "roles": {"type": "array", "items": {"type": "string"}},
    "may": {"type": "array", "items": {"type": "string"}, "description": "operations that his roles let him begin"},
    "scope": {"$ref": "#/components/schemas/Scope"},
    "csrf": {"type": "string", "description": "send it as X-CSRF-Token with whatever is not GET or HEAD"},
    "must_change_password": {"type": "boolean", "description": "until then only /session answers"},
    "totp": {"type": "boolean"},
    "expires_at": {"type": "string", "format": "date-time", "description": "of GET: when the session ends unused"}
  },
  "required": ["account", "roles", "may", "scope", "csrf", "must_change_password", "totp"]
},
"ChangePassword": {
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "password": {"type": "string", "minLength": 1, "maxLength": 256, "description": "the present one"},
    "new_password": {"type": "string", "minLength": 1, "maxLength": 256, "description": "at least 12 characters"}
  },
  "required": ["password", "new_password"]
},
"SayPassword": {
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "password": {"type": "string", "minLength": 1, "maxLength": 256, "description": "the present one, once more"}
  },
  "required": ["password"]
},
"Enrolment": {
  "type": "object",
  "properties": {
    "secret": {"type": "string", "description": "base32, to be typed"},
    "uri": {"type": "string", "description": "otpauth://, to be shown as a QR code"}
  },
  "required": ["secret", "uri"]
},
"ConfirmTotp": {
  "type": "object",
  "additionalProperties": false,
  "properties": {"code": {"type": "string", "minLength": 6, "maxLength": 6}},
  "required": ["code"]
},
"Scope": {
  "type": "object",
  "description": "What an account or token is limited to: a person of the organisation brings his own, the lists add to it.",
  "properties": {
    "person": {"type": "string"},
    "stations": {"type": "array", "items": {"type": "string"}},
    "areas": {"type": "array", "items": {"type": "string"}},
    "teams": {"type": "array", "items": {"type": "string"}}
  },
  "required": ["person", "stations", "areas", "teams"]
},
"WantedScope": {
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "person": {"type": "string"},
    "stations": {"type": "array", "items": {"type": "string"}},
    "areas": {"type": "array", "items": {"type": "string"}, "description": "ids or names"},
    "teams": {"type": "array", "items": {"type": "string"}}
  }
},
"NewUser": {
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "name": {"type": "string", "minLength": 1, "maxLength": 64},
    "roles": {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1}},
    "scope": {"$ref": "#/components/schemas/WantedScope"}
  },
  "required": ["name", "roles"]
},
"ChangeUser": {
  "type": "object",
  "additionalProperties": false,
  "description": "What is absent stays.",
  "properties": {
    "roles": {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1}},
    "scope": {"$ref": "#/components/schemas/WantedScope"},
    "disabled": {"type": "boolean"}
  }
},
"InitialPassword": {
  "type": "object",
  "properties": {
    "name": {"type": "string"},
    "initial_password": {"type": "string", "description": "shown this once; must be changed at the first log-in"}
  },
  "required": ["name", "initial_password"]
},
"User": {
  "type": "object",
  "properties": {
    "name": {"type": "string"},
    "roles": {"type": "array", "items": {"type": "string"}},
    "scope": {"$ref": "#/components/schemas/Scope"},
    "disabled": {"type": "boolean"},
    "must_change_password": {"type": "boolean"},
    "totp": {"type": "boolean"},
    "created_at": {"type": "string", "format": "date-time"},
    "last_login_at": {"type": ["string", "null"], "format": "date-time"},
    "locked_until": {"type": ["string", "null"], "format": "date-time"}
  },
  "required": ["name", "roles", "scope", "disabled", "must_change_password", "totp", "created_at", "last_login_at",
               "locked_until"]
},
"UserList": {
  "type": "object",
  "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/User"}}},
  "required": ["items"]
},
"AccountLogEntry": {
  "type": "object",
  "properties": {
    "seq": {"type": "integer"},
    "at": {"type": "string", "format": "date-time"},
    "actor": {"type": "string", "description": "who did it; empty = nobody we know"},
    "account": {"type": "string", "description": "account, token or thing concerned, e.g. tickets/7/attachments/2"},
    "what": {"type": "string", "examples": ["login", "login-refused", "locked", "roles-changed", "journal-exported", "backup-made", "attachment-downloaded"]},
    "address": {"type": "string", "description": "empty = at the machine itself"}
  },
  "required": ["seq", "at", "actor", "account", "what", "address"]
},
"AccountLog": {
  "type": "object",
  "properties": {
    "items": {"type": "array", "items": {"$ref": "#/components/schemas/AccountLogEntry"}},
    "next_before": {"type": ["integer", "null"], "description": "give it as ?before= for the next page"}
  },
  "required": ["items", "next_before"]
},
"SetUp": {
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "code": {"type": "string", "minLength": 1, "maxLength": 100},
    "name": {"type": "string", "maxLength": 64},
    "password": {"type": "string", "maxLength": 256},
    "again": {"type": "string", "maxLength": 256}
  },
  "required": ["code", "name", "password", "again"]
}
})json";

}  // namespace

std::string_view account_schemas() { return kAccountSchemas; }

}  // namespace gongdan::http
