#include "core/escalation/digest.hpp"

#include <algorithm>
#include <initializer_list>
#include <set>
#include <tuple>

#include "core/base/json.hpp"
#include "core/ticket/event.hpp"

namespace gongdan {

namespace {

using Times = std::map<Recipient, std::vector<Instant>>;

void insert(Times& sent, const Recipient& recipient, Instant at) {
    auto& times = sent[recipient];
    times.insert(std::upper_bound(times.begin(), times.end(), at), at);
}

void drop_until(Times& sent, Instant end) {
    for (auto entry = sent.begin(); entry != sent.end();) {
        std::erase_if(entry->second, [end](Instant at) { return at <= end; });
        entry = entry->second.empty() ? sent.erase(entry) : std::next(entry);
    }
}

}  // namespace

void SentLately::add(const Recipient& recipient, Instant at, Urgency urgency) {
    insert(sent_, recipient, at);
    if (urgency == Urgency::top) insert(top_, recipient, at);
}

void SentLately::hold(const Recipient& recipient, Instant at, Instant until) { held_[recipient] = {at, until}; }

Instant SentLately::allowed_at(const Mailbox& mailbox, std::span<const Allowance> allowances, Instant now) const {
    Instant at = now;
    const auto held = held_.find(mailbox.recipient);
    if (held != held_.end() && held->second.at <= now) at = std::max(at, held->second.until);
    const Times& sent = mailbox.urgency() == Urgency::top ? top_ : sent_;
    const auto found = sent.find(mailbox.recipient);
    if (found == sent.end()) return at;
    const std::vector<Instant>& times = found->second;
    for (const Allowance& allowance : allowances) {
        if (allowance.count <= 0 || times.size() < std::size_t(allowance.count)) continue;
        const Instant oldest = times[times.size() - std::size_t(allowance.count)];
        // One from the future: the clock was set back, and nobody shall wait for the old time to come again.
        if (oldest <= now) at = std::max(at, oldest + allowance.within);
    }
    return at;
}

void SentLately::forget(std::span<const Allowance> allowances, Instant now) {
    Millis longest{0};
    for (const Allowance& allowance : allowances) longest = std::max(longest, allowance.within);
    drop_until(sent_, now - longest);
    drop_until(top_, now - longest);
    std::erase_if(held_, [now](const auto& entry) { return entry.second.until <= now || entry.second.at > now; });
}

namespace {

bool wants_list(const Mailbox& mailbox, const DigestRules& rules, bool scarce) {
    if (rules.above <= 0 || mailbox.top_list) return false;
    // A top notice goes before a list of lower ones, and is not buried in one either while it is alone.
    if (mailbox.top > 0) return mailbox.top > rules.above || (scarce && mailbox.top > 1);
    if (mailbox.list_ready) return false;
    return mailbox.waiting > rules.above || (scarce && mailbox.waiting > 1);
}

/// Whether the channel cannot hand over this minute what waits, each recipient's long queue counted as one list.
bool is_scarce(std::span<const Mailbox> mailboxes, const DigestRules& rules, const Budget& budget) {
    std::int64_t messages = 0;
    for (const Mailbox& mailbox : mailboxes) messages += mailbox.waiting > rules.above ? 1 : mailbox.waiting;
    return rules.above > 0 && messages > budget.messages;
}

/// "城北 23, 城南 4, …": where most of the tickets are.
std::string places_of(const std::map<std::string, std::int64_t>& areas) {
    constexpr std::size_t kNamed = 3;
    std::vector<std::pair<std::int64_t, std::string>> most;
    for (const auto& [area, count] : areas) most.emplace_back(-count, area);
    std::sort(most.begin(), most.end());
    std::string places;
    for (std::size_t i = 0; i < std::min(most.size(), kNamed); ++i)
        places += (i == 0 ? "" : ", ") + most[i].second + " " + std::to_string(-most[i].first);
    return most.size() > kNamed ? places + ", …" : places;
}

struct Summary {
    std::int64_t count = 0;
    int level = 0;
    std::optional<Instant> oldest;                ///< due time
    std::map<std::string, std::int64_t> areas{};  ///< tickets of each
    std::int64_t overdue = 0;                     ///< tickets
};

using Tickets = std::set<std::string, std::less<>>;

Tickets tickets_of(const json::array& items) {
    Tickets tickets;
    for (const json::value& value : items) {
        if (const json::object* item = value.if_object()) tickets.insert(ticket_of(*item));
    }
    return tickets;
}

/// `unread` entries are not among the items.
Summary summary_of(const json::array& items, std::int64_t unread, Instant now) {
    Summary summary{unread, 0, std::nullopt};
    Tickets seen;
    Tickets overdue;
    for (const json::value& value : items) {
        const json::object& item = value.get_object();
        const auto due = parse_time(string_or_empty(item, "due_at"));
        if (due && (!summary.oldest || *due < *summary.oldest)) summary.oldest = *due;
        summary.level = std::max(summary.level, int(get_int(item, "level").value_or(0)));
        if (due && *due <= now) overdue.insert(ticket_of(item));
        if (!seen.insert(ticket_of(item)).second) continue;
        ++summary.count;
        if (const auto area = get_string(item, "area")) ++summary.areas[std::string(*area)];
    }
    summary.overdue = std::int64_t(overdue.size());
    return summary;
}

std::int64_t minutes_over(const Summary& summary, Instant now) {
    return std::chrono::floor<std::chrono::minutes>(now - *summary.oldest).count();
}

LocalText said_of(const Summary& summary, Instant now) {
    const std::string places = places_of(summary.areas);
    const LocalText where = places.empty() ? LocalText{} : text("digest.where", places);
    if (!summary.oldest || *summary.oldest > now)
        return text("digest.ahead", summary.count, summary.level, where.zh, where.en);
    return text("digest.over", summary.count, summary.level, where.zh, where.en, minutes_over(summary, now));
}

/// "城北 " and " in 城北"; of several areas how many they are.
LocalText whereabouts(const Summary& summary) {
    if (summary.areas.empty()) return {};
    if (summary.areas.size() > 1) return text("digest.in-areas", summary.areas.size());
    return text("digest.in-area", summary.areas.begin()->first);
}

/// For a title: "23 tickets overdue in 城北, oldest 52 min".
LocalText headline_of(const Summary& summary, Instant now) {
    const LocalText where = whereabouts(summary);
    if (summary.overdue == 0) return text("digest.headline-ahead", summary.count, where.zh, where.en);
    const std::string_view id = summary.overdue == summary.count ? "digest.headline-over" : "digest.headline-some";
    return text(id, summary.count, where.zh, where.en, minutes_over(summary, now), summary.overdue);
}

json::object both(const LocalText& said) { return {{"zh", said.zh}, {"en", said.en}}; }

ListKey key_of(const json::object& message) {
    return {string_or_empty(message, "escalation"), get_int(message, "level").value_or(0),
            string_or_empty(message, "due_at")};
}

/// "42.arrival.1" of "42.arrival.1.3.1": the cycle of the clock that it is about.
std::string_view clock_cycle_of(std::string_view escalation) {
    for (int part = 0; part < 2; ++part) escalation = escalation.substr(0, escalation.rfind('.'));
    return escalation;
}

json::object item_of(json::object& message) {
    json::object item;
    for (const std::string_view key : {"escalation", "case", "number", "title", "clock", "clock_title", "level",
                                       "due_at", "raised_at", "area", "state", "state_title"}) {
        if (json::value* value = message.if_contains(key)) item[key] = std::move(*value);
    }
    return item;
}

enum class Standing { open, acknowledged, settled };

/// How the ticket of an item stands, whose state the item then shows.
Standing bring_up_to_date(json::object& item, const FindSnapshot& find) {
    const std::string id = string_or_empty(item, "escalation");
    const auto snapshot = find(case_of_escalation(id));
    if (snapshot == nullptr) return Standing::open;
    const ClockState* clock = snapshot->clock(string_or_empty(item, "clock"));
    if (clock != nullptr && clock->ended()) return Standing::settled;
    item["state"] = snapshot->state;
    item["state_title"] = both(state_title_of(*snapshot));
    const bool answered =
        std::any_of(snapshot->escalations.begin(), snapshot->escalations.end(),
                    [&id](const Escalation& escalation) { return escalation.id == id && escalation.acknowledged; });
    if (!answered) return Standing::open;
    item["acknowledged"] = true;
    return Standing::acknowledged;
}

/// How many tickets of `some` are in none of `others`.
std::int64_t count_without(const Tickets& some, std::initializer_list<const Tickets*> others) {
    return std::count_if(some.begin(), some.end(), [&others](const std::string& ticket) {
        return std::none_of(others.begin(), others.end(),
                            [&ticket](const Tickets* tickets) { return tickets->contains(ticket); });
    });
}

/// What is left of a list once those that are settled are taken out.
struct Rest {
    json::array open;          ///< that still need somebody
    json::array acknowledged;  ///< under way
    Tickets settled;
};

Rest rest_of(json::array items, const FindSnapshot& find) {
    Rest rest;
    for (json::value& value : items) {
        json::object* item = value.if_object();
        if (item == nullptr) continue;
        switch (bring_up_to_date(*item, find)) {
            case Standing::open: rest.open.push_back(std::move(*item)); break;
            case Standing::acknowledged: rest.acknowledged.push_back(std::move(*item)); break;
            case Standing::settled: rest.settled.insert(ticket_of(*item)); break;
        }
    }
    return rest;
}

LocalText joined(const LocalText& first, const LocalText& then) {
    return {first.zh + then.zh, first.en + " " + then.en};
}

}  // namespace

std::optional<Turn> serve_next(std::span<const Mailbox> mailboxes, const DigestRules& rules, const SentLately& sent,
                               Instant now, const Budget& budget) {
    const bool scarce = is_scarce(mailboxes, rules, budget);
    std::optional<Turn> best;
    const auto rank = [&mailboxes, &best](const Turn& serving) {
        const Mailbox& mailbox = mailboxes[serving.mailbox];
        return std::tuple(serving.at, -mailbox.level, mailbox.since, serving.mailbox);
    };
    for (std::size_t index = 0; index < mailboxes.size(); ++index) {
        const Mailbox& mailbox = mailboxes[index];
        if (mailbox.waiting == 0 && !mailbox.list_ready) continue;
        Turn serving{index, sent.allowed_at(mailbox, rules.per_recipient, now), wants_list(mailbox, rules, scarce)};
        if (mailbox.urgency() == Urgency::ordinary) serving.at = std::max(serving.at, budget.ordinary_from);
        if (serving.as_list) serving.at = std::max(serving.at, std::min(mailbox.since, now) + rules.gathering);
        if (!best || rank(serving) < rank(*best)) best = serving;
    }
    return best;
}

std::vector<std::size_t> list_order(std::span<const ListKey> keys) {
    std::map<std::string_view, std::size_t> highest;  // of each clock
    std::vector<std::size_t> shown;
    for (std::size_t index = 0; index < keys.size(); ++index) {
        const std::string_view clock = clock_cycle_of(keys[index].escalation);
        const auto [found, first] = highest.try_emplace(clock, index);
        if (clock.empty()) shown.push_back(index);
        if (!first && keys[index].level >= keys[found->second].level) found->second = index;
    }
    for (const auto& [clock, index] : highest) {
        if (!clock.empty()) shown.push_back(index);
    }
    std::sort(shown.begin(), shown.end(), [&keys](std::size_t one, std::size_t other) {
        return std::tuple(-keys[one].level, std::string_view(keys[one].due_at), one) <
               std::tuple(-keys[other].level, std::string_view(keys[other].due_at), other);
    });
    return shown;
}

std::string ticket_of(const json::object& item) {
    const std::string id = string_or_empty(item, "case");
    return id.empty() ? string_or_empty(item, "number") : id;
}

std::string digest_message(const std::string& id, std::span<const std::string> messages, Instant now) {
    std::vector<json::object> entries;
    std::vector<ListKey> keys;
    json::value recipient(json::object{});
    for (const std::string& written : messages) {
        auto message = parse_json(written);
        if (!message || !message->is_object()) continue;
        if (json::value* person = message->get_object().if_contains("recipient")) recipient = std::move(*person);
        keys.push_back(key_of(message->get_object()));
        entries.push_back(item_of(message->get_object()));
    }
    json::array items;
    for (const std::size_t index : list_order(keys)) items.push_back(std::move(entries[index]));
    const Summary summary = summary_of(items, std::int64_t(messages.size() - entries.size()), now);
    json::object message{{"id", id}, {"kind", "digest"}, {"count", summary.count}, {"level", summary.level}};
    message["recipient"] = std::move(recipient);
    message["headline"] = both(headline_of(summary, now));
    message["text"] = both(said_of(summary, now));
    if (summary.oldest) message["oldest_due_at"] = format_time(*summary.oldest);
    message["items"] = std::move(items);
    return json::serialize(message);
}

std::string list_brought_up_to_date(const std::string& message, const FindSnapshot& find, Instant now) {
    auto parsed = parse_json(message);
    if (!parsed || !parsed->is_object()) return message;
    json::object& list = parsed->get_object();
    json::value* items = list.if_contains("items");
    if (items == nullptr || !items->is_array()) return message;
    const auto listed = std::int64_t(tickets_of(items->get_array()).size());
    const std::int64_t unread = get_int(list, "count").value_or(0) - listed;
    Rest rest = rest_of(std::move(items->get_array()), find);
    const Tickets open_tickets = tickets_of(rest.open);
    const Tickets answered = tickets_of(rest.acknowledged);
    const std::int64_t acknowledged = count_without(answered, {&open_tickets});
    const std::int64_t settled = count_without(rest.settled, {&open_tickets, &answered});
    const Summary summary = summary_of(rest.open, unread, now);
    const std::int64_t open = summary.count;
    json::array& left = items->emplace_array();
    for (json::array* part : {&rest.open, &rest.acknowledged}) {
        for (json::value& item : *part) left.push_back(std::move(item));
    }
    list["count"] = open;
    list.erase("oldest_due_at");
    if (acknowledged > 0) list["acknowledged_count"] = acknowledged;
    if (settled > 0) list["settled_count"] = settled;
    if (open <= 0) {
        list["settled"] = true;
        list["title"] = both(text(acknowledged > 0 ? "digest.answered-title" : "digest.settled-title"));
        LocalText said = acknowledged > 0 ? text("digest.answered", acknowledged) : text("digest.settled", settled);
        if (acknowledged > 0 && settled > 0) said = joined(said, text("digest.rest-settled", settled));
        list["text"] = both(said);
        return json::serialize(list);
    }
    LocalText said = said_of(summary, now);
    if (acknowledged > 0) said = joined(said, text("digest.acknowledged", acknowledged));
    if (settled > 0) said = joined(said, text("digest.rest-settled", settled));
    list["level"] = summary.level;
    list["headline"] = both(headline_of(summary, now));
    list["text"] = both(said);
    if (summary.oldest) list["oldest_due_at"] = format_time(*summary.oldest);
    return json::serialize(list);
}

}  // namespace gongdan
