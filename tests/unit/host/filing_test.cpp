// Filings through the running service: in force, journalled and kept together.

#include <catch2/catch.hpp>

#include "tests/unit/host/desk.hpp"

using namespace gongdan;
using namespace gongdan::test;

TEST_CASE("a filing is in force, journalled and kept in one step, or not at all; a repeat changes nothing") {
    Desk desk;
    const auto filings = [&desk] { return desk.service().configuration().rules->filings; };
    Watched<std::vector<Result<Reply>>> done;
    const auto change = [&desk, &done](const FilingWish& wish, const std::string& name, const std::string& role) {
        const std::size_t before = done.now().size();
        desk.service().change_filing(
            wish, std::make_shared<const Viewer>(Viewer::system({name, {role}})),
            Idempotency{"key " + std::to_string(wish.index()), "print"},
            [&done](Result<Reply> reply) { done.change([&reply](auto& all) { all.push_back(std::move(reply)); }); });
        REQUIRE(done.comes_to([before](const auto& all) { return all.size() == before + 1; }));
        return done.now().back();
    };
    const Instant now = desk.service().now();
    const NewFiling storm{{"demo-101"}, {"fault-repair"}, now, now + std::chrono::hours(12), "storm", "warning 7"};
    desk.store().trouble(HinderedStore::Trouble::commit);
    CHECK(change(storm, "d1", "dispatcher").error().code == Errc::read_only);
    desk.store().trouble(HinderedStore::Trouble::none);
    desk.settle_answer = fail(Errc::read_only, "store.full", "test");
    CHECK(change(storm, "d1", "dispatcher").error().code == Errc::read_only);
    CHECK(filings().empty());
    CHECK(desk.heard.now().empty());
    desk.settle_answer = {};
    const auto made = change(storm, "d1", "dispatcher");
    REQUIRE(made.ok());
    CHECK(made->kept->status == 201);
    REQUIRE(filings().size() == 1);
    const std::string id = filings().front().id;
    CHECK(desk.settled.back() == "filing " + id + " filed");
    CHECK(count_of(desk.heard.now(), EventType::configuration_changed) == 1);
    CHECK(change(storm, "d1", "dispatcher")->replayed);
    CHECK(filings().size() == 1);
    CHECK(change(ApproveFiling{id}, "boss", "leader")->kept->status == 200);
    CHECK(desk.settled.back() == "filing " + id + " approved");
    CHECK(filings().front().state() == Filing::State::approved);
}
