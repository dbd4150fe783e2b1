#include "adapters/http/routes/workload_table.hpp"

#include "adapters/http/routes/counts.hpp"
#include "adapters/http/routes/presence.hpp"

namespace gongdan::http {

std::vector<Route> workload_routes() {
    return {
        {.method = "GET",
         .pattern = "/api/v1/tickets/counts",
         .operation = "count-tickets",
         .summary = "http.op.count-tickets",
         .tag = "tickets",
         .query = {{.name = "by",
                    .kind = QueryParameter::Kind::choice,
                    .about = "http.query.count-by",
                    .choices = {"area", "station", "team", "state", "workflow"}}},
         .response_schema = "TicketCounts",
         .handle = on_reader<count_tickets>},
        {.method = "POST",
         .pattern = "/api/v1/tickets/{id}/presence",
         .operation = "note-presence",
         .summary = "http.op.note-presence",
         .tag = "tickets",
         .entry = Route::Entry::session,
         .body = Route::Body::json,
         .request_schema = "Presence",
         .response_schema = "PresentList",
         .reads = true,
         .unattended = true,
         .handle = on_reader<note_presence>},
    };
}

}  // namespace gongdan::http
