#include "adapters/http/routes/workload_table.hpp"

#include "adapters/http/routes/counts.hpp"

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
    };
}

}  // namespace gongdan::http
