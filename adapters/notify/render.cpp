#include "adapters/notify/render.hpp"

#include <algorithm>
#include <cctype>
#include <optional>
#include <set>
#include <utility>

#include "core/base/utf8.hpp"
#include "core/escalation/digest.hpp"

namespace gongdan::notify {
namespace {

using Values = std::vector<std::pair<std::string_view, std::string>>;

constexpr std::string_view kEllipsis = "…";

/// Reads values out of one object for one language.
class Source {
 public:
    Source(const json::object& object, const RenderOptions& options) : object_(object), options_(options) {}

    [[nodiscard]] std::string number(std::string_view key) const {
        const auto value = get_int(object_, key);
        return value ? std::to_string(*value) : "";
    }
    /// A test has no level: "【0级】" would be taken for an alarm.
    [[nodiscard]] std::string level() const {
        return is_test(object_) ? in_language(text("template.test"), options_.language) : number("level");
    }
    [[nodiscard]] std::string plain(std::string_view key) const { return clean(string_or_empty(object_, key)); }
    /// {"zh": …, "en": …}, or a text that is the same in both.
    [[nodiscard]] std::string local(std::string_view key) const {
        const json::object* both = get_object(object_, key);
        if (both == nullptr) return plain(key);
        const LocalText text{string_or_empty(*both, "zh"), string_or_empty(*both, "en")};
        return clean(in_language(text, options_.language));
    }
    [[nodiscard]] std::string state() const {
        return object_.contains("state_title") ? local("state_title") : plain("state");
    }
    [[nodiscard]] std::string time(std::string_view key) const {
        const auto at = instant(key);
        return at ? spoken_time(*at, date_of(options_.now)) : "";
    }
    [[nodiscard]] std::string lateness() const {
        const auto due = instant("due_at");
        if (!due) return "";
        const LocalText spoken = spoken_lateness(options_.now - *due);
        if (!get_bool(object_, "acknowledged").value_or(false)) return in_language(spoken, options_.language);
        return in_language({text("template.acknowledged", spoken.zh).zh, text("template.acknowledged", spoken.en).en},
                           options_.language);
    }
    [[nodiscard]] std::string person() const {
        const json::object* recipient = get_object(object_, "recipient");
        return recipient == nullptr ? "" : clean(string_or_empty(*recipient, "name"));
    }

 private:
    [[nodiscard]] std::optional<Instant> instant(std::string_view key) const {
        const auto at = parse_time(string_or_empty(object_, key));
        return at ? std::optional(*at) : std::nullopt;
    }

    /// A value stays on its line, whatever it holds, and means nothing in the channel's markup.
    [[nodiscard]] std::string clean(std::string value) const {
        for (char& c : value) {
            if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
        }
        return options_.escape == nullptr ? value : options_.escape(value);
    }

    static LocalText spoken_span(Millis span) {
        constexpr std::int64_t kHour = 60;
        constexpr std::int64_t kDayMinutes = 24 * kHour;
        const std::int64_t minutes = std::chrono::floor<std::chrono::minutes>(span).count();
        if (minutes < kHour) return text("template.span-minutes", minutes);
        if (minutes < kDayMinutes) return text("template.span-hours", minutes / kHour, minutes % kHour);
        return text("template.span-days", minutes / kDayMinutes, minutes % kDayMinutes / kHour);
    }
    static LocalText spoken_lateness(Millis late) {
        const Millis span = std::chrono::abs(late);
        if (span < std::chrono::minutes(1)) return text("template.due-now");
        const LocalText spoken = spoken_span(span);
        const std::string_view id = late > Millis(0) ? "template.over" : "template.left";
        return {text(id, spoken.zh).zh, text(id, spoken.en).en};
    }

    const json::object& object_;
    const RenderOptions& options_;
};

Values ticket_values(const json::object& object, const RenderOptions& options) {
    const Source source(object, options);
    return {{"level", source.level()},        {"number", source.plain("number")},
            {"title", source.local("title")}, {"clock", source.local("clock_title")},
            {"due", source.time("due_at")},   {"lateness", source.lateness()},
            {"state", source.state()},        {"area", source.local("area")}};
}

Values message_values(const json::object& message, const RenderOptions& options) {
    const Source source(message, options);
    Values values = ticket_values(message, options);
    values.emplace_back("count", source.number("count"));
    values.emplace_back("oldest", source.time("oldest_due_at"));
    values.emplace_back("raised", source.time("raised_at"));
    values.emplace_back("person", source.person());
    values.emplace_back("headline", source.local("headline"));
    values.emplace_back("text", source.local("text"));
    values.emplace_back("link", link_of(message));
    return values;
}

/// Values that are missing leave gaps: two blanks become one, ends of lines and of the text are bare.
std::string tidy(std::string_view text) {
    std::string tidied;
    for (const char c : text) {
        const bool gap = tidied.empty() || tidied.back() == ' ' || tidied.back() == '\n';
        if (c == ' ' && gap) continue;
        if (c == '\n' && tidied.empty()) continue;
        if (c == '\n' && tidied.back() == ' ') tidied.pop_back();
        tidied += c;
    }
    const auto last = tidied.find_last_not_of(" \n");
    tidied.resize(last == std::string::npos ? 0 : last + 1);
    return tidied;
}

std::string put_in(const Template& written, const Values& values) {
    std::string filled;
    for (const Template::Part& part : written.parts()) {
        if (!part.placeholder) {
            filled += part.text;
            continue;
        }
        const auto same = [&part](const auto& value) { return value.first == part.text; };
        const auto found = std::find_if(values.begin(), values.end(), same);
        if (found != values.end()) filled += found->second;
    }
    return tidy(filled);
}

bool in_token(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("-_.:/?=&%#@+~").find(c) != std::string_view::npos;
}

bool has_digit(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; });
}

/// Bytes of the longest beginning of whole characters within `room`.
std::size_t whole_characters(std::string_view text, std::size_t room, TextLimit::Unit unit) {
    std::size_t at = 0;
    std::size_t used = 0;
    while (at < text.size()) {
        const std::size_t size = std::max<std::size_t>(character_size(text.substr(at)), 1);
        used += unit == TextLimit::Unit::bytes ? size : 1;
        if (used > room) break;
        at += size;
    }
    return at;
}

/// Tickets of a digest, those that its items do not name among them.
std::size_t count_tickets(const json::object& message, const json::array& items) {
    std::set<std::string> named;
    for (const json::value& item : items) {
        if (const json::object* ticket = item.if_object()) named.insert(ticket_of(*ticket));
    }
    const auto told = std::size_t(std::max<std::int64_t>(get_int(message, "count").value_or(0), 0));
    return std::max(told, named.size());
}

/// The lines of a digest that fit into `room`, with the one that counts the rest.
std::string lines_within(const Templates& templates, const json::object& message, const RenderOptions& options,
                         std::size_t room) {
    static const json::array kNoItems;
    const json::array* given = get_array(message, "items");
    const json::array& items = given == nullptr ? kNoItems : *given;
    const std::size_t count = count_tickets(message, items);
    const auto unit = options.body.unit;
    const auto more = [&templates, &options, count](std::size_t listed) {
        if (listed == count) return std::string();
        const Values values{{"count", std::to_string(count - listed)}};
        return (listed == 0 ? "" : "\n") + put_in(templates.digest_more.in(options.language), values);
    };
    std::string lines;
    std::string best = more(0);
    std::size_t used = 0;
    std::set<std::string> listed;  // a ticket may have a line for each of its clocks
    for (const json::value& item : items) {
        const json::object* ticket = item.if_object();
        if (ticket == nullptr) continue;
        const std::string line = (lines.empty() ? "" : "\n") +
                                 put_in(templates.digest_line.in(options.language), ticket_values(*ticket, options));
        used += length_of(line, unit);
        if (used > room) break;
        lines += line;
        listed.insert(ticket_of(*ticket));
        const std::string rest = more(listed.size());
        if (used + length_of(rest, unit) <= room) best = lines + rest;
    }
    return length_of(best, unit) <= room ? best : "";
}

/// Whether there is nothing in it that anybody has to do.
bool speaks_for_itself(const json::object& message) {
    return is_test(message) || (is_digest(message) && get_bool(message, "settled").value_or(false));
}

}  // namespace

bool is_test(const json::object& message) { return get_string(message, "kind") == "test"; }

bool is_digest(const json::object& message) { return get_string(message, "kind") == "digest"; }

std::string link_of(const json::object& message) {
    return string_or_empty(message, is_digest(message) ? "list_url" : "acknowledge_url");
}

LocalText hint_of(const json::object& message) {
    const json::object* hint = get_object(message, "acknowledge_hint");
    if (hint == nullptr) return {};
    return {string_or_empty(*hint, "zh"), string_or_empty(*hint, "en")};
}

std::size_t length_of(std::string_view text, TextLimit::Unit unit) {
    if (unit == TextLimit::Unit::bytes) return text.size();
    return std::size_t(std::count_if(text.begin(), text.end(),
                                     [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string shorten(std::string_view text, TextLimit limit) {
    if (length_of(text, limit.unit) <= limit.most) return std::string(text);
    const std::size_t mark = length_of(kEllipsis, limit.unit);
    if (limit.most < mark) return {};
    std::size_t at = whole_characters(text, limit.most - mark, limit.unit);
    if (at > 0 && in_token(text[at - 1]) && in_token(text[at])) {
        std::size_t begin = at;
        std::size_t end = at;
        while (begin > 0 && in_token(text[begin - 1])) --begin;
        while (end < text.size() && in_token(text[end])) ++end;
        // A single long word may be cut; half a number says something else than the whole one.
        if (begin > 0 || has_digit(text.substr(begin, end - begin))) at = begin;
    }
    while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\n')) --at;
    return std::string(text.substr(0, at)) + std::string(kEllipsis);
}

std::string fill(const Template& written, const json::object& message, const RenderOptions& options) {
    return shorten(put_in(written, message_values(message, options)), options.body);
}

Rendered render(const Templates& templates, const json::object& message, const RenderOptions& options) {
    if (speaks_for_itself(message)) {
        const Source source(message, options);
        return {shorten(source.local("title"), options.title), shorten(source.local("text"), options.body)};
    }
    Values values = message_values(message, options);
    const bool digest = is_digest(message);
    const Template& title = (digest ? templates.digest_title : templates.notice_title).in(options.language);
    const Template& body = (digest ? templates.digest_body : templates.notice_body).in(options.language);
    std::string headline = put_in(title, values);
    std::replace(headline.begin(), headline.end(), '\n', ' ');
    if (digest) {
        // The words around the lines are measured with one character in their place, which keeps the gaps around it.
        values.emplace_back("lines", ".");
        const std::size_t around = length_of(put_in(body, values), options.body.unit) - 1;
        const std::size_t room = options.body.most > around ? options.body.most - around : 0;
        values.back().second = lines_within(templates, message, options, room);
    }
    return {shorten(headline, options.title), shorten(put_in(body, values), options.body)};
}

}  // namespace gongdan::notify
