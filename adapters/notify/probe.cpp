#include "adapters/notify/probe.hpp"

#include "core/escalation/digest.hpp"

namespace gongdan::notify {
namespace {

const Instant kRaised = from_unix_ms(1772412300000);  // 2026-03-02T08:45:00+08:00
constexpr std::size_t kItemSize = 420;                // bytes a ticket takes in a list, roughly

/// What shells, printf, templates, SQL and careless parsers stumble over, and characters of two to four bytes.
constexpr std::string_view kHostile =
    "【3级】“到达现场”已超时 {number} {level} {nobody} %s %n %d $(id) `id` ; ' \" \\ <b>&amp;</b> @all é 𠮷 🚨\t\n"
    "第二行";

/// A notice with every member that core writes (see core/escalation/notice.hpp).
json::object notice(const std::string& id) {
    return {{"escalation", "1.arrival.1.3.0"},
            {"case", "1"},
            {"number", "GZ202603020001"},
            {"workflow", "fault-repair"},
            {"title", {{"zh", "故障报修"}, {"en", "Fault repair"}}},
            {"clock", "arrival"},
            {"clock_title", {{"zh", "到达现场"}, {"en", "Arrival"}}},
            {"rung", 3},
            {"level", 3},
            {"repeat", 0},
            {"late_by_s", 60},
            {"to", json::array{"district_manager"}},
            {"top", true},
            {"due_at", format_time(kRaised)},
            {"raised_at", format_time(kRaised)},
            {"area", "演示-城北台区"},
            {"state", "dispatched"},
            {"state_title", {{"zh", "已派单"}, {"en", "Dispatched"}}},
            {"text",
             {{"zh", "测试：故障报修 GZ202603020001 的到达现场已超时"},
              {"en", "Test: the arrival at fault GZ202603020001 is overdue"}}},
            {"acknowledge_url", "https://gongdan.example/acknowledge/test"},
            {"id", id},
            {"recipient", {{"id", "test"}, {"name", "演示-测试员"}, {"address", "test"}}}};
}

std::string hostile() {
    json::object message = notice("1.arrival.1.3.0/test/text");
    const json::object said{{"zh", kHostile}, {"en", kHostile}};
    for (const char* member : {"title", "clock_title", "state_title", "text"}) message[member] = said;
    for (const char* member : {"number", "area"}) message[member] = kHostile;
    message["recipient"].as_object()["name"] = kHostile;
    return json::serialize(message);
}

std::string unknown_members() {
    json::object message = notice("1.arrival.1.3.0/test/unknown");
    message["from_a_later_version"] = {{"list", {1, "二", nullptr, true, {{"deep", json::array{}}}}}};
    message["recipient"].as_object()["pronoun"] = "他";
    message["text"].as_object()["fr"] = "à temps";
    return json::serialize(message);
}

std::string list_of(int tickets, const std::string& id) {
    std::vector<std::string> messages;
    for (int i = 0; i < tickets; ++i) {
        json::object message = notice(id);
        message["case"] = std::to_string(i + 1);
        message["number"] = "GZ" + std::to_string(202603020001 + i);
        messages.push_back(json::serialize(message));
    }
    return digest_message(id, messages, kRaised + kDay);
}

std::string largest() {
    std::string id = "1.arrival.1.3.0/test/";
    id.resize(kNoticeIdMax, 'x');
    return list_of(int(kProbeLargest / kItemSize), id);
}

std::string without_address() {
    json::object message = notice("1.arrival.1.3.0/test/no-address");
    message["recipient"].as_object()["address"] = "";
    return json::serialize(message);
}

}  // namespace

std::vector<Probe> probes() {
    const std::string ordinary = json::serialize(notice("1.arrival.1.3.0/test/notice"));
    using Wanted = Probe::Wanted;
    return {{"notice", text("conformance.notice"), ordinary, Wanted::delivered},
            {"again", text("conformance.again"), ordinary, Wanted::delivered},
            {"text", text("conformance.text"), hostile(), Wanted::delivered},
            {"unknown", text("conformance.unknown"), unknown_members(), Wanted::delivered},
            {"digest", text("conformance.digest", kProbeItems), list_of(kProbeItems, "list.1/test/digest"),
             Wanted::delivered},
            {"largest", text("conformance.largest", kProbeLargest / 1024 / 1024), largest(), Wanted::any_answer},
            {"no-address", text("conformance.no-address"), without_address(), Wanted::not_retry}};
}

}  // namespace gongdan::notify
