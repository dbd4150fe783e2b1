// The thresholds of findings: what the shipped file says is what counts without it, and mistakes name their place.

#include <catch2/catch.hpp>

#include <fstream>

#include "adapters/yaml/findings_loader.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace gongdan;

namespace {

Result<FindingLimits> loaded(const std::string& content) {
    const gongdan::test::TemporaryFolder folder;
    std::ofstream(folder.path() / "findings.yaml") << content;
    return load_finding_limits(folder.path());
}

std::string mistakes(const std::string& content) {
    const auto limits = loaded(content);
    REQUIRE_FALSE(limits.ok());
    const std::string all = limits.error().detail.en;
    return all.substr(all.find("findings.yaml"));
}

}  // namespace

TEST_CASE("the shipped thresholds are those that count without the file") {
    const gongdan::test::TemporaryFolder empty;
    const auto pinned = load_finding_limits(empty.path());
    const auto shipped = load_finding_limits(std::filesystem::path(GONGDAN_SOURCE_DIR) / "config");
    REQUIRE(pinned.ok());
    REQUIRE(shipped.ok());
    CHECK(shipped->late_arrival == pinned->late_arrival);
    CHECK(shipped->pause_before_due == pinned->pause_before_due);
    CHECK(shipped->bounces == pinned->bounces);
    CHECK(shipped->customer_again == pinned->customer_again);
    CHECK(shipped->repeats == pinned->repeats);
    CHECK(shipped->repeats_within == pinned->repeats_within);
    CHECK(shipped->round_times.count == pinned->round_times.count);
    CHECK(shipped->round_times.of == pinned->round_times.of);
    CHECK(shipped->same_times.count == pinned->same_times.count);
    CHECK(shipped->same_times.of == pinned->same_times.of);
    CHECK(shipped->unmasked_least == pinned->unmasked_least);
    CHECK(shipped->unmasked_times == pinned->unmasked_times);
    CHECK(shipped->cut_off_notice == pinned->cut_off_notice);
    CHECK(shipped->reconnect == pinned->reconnect);
    REQUIRE(shipped->conduct.size() == pinned->conduct.size());
    for (std::size_t i = 0; i < pinned->conduct.size(); ++i) {
        CHECK(shipped->conduct[i].prohibition == pinned->conduct[i].prohibition);
        CHECK(shipped->conduct[i].words == pinned->conduct[i].words);
    }
}

TEST_CASE("a threshold that is given counts, the others stay") {
    const auto limits = loaded("late_arrival: 1h\nrepeats: {within: 90d}\nconduct: {7: 酒}\n");
    REQUIRE(limits.ok());
    CHECK(limits->late_arrival == std::chrono::hours(1));
    CHECK(limits->repeats == 3);
    CHECK(limits->repeats_within == kDay * 90);
    REQUIRE(limits->conduct.size() == 1);
    CHECK(limits->conduct.front().words == std::vector<std::string>{"酒"});
}

TEST_CASE("every mistake in the thresholds names its place") {
    CHECK(mistakes("late_arrival: 4min\n").starts_with("findings.yaml:1:15"));
    CHECK(mistakes("\npause_before_due: 2wd\n").starts_with("findings.yaml:2:19"));
    CHECK(mistakes("round_times: {count: 30, of: 20}\n").starts_with("findings.yaml:1:14"));
    CHECK(mistakes("bounces: 0\n").starts_with("findings.yaml:1:10"));
    CHECK(mistakes("conduct: {11: x}\n").starts_with("findings.yaml:1:11"));
    CHECK(mistakes("bouncs: 3\n").starts_with("findings.yaml:1:1"));
}
