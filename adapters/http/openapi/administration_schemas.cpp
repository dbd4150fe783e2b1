// The schemas of what an administrator sets up: calendars, workflows tried out, organisation and roles.

#include "adapters/http/openapi/schemas.hpp"

namespace gongdan::http {
namespace {

constexpr std::string_view kAdministrationSchemas = R"json({
"NewCalendarYear": {
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "holidays": {"type": "array", "items": {"type": "string", "format": "date"}, "description": "days off"},
    "workdays": {"type": "array", "items": {"type": "string", "format": "date"}, "description": "weekend days that are worked (调休)"},
    "provisional": {"type": "boolean", "description": "the official notice is not out yet; absent = it is"}
  },
  "required": ["holidays", "workdays"]
},
"CalendarYear": {
  "type": "object",
  "properties": {
    "year": {"type": "integer"},
    "holidays": {"type": "array", "items": {"type": "string", "format": "date"}},
    "workdays": {"type": "array", "items": {"type": "string", "format": "date"}},
    "provisional": {"type": "boolean", "description": "the official notice is not out yet"},
    "source": {"type": "string", "enum": ["file", "administrator"], "description": "the calendar's file, or put here by an administrator"}
  },
  "required": ["year", "holidays", "workdays", "provisional", "source"]
},
"CalendarList": {
  "type": "object",
  "properties": {
    "version": {"type": "string"},
    "items": {"type": "array", "items": {"$ref": "#/components/schemas/CalendarYear"}, "description": "in a year that is not listed Monday to Friday are working days"}
  },
  "required": ["version", "items"]
},
"CalendarWish": {
  "type": "object",
  "additionalProperties": false,
  "description": "A year: its days, or a text that lists them.",
  "properties": {
    "year": {"type": "integer", "description": "of the days; of a text with several years the one that is meant"},
    "holidays": {"type": "array", "items": {"type": "string", "format": "date"}, "description": "days off"},
    "workdays": {"type": "array", "items": {"type": "string", "format": "date"}, "description": "weekend days that are worked (调休)"},
    "provisional": {"type": "boolean", "description": "the official notice is not out yet; absent = as the text says, otherwise it is"},
    "text": {"type": "string", "description": "instead of the days: a file as in config/calendars, or lines date,kind,name with the kinds holiday and workday", "examples": ["2027-01-01,holiday,元旦"]},
    "file": {"type": "string", "maxLength": 200, "description": "what the text is called in refusals"}
  }
},
"CalendarConfirmation": {
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "year": {"type": "integer"},
    "holidays": {"type": "array", "items": {"type": "string", "format": "date"}},
    "workdays": {"type": "array", "items": {"type": "string", "format": "date"}},
    "provisional": {"type": "boolean"},
    "text": {"type": "string"},
    "file": {"type": "string", "maxLength": 200},
    "preview": {"type": "string", "minLength": 1, "description": "of the preview that is confirmed; 409 when the calendar has changed since, or when it was of another year"}
  },
  "required": ["preview"]
},
"CalendarPreview": {
  "type": "object",
  "properties": {
    "preview": {"type": "string", "description": "to be confirmed with"},
    "year": {"$ref": "#/components/schemas/CalendarYear"},
    "doubts": {"type": "array", "items": {"$ref": "#/components/schemas/Text"}, "description": "what is allowed and seldom meant"},
    "days": {"type": "array", "items": {"$ref": "#/components/schemas/ChangedDay"}},
    "moved": {"type": "integer", "description": "clocks with another due time"},
    "settled": {"type": "integer", "description": "clocks that keep their due time and are provisional no more, or now are"},
    "overdue": {"type": "integer", "description": "of the moved: those that are overdue at once"},
    "tickets": {"type": "integer"},
    "clocks": {"type": "array", "items": {"$ref": "#/components/schemas/MovedClock"}, "description": "of the moved at most 200: overdue ones first, then by due time"},
    "more": {"type": "integer", "description": "moved clocks that are not listed"}
  },
  "required": ["preview", "year", "doubts", "days", "moved", "settled", "overdue", "tickets", "clocks", "more"]
},
"ChangedDay": {
  "type": "object",
  "properties": {
    "date": {"type": "string", "format": "date"},
    "before": {"type": "string", "enum": ["working-day", "make-up-day", "weekend", "holiday"]},
    "after": {"type": "string", "enum": ["working-day", "make-up-day", "weekend", "holiday"]}
  },
  "required": ["date", "before", "after"]
},
"MovedClock": {
  "type": "object",
  "properties": {
    "ticket": {"type": "string", "description": "id"},
    "number": {"type": "string"},
    "workflow": {"type": "string"},
    "clock": {"type": "string"},
    "old_due_at": {"type": "string", "format": "date-time"},
    "due_at": {"type": "string", "format": "date-time"},
    "was_provisional": {"type": "boolean"},
    "provisional": {"type": "boolean"},
    "overdue": {"type": "boolean", "description": "the new due time is over already"}
  },
  "required": ["ticket", "number", "workflow", "clock", "old_due_at", "due_at", "was_provisional", "provisional", "overdue"]
},
"CalendarLoaded": {
  "type": "object",
  "properties": {
    "year": {"$ref": "#/components/schemas/CalendarYear"},
    "moved": {"type": "integer", "description": "clocks with another due time"},
    "settled": {"type": "integer", "description": "clocks that kept their due time and changed only in certainty"}
  },
  "required": ["year", "moved", "settled"]
},
"WorkflowVersionList": {
  "type": "object",
  "properties": {
    "items": {
      "type": "array",
      "description": "in the order in which they came",
      "items": {
        "type": "object",
        "properties": {
          "version": {"type": "string", "description": "hash of the definition"},
          "since": {"type": "string", "format": "date-time", "description": "first put in force"},
          "open": {"type": ["integer", "null"], "description": "open tickets that are pinned to it; null for whom does not see all tickets"},
          "in_force": {"type": "boolean", "description": "new tickets are opened with it"}
        },
        "required": ["version", "since", "open", "in_force"]
      }
    }
  },
  "required": ["items"]
},
"WorkflowCheck": {
  "type": "object",
  "description": "What `gongdan check` says about its file as it is now.",
  "properties": {
    "ok": {"type": "boolean"},
    "file": {"type": "string"},
    "version": {"type": "string", "description": "of the file; empty when it cannot be read"},
    "scenarios": {"type": "integer"},
    "faults": {"type": "array", "items": {"$ref": "#/components/schemas/Text"}, "description": "with file:line:column"},
    "warnings": {"type": "array", "items": {"$ref": "#/components/schemas/Text"}}
  },
  "required": ["ok", "file", "version", "scenarios", "faults", "warnings"]
},
"ScenarioList": {
  "type": "object",
  "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/Scenario"}}},
  "required": ["items"]
},
"Scenario": {
  "type": "object",
  "properties": {
    "index": {"type": "integer"},
    "title": {"$ref": "#/components/schemas/Text"},
    "line": {"type": "integer"},
    "steps": {"type": "array", "items": {"$ref": "#/components/schemas/ScenarioStep"}}
  },
  "required": ["index", "title", "line", "steps"]
},
"ScenarioStep": {
  "type": "object",
  "properties": {
    "line": {"type": "integer"},
    "at": {"type": "string", "format": "date-time"},
    "command": {"type": "object", "additionalProperties": true, "description": "a line of `gongdan simulate`; op advance: it only looks"},
    "refused": {"type": ["integer", "null"], "description": "the status with which it must be refused"},
    "expects": {"type": "array", "items": {"type": "object", "additionalProperties": true}, "description": "{ref, clock, wanted}; an empty clock: of the ticket itself"}
  },
  "required": ["line", "at", "command", "refused", "expects"]
},
"ScenarioChoice": {
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "scenarios": {"type": "array", "items": {"type": "integer", "minimum": 0}, "description": "their indices; absent or empty = all"}
  }
},
"ScenarioRun": {
  "type": "object",
  "description": "Played in memory and in virtual time; nothing is stored. At most 200 scenarios of 100 steps and three years each, 20 seconds for all.",
  "properties": {
    "items": {"type": "array", "items": {"$ref": "#/components/schemas/PlayedScenario"}},
    "passed": {"type": "integer"},
    "failed": {"type": "integer"},
    "took_ms": {"type": "integer"}
  },
  "required": ["items", "passed", "failed", "took_ms"]
},
"PlayedScenario": {
  "type": "object",
  "properties": {
    "index": {"type": "integer"},
    "passed": {"type": "boolean"},
    "whole": {"type": "boolean", "description": "false: time ran out, or it is longer than the limits allow"},
    "steps": {
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "happened": {"type": "array", "items": {"type": "object", "additionalProperties": true}, "description": "journal events"},
          "judged": {"type": "array", "items": {"$ref": "#/components/schemas/Judged"}},
          "failures": {"type": "array", "items": {"$ref": "#/components/schemas/Text"}}
        },
        "required": ["happened", "judged", "failures"]
      }
    }
  },
  "required": ["index", "passed", "whole", "steps"]
},
"Judged": {
  "type": "object",
  "properties": {
    "ref": {"type": "string"},
    "clock": {"type": "string", "description": "empty = the ticket itself"},
    "key": {"type": "string", "examples": ["state", "due"]},
    "wanted": {},
    "got": {"description": "null = nothing of the kind"},
    "holds": {"type": "boolean"}
  },
  "required": ["ref", "clock", "key", "wanted", "got", "holds"]
},
"Organisation": {
  "type": "object",
  "description": "As its file says it; addresses are masked.",
  "properties": {
    "file": {"type": "string", "description": "where it is changed; a start reads it"},
    "stations": {"type": "array", "items": {"$ref": "#/components/schemas/Station"}},
    "areas": {
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "id": {"type": "string"},
          "name": {"type": "string"},
          "manager": {"type": "string", "description": "person id; may be empty"},
          "station": {"type": "string"},
          "customers": {"type": "integer", "description": "0 = nobody has said"}
        },
        "required": ["id", "name", "manager", "station", "customers"]
      }
    },
    "people": {"type": "array", "items": {"$ref": "#/components/schemas/OrganisationPerson"}},
    "faults": {
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "kind": {"type": "string", "enum": ["area-without-manager", "person-without-address", "person-without-account", "role-unheld", "account-of-nobody"]},
          "subject": {"type": "string", "description": "id of the area or person, name of the role or account"},
          "text": {"$ref": "#/components/schemas/Text"}
        },
        "required": ["kind", "subject", "text"]
      }
    }
  },
  "required": ["file", "stations", "areas", "people", "faults"]
},
"OrganisationPerson": {
  "type": "object",
  "properties": {
    "id": {"type": "string"},
    "name": {"type": "string"},
    "roles": {"type": "array", "items": {"type": "string"}},
    "station": {"type": "string"},
    "teams": {"type": "array", "items": {"type": "string"}},
    "areas": {"type": "array", "items": {"type": "string"}},
    "deputy": {"type": "string"},
    "quiet": {
      "type": ["object", "null"],
      "properties": {"from": {"type": "string"}, "to": {"type": "string"}},
      "required": ["from", "to"]
    },
    "addresses": {
      "type": "array",
      "items": {
        "type": "object",
        "properties": {"channel": {"type": "string"}, "address": {"type": "string", "description": "masked"}},
        "required": ["channel", "address"]
      }
    },
    "accounts": {"type": "array", "items": {"type": "string"}, "description": "names, without disabled ones"}
  },
  "required": ["id", "name", "roles", "station", "teams", "areas", "deputy", "quiet", "addresses", "accounts"]
},
"RoleList": {
  "type": "object",
  "properties": {
    "file": {"type": "string", "description": "where they are changed; a start reads it"},
    "items": {"type": "array", "items": {"$ref": "#/components/schemas/Role"}}
  },
  "required": ["file", "items"]
},
"Role": {
  "type": "object",
  "properties": {
    "name": {"type": "string"},
    "title": {"$ref": "#/components/schemas/Text"},
    "sees": {"type": "string", "enum": ["own", "areas", "station", "all"]},
    "personal": {"type": "string", "enum": ["shown", "on-reason", "masked"]},
    "reads_only": {"type": "boolean"},
    "files": {"type": "boolean", "description": "bad weather and the like"},
    "approves": {"type": "boolean", "description": "what others filed"},
    "holders": {"type": "integer", "description": "people of the organisation"},
    "workflows": {
      "type": "array",
      "items": {
        "type": "object",
        "properties": {
          "workflow": {"type": "string"},
          "opens": {"type": "boolean"},
          "events": {"type": "array", "items": {"type": "string"}, "description": "that it may fire, in the order of the states"}
        },
        "required": ["workflow", "opens", "events"]
      }
    }
  },
  "required": ["name", "title", "sees", "personal", "reads_only", "files", "approves", "holders", "workflows"]
}
})json";

}  // namespace

std::string_view administration_schemas() { return kAdministrationSchemas; }

}  // namespace gongdan::http
