#include "core/escalation/duty_calendar.hpp"

#include <algorithm>
#include <set>

#include "core/escalation/organisation.hpp"

namespace gongdan {
namespace {

constexpr std::size_t kLineMax = 75;  ///< octets, the line end not counted (RFC 5545 §3.1)

bool begins_letter(char octet) { return (static_cast<unsigned char>(octet) & 0xC0U) != 0x80U; }

/// Folds between letters: a reader may join lines only after it has taken the octets for text.
void put_line(std::string_view line, std::string& out) {
    std::size_t room = kLineMax;
    while (line.size() > room) {
        std::size_t end = room;
        while (end > 0 && !begins_letter(line[end])) --end;
        out.append(line.substr(0, end)).append("\r\n ");
        line.remove_prefix(end);
        room = kLineMax - 1;  // the space in front counts
    }
    out.append(line).append("\r\n");
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char letter : text) {
        if (letter == '\\' || letter == ';' || letter == ',') out += '\\';
        if (letter == '\n') {
            out += "\\n";
        } else if (static_cast<unsigned char>(letter) >= 0x20U) {
            out += letter;
        }
    }
    return out;
}

/// "20260302T000000Z"
std::string utc(Instant at) {
    // The one writer of times writes China's; eight hours earlier it reads as UTC.
    std::string written = format_time(at - kChinaOffset).substr(0, 19);
    std::erase(written, '-');
    std::erase(written, ':');
    return written + "Z";
}

LocalText title_of(std::string_view role, const RoleNames& roles) {
    const auto found =
        std::find_if(roles.begin(), roles.end(), [role](const auto& entry) { return entry.first == role; });
    return found == roles.end() ? LocalText{std::string(role), std::string(role)} : found->second;
}

std::string uid_of(const DutySpan& span) {
    return std::string(span.role) + "." + span.holder->id + "." + utc(span.from) + "@gongdan";
}

void put_event(const DutySpan& span, const LocalText& title, Instant stamp, std::string& out) {
    put_line("BEGIN:VEVENT", out);
    put_line("UID:" + escaped(uid_of(span)), out);
    put_line("DTSTAMP:" + utc(stamp), out);
    put_line("DTSTART:" + utc(span.from), out);
    put_line("DTEND:" + utc(span.to), out);
    const LocalText summary = text("roster.summary", title.zh, title.en, span.person->name);
    put_line("SUMMARY:" + escaped(summary.zh + " / " + summary.en), out);
    if (span.person != span.holder) {
        const LocalText why = text("roster.instead", span.holder->name);
        put_line("DESCRIPTION:" + escaped(why.zh + " / " + why.en), out);
    }
    put_line("TRANSP:OPAQUE", out);
    put_line("END:VEVENT", out);
}

}  // namespace

std::string duty_calendar(const std::vector<DutySpan>& spans, std::string_view person, const RoleNames& roles,
                          Instant stamp) {
    std::string out;
    for (const std::string_view line :
         {"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//gongdan//duty roster//ZH", "CALSCALE:GREGORIAN",
          "METHOD:PUBLISH", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"}) {
        put_line(line, out);
    }
    put_line("X-WR-CALNAME:" + escaped(text("roster.calendar").zh), out);
    std::set<std::string> told;
    for (const DutySpan& span : spans) {
        const bool wanted = span.person != nullptr && (person.empty() || span.person->id == person);
        // Two duties of one role that begin together are one for whoever serves.
        if (!wanted || !told.insert(uid_of(span)).second) continue;
        put_event(span, title_of(span.role, roles), stamp, out);
    }
    put_line("END:VCALENDAR", out);
    return out;
}

}  // namespace gongdan
