#include "core/escalation/notice.hpp"

#include <algorithm>

#include "core/base/canonical_json.hpp"
#include "core/escalation/flags.hpp"

namespace gongdan {
namespace {

constexpr std::size_t kMembers = 21;           ///< that all notices of an escalation share
constexpr std::size_t kRecipientLength = 192;  ///< of what differs, as a rule

/// The title of a thing, or its name where the workflow has none.
LocalText titled(const LocalText& title, const std::string& name) {
    return {title.zh.empty() ? (title.en.empty() ? name : title.en) : title.zh, title.en.empty() ? name : title.en};
}

json::object to_json(const LocalText& local) { return {{"zh", local.zh}, {"en", local.en}}; }

/// What every notice of one escalation says: written once, however many people are told.
struct Subject {
    std::string common;  ///< the message's first members, without the closing brace
    std::string escalation;
};

void append_member(std::string_view key, std::string_view value, std::string& out) {
    append_canonical_string(key, out);
    out += ':';
    append_canonical_string(value, out);
}

LocalText sentence(const CaseSnapshot& snapshot, const Event& event, const LocalText& clock_title,
                   const std::optional<Instant>& due_at) {
    const LocalText state_title = state_title_of(snapshot);
    const LocalText title = titled(snapshot.workflow->title, snapshot.workflow->name);
    const std::string due = due_at ? spoken_time(*due_at, date_of(event.recorded_at)) : "?";
    const std::int64_t repeat = get_int(event.body, "repeat").value_or(0);
    // A rung that was due before the limit may be told after it, when the engine was down in between.
    const bool over = due_at && event.recorded_at >= *due_at;
    const bool watch = get_int(event.body, "rung") == 0;
    const std::string_view id = watch        ? "notice.open-still"
                                : !over      ? "notice.ahead"
                                : repeat > 0 ? "notice.again"
                                             : "notice.over";
    LocalText said = text(id, snapshot.number, title.zh, title.en, clock_title.zh, clock_title.en, due, state_title.zh,
                          state_title.en, repeat + 1);
    const LocalText flags = flag_words(*snapshot.workflow, snapshot.data);
    if (flags.zh.empty()) return said;
    const LocalText special = text("notice.special", flags.zh, flags.en);
    return {said.zh + special.zh, said.en + " " + special.en};
}

/// The name of the area, which people know; what the ticket says where the organisation knows none.
std::string area_of(const CaseSnapshot& snapshot, const Organisation& organisation) {
    const std::string given = string_or_empty(snapshot.data, "area");
    const Area* area = given.empty() ? nullptr : organisation.find_area(given);
    return area == nullptr || area->name.empty() ? given : area->name;
}

Subject subject_of(const Event& event, const CaseSnapshot& snapshot, const Organisation& organisation, bool top) {
    const std::string clock_name = string_or_empty(event.body, "clock");
    const ClockDef* def = snapshot.workflow->find_clock(clock_name);
    const ClockState* clock = snapshot.clock(clock_name);
    const auto due_at = clock == nullptr ? std::nullopt : std::optional(clock->due_at);
    const LocalText clock_title = titled(def == nullptr ? LocalText{} : def->title, clock_name);
    Subject subject;
    subject.escalation = string_or_empty(event.body, "id");
    json::object common;
    common.reserve(kMembers);
    common["escalation"] = subject.escalation;
    common["case"] = std::to_string(to_int(snapshot.id));
    common["number"] = snapshot.number;
    common["workflow"] = snapshot.workflow->name;
    common["title"] = to_json(titled(snapshot.workflow->title, snapshot.workflow->name));
    common["clock"] = clock_name;
    common["clock_title"] = to_json(clock_title);
    for (const std::string_view key : {"rung", "level", "repeat", "late_by_s", "to"}) {
        if (const json::value* value = event.body.if_contains(key)) common[key] = *value;
    }
    common["top"] = top;
    if (due_at) common["due_at"] = format_time(*due_at);
    common["raised_at"] = format_time(event.occurred_at);
    if (std::string area = area_of(snapshot, organisation); !area.empty()) common["area"] = std::move(area);
    common["state"] = snapshot.state;
    common["state_title"] = to_json(state_title_of(snapshot));
    if (const LocalText flags = flag_words(*snapshot.workflow, snapshot.data); !flags.zh.empty())
        common["flags"] = to_json(flags);
    common["text"] = to_json(sentence(snapshot, event, clock_title, due_at));
    subject.common = json::serialize(common);
    subject.common.pop_back();
    return subject;
}

std::vector<std::string> roles_in(const json::object& body) {
    std::vector<std::string> roles;
    const json::array* list = get_array(body, "to");
    if (list == nullptr) return roles;
    for (const json::value& role : *list) {
        if (const json::string* name = role.if_string()) roles.emplace_back(*name);
    }
    return roles;
}

Notice notice_to(const Person& person, std::size_t place, const Subject& subject, const Event& event) {
    const Address& address = person.addresses[place];
    const auto same_channel = [&address](const Address& other) { return other.channel == address.channel; };
    const auto upto = person.addresses.begin() + std::ptrdiff_t(place);
    const auto before = std::count_if(person.addresses.begin(), upto, same_channel);
    Notice notice;
    notice.id = subject.escalation + "/" + person.id + "/" + address.channel;
    if (before > 0) notice.id += "/" + std::to_string(before + 1);
    notice.escalation = subject.escalation;
    notice.case_id = event.case_id;
    notice.channel = address.channel;
    notice.person = person.id;
    notice.address = address.address;
    notice.level = int(get_int(event.body, "level").value_or(0));
    notice.raised_at = event.occurred_at;
    notice.not_before = std::max(event.occurred_at, event.recorded_at);
    std::string& message = notice.message;
    message.reserve(subject.common.size() + kRecipientLength);
    message.append(subject.common).append(1, ',');
    append_member("id", notice.id, message);
    message += R"(,"recipient":{)";
    append_member("id", person.id, message);
    message += ',';
    append_member("name", person.name, message);
    message += ',';
    append_member("address", address.address, message);
    message += "}}";
    return notice;
}

}  // namespace

bool is_top(const Ladder& ladder, std::int64_t level) {
    return std::none_of(ladder.rungs.begin(), ladder.rungs.end(),
                        [level](const Rung& rung) { return rung.level > level; });
}

LocalText state_title_of(const CaseSnapshot& snapshot) {
    const State* state = snapshot.workflow->find_state(snapshot.state);
    return titled(state == nullptr ? LocalText{} : state->title, snapshot.state);
}

std::vector<Notice> notices_for(const Event& event, const CaseSnapshot& snapshot, const Organisation& organisation,
                                bool top) {
    std::vector<Notice> notices;
    const auto roles = roles_in(event.body);
    const auto [people, serving] = told_of(organisation, roles, snapshot.data, event.recorded_at);
    if (people.empty()) return notices;
    const Subject subject = subject_of(event, snapshot, organisation, top);
    for (const Person* person : people) {
        const auto wait = spared_until(*person, {roles, snapshot.data, top}, organisation, event.recorded_at);
        for (std::size_t place = 0; place < person->addresses.size(); ++place) {
            notices.push_back(notice_to(*person, place, subject, event));
            notices.back().top = top;
            notices.back().serving = std::find(serving.begin(), serving.end(), person) != serving.end();
            if (wait) notices.back().not_before = *wait;
        }
    }
    return notices;
}

Notice notice_for(const Person& person, const Event& event, const CaseSnapshot& snapshot,
                  const Organisation& organisation, bool top) {
    return notice_to(person, 0, subject_of(event, snapshot, organisation, top), event);
}

std::optional<Instant> spared_until(const Person& person, const Occasion& occasion, const Organisation& organisation,
                                    Instant at) {
    const auto until = occasion.top ? std::nullopt : quiet_until(person, at);
    if (!until) return std::nullopt;
    for (const std::string& role : occasion.roles) {
        const auto serving = on_duty(organisation, role, occasion.data, at);
        if (std::find(serving.begin(), serving.end(), &person) != serving.end()) return std::nullopt;
    }
    return until;
}

std::string brought_up_to_date(const std::string& message, const CaseSnapshot& snapshot) {
    auto parsed = parse_json(message);
    if (!parsed || !parsed->is_object()) return message;
    json::object& notice = parsed->get_object();
    const std::string name = string_or_empty(notice, "clock");
    const ClockState* clock = snapshot.clock(name);
    const ClockDef* def = snapshot.workflow->find_clock(name);
    const bool ended = clock != nullptr && clock->ended() && clock->stopped_at;
    if (!ended && string_or_empty(notice, "state") == snapshot.state) return message;
    notice["state"] = snapshot.state;
    notice["state_title"] = to_json(state_title_of(snapshot));
    if (ended) {
        const LocalText title = titled(def == nullptr ? LocalText{} : def->title, name);
        const LocalText state = state_title_of(snapshot);
        notice["settled"] = true;
        notice["text"] =
            to_json(text("notice.settled", snapshot.number, title.zh, title.en,
                         spoken_time(*clock->stopped_at, date_of(*clock->stopped_at)), state.zh, state.en));
    }
    return json::serialize(notice);
}

}  // namespace gongdan
