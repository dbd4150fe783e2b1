// The service about deliveries: outcomes, dead letters, tests of channels.

#include <catch2/catch.hpp>

#include "tests/unit/host/desk.hpp"

using namespace gongdan;
using namespace gongdan::test;

TEST_CASE("all dead letters of a channel are put back in one write, its worker is woken, and the answer counts them") {
    Desk desk;
    const auto requeue = [&desk](const std::string& channel) {
        Watched<std::optional<Result<Reply>>> answer;
        desk.service().requeue_all({channel, {}}, {"li", {}}, std::nullopt, [&answer](Result<Reply> reply) {
            answer.change([&reply](auto& given) { given = std::move(reply); });
        });
        REQUIRE(answer.comes_to([](const auto& given) { return given.has_value(); }));
        return (*answer.now())->kept->body;
    };
    CHECK(requeue("robot") == R"({"channel":"robot","requeued":2,"more":false})");
    CHECK(requeue("busy") == R"({"channel":"busy","requeued":10000,"more":true})");
    CHECK(desk.settled.size() == 2);
    CHECK(desk.woken.now() == std::vector<std::string>{"robot", "busy"});
}

TEST_CASE("a dead letter put back under a key is put back once, and a refusal is kept as well") {
    Desk desk;
    const auto requeue = [&desk](const std::string& id, const std::string& body) {
        Watched<std::optional<Result<Reply>>> answer;
        desk.service().requeue(id, {"li", {}}, Idempotency{"k-" + id, body}, [&answer](Result<Reply> reply) {
            answer.change([&reply](auto& given) { given = std::move(reply); });
        });
        REQUIRE(answer.comes_to([](const auto& given) { return given.has_value(); }));
        return *answer.now();
    };
    const auto first = requeue("n1", "f");
    REQUIRE(first.ok());
    CHECK(first->kept->status == 200);
    CHECK_FALSE(first->replayed);
    const auto again = requeue("n1", "f");
    REQUIRE(again.ok());
    CHECK(again->replayed);
    CHECK(again->kept->body == first->kept->body);
    CHECK(desk.settled.size() == 1);
    CHECK(requeue("n1", "other").error().code == Errc::invalid_input);

    desk.settle_answer = fail(Errc::not_found, "store.no-notice", "n2");
    CHECK(requeue("n2", "f").error().code == Errc::not_found);
    desk.settle_answer = {};
    const auto refused = requeue("n2", "f");
    REQUIRE(refused.ok());
    CHECK(refused->kept->status == 404);
    CHECK(desk.settled.size() == 2);
}

TEST_CASE("outcomes of deliveries are written in a batch of the store, at the service's time") {
    Desk desk;
    const int before = desk.store().commits();
    notify::Outcome outcome;
    outcome.answer = "ok";
    CHECK(desk.service().settle("n1", outcome).ok());
    CHECK(desk.store().commits() > before);
    Watched<int> done;
    desk.service().requeue("n2", {"li", {}}, std::nullopt, [&done](Result<Reply> result) {
        done.change([&result](int& count) { count = result ? 1 : 2; });
    });
    CHECK(done.comes_to([](int count) { return count == 1; }));
    CHECK(desk.settled == std::vector<std::string>{"settle n1 ok 2026-03-02T08:00:00+08:00",
                                                   "requeue n2 by li 2026-03-02T08:00:00+08:00"});

    desk.settle_answer = fail(Errc::not_found, "store.no-notice", "n3");
    CHECK(desk.service().settle("n3", outcome).error().code == Errc::not_found);
    CHECK(desk.service().readiness().ready);  // an unknown notice is not the disk's fault
    desk.store().trouble(HinderedStore::Trouble::begin);
    CHECK(desk.service().settle("n4", outcome).error().code == Errc::read_only);
    CHECK_FALSE(desk.service().readiness().ready);
    CHECK(desk.settled.size() == 3);
}

TEST_CASE("a channel is tried out on a thread of its own, one test at a time, and no longer once it is stopped") {
    Desk desk;
    desk.hold_tests.change([](bool& held) { held = true; });
    Watched<std::vector<std::string>> answers;
    const auto send = [&desk, &answers](const std::string& message) {
        desk.service().test_channel("desk-file", message, [&answers](const Result<host::TestAnswer>& answer) {
            answers.change([&answer](auto& all) {
                all.push_back(!answer                                             ? answer.error().detail.en
                              : answer->kind == host::TestAnswer::Kind::delivered ? "delivered"
                                                                                  : "else");
            });
        });
    };
    send("one");
    REQUIRE(desk.tested.comes_to([](const auto& all) { return all.size() == 1; }));
    send("two");
    REQUIRE(answers.now().size() == 1);
    CHECK(answers.now()[0].find("another test") != std::string::npos);
    // Meanwhile readers work.
    Watched<int> read;
    for (int i = 0; i < 2; ++i) {
        desk.service().offload([&read] { read.change([](int& done) { ++done; }); });
    }
    CHECK(read.comes_to([](int done) { return done == 2; }));
    desk.hold_tests.change([](bool& held) { held = false; });
    REQUIRE(answers.comes_to([](const auto& all) { return all.size() == 2; }));
    CHECK(answers.now()[1] == "delivered");
    send("three");
    REQUIRE(answers.comes_to([](const auto& all) { return all.size() == 3; }));
    desk.service().stop();
    send("four");
    REQUIRE(answers.now().size() == 4);
    CHECK(answers.now()[3].find("stopping") != std::string::npos);
    CHECK(desk.tested.now() == std::vector<std::string>{"desk-file one", "desk-file three"});
}

TEST_CASE("the test of a channel is written into the ledger, and its answer stands when that fails") {
    Desk desk;
    const auto send = [&desk](const std::string& id) {
        Watched<std::vector<bool>> answers;
        desk.service().test_channel("desk-file", R"({"id":")" + id + R"("})",
                                    [&answers](const Result<host::TestAnswer>& answer) {
                                        answers.change([&answer](auto& all) { all.push_back(answer.ok()); });
                                    });
        REQUIRE(answers.comes_to([](const auto& all) { return all.size() == 1; }));
        CHECK(answers.now()[0]);
    };
    send("test.1/admin/desk-file");
    desk.settle_answer = fail(Errc::read_only, "store.full", "test");
    send("test.2/admin/desk-file");
    CHECK(desk.settled == std::vector<std::string>{"test test.1/admin/desk-file over desk-file delivered",
                                                   "test test.2/admin/desk-file over desk-file delivered"});
}

TEST_CASE("a dead letter that is put back wakes its channel, and who did it goes with it") {
    Desk desk;
    Watched<int> done;
    desk.service().requeue("digest.7/m1/robot", {"li", {}}, std::nullopt, [&done](const Result<Reply>& result) {
        done.change([&result](int& count) { count = result ? 1 : 2; });
    });
    CHECK(done.comes_to([](int count) { return count == 1; }));
    CHECK(desk.woken.now() == std::vector<std::string>{"robot"});
    CHECK(desk.settled == std::vector<std::string>{"requeue digest.7/m1/robot by li 2026-03-02T08:00:00+08:00"});
}

TEST_CASE("what another process writes wakes the channels, for it may have put dead letters back") {
    Desk desk;
    for (int i = 0; i < 2; ++i) desk.turn();
    CHECK(desk.woken.now().empty());
    desk.changed_beside = true;
    CHECK(desk.woken.comes_to([](const auto& woken) { return woken == std::vector<std::string>{"desk-file"}; }));
    for (int i = 0; i < 2; ++i) desk.turn();
    CHECK(desk.woken.now().size() == 1);
}

TEST_CASE("attempts to deliver are counted by channel and outcome, and how long they took") {
    Desk desk;
    notify::Outcome outcome;
    outcome.took = std::chrono::milliseconds(300);
    REQUIRE(desk.service().settle("n1", outcome).ok());
    const std::string metrics = desk.service().metrics();
    CHECK(metrics.find("gongdan_deliveries_total{channel=\"desk-file\",outcome=\"delivered\"} 3\n") !=
          std::string::npos);
    CHECK(metrics.find("gongdan_deliveries_total{channel=\"desk-file\",outcome=\"retry\"} 2\n") != std::string::npos);
    CHECK(metrics.find("gongdan_delivery_seconds_bucket{le=\"0.5\"} 1\n") != std::string::npos);
    CHECK(metrics.find("gongdan_delivery_seconds_bucket{le=\"0.25\"} 0\n") != std::string::npos);
}
