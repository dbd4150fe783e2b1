// Random facts: the fold says what a table of all of them says, computed the slow and obvious way.

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <random>

#include "core/audit/compliance.hpp"

using namespace gongdan;

namespace {

/// All that a spreadsheet would hold of one clock.
struct Line {
    std::vector<std::string> values;
    Date day{};
    ClockFact clock;
};

class RandomFacts {
 public:
    explicit RandomFacts(unsigned seed) : random_(seed) {}

    CaseFact next() {
        CaseFact fact;
        fact.workflow = pick(2) == 0 ? "fault-repair" : "complaint";
        fact.team = std::string(1, char('A' + pick(3)));
        fact.site_class = pick(4) == 0 ? "" : "urban";
        fact.merged = pick(10) == 0;
        fact.opened_at = start_of(*parse_date("2025-01-01")) + std::chrono::minutes(pick(800 * 24 * 60));
        for (int i = pick(3); i > 0; --i) fact.clocks.push_back(clock());
        return fact;
    }
    int pick(int below) { return std::uniform_int_distribution(0, below - 1)(random_); }

 private:
    ClockFact clock() {
        ClockFact one;
        one.clock = pick(2) == 0 ? "arrival" : "reply";
        one.outcome = Outcome(pick(int(kOutcomes)));
        one.exempt = pick(5) == 0;
        one.elapsed = Millis(std::int64_t(pick(50)) * 60'000 + pick(1000));
        return one;
    }

    std::mt19937 random_;
};

std::int64_t half_up(double value) { return std::int64_t(value + 0.5); }

void compare(const Figures& figures, const std::vector<const Line*>& lines) {
    std::vector<std::int64_t> seconds;
    std::int64_t on_time = 0, overdue = 0, exempt = 0, uncounted = 0;
    for (const Line* line : lines) {
        const Outcome outcome = line->clock.outcome;
        on_time += outcome == Outcome::on_time;
        uncounted += outcome == Outcome::cancelled || outcome == Outcome::unclear;
        const bool over = outcome == Outcome::late || outcome == Outcome::open_overdue;
        overdue += over;
        exempt += over && line->clock.exempt;
        if (outcome == Outcome::on_time || outcome == Outcome::late)
            seconds.push_back(line->clock.elapsed.count() / 1000);
    }
    CHECK(figures.count() == std::int64_t(lines.size()) - uncounted);
    CHECK(figures.exempt == exempt);
    if (on_time + overdue > 0)
        CHECK(figures.on_time().basis_points() == half_up(1e4 * double(on_time) / double(on_time + overdue)));
    if (on_time + overdue - exempt > 0)
        CHECK(figures.on_time_exempted().basis_points() ==
              half_up(1e4 * double(on_time) / double(on_time + overdue - exempt)));
    if (seconds.empty()) return;
    std::sort(seconds.begin(), seconds.end());
    const std::size_t n = seconds.size();
    double sum = 0;
    for (const auto one : seconds) sum += double(one);
    CHECK(figures.elapsed.average() == half_up(sum / double(n)));
    CHECK(figures.elapsed.maximum() == seconds.back());
    CHECK(figures.elapsed.median() == half_up(double(seconds[(n - 1) / 2] + seconds[n / 2]) / 2));
    CHECK(figures.elapsed.percentile(90) == seconds[(n * 9 + 9) / 10 - 1]);
}

}  // namespace

TEST_CASE("every row of every table is what the rows of a spreadsheet add up to") {
    const std::vector<std::vector<Dimension>> ways{{},
                                                   {Dimension::team},
                                                   {Dimension::month},
                                                   {Dimension::team, Dimension::site_class},
                                                   {Dimension::month, Dimension::workflow},
                                                   {Dimension::promise}};
    for (unsigned seed = 1; seed <= 60; ++seed) {
        INFO("seed " << seed);
        RandomFacts random(seed);
        const auto& by = ways[seed % ways.size()];
        const Date from = *parse_date("2026-01-01") + std::chrono::days(random.pick(60));
        const Period period{from, from + std::chrono::days(random.pick(120))};
        ComplianceFold fold({period, by, {}});
        std::vector<CaseFact> facts;
        for (int i = 0; i < 400; ++i) facts.push_back(random.next());
        for (const CaseFact& fact : facts) fold.add(fact);
        const FigureTable table = fold.finish({}).figures;

        std::map<std::vector<std::string>, std::vector<const Line*>> now;
        std::vector<Line> lines;
        for (const CaseFact& fact : facts) {
            for (const ClockFact& clock : fact.clocks) {
                if (fact.merged) continue;
                std::vector<std::string> values;
                for (const Dimension dimension : table.by) values.push_back(value_of(dimension, fact, &clock));
                lines.push_back({values, date_of(fact.opened_at), clock});
            }
        }
        for (const Line& line : lines) {
            if (period.holds(line.day)) now[line.values].push_back(&line);
        }
        REQUIRE(table.rows.size() == now.size());
        for (const FigureRow& row : table.rows) compare(row.now, now.at(row.values));

        if (std::find(by.begin(), by.end(), Dimension::month) != by.end()) continue;
        const Period before = period_before(period);
        for (const FigureRow& row : table.rows) {
            std::vector<const Line*> then;
            for (const Line& line : lines) {
                if (line.values == row.values && before.holds(line.day)) then.push_back(&line);
            }
            compare(row.before, then);
        }
    }
}
