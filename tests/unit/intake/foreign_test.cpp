// Goal: tables of other countries and trades come in by their mapping alone, and damaged files never crash the
// importer.

#include <random>

#include <catch2/catch.hpp>

#include "support.hpp"

using namespace gongdan;
using namespace gongdan::intake;
using namespace gongdan::intake::test;

namespace {

void account_for_every_row(const Taken& taken) {
    const auto& report = taken.report;
    std::int64_t sum = report.file().other.header + report.file().other.blank + report.file().other.footer;
    for (const Outcome outcome : {Outcome::imported, Outcome::duplicate, Outcome::skipped, Outcome::failed})
        sum += report.count(outcome);
    CHECK(report.rows_read() == sum);
    CHECK(static_cast<std::int64_t>(report.rows().size()) + report.rows_left_out() ==
          sum - report.file().other.header - report.file().other.blank - report.file().other.footer);
}

}  // namespace

TEST_CASE("American outages: local times by state, and durations that knew about summer time") {
    const auto taken = take(data_file("us-outages-20.csv"), "us-outages");
    REQUIRE_FALSE(taken.refused);
    CHECK(taken.report.rows_read() == 21);
    CHECK(taken.report.count(Outcome::imported) == 18);
    CHECK(taken.report.count(Outcome::failed) == 2);  // no start known
    const ImportCommand& first = taken.commands.at("US-1");
    CHECK(format_time(first.opened_at) == "2011-07-02T06:00:00+08:00");  // 17:00 in Minnesota's summer
    CHECK(first.steps.size() == 2);
    // Row 54 lasted over the change of March 2014: 108 653 minutes, although the clock shows 108 713.
    CHECK(taken.commands.at("US-54").findings.empty());
    // Row 81 does not add up: its author forgot the change of April 2003.
    CHECK(taken.commands.at("US-81").findings == std::vector<std::string>{"duration-differs/OUTAGE.DURATION"});
    account_for_every_row(taken);
}

TEST_CASE("without the ISO columns the day and the time of day are put together") {
    auto options = options_for(data_file("us-outages-20.csv"), "us-outages");
    options.mapping.workflows[0].opened_at.erase(options.mapping.workflows[0].opened_at.begin());
    CHECK(format_time(take(options).commands.at("US-1").opened_at) == "2011-07-02T06:00:00+08:00");
}

TEST_CASE("New York's requests: month first, AM and PM, and due dates that were missed") {
    const auto taken = take(data_file("nyc311-20.csv"), "nyc311");
    REQUIRE_FALSE(taken.refused);
    CHECK(taken.report.count(Outcome::imported) == 20);
    CHECK(format_time(taken.commands.at("NYC-42254749").opened_at) == "2019-04-19T09:55:45+08:00");
    CHECK(taken.commands.at("NYC-19349369").findings == std::vector<std::string>{"closed-after-due"});
    CHECK(taken.commands.at("NYC-16183241").findings == std::vector<std::string>{"updated-before-opening"});
    account_for_every_row(taken);
}

TEST_CASE("a table cut anywhere gives what it still holds, or an error") {
    const TemporaryFolder folder;
    for (const char* name : {"faults-utf8.csv", "faults-gb18030.csv", "faults.xlsx"}) {
        const std::string whole = read_file(data_file(name));
        for (std::size_t length = 0; length < whole.size(); length += 113) {
            const auto taken = take(folder.write("cut", whole.substr(0, length)));
            account_for_every_row(taken);
        }
    }
}

TEST_CASE("a table with flipped bytes gives what it still holds, or an error") {
    const unsigned seed = 20260302;
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const TemporaryFolder folder;
    for (const char* name : {"faults-utf8.csv", "faults-gb18030.csv", "faults.xlsx"}) {
        const std::string whole = read_file(data_file(name));
        for (int round = 0; round < 40; ++round) {
            std::string bytes = whole;
            for (int flips = 0; flips < 5; ++flips) bytes[random() % bytes.size()] = static_cast<char>(random());
            account_for_every_row(take(folder.write("flipped", bytes)));
        }
    }
}

TEST_CASE("pure noise is refused or read as no cases") {
    const unsigned seed = 7;
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const TemporaryFolder folder;
    for (int round = 0; round < 15; ++round) {
        std::string bytes;
        for (int i = 0; i < 3'000; ++i) bytes += static_cast<char>(random());
        const auto taken = take(folder.write("noise", bytes));
        CHECK(taken.commands.empty());
    }
}

TEST_CASE("noise behind a sound header becomes rows with reasons") {
    const unsigned seed = 11;
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const TemporaryFolder folder;
    for (int round = 0; round < 15; ++round) {
        std::string bytes =
            "工单编号,业务类型,受理时间,现场分类,到达现场时间,故障描述,受理渠道,重要客户,供电所名称,抢修车辆\n";
        for (int i = 0; i < 3'000; ++i) bytes += i % 20 == 0 ? '\n' : i % 3 == 0 ? ',' : static_cast<char>(random());
        account_for_every_row(take(folder.write("noise", bytes)));
    }
}
