// The table of routes: what the router, the checks at the edge and the OpenAPI document all read.

#include "adapters/http/routes/account_table.hpp"
#include "adapters/http/routes/acknowledge_link.hpp"
#include "adapters/http/routes/administration_table.hpp"
#include "adapters/http/routes/attachments.hpp"
#include "adapters/http/routes/batch.hpp"
#include "adapters/http/routes/deliveries.hpp"
#include "adapters/http/routes/desk.hpp"
#include "adapters/http/routes/escalations.hpp"
#include "adapters/http/routes/exports.hpp"
#include "adapters/http/routes/filings.hpp"
#include "adapters/http/routes/findings.hpp"
#include "adapters/http/routes/organisation.hpp"
#include "adapters/http/routes/proof.hpp"
#include "adapters/http/routes/reports.hpp"
#include "adapters/http/routes/roster_table.hpp"
#include "adapters/http/routes/system.hpp"
#include "adapters/http/routes/tickets.hpp"
#include "adapters/http/routes/workflows.hpp"
#include "adapters/http/routes/workload_table.hpp"

namespace gongdan::http {
namespace {

using Kind = QueryParameter::Kind;

const QueryParameter kCursor{.name = "cursor", .about = "http.query.cursor"};
const QueryParameter kLimit{
    .name = "limit", .kind = Kind::integer, .about = "http.query.limit", .least = 1, .most = kPageMax};

QueryParameter words(std::string_view name, std::string_view about) { return {.name = name, .about = about}; }
QueryParameter flag(std::string_view name, std::string_view about) {
    return {.name = name, .kind = Kind::boolean, .about = about};
}

std::vector<Route> ticket_lists() {
    const QueryParameter sort{
        .name = "sort", .kind = Kind::choice, .about = "http.query.sort", .choices = {"due", "opened", "-opened"}};
    return {
        {.method = "POST",
         .pattern = "/api/v1/tickets",
         .operation = "open-ticket",
         .summary = "http.op.open-ticket",
         .tag = "tickets",
         .body = Route::Body::json,
         .request_schema = "OpenTicket",
         .response_schema = "Case",
         .success = 201,
         .idempotent = true,
         .handle = open_ticket},
        {.method = "GET",
         .pattern = "/api/v1/tickets",
         .operation = "list-tickets",
         .summary = "http.op.list-tickets",
         .tag = "tickets",
         .query = {words("workflow", "http.query.workflow"), words("state", "http.query.state"),
                   words("area", "http.query.area"), flag("without_area", "http.query.without-area"),
                   words("team", "http.query.team"), flag("overdue", "http.query.overdue"),
                   flag("at_risk", "http.query.at-risk"), flag("flags", "http.query.flags"),
                   flag("with_closed", "http.query.with-closed"), words("q", "http.query.q"), sort, kCursor, kLimit},
         .response_schema = "CaseList",
         .handle = on_reader<list_tickets>},
        {.method = "GET",
         .pattern = "/api/v1/tickets/intake",
         .operation = "ticket-intake",
         .summary = "http.op.ticket-intake",
         .tag = "tickets",
         .query =
             {{.name = "every", .kind = Kind::integer, .about = "http.query.every", .least = 1, .most = 1440},
              {.name = "count", .kind = Kind::integer, .about = "http.query.count", .least = 1, .most = kIntakeMax}},
         .response_schema = "Intake",
         .handle = on_reader<ticket_intake>},
        {.method = "GET",
         .pattern = "/api/v1/tickets/{id}",
         .operation = "get-ticket",
         .summary = "http.op.get-ticket",
         .tag = "tickets",
         .response_schema = "Case",
         .handle = on_reader<get_ticket>},
    };
}

std::vector<Route> ticket_moves() {
    return {
        {.method = "POST",
         .pattern = "/api/v1/tickets/{id}/events",
         .operation = "fire-event",
         .summary = "http.op.fire-event",
         .tag = "tickets",
         .body = Route::Body::json,
         .request_schema = "FireEvent",
         .response_schema = "Case",
         .idempotent = true,
         .conditional = true,
         .handle = fire_event},
        {.method = "POST",
         .pattern = "/api/v1/tickets/{id}/comments",
         .operation = "comment-ticket",
         .summary = "http.op.comment-ticket",
         .tag = "tickets",
         .body = Route::Body::json,
         .request_schema = "Comment",
         .response_schema = "Case",
         .idempotent = true,
         .conditional = true,
         .handle = comment_ticket},
        {.method = "POST",
         .pattern = "/api/v1/tickets/{id}/merge",
         .operation = "merge-ticket",
         .summary = "http.op.merge-ticket",
         .tag = "tickets",
         .body = Route::Body::json,
         .request_schema = "Merge",
         .response_schema = "Case",
         .idempotent = true,
         .conditional = true,
         .handle = merge_ticket},
        {.method = "POST",
         .pattern = "/api/v1/tickets/{id}/unmask",
         .operation = "unmask-ticket",
         .summary = "http.op.unmask-ticket",
         .tag = "tickets",
         .body = Route::Body::json,
         .request_schema = "Reason",
         .response_schema = "Case",
         .reads = true,
         .handle = unmask_ticket},
        {.method = "POST",
         .pattern = "/api/v1/tickets/{id}/erase",
         .operation = "erase-ticket",
         .summary = "http.op.erase-ticket",
         .tag = "tickets",
         .roles = {"admin"},
         .body = Route::Body::json,
         .request_schema = "Reason",
         .response_schema = "Case",
         .idempotent = true,
         .handle = erase_ticket},
    };
}

std::vector<Route> ticket_history() {
    const QueryParameter after{.name = "after", .kind = Kind::integer, .about = "http.query.after"};
    return {
        {.method = "GET",
         .pattern = "/api/v1/tickets/{id}/journal",
         .operation = "ticket-journal",
         .summary = "http.op.ticket-journal",
         .tag = "tickets",
         .query = {after, kLimit},
         .response_schema = "EventList",
         .handle = on_reader<ticket_journal>},
        {.method = "GET",
         .pattern = "/api/v1/tickets/{id}/clocks/{clock}/explain",
         .operation = "explain-clock",
         .summary = "http.op.explain-clock",
         .tag = "tickets",
         .query = {{.name = "cycle", .kind = Kind::integer, .about = "http.query.cycle", .least = 1}},
         .response_schema = "Explanation",
         .handle = on_reader<explain_clock>},
        {.method = "POST",
         .pattern = "/api/v1/batch",
         .operation = "batch",
         .summary = "http.op.batch",
         .tag = "tickets",
         .body = Route::Body::lines,
         .request_schema = "BatchLine",
         .answer = Route::Answer::lines,
         .response_schema = "BatchResult",
         .idempotent = true,
         .handle = run_batch},
    };
}

std::vector<Route> attachment_routes() {
    return {
        {.method = "POST",
         .pattern = "/api/v1/tickets/{id}/attachments",
         .operation = "attach-file",
         .summary = "http.op.attach-file",
         .tag = "tickets",
         .query = {words("name", "http.query.file-name")},
         .body = Route::Body::file,
         .response_schema = "Attachment",
         .success = 201,
         .conflicts = true,
         .handle = attach_file},
        {.method = "GET",
         .pattern = "/api/v1/tickets/{id}/attachments",
         .operation = "list-attachments",
         .summary = "http.op.list-attachments",
         .tag = "tickets",
         .response_schema = "AttachmentList",
         .handle = on_reader<list_attachments>},
        {.method = "GET",
         .pattern = "/api/v1/tickets/{id}/attachments/{attachment}",
         .operation = "get-attachment",
         .summary = "http.op.get-attachment",
         .tag = "tickets",
         .answer = Route::Answer::file,
         .handle = on_reader<get_attachment>},
    };
}

std::vector<Route> escalation_routes() {
    const QueryParameter after{.name = "after", .kind = Kind::integer, .about = "http.query.after-seq"};
    return {
        {.method = "GET",
         .pattern = "/api/v1/escalations",
         .operation = "list-escalations",
         .summary = "http.op.list-escalations",
         .tag = "escalations",
         .query = {flag("open", "http.query.open"), kCursor, kLimit},
         .response_schema = "EscalationList",
         .handle = on_reader<list_escalations>},
        {.method = "POST",
         .pattern = "/api/v1/escalations/{id}/acknowledge",
         .operation = "acknowledge-escalation",
         .summary = "http.op.acknowledge-escalation",
         .tag = "escalations",
         .response_schema = "Case",
         .idempotent = true,
         .handle = acknowledge_escalation},
        {.method = "GET",
         .pattern = "/api/v1/dead-letters",
         .operation = "list-dead-letters",
         .summary = "http.op.list-dead-letters",
         .tag = "escalations",
         .roles = {"admin", "dispatcher", "auditor"},
         .query = {kLimit},
         .response_schema = "DeadLetterList",
         .handle = on_reader<list_dead_letters>},
        {.method = "POST",
         .pattern = "/api/v1/dead-letters/requeue",
         .operation = "requeue-dead-letters",
         .summary = "http.op.requeue-dead-letters",
         .tag = "escalations",
         .roles = {"admin", "dispatcher"},
         .body = Route::Body::json,
         .request_schema = "DeadLetterWish",
         .response_schema = "RequeuedAll",
         .idempotent = true,
         .handle = requeue_dead_letters},
        {.method = "POST",
         .pattern = "/api/v1/dead-letters/{id}/requeue",
         .operation = "requeue-dead-letter",
         .summary = "http.op.requeue-dead-letter",
         .tag = "escalations",
         .roles = {"admin", "dispatcher"},
         .response_schema = "Requeued",
         .idempotent = true,
         .handle = requeue_dead_letter},
        {.method = "GET",
         .pattern = "/api/v1/stream",
         .operation = "stream",
         .summary = "http.op.stream",
         .tag = "escalations",
         .query = {after},
         .answer = Route::Answer::events,
         .response_schema = "Event",
         .handle = at_once<open_stream>},
    };
}

/// The token is the authority, as a password is.
std::vector<Route> link_routes() {
    const QueryParameter page{.name = "page",
                              .kind = QueryParameter::Kind::integer,
                              .about = "http.query.page",
                              .least = 1,
                              .most = 1'000'000};
    return {
        {.method = "GET",
         .pattern = "/a/{token}",
         .operation = "show-link",
         .summary = "http.op.show-link",
         .tag = "escalations",
         .entry = Route::Entry::open,
         .query = {page},
         .answer = Route::Answer::html,
         .expires = true,
         .takes_password = true,
         .handle = on_reader<show_link>},
        {.method = "POST",
         .pattern = "/a/{token}",
         .operation = "acknowledge-by-link",
         .summary = "http.op.acknowledge-by-link",
         .tag = "escalations",
         .entry = Route::Entry::open,
         .query = {page},
         .answer = Route::Answer::html,
         .conflicts = true,
         .expires = true,
         .takes_password = true,
         .handle = acknowledge_by_link},
    };
}

std::vector<Route> delivery_routes() {
    return {
        {.method = "GET",
         .pattern = "/api/v1/deliveries",
         .operation = "list-deliveries",
         .summary = "http.op.list-deliveries",
         .tag = "escalations",
         .roles = {"admin", "dispatcher", "district_manager", "county_dept", "leader", "auditor"},
         .query = {words("ticket", "http.query.ticket"), words("person", "http.query.person"),
                   words("channel", "http.query.channel"), kCursor, kLimit},
         .response_schema = "DeliveryList",
         .handle = on_reader<list_deliveries>},
        {.method = "GET",
         .pattern = "/api/v1/tickets/{id}/notices",
         .operation = "ticket-notices",
         .summary = "http.op.ticket-notices",
         .tag = "escalations",
         .query = {kCursor, kLimit},
         .response_schema = "NoticeList",
         .handle = on_reader<ticket_notices>},
        {.method = "POST",
         .pattern = "/api/v1/channels/{name}/test",
         .operation = "test-channel",
         .summary = "http.op.test-channel",
         .tag = "escalations",
         .roles = {"admin"},
         .body = Route::Body::json,
         .request_schema = "ChannelTest",
         .response_schema = "ChannelTested",
         .idempotent = true,
         .handle = test_channel},
    };
}

std::vector<Route> configuration_routes() {
    return {
        {.method = "GET",
         .pattern = "/api/v1/workflows",
         .operation = "list-workflows",
         .summary = "http.op.list-workflows",
         .tag = "configuration",
         .response_schema = "WorkflowList",
         .handle = at_once<list_workflows>},
        {.method = "GET",
         .pattern = "/api/v1/workflows/{name}",
         .operation = "get-workflow",
         .summary = "http.op.get-workflow",
         .tag = "configuration",
         .query = {words("version", "http.query.version")},
         .response_schema = "Workflow",
         .handle = at_once<get_workflow>},
        {.method = "GET",
         .pattern = "/api/v1/areas",
         .operation = "list-areas",
         .summary = "http.op.list-areas",
         .tag = "configuration",
         .response_schema = "AreaList",
         .handle = on_reader<list_areas>},
        {.method = "GET",
         .pattern = "/api/v1/channels",
         .operation = "list-channels",
         .summary = "http.op.list-channels",
         .tag = "configuration",
         .response_schema = "ChannelList",
         .handle = on_reader<list_channels>},
        {.method = "GET",
         .pattern = "/api/v1/channels/{name}/preview",
         .operation = "preview-channel",
         .summary = "http.op.preview-channel",
         .tag = "configuration",
         .roles = {"admin"},
         .query = {words("ticket", "http.query.preview-ticket"), flag("digest", "http.query.preview-digest")},
         .response_schema = "ChannelPreview",
         .handle = on_reader<preview_channel>},
    };
}

std::vector<Route> system_routes() {
    return {
        {.method = "GET",
         .pattern = "/api/v1/openapi.json",
         .operation = "openapi",
         .summary = "http.op.openapi",
         .tag = "system",
         .entry = Route::Entry::open,
         .handle = at_once<openapi>},
        {.method = "GET",
         .pattern = "/healthz",
         .operation = "health",
         .summary = "http.op.health",
         .tag = "system",
         .entry = Route::Entry::open,
         .response_schema = "Health",
         .handle = at_once<health>},
        {.method = "GET",
         .pattern = "/readyz",
         .operation = "readiness",
         .summary = "http.op.readiness",
         .tag = "system",
         .entry = Route::Entry::open,
         .response_schema = "Readiness",
         .handle = on_reader<readiness>},
        {.method = "GET",
         .pattern = "/metrics",
         .operation = "metrics",
         .summary = "http.op.metrics",
         .tag = "system",
         .entry = Route::Entry::open,
         .answer = Route::Answer::text,
         .handle = on_reader<metrics>},
        {.method = "GET",
         .pattern = "/",
         .operation = "home",
         .summary = "http.op.home",
         .tag = "system",
         .entry = Route::Entry::open,
         .answer = Route::Answer::html,
         .handle = at_once<home>},
    };
}

}  // namespace

const std::vector<Route>& routes() {
    static const std::vector<Route> table = [] {
        std::vector<Route> all;
        for (const auto& part :
             {workload_routes(),      desk_routes(),       ticket_lists(),     ticket_moves(),    ticket_history(),
              attachment_routes(),    escalation_routes(), link_routes(),      delivery_routes(), report_routes(),
              configuration_routes(), roster_routes(),     filing_routes(),    finding_routes(),  proof_routes(),
              export_routes(),        calendar_routes(),   workshop_routes(),  token_routes(),    session_routes(),
              totp_routes(),          user_routes(),       user_help_routes(), system_routes(),   setup_routes()}) {
            all.insert(all.end(), part.begin(), part.end());
        }
        return all;
    }();
    return table;
}

}  // namespace gongdan::http
