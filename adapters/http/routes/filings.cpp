#include "adapters/http/routes/filings.hpp"

#include <algorithm>

#include "adapters/http/routes/answers.hpp"
#include "adapters/http/routes/checks.hpp"
#include "adapters/http/routes/names.hpp"
#include "core/engine/filings.hpp"

namespace gongdan::http {
namespace {

constexpr int kFirstRefusal = 400;

std::vector<std::string> texts_of(const json::object& body, std::string_view key) {
    std::vector<std::string> texts;
    for (const json::value& entry : *get_array(body, key)) texts.emplace_back(entry.get_string());
    return texts;
}

/// The schema of the body has seen to the types.
NewFiling wish_of(const json::object& body) {
    return {texts_of(body, "areas"),
            texts_of(body, "workflows"),
            parse_time(string_or_empty(body, "from")).value(),
            parse_time(string_or_empty(body, "to")).value(),
            string_or_empty(body, "reason"),
            string_or_empty(body, "evidence")};
}

void submit(Site& site, const CallPtr& call, FilingWish wish, const Respond& respond) {
    auto idempotency = idempotency_of(*call);
    if (!idempotency) return respond(refuse(idempotency.error(), *call));
    site.service.change_filing(std::move(wish), call->viewer, std::move(*idempotency),
                               [call, respond](const Result<Reply>& reply) {
                                   if (!reply) return respond(refuse(reply.error(), *call));
                                   const StoredAnswer& kept = *reply->kept;
                                   if (kept.status >= kFirstRefusal) return respond(kept_response(*reply, *call));
                                   Response response = json_response(kept.status, kept.body);
                                   if (reply->replayed) response.with("Idempotency-Replayed", "true");
                                   respond(std::move(response));
                               });
}

bool holds(const std::vector<std::string>& list, const std::string& wanted) {
    return std::find(list.begin(), list.end(), wanted) != list.end();
}

}  // namespace

Response list_filings(Site& site, const Call& call) {
    const std::string state = text_parameter(call.request, "state");
    const std::string area = text_parameter(call.request, "area");
    const auto rules = site.service.configuration().rules;
    json::array items;
    for (auto filing = rules->filings.rbegin(); filing != rules->filings.rend(); ++filing) {
        if (!sees(call.viewer->reach, *filing)) continue;
        if (!state.empty() && state != name_of(filing->state())) continue;
        if (!area.empty() && !holds(filing->areas, area) && !holds(filing->names, area)) continue;
        items.push_back(filing_view(*filing));
    }
    return answer_with_names(site, call, json::object{{"items", std::move(items)}});
}

void make_filing(Site& site, const CallPtr& call, Respond respond) { submit(site, call, wish_of(call->body), respond); }

void approve_filing(Site& site, const CallPtr& call, Respond respond) {
    submit(site, call, ApproveFiling{call->parameters[0]}, respond);
}

void withdraw_filing(Site& site, const CallPtr& call, Respond respond) {
    submit(site, call, WithdrawFiling{call->parameters[0]}, respond);
}

std::vector<Route> filing_routes() {
    return {{.method = "GET",
             .pattern = "/api/v1/filings",
             .operation = "list-filings",
             .summary = "http.op.list-filings",
             .tag = "filings",
             .query = {{.name = "state",
                        .kind = QueryParameter::Kind::choice,
                        .about = "http.query.state",
                        .choices = {"filed", "approved", "withdrawn"}},
                       {.name = "area", .about = "http.query.area"}},
             .response_schema = "FilingList",
             .handle = on_reader<list_filings>},
            {.method = "POST",
             .pattern = "/api/v1/filings",
             .operation = "make-filing",
             .summary = "http.op.make-filing",
             .tag = "filings",
             .body = Route::Body::json,
             .request_schema = "NewFiling",
             .response_schema = "Filing",
             .success = 201,
             .idempotent = true,
             .handle = make_filing},
            {.method = "POST",
             .pattern = "/api/v1/filings/{id}/approve",
             .operation = "approve-filing",
             .summary = "http.op.approve-filing",
             .tag = "filings",
             .response_schema = "Filing",
             .idempotent = true,
             .conflicts = true,
             .handle = approve_filing},
            {.method = "POST",
             .pattern = "/api/v1/filings/{id}/withdraw",
             .operation = "withdraw-filing",
             .summary = "http.op.withdraw-filing",
             .tag = "filings",
             .response_schema = "Filing",
             .idempotent = true,
             .conflicts = true,
             .handle = withdraw_filing}};
}

}  // namespace gongdan::http
