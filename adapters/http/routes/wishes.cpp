#include "adapters/http/routes/wishes.hpp"

#include <algorithm>

namespace gongdan::http {
namespace {

Actor actor_of(const host::Principal& principal) { return {principal.name, principal.roles}; }

json::object data_of(const json::object& body) {
    const auto* data = get_object(body, "data");
    return data == nullptr ? json::object() : *data;
}

std::optional<Instant> occurred_at_of(const json::object& body) {
    const auto given = get_string(body, "occurred_at");
    if (!given) return std::nullopt;
    const auto at = parse_time(*given);
    return at ? std::optional(*at) : std::nullopt;  // malformed ones were refused by the schema
}

gongdan::Request request_of(decltype(gongdan::Request::wish) wish, const host::Principal& principal) {
    return {std::move(wish), std::nullopt, principal.roles};
}

}  // namespace

gongdan::Request open_wish(const json::object& body, const host::Principal& principal) {
    OpenRequest open;
    open.command = {string_or_empty(body, "workflow"), actor_of(principal), data_of(body), occurred_at_of(body),
                    CaseId{}};
    open.parent = string_or_empty(body, "parent");
    return request_of(std::move(open), principal);
}

gongdan::Request fire_wish(std::string ticket, const json::object& body, Revision revision,
                           const host::Principal& principal) {
    FireRequest fire;
    fire.ticket = std::move(ticket);
    fire.command = {string_or_empty(body, "event"), actor_of(principal), data_of(body), occurred_at_of(body), revision};
    return request_of(std::move(fire), principal);
}

gongdan::Request merge_wish(std::string ticket, const json::object& body, Revision revision,
                            const host::Principal& principal) {
    json::object data = data_of(body);
    data["into"] = string_or_empty(body, "into");
    FireRequest fire;
    fire.ticket = std::move(ticket);
    fire.command = {"merge", actor_of(principal), std::move(data), occurred_at_of(body), revision};
    fire.into_pointer = "/into";
    return request_of(std::move(fire), principal);
}

gongdan::Request comment_wish(std::string ticket, const json::object& body, Revision revision,
                              const host::Principal& principal) {
    CommentRequest comment;
    comment.ticket = std::move(ticket);
    comment.command = {string_or_empty(body, "text"), actor_of(principal), revision};
    return request_of(std::move(comment), principal);
}

gongdan::Request acknowledge_wish(std::string escalation, std::string ticket, const host::Principal& principal) {
    AcknowledgeRequest acknowledge;
    acknowledge.ticket = std::move(ticket);
    acknowledge.command = {std::move(escalation), actor_of(principal)};
    return request_of(std::move(acknowledge), principal);
}

bool only_reads(const std::vector<std::string>& roles) {
    return std::all_of(roles.begin(), roles.end(), [](const std::string& role) { return role == "auditor"; });
}

}  // namespace gongdan::http
