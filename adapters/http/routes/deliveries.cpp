#include "adapters/http/routes/deliveries.hpp"

#include <algorithm>

#include "adapters/http/routes/answers.hpp"
#include "adapters/http/routes/checks.hpp"
#include "core/base/check.hpp"
#include "core/engine/delivery_view.hpp"
#include "core/engine/reading.hpp"
#include "core/escalation/test_message.hpp"

namespace gongdan::http {
namespace {

json::value or_null(std::string_view text) { return text.empty() ? json::value(nullptr) : json::value(text); }

json::object notice_view(const NoticeRow& row) {
    return {{"id", row.id},
            {"escalation", row.escalation},
            {"channel", row.channel},
            {"person", row.person},
            {"level", row.level},
            {"state", name_of(row.state)},
            {"list", or_null(row.list)},
            {"list_state", row.list_state ? json::value(name_of(*row.list_state)) : json::value(nullptr)},
            {"attempts", row.attempts},
            {"next_at", row.next_at ? json::value(format_time(*row.next_at)) : json::value(nullptr)},
            {"held_by", nullptr},
            {"last_answer", or_null(row.last_answer)},
            {"raised_at", format_time(row.raised_at)}};
}

/// When a pending notice may leave: its own time, or that of its channel when this holds everything back longer.
json::object notice_view_on(const NoticeRow& row, const std::vector<host::Channel>& channels) {
    json::object view = notice_view(row);
    const auto channel = std::find_if(channels.begin(), channels.end(),
                                      [&row](const host::Channel& known) { return known.name == row.channel; });
    if (channel == channels.end() || !row.next_at || !channel->resting_until) return view;
    if (*channel->resting_until <= *row.next_at) return view;
    view["next_at"] = format_time(*channel->resting_until);
    view["held_by"] = channel->state == host::Channel::State::holding ? "throttle" : "rest";
    return view;
}

std::string_view name_of_test(host::TestAnswer::Kind kind) {
    switch (kind) {
        case host::TestAnswer::Kind::delivered: return "delivered";
        case host::TestAnswer::Kind::retry: return "retry";
        case host::TestAnswer::Kind::rejected: return "rejected";
    }
    GONGDAN_UNREACHABLE("a host::TestAnswer::Kind outside its enum");
}

template <class Page, class View>
Response page_answer(const Page& page, View view) {
    json::array items;
    for (const auto& row : page.rows) items.push_back(view(row));
    return json_answer(json::object{{"items", std::move(items)}, {"next_cursor", or_null(page.next_cursor)}});
}

/// One test and what is done with its answer.
struct Test {
    TestMessage message;
    std::optional<Idempotency> key;
};

StoredAnswer tested(const Test& test, const host::TestAnswer& answer, Instant now) {
    const LocalText& why = answer.reason;
    const json::value reason =
        why.en.empty() ? json::value(nullptr) : json::value(json::object{{"zh", why.zh}, {"en", why.en}});
    StoredAnswer stored;
    stored.status = 200;
    stored.body = json::serialize(json::object{{"channel", test.message.channel},
                                               {"message", test_message_id(test.message)},
                                               {"outcome", name_of_test(answer.kind)},
                                               {"reason", reason},
                                               {"took_ms", std::max(now - test.message.at, Millis(0)).count()}});
    return stored;
}

/// On the reader pool, for the account log lies on the disk.
void note_and_send(Site& site, const CallPtr& call, const Test& test, const Respond& respond) {
    const std::string& name = test.message.channel;
    const auto channels = site.service.channels();
    const bool known =
        std::any_of(channels.begin(), channels.end(), [&name](const auto& channel) { return channel.name == name; });
    if (!known) return respond(refuse(fail(Errc::not_found, "notify.no-channel", name), *call));
    const host::Doer doer{call->principal.name, call->request.remote_address};
    if (auto noted = site.service.accounts().note({name, "channel-tested"}, doer); !noted)
        return respond(refuse(noted.error(), *call));
    const auto done = [&site, call, test, respond](const Result<host::TestAnswer>& answer) {
        if (!answer) return respond(refuse(answer.error(), *call));
        const StoredAnswer stored = tested(test, *answer, site.service.now());
        if (!test.key) return respond(json_response(stored.status, stored.body));
        // Kept or not, the answer stands: the message has been sent.
        site.service.keep_answer(*test.key, stored, [stored, respond](const Result<void>&) {
            respond(json_response(stored.status, stored.body));
        });
    };
    site.service.test_channel(name, test_message(test.message), done);
}

}  // namespace

Response list_deliveries(Site& site, const Call& call) {
    const Reading reading(site.service.reads(), call.viewer);
    DeliveryFilter filter;
    filter.person = text_parameter(call.request, "person");
    filter.channel = text_parameter(call.request, "channel");
    filter.cursor = text_parameter(call.request, "cursor");
    filter.limit = int(whole_parameter(call.request, "limit", kPageDefault));
    if (const auto ticket = text_parameter(call.request, "ticket"); !ticket.empty()) {
        const auto found = reading.find(ticket);
        if (!found) return refuse(found.error(), call);
        filter.case_id = (*found)->snapshot.id;
    }
    const auto page = reading.deliveries(std::move(filter));
    return page ? page_answer(*page, delivery_view) : refuse(page.error(), call);
}

Response ticket_notices(Site& site, const Call& call) {
    const Reading reading(site.service.reads(), call.viewer);
    const auto found = reading.find(call.parameters[0]);
    if (!found) return refuse(found.error(), call);
    const auto limit = int(whole_parameter(call.request, "limit", kPageDefault));
    const auto page = reading.notices((*found)->snapshot, text_parameter(call.request, "cursor"), limit);
    if (!page) return refuse(page.error(), call);
    return page_answer(
        *page, [channels = site.service.channels()](const NoticeRow& row) { return notice_view_on(row, channels); });
}

void test_channel(Site& site, const CallPtr& call, Respond respond) {
    auto key = idempotency_of(*call);
    if (!key) return respond(refuse(key.error(), *call));
    Test test{{call->parameters[0], string_or_empty(call->body, "to"), call->principal.name,
               string_or_empty(call->body, "text"), site.service.now()},
              *key};
    const auto send = [&site, call, test = std::move(test), respond] {
        site.service.offload([&site, call, test, respond] { note_and_send(site, call, test, respond); });
    };
    if (!*key) return send();
    site.service.find_answer(**key, [call, send, respond](const Result<std::optional<Reply>>& before) {
        if (!before) return respond(refuse(before.error(), *call));
        if (*before) return respond(kept_response(**before, *call));
        send();
    });
}

}  // namespace gongdan::http
