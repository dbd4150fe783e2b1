// The feed must be what RFC 5545 says: calendars drop a file that breaks it without a word.

#include <algorithm>

#include <catch2/catch.hpp>

#include "core/escalation/duty_calendar.hpp"
#include "core/escalation/organisation.hpp"

using namespace gongdan;
using namespace std::chrono_literals;

namespace {

const Instant kFrom = parse_time("2026-03-02T00:00:00+08:00").value();

Organisation desk(const std::string& name) {
    Organisation organisation;
    for (const std::string id : {"a", "b"}) {
        Person person;
        person.id = id;
        person.name = name;
        organisation.people.push_back(person);
    }
    organisation.duties = {{"a", "dispatcher", {}, 20h, 12h}};
    return organisation;
}

std::string feed(const Organisation& organisation, const std::string& person = "", Millis later = Millis(0)) {
    return duty_calendar(duty_spans(organisation, kFrom + later, kFrom + later + kDay, Edges::whole), person,
                         {{"dispatcher", {"指挥班", "dispatcher"}}}, kFrom);
}

std::vector<std::string> lines(const std::string& text) {
    std::vector<std::string> all;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = text.find("\r\n", at);
        REQUIRE(end != std::string::npos);
        all.push_back(text.substr(at, end - at));
        at = end + 2;
    }
    return all;
}

bool has(const std::vector<std::string>& all, const std::string& line) {
    return std::find(all.begin(), all.end(), line) != all.end();
}

std::string unfolded(std::string text) {
    for (auto at = text.find("\r\n "); at != std::string::npos; at = text.find("\r\n ")) text.erase(at, 3);
    return text;
}

}  // namespace

TEST_CASE("a duty is an event in UTC with a stamp, whole even where the feed's stretch cuts it") {
    const auto all = lines(feed(desk("演示-甲")));
    CHECK(all.front() == "BEGIN:VCALENDAR");
    CHECK(all.back() == "END:VCALENDAR");
    CHECK(has(all, "DTSTAMP:20260301T160000Z"));
    CHECK(has(all, "DTSTART:20260301T120000Z"));  // the night before, from 20:00 in China
    CHECK(has(all, "DTEND:20260302T000000Z"));
    CHECK(has(all, "DTSTART:20260302T120000Z"));
    CHECK(has(all, "UID:dispatcher.a.20260302T120000Z@gongdan"));
}

TEST_CASE("an event keeps its identifier from one feed to the next") {
    const std::string uid = "UID:dispatcher.a.20260302T120000Z@gongdan";
    CHECK(has(lines(feed(desk("演示-甲"))), uid));
    CHECK(has(lines(feed(desk("演示-甲"), "", 23h)), uid));
}

TEST_CASE("no line is longer than 75 octets, none is cut inside a letter, and joined again they say the same") {
    const std::string name = "演示-" + std::string(40, 'x') + "欧阳欧阳欧阳欧阳欧阳欧阳欧阳欧阳欧阳欧阳欧阳欧阳";
    const std::string folded = feed(desk(name));
    for (const std::string& line : lines(folded)) {
        CHECK(line.size() <= 75);
        const std::string_view content = line.starts_with(' ') ? std::string_view(line).substr(1) : line;
        CHECK((content.empty() || (static_cast<unsigned char>(content[0]) & 0xC0U) != 0x80U));
    }
    CHECK(unfolded(folded).find("SUMMARY:值班：指挥班（" + name + "）") != std::string::npos);
}

TEST_CASE("commas, semicolons, backslashes and line ends in a name cannot break out of their line") {
    const std::string text = unfolded(feed(desk("a,b;c\\d\ne\rf")));
    CHECK(text.find("a\\,b\\;c\\\\d\\nef") != std::string::npos);
}

TEST_CASE("a person's feed holds what he serves: a duty handed over leaves one feed and comes into the other") {
    Organisation organisation = desk("演示-甲");
    CHECK(feed(organisation, "b").find("VEVENT") == std::string::npos);
    organisation.overrides = {{"b", "a", "", kFrom, kFrom + kDay}};
    CHECK(feed(organisation, "b").find("DTSTART:20260302T120000Z") != std::string::npos);
    CHECK(feed(organisation, "b").find("DESCRIPTION:代替") != std::string::npos);
    CHECK(feed(organisation, "a").find("DTSTART:20260302T120000Z") == std::string::npos);
}
