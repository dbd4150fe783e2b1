#include "adapters/http/routes/roster_table.hpp"

#include "adapters/http/routes/roster.hpp"

namespace gongdan::http {
namespace {

const QueryParameter kFrom{.name = "from", .about = "http.query.roster-from"};
const QueryParameter kTo{.name = "to", .about = "http.query.roster-to"};
const QueryParameter kPerson{.name = "person", .about = "http.query.roster-person"};

/// Who may change who serves: those who lead people, and the administrator.
const std::vector<std::string_view> kPlanners = {"foreman", "district_manager", "county_dept", "admin"};

std::vector<Route> readings() {
    return {
        {.method = "GET",
         .pattern = "/api/v1/roster",
         .operation = "show-roster",
         .summary = "http.op.show-roster",
         .tag = "roster",
         .query = {kFrom, kTo},
         .response_schema = "Roster",
         .handle = on_reader<show_roster>},
        {.method = "GET",
         .pattern = "/api/v1/roster/now",
         .operation = "roster-now",
         .summary = "http.op.roster-now",
         .tag = "roster",
         .response_schema = "RosterNow",
         .handle = on_reader<roster_now>},
        {.method = "GET",
         .pattern = "/api/v1/roster/gaps",
         .operation = "list-roster-gaps",
         .summary = "http.op.list-roster-gaps",
         .tag = "roster",
         .query = {kFrom, kTo},
         .response_schema = "RosterGapList",
         .handle = on_reader<list_roster_gaps>},
        {.method = "GET",
         .pattern = "/api/v1/roster.ics",
         .operation = "roster-feed",
         .summary = "http.op.roster-feed",
         .tag = "roster",
         .query = {kPerson},
         .answer = Route::Answer::calendar,
         .handle = on_reader<roster_feed>},
        {.method = "GET",
         .pattern = "/feeds/{secret}/roster.ics",
         .operation = "roster-feed-by-link",
         .summary = "http.op.roster-feed-by-link",
         .tag = "roster",
         .entry = Route::Entry::open,
         .answer = Route::Answer::calendar,
         .handle = on_reader<roster_feed_by_link>},
        {.method = "GET",
         .pattern = "/api/v1/tickets/{id}/escalation-plan",
         .operation = "escalation-plan",
         .summary = "http.op.escalation-plan",
         .tag = "tickets",
         .response_schema = "EscalationPlan",
         .handle = on_reader<escalation_plan>},
    };
}

}  // namespace

std::vector<Route> roster_routes() {
    std::vector<Route> rows = readings();
    rows.push_back({.method = "POST",
                    .pattern = "/api/v1/roster/feeds",
                    .operation = "make-roster-feed",
                    .summary = "http.op.make-roster-feed",
                    .tag = "roster",
                    .roles = {"admin"},
                    .body = Route::Body::json,
                    .request_schema = "NewRosterFeed",
                    .response_schema = "RosterFeed",
                    .success = 201,
                    .idempotent = true,
                    .handle = make_roster_feed});
    rows.push_back({.method = "POST",
                    .pattern = "/api/v1/roster/entries",
                    .operation = "make-roster-entry",
                    .summary = "http.op.make-roster-entry",
                    .tag = "roster",
                    .roles = kPlanners,
                    .body = Route::Body::json,
                    .request_schema = "NewRosterEntry",
                    .response_schema = "RosterEntry",
                    .success = 201,
                    .idempotent = true,
                    .handle = make_roster_entry});
    rows.push_back({.method = "DELETE",
                    .pattern = "/api/v1/roster/entries/{id}",
                    .operation = "remove-roster-entry",
                    .summary = "http.op.remove-roster-entry",
                    .tag = "roster",
                    .roles = kPlanners,
                    .answer = Route::Answer::nothing,
                    .success = 204,
                    .handle = remove_roster_entry});
    return rows;
}

}  // namespace gongdan::http
