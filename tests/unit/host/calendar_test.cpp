// While the clocks of a new calendar move, the desk works on: the writer takes its commands between two slices.

#include <algorithm>
#include <thread>

#include <catch2/catch.hpp>

#include "tests/unit/host/desk.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

constexpr std::size_t kComplaints = 2 * kRebaseLimit + 44;  ///< three slices

void open_complaints(Desk& desk) {
    const json::object data{{"complaint_type", "quality"}, {"description", "电压低"}};
    const OpenCommand command{"complaint", {"ct1", {"call_taker"}}, data, std::nullopt, CaseId{}};
    for (std::size_t i = 0; i < kComplaints; ++i) desk.submit({OpenRequest{command, ""}, std::nullopt, {}});
    for (const auto& answer : desk.answers(kComplaints)) REQUIRE(answer.ok());
}

/// 3 March 2026 is a day off all of a sudden.
CalendarYear day_off(Desk& desk) {
    CalendarYear year = desk.service().configuration().rules->calendar->years().at(2026);
    year.holidays.push_back(parse_date("2026-03-03").value());
    std::sort(year.holidays.begin(), year.holidays.end());
    return year;
}

using Outcomes = Watched<std::vector<Result<Reply>>>;

void confirm(Desk& desk, const CalendarYear& year, Outcomes& outcomes) {
    desk.service().change_calendar({year, {"admin", {"admin"}}, ""}, std::nullopt, [&outcomes](Result<Reply> reply) {
        outcomes.change([&reply](auto& all) { all.push_back(std::move(reply)); });
    });
}

std::size_t place_of_last(const std::vector<Event>& events, EventType type) {
    const auto last = std::find_if(events.rbegin(), events.rend(), [type](const Event& e) { return e.type == type; });
    return std::size_t(events.rend() - last);
}

}  // namespace

TEST_CASE("a ticket is opened, and a second change refused, before the last clock has moved") {
    Desk desk;
    open_complaints(desk);
    const CalendarYear year = day_off(desk);
    Outcomes outcomes;
    desk.store().shut();
    confirm(desk, year, outcomes);
    REQUIRE(desk.store().writer_waits());
    desk.submit(open_fault());
    confirm(desk, year, outcomes);
    desk.store().open();
    REQUIRE(outcomes.comes_to([](const auto& all) { return all.size() == 2; }));
    const auto said = outcomes.now();
    CHECK(said.front().error().code == Errc::conflict);
    REQUIRE(said.back().ok());
    const auto body = parse_json(said.back()->kept->body).value().as_object();
    CHECK(body.at("moved") == 2 * kComplaints);  // of each the contact and the reply
    const auto heard = desk.heard.now();
    CHECK(place_of_last(heard, EventType::case_opened) < place_of_last(heard, EventType::clock_rebased));
    CHECK(place_of_last(heard, EventType::configuration_changed) == heard.size());
    CHECK(count_of(heard, EventType::clock_rebased) == 2 * kComplaints);
}

TEST_CASE("a stop while clocks move tells whoever waits for the last one") {
    Desk desk;
    open_complaints(desk);
    Outcomes outcomes;
    desk.store().shut();
    confirm(desk, day_off(desk), outcomes);
    REQUIRE(desk.store().writer_waits());
    std::thread stopping([&desk] { desk.service().stop(); });
    while (desk.service().readiness().ready) std::this_thread::yield();
    desk.store().open();
    stopping.join();
    const auto said = outcomes.now();
    REQUIRE(said.size() == 1);
    CHECK(said.front().error().code == Errc::unavailable);
    CHECK(count_of(desk.heard.now(), EventType::clock_rebased) > 0);
}

TEST_CASE("a store that fails between two slices is tried again, and the rest moves") {
    Desk desk;
    open_complaints(desk);
    Outcomes outcomes;
    desk.store().shut();
    confirm(desk, day_off(desk), outcomes);
    REQUIRE(desk.store().writer_waits());
    desk.store().trouble(HinderedStore::Trouble::begin);
    desk.store().open();
    REQUIRE(desk.logged.comes_to([](const auto& lines) { return !lines.empty(); }));
    desk.store().trouble(HinderedStore::Trouble::none);
    REQUIRE(outcomes.comes_to([](const auto& all) { return all.size() == 1; }));
    REQUIRE(outcomes.now().front().ok());
    CHECK(count_of(desk.heard.now(), EventType::clock_rebased) == 2 * kComplaints);
}
