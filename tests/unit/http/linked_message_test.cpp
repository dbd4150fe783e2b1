// Which messages carry a link: those whose recipient may acknowledge, on a channel of his own; and a preview shows what
// goes out.

#include <catch2/catch.hpp>

#include "adapters/host/outgoing.hpp"
#include "adapters/notify/preview.hpp"
#include "adapters/notify/robot.hpp"
#include "tests/support/shipped.hpp"
#include "tests/unit/http/fake_service.hpp"

using namespace gongdan;
using namespace gongdan::host;
using namespace gongdan::test;

namespace {

const std::string kPerson = "demo-wu-jiu";

std::string token_of(const std::string& url) { return url.substr(url.rfind('/') + 1); }

const Organisation& people() { return *shipped().organisation; }

Notice notice_to(const std::string& person, const std::string& escalation, CaseId id = CaseId(1)) {
    Notice notice;
    notice.id = escalation + "/" + person + "/desk-file";
    notice.escalation = escalation;
    notice.case_id = id;
    notice.person = person;
    notice.message = R"({"id":"x"})";
    return notice;
}

/// A fault whose arrival is overdue.
struct Overdue {
    http::test::FakeService service;
    Links links{{std::string(32, 'k'), "https://gongdan.example.com", std::chrono::hours(24)}};

    Overdue() {
        auto request = open_fault();
        std::get<OpenRequest>(request.wish).command.data["area"] = "demo-101";
        service.submit(std::move(request), [](const Result<Reply>& reply) { REQUIRE(reply.ok()); });
        service.sweep(on("08:45:00"));
        service.time = on("08:45:00");
    }
    json::object message(const std::string& person, const std::string& escalation, bool shared = false) {
        return json::parse(sent(notice_to(person, escalation), shared)).as_object();
    }
    std::string sent(const Notice& notice, bool shared) {
        return outgoing_message(notice, {&links, shared}, service.reads(), service.configuration(), service.time);
    }
};

}  // namespace

TEST_CASE("a message has a link only for a recipient who may acknowledge: no crew, nobody who is gone") {
    Overdue overdue;
    const json::object linked = overdue.message(kPerson, "1.arrival.1.3.1");
    const std::string url = string_or_empty(linked, "acknowledge_url");
    CHECK(overdue.links.open(token_of(url), people(), overdue.service.time).person == kPerson);
    CHECK(string_or_empty(linked, "id") == "x");
    CHECK_FALSE(overdue.message("demo-zhang-san", "1.arrival.1.1.1").contains("acknowledge_url"));
    CHECK_FALSE(overdue.message("nobody", "1.arrival.1.3.1").contains("acknowledge_url"));
    CHECK_FALSE(overdue.message(kPerson, "1.arrival.1.9.1").contains("acknowledge_url"));
}

TEST_CASE("a list has a link when something in it is the recipient's to acknowledge") {
    Overdue overdue;
    overdue.service.fake_reads().lists["digest.3"] = {{"1.arrival.1.1.1", CaseId(1), "x", 1, {}},
                                                      {"1.arrival.1.3.1", CaseId(1), "x", 3, {}}};
    const json::object linked = overdue.message(kPerson, "digest.3");
    CHECK(
        overdue.links.open(token_of(string_or_empty(linked, "list_url")), people(), overdue.service.time).escalation ==
        "digest.3");
    CHECK_FALSE(linked.contains("acknowledge_url"));
    CHECK_FALSE(overdue.message("demo-zhang-san", "digest.3").contains("list_url"));
    CHECK_FALSE(overdue.message(kPerson, "digest.4").contains("list_url"));
}

TEST_CASE("on a channel that others read there is no link, but words that say how to acknowledge") {
    Overdue overdue;
    const json::object shared = overdue.message(kPerson, "1.arrival.1.3.1", true);
    CHECK_FALSE(shared.contains("acknowledge_url"));
    CHECK(shared.at("acknowledge_hint").at("zh") ==
          "确认请登录工单系统，或调用接口 POST /api/v1/escalations/1.arrival.1.3.1/acknowledge");
    CHECK_FALSE(overdue.message("demo-zhang-san", "1.arrival.1.1.1", true).contains("acknowledge_hint"));
    overdue.service.fake_reads().lists["digest.3"] = {{"1.arrival.1.3.1", CaseId(1), "x", 3, {}}};
    const json::object list = overdue.message(kPerson, "digest.3", true);
    CHECK_FALSE(list.contains("list_url"));
    CHECK(string_or_empty(list.at("acknowledge_hint").as_object(), "zh").find("逐张确认") != std::string::npos);
}

TEST_CASE("a sample of a link is as long as a real one and opens nothing") {
    Overdue overdue;
    const std::string real = overdue.links.make("1.arrival.1.3.1", kPerson, overdue.service.time);
    const std::string sample = Links({"", "https://gongdan.example.com"}).sample("1.arrival.1.3.1");
    CHECK(sample.size() == real.size());
    CHECK(sample.starts_with("https://gongdan.example.com/a/sample-"));
    CHECK(overdue.links.open(token_of(sample), people(), overdue.service.time).state == FoundLink::State::unknown);
}

namespace {

/// The message with the sample's token in place of the real one.
json::value with_sample(const json::object& message, const std::string& real, const std::string& sample) {
    std::string text = json::serialize(message);
    const auto at = text.find(token_of(real));
    if (at != std::string::npos) text.replace(at, token_of(real).size(), token_of(sample));
    return json::parse(text);
}

}  // namespace

TEST_CASE("a preview is the message that goes out, but for its link, on every kind of channel, alone and in a list") {
    Overdue overdue;
    const auto configuration = overdue.service.configuration();
    CaseSnapshot snapshot = (*overdue.service.reads().find_case(CaseId(1)))->snapshot;
    std::erase_if(snapshot.clocks, [](const ClockState& clock) { return clock.name != "arrival"; });
    // As it was before the third rung, which is the next in a preview and has gone out in the service.
    std::erase_if(snapshot.escalations, [](const Escalation& raised) { return raised.id >= "1.arrival.1.3.1"; });
    snapshot.clocks.at(0).climb.fired.resize(2);
    Organisation one = *configuration.organisation;
    for (Person& person : one.people) {
        person.addresses.clear();
        if (person.id == kPerson) person.addresses = {{"desk", "13800001111"}};
    }
    overdue.service.fake_reads().lists["digest.1"] = {{"1.arrival.1.3.1", CaseId(1), kPerson, 3, {}}};
    for (const auto kind : {notify::PluginKind::file, notify::PluginKind::webhook, notify::PluginKind::exec,
                            notify::PluginKind::dingtalk, notify::PluginKind::wecom, notify::PluginKind::feishu}) {
        for (const bool digest : {false, true}) {
            notify::ChannelConfig config;
            config.name = "desk";
            config.plugin = kind;
            INFO(notify::name_of(kind) << (digest ? " list" : " notice"));
            const Outgoing outgoing{&overdue.links, notify::is_shared(config)};
            Notice real;
            const notify::Enrich keep = [&outgoing, &real](const Notice& notice) {
                real = notice;
                return sample_message(notice, outgoing);
            };
            const auto shown =
                notify::preview(config, {snapshot, *configuration.rules, one, overdue.service.time, digest, keep});
            REQUIRE(shown);
            const json::object sent = json::parse(overdue.sent(real, outgoing.shared)).as_object();
            if (outgoing.shared) {
                CHECK(sent.contains("acknowledge_hint"));
                CHECK(shown->payload == notify::robot_body(kind, notify::voice_of(config), sent, overdue.service.time));
            } else {
                const std::string url = string_or_empty(sent, digest ? "list_url" : "acknowledge_url");
                REQUIRE_FALSE(url.empty());
                CHECK(json::value(shown->payload) == with_sample(sent, url, overdue.links.sample(real.escalation)));
            }
            // The words of a single notice name no area as shipped; everything else does.
            const bool named = json::serialize(shown->payload).find("演示一号台区") != std::string::npos;
            CHECK(named == (digest || !outgoing.shared));
        }
    }
}
