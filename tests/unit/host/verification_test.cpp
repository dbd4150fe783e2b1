// Verifications of a running server: one at a time, given up at the stop, and the hour of the daily one.

#include <catch2/catch.hpp>

#include <future>

#include "adapters/host/verification_runner.hpp"
#include "tests/support/shipped.hpp"

using namespace gongdan;
using namespace gongdan::host;

namespace {

using Verified = Verification::State;

/// A runner whose verifications wait until the test lets them go.
struct Scene {
    std::atomic<Instant> now = gongdan::test::on("08:00:00");
    std::promise<void> reached;
    std::promise<Result<Verdict>> outcome;
    std::promise<Verification> told;
    bool wait_for_stop = false;

    RunnerParts parts(std::optional<Millis> daily_at = std::nullopt) {
        RunnerParts made;
        made.verify = [this](const std::atomic<bool>& stop, const RunnerParts::Progress& progress) {
            progress({VerificationProgress::Stage::events, 3, 9});
            progress({VerificationProgress::Stage::rows, 1, 2});
            reached.set_value();
            if (!wait_for_stop) return outcome.get_future().get();
            while (!stop) std::this_thread::yield();
            return Result<Verdict>(fail(Errc::unavailable, "verify.given-up"));
        };
        made.now = [this] { return now.load(); };
        made.tell = [this](const Verification& done) { told.set_value(done); };
        made.daily_at = daily_at;
        return made;
    }
};

}  // namespace

TEST_CASE("while a verification runs its progress is seen, and another one is refused") {
    Scene scene;
    VerificationRunner runner(scene.parts());
    CHECK(runner.last().state == Verified::never);
    CHECK(runner.metrics().find("gongdan_verification_sound") == std::string::npos);
    REQUIRE(runner.start("auditor").ok());
    scene.reached.get_future().wait();
    CHECK(runner.last().state == Verified::running);
    CHECK(runner.last().verdict.events == 3);
    CHECK(runner.last().events_in_all == 9);
    CHECK(runner.last().progress.stage == VerificationProgress::Stage::rows);
    CHECK(runner.last().progress.done == 1);
    CHECK(runner.last().progress.in_all == 2);
    CHECK(runner.start("admin").error().code == Errc::conflict);
    CHECK(runner.metrics().find("gongdan_verification_running 1\n") != std::string::npos);
    Verdict verdict;
    verdict.events = 9;
    verdict.faults = {{4, {"坏", "bad"}}};
    scene.now = gongdan::test::on("08:01:00");
    scene.outcome.set_value(verdict);
    const Verification done = scene.told.get_future().get();
    CHECK(done.state == Verified::faulty);
    CHECK(done.by == "auditor");
    CHECK(done.verdict.first_bad_seq() == 4);
    CHECK(*done.finished_at == gongdan::test::on("08:01:00"));
    scene.now = gongdan::test::on("08:02:00");
    runner.stop();
    CHECK(runner.last().state == Verified::faulty);
    CHECK(runner.metrics().find("gongdan_verification_sound 0\n") != std::string::npos);
    CHECK(runner.metrics().find("gongdan_verification_age_seconds 60\n") != std::string::npos);
}

TEST_CASE("at the stop a verification is given up, says so, and none begins any more") {
    Scene scene;
    scene.wait_for_stop = true;
    VerificationRunner runner(scene.parts());
    REQUIRE(runner.start("auditor").ok());
    scene.reached.get_future().wait();
    runner.stop();
    CHECK(runner.last().state == Verified::stopped);
    CHECK(runner.start("auditor").error().code == Errc::unavailable);
    CHECK(runner.metrics().find("gongdan_verification_sound") == std::string::npos);
}

TEST_CASE("the daily verification comes at its hour in China, today or tomorrow") {
    const Millis half_past_three = std::chrono::hours(3) + std::chrono::minutes(30);
    const Instant midnight = start_of(date_of(gongdan::test::on("08:00:00")));
    CHECK(next_time_of_day(midnight, half_past_three) == midnight + half_past_three);
    CHECK(next_time_of_day(midnight + half_past_three, half_past_three) == midnight + half_past_three + kDay);
    CHECK(next_time_of_day(midnight - Millis(1), half_past_three) == midnight + half_past_three);
}

TEST_CASE("when the hour has come a verification begins that nobody asked for") {
    Scene scene;
    const Instant midnight = start_of(date_of(scene.now.load()));
    std::atomic<int> asked = 0;
    RunnerParts parts = scene.parts(scene.now.load() - midnight + std::chrono::minutes(1));
    // The hour comes between the runner's first look at the clock and its next.
    parts.now = [&asked, &scene] { return scene.now.load() + (asked++ == 0 ? Millis(0) : std::chrono::minutes(2)); };
    VerificationRunner runner(std::move(parts));
    scene.reached.get_future().wait();
    CHECK(runner.last().by.empty());
    scene.outcome.set_value(Verdict{});
    CHECK(scene.told.get_future().get().state == Verified::sound);
}
