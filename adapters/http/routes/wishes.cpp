#include "adapters/http/routes/wishes.hpp"

namespace gongdan::http {
namespace {

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

gongdan::Request request_of(decltype(gongdan::Request::wish) wish, const ViewerPtr& viewer) {
    return {std::move(wish), std::nullopt, viewer};
}

}  // namespace

gongdan::Request open_wish(const json::object& body, const ViewerPtr& viewer) {
    OpenRequest open;
    open.command = {string_or_empty(body, "workflow"), viewer->actor, data_of(body), occurred_at_of(body), CaseId{}};
    open.parent = string_or_empty(body, "parent");
    return request_of(std::move(open), viewer);
}

gongdan::Request fire_wish(std::string ticket, const json::object& body, Revision revision, const ViewerPtr& viewer) {
    FireRequest fire;
    fire.ticket = std::move(ticket);
    fire.command = {string_or_empty(body, "event"), viewer->actor, data_of(body), occurred_at_of(body), revision};
    return request_of(std::move(fire), viewer);
}

gongdan::Request merge_wish(std::string ticket, const json::object& body, Revision revision, const ViewerPtr& viewer) {
    json::object data = data_of(body);
    data["into"] = string_or_empty(body, "into");
    FireRequest fire;
    fire.ticket = std::move(ticket);
    fire.command = {"merge", viewer->actor, std::move(data), occurred_at_of(body), revision};
    fire.into_pointer = "/into";
    return request_of(std::move(fire), viewer);
}

gongdan::Request comment_wish(std::string ticket, const json::object& body, Revision revision,
                              const ViewerPtr& viewer) {
    CommentRequest comment;
    comment.ticket = std::move(ticket);
    comment.command = {string_or_empty(body, "text"), viewer->actor, revision};
    return request_of(std::move(comment), viewer);
}

gongdan::Request acknowledge_wish(std::string escalation, std::string ticket, const ViewerPtr& viewer) {
    AcknowledgeRequest acknowledge;
    acknowledge.ticket = std::move(ticket);
    acknowledge.command = {std::move(escalation), viewer->actor};
    return request_of(std::move(acknowledge), viewer);
}

gongdan::Request unmask_wish(std::string ticket, const json::object& body, const ViewerPtr& viewer) {
    return request_of(UnmaskRequest{std::move(ticket), {string_or_empty(body, "reason"), viewer->actor}}, viewer);
}

gongdan::Request erase_wish(std::string ticket, const json::object& body, const ViewerPtr& viewer) {
    return request_of(EraseRequest{std::move(ticket), {string_or_empty(body, "reason"), viewer->actor}}, viewer);
}

}  // namespace gongdan::http
