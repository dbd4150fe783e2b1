// What a workflow can be asked before anybody relies on it: the check of its file, and its scenarios played in memory.

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "adapters/host/workshop.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace gongdan;

namespace fs = std::filesystem;

namespace {

/// An installation of its own, whose files can be changed behind the server's back.
class Bench {
 public:
    Bench() {
        for (const char* name : {"workflows", "config"})
            fs::copy(fs::path(GONGDAN_SOURCE_DIR) / name, folder_.path() / name, fs::copy_options::recursive);
        auto loaded = host::load_installation(folder_ / "config/gongdan.yaml");
        if (!loaded) FAIL(loaded.error().detail.en);
        workshop_.emplace(std::move(*loaded));
    }

    void write(const std::string& name, const std::string& content) const {
        std::ofstream(folder_ / ("workflows/" + name), std::ios::binary) << content;
    }
    void append(const std::string& name, const std::string& line) const {
        std::ofstream(folder_ / ("workflows/" + name), std::ios::binary | std::ios::app) << line;
    }
    [[nodiscard]] const host::Workshop& workshop() const { return *workshop_; }
    [[nodiscard]] std::vector<host::PlayedScenario> play(const std::vector<std::size_t>& chosen = {}) const {
        const auto scenarios = workshop_->scenarios("complaint");
        if (!scenarios) FAIL(scenarios.error().detail.en);
        return workshop_->play(*scenarios, chosen);
    }

 private:
    gongdan::test::TemporaryFolder folder_;
    std::optional<host::Workshop> workshop_;
};

constexpr const char* kScenarios = "complaint.scenarios.yaml";

std::string scenario(const std::string& expect) {
    return "day: 2026-03-02\n"
           "scenarios:\n"
           "  - scenario: 受理 / Accepted\n"
           "    steps:\n"
           "      - {at: 09:00, open: C1, as: call_taker, data: {complaint_type: service, description: x}, expect: " +
           expect + "}\n";
}

}  // namespace

TEST_CASE("a scenario that does not hold fails at its step, with what was found") {
    const Bench bench;
    bench.write(kScenarios, scenario("{state: archived}"));
    const auto played = bench.play();
    REQUIRE(played.size() == 1);
    CHECK_FALSE(played[0].passed());
    CHECK(played[0].whole);
    REQUIRE(played[0].steps.size() == 1);
    const StepOutcome& step = played[0].steps[0];
    REQUIRE(step.failures.size() == 1);
    CHECK(step.failures[0].en.find("complaint.scenarios.yaml:5:") != std::string::npos);
    REQUIRE(step.judged.size() == 1);
    CHECK(step.judged[0].wanted == "archived");
    CHECK(step.judged[0].got == "accepted");
    bench.write(kScenarios, scenario("{state: accepted}"));
    CHECK(bench.play()[0].passed());
    CHECK(bench.play({7}).empty());
}

TEST_CASE("a scenario beyond the limits is not played and does not pass") {
    const Bench bench;
    std::string many = scenario("{state: accepted}");
    for (std::size_t i = 0; i < host::kScenarioStepsMax; ++i)
        many += "      - {at: 10:00, expect: {state: accepted}}\n";
    bench.write(kScenarios, many);
    CHECK_FALSE(bench.play()[0].passed());
    CHECK(bench.play()[0].steps.empty());
    bench.write(kScenarios,
                scenario("{state: accepted}") + "      - {at: 2031-01-01 10:00, expect: {state: accepted}}\n");
    CHECK_FALSE(bench.play()[0].whole);
}

TEST_CASE("the check tells of faults in the file as it is now, and warns that a start is needed") {
    const Bench bench;
    CHECK(bench.workshop().check("complaint")->warnings.empty());
    bench.append("complaint.yaml", "# 改过\n");
    const auto changed = bench.workshop().check("complaint");
    REQUIRE(changed.ok());
    CHECK(changed->faults.empty());
    REQUIRE(changed->warnings.size() == 1);
    CHECK(changed->warnings[0].en.find("was changed since the start") != std::string::npos);
    bench.append("complaint.yaml", "nonsense: 1\n");
    const auto faulty = bench.workshop().check("complaint");
    REQUIRE(faulty.ok());
    REQUIRE_FALSE(faulty->faults.empty());
    CHECK(faulty->faults[0].en.find("complaint.yaml:") != std::string::npos);
    CHECK(faulty->version.empty());
    bench.write(kScenarios, "scenarios: []\n");
    CHECK_FALSE(bench.workshop().scenarios("complaint").ok());
    CHECK(bench.workshop().check("nothing").error().code == Errc::not_found);
}
