#include "core/escalation/digest.hpp"

#include <algorithm>
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
};

/// `count` may be more than the items: entries that cannot be read are counted, too.
Summary summary_of(const json::array& items, std::int64_t count) {
    Summary summary{count, 0, std::nullopt};
    for (const json::value& value : items) {
        const json::object& item = value.get_object();
        const auto due = parse_time(string_or_empty(item, "due_at"));
        if (due && (!summary.oldest || *due < *summary.oldest)) summary.oldest = *due;
        summary.level = std::max(summary.level, int(get_int(item, "level").value_or(0)));
        if (const auto area = get_string(item, "area")) ++summary.areas[std::string(*area)];
    }
    return summary;
}

LocalText said_of(const Summary& summary, Instant now) {
    const std::string places = places_of(summary.areas);
    const LocalText where = places.empty() ? LocalText{} : text("digest.where", places);
    if (!summary.oldest || *summary.oldest > now)
        return text("digest.ahead", summary.count, summary.level, where.zh, where.en);
    const auto minutes = std::chrono::floor<std::chrono::minutes>(now - *summary.oldest).count();
    return text("digest.over", summary.count, summary.level, where.zh, where.en, minutes);
}

json::object both(const LocalText& said) { return {{"zh", said.zh}, {"en", said.en}}; }

struct Entry {
    json::object item;
    std::int64_t level = 0;
    std::string due_at;
};

Entry entry_of(json::object& message) {
    Entry entry;
    entry.level = get_int(message, "level").value_or(0);
    entry.due_at = string_or_empty(message, "due_at");
    for (const std::string_view key : {"escalation", "case", "number", "title", "clock", "clock_title", "level",
                                       "due_at", "raised_at", "area", "state", "state_title"}) {
        if (json::value* value = message.if_contains(key)) entry.item[key] = std::move(*value);
    }
    return entry;
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

/// What is left of a list once those that are settled are taken out.
struct Rest {
    json::array open;          ///< that still need somebody
    json::array acknowledged;  ///< under way
    std::int64_t settled = 0;
};

Rest rest_of(json::array items, const FindSnapshot& find) {
    Rest rest;
    for (json::value& value : items) {
        json::object* item = value.if_object();
        if (item == nullptr) continue;
        switch (bring_up_to_date(*item, find)) {
            case Standing::open: rest.open.push_back(std::move(*item)); break;
            case Standing::acknowledged: rest.acknowledged.push_back(std::move(*item)); break;
            case Standing::settled: ++rest.settled; break;
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

std::string digest_message(const std::string& id, std::span<const std::string> messages, Instant now) {
    std::vector<Entry> entries;
    json::value recipient(json::object{});
    for (const std::string& written : messages) {
        auto message = parse_json(written);
        if (!message || !message->is_object()) continue;
        if (json::value* person = message->get_object().if_contains("recipient")) recipient = std::move(*person);
        entries.push_back(entry_of(message->get_object()));
    }
    const auto more_urgent = [](const Entry& one, const Entry& other) {
        return std::tuple(-one.level, std::string_view(one.due_at)) <
               std::tuple(-other.level, std::string_view(other.due_at));
    };
    std::stable_sort(entries.begin(), entries.end(), more_urgent);
    json::array items;
    items.reserve(entries.size());
    for (Entry& entry : entries) items.push_back(std::move(entry.item));
    const Summary summary = summary_of(items, std::int64_t(messages.size()));
    json::object message{{"id", id}, {"kind", "digest"}, {"count", summary.count}, {"level", summary.level}};
    message["recipient"] = std::move(recipient);
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
    Rest rest = rest_of(std::move(items->get_array()), find);
    const auto acknowledged = std::int64_t(rest.acknowledged.size());
    const std::int64_t open = get_int(list, "count").value_or(0) - rest.settled - acknowledged;
    const Summary summary = summary_of(rest.open, open);
    json::array& left = items->emplace_array();
    for (json::array* part : {&rest.open, &rest.acknowledged}) {
        for (json::value& item : *part) left.push_back(std::move(item));
    }
    list["count"] = open;
    list.erase("oldest_due_at");
    if (acknowledged > 0) list["acknowledged_count"] = acknowledged;
    if (rest.settled > 0) list["settled_count"] = rest.settled;
    if (open <= 0) {
        list["settled"] = true;
        list["title"] = both(text(acknowledged > 0 ? "digest.answered-title" : "digest.settled-title"));
        LocalText said =
            acknowledged > 0 ? text("digest.answered", acknowledged) : text("digest.settled", rest.settled);
        if (acknowledged > 0 && rest.settled > 0) said = joined(said, text("digest.rest-settled", rest.settled));
        list["text"] = both(said);
        return json::serialize(list);
    }
    LocalText said = said_of(summary, now);
    if (acknowledged > 0) said = joined(said, text("digest.acknowledged", acknowledged));
    if (rest.settled > 0) said = joined(said, text("digest.rest-settled", rest.settled));
    list["level"] = summary.level;
    list["text"] = both(said);
    if (summary.oldest) list["oldest_due_at"] = format_time(*summary.oldest);
    return json::serialize(list);
}

}  // namespace gongdan
