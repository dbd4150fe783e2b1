// Kept facts make the same report as the journal replayed, to the last digit, whatever happened to cases and to the
// file; and whatever is wrong with the file is found.

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>

#include "adapters/report/asked.hpp"
#include "adapters/report/places.hpp"
#include "adapters/report/write.hpp"
#include "adapters/sqlite/kept_facts.hpp"
#include "tests/unit/sqlite/desk.hpp"

using namespace gongdan;
using namespace gongdan::sqlite;
using namespace gongdan::test;

namespace {

std::shared_ptr<const Workflow> pinned(const Event& opened) {
    return find_shipped(string_or_empty(opened.body, "workflow"), string_or_empty(opened.body, "version"));
}

KeptFacts facts_of(const Folder& folder) { return {folder.database(), pinned}; }

/// The whole document as JSON, without the line that says what it is made of.
std::string report(KeptFacts& facts, const report::Query& query, Instant now, bool replay_all) {
    auto asked = report::understand(query, report::Format::json, date_of(now)).value();
    asked.wish.places = report::places_of(*shipped().organisation);
    const report::ComplianceSource source{"test", now, shipped().rules->workflows};
    report::Making making(asked, source, 1000);
    const FactsWish wish{[&making](Instant opened_at) { return making.wants(opened_at); }, now, asked.wish.places,
                         replay_all};
    const auto told = facts.tell(wish, [&making](const CaseFact& fact, const CaseSnapshot*) { making.take(fact); });
    if (!told) FAIL(told.error().detail.en);
    return json::serialize(report::json_view(std::move(making).document()));
}

void check_same(const Folder& folder, Instant now) {
    KeptFacts facts = facts_of(folder);
    for (const char* const by : {"", "team", "area,person", "site_class,month", "promise", "workflow,team"}) {
        for (const auto& [from, to] : {std::pair("", ""), {"2026-03-03", "2026-03-04"}, {"2026-03-01", "2026-03-31"}}) {
            INFO(by << " " << from << " " << to);
            const report::Query query{from, to, by, "", ""};
            CHECK(report(facts, query, now, false) == report(facts, query, now, true));
        }
    }
    const report::Query late{"", "", "", "", "clock=arrival;outcome=late"};
    CHECK(report(facts, late, now, false) == report(facts, late, now, true));
}

/// What people do in a few days, good and bad, at random.
class RandomDesk {
 public:
    RandomDesk(Desk& desk, unsigned seed) : desk_(desk), random_(seed) {}

    Instant now() const { return now_; }
    void step() {
        now_ += std::chrono::minutes(1 + pick(90));
        (void)desk_.sweep(now_);
        if (pick(4) == 0 || numbers_.empty()) return open();
        const std::string number = numbers_[std::size_t(pick(int(numbers_.size())))];
        static const std::vector<std::pair<std::string, std::string>> kSteps = {
            {"dispatch", R"({"team":"A"})"},
            {"dispatch", R"({"team":"B","assignee":"demo-zhang-san"})"},
            {"acknowledge", "{}"},
            {"depart", "{}"},
            {"arrive", "{}"},
            {"restore", "{}"},
            {"reply", R"({"close_code":"repaired","handling":"done"})"},
            {"approve", "{}"},
            {"call_back", R"({"satisfied":true})"},
            {"call_back", R"({"satisfied":false})"},
            {"archive", "{}"},
            {"chase", "{}"},
            {"supervise", "{}"},
            {"suspend", R"({"reason":"road closed"})"},
            {"resume", "{}"},
            {"return", R"({"reason":"not ours"})"},
            {"void", R"({"reason":"a joke"})"}};
        const auto& [event, data] = kSteps[std::size_t(pick(int(kSteps.size())))];
        Request request = fire(number, event, "admin", data);
        // Sometimes somebody says later when it was.
        if (pick(5) == 0)
            std::get<FireRequest>(request.wish).command.occurred_at = now_ - std::chrono::minutes(pick(30));
        (void)desk_.run(request, now_);
    }
    /// Towards the end of every case.
    void push_on() {
        for (const std::string& number : numbers_) {
            for (const auto& [event, data] : {std::pair("acknowledge", "{}"),
                                              {"arrive", "{}"},
                                              {"restore", "{}"},
                                              {"reply", R"({"close_code":"repaired","handling":"done"})"},
                                              {"approve", "{}"},
                                              {"call_back", R"({"satisfied":true})"},
                                              {"archive", "{}"}}) {
                if (pick(8) == 0) break;
                (void)desk_.run(fire(number, event, "admin", data), now_);
            }
        }
    }
    int pick(int below) { return std::uniform_int_distribution(0, below - 1)(random_); }

 private:
    void open() {
        Request request = open_fault(pick(2) == 0 ? "urban" : "rural");
        auto& command = std::get<OpenRequest>(request.wish).command;
        command.data["hangup_at"] = format_time(now_ - std::chrono::minutes(pick(5)));
        command.data["area"] = pick(2) == 0 ? "demo-101" : "demo-203";
        numbers_.push_back(desk_.open(request, now_));
    }

    Desk& desk_;
    std::mt19937 random_;
    Instant now_ = on("08:00:00");
    std::vector<std::string> numbers_;
};

unsigned seed() {
    const char* const given = std::getenv("GONGDAN_SEED");
    return given == nullptr ? 95598U : unsigned(std::strtoul(given, nullptr, 10));
}

FactsTold tell_all(KeptFacts& facts, Instant now) {
    const FactsWish wish{[](Instant) { return true; }, now, report::places_of(*shipped().organisation)};
    return facts.tell(wish, [](const CaseFact&, const CaseSnapshot*) {}).value();
}

std::vector<std::int64_t> differing(KeptFacts& facts, Instant now) {
    std::vector<std::int64_t> ids;
    const auto compared = facts.compare(report::places_of(*shipped().organisation), now,
                                        [&ids](CaseId id) { ids.push_back(to_int(id)); });
    REQUIRE(compared.ok());
    return ids;
}

}  // namespace

TEST_CASE("reports from kept facts and from the replayed journal are the same document, at any time in random weeks") {
    std::cout << "seed " << seed() << " (GONGDAN_SEED repeats it)\n";
    const Folder folder;
    Desk desk(folder.database());
    RandomDesk people(desk, seed());
    for (int round = 0; round < 8; ++round) {
        for (int i = 0; i < 60; ++i) people.step();
        if (round % 2 == 1) people.push_on();
        // The time of asking differs from that of the last event: what is open has gone on.
        check_same(folder, people.now() + std::chrono::minutes(people.pick(200)));
    }
}

TEST_CASE("what is settled is not read again, and an event after the end of a case is") {
    const Folder folder;
    Desk desk(folder.database());
    const std::string number = desk.open(open_fault("urban"), on("08:00:00"));
    KeptFacts facts = facts_of(folder);
    CHECK(tell_all(facts, on("08:01:00")).events > 0);
    desk.go(fire(number, "void", "dispatcher", R"({"reason":"a joke"})"), on("08:02:00"));
    const FactsTold settled = tell_all(facts, on("08:03:00"));
    CHECK(settled.cases == 1);
    CHECK(settled.events == 0);

    desk.go({CommentRequest{number, {"noted", {"d1", {"dispatcher"}}, {}}}, {}, viewer("dispatcher")}, on("08:04:00"));
    CHECK(tell_all(facts, on("08:05:00")).up_to > settled.up_to);
    check_same(folder, on("09:00:00"));
}

TEST_CASE("kept facts of another journal, of another organisation or of none are made anew") {
    const Folder folder;
    const std::filesystem::path kept = kept_facts_file(folder.database());
    {
        Desk desk(folder.database());
        for (int i = 0; i < 3; ++i) {
            const std::string number = desk.open(open_fault("urban"), on("08:00:00"));
            desk.go(fire(number, "void", "dispatcher", R"({"reason":"a joke"})"), on("08:02:00"));
        }
        KeptFacts facts = facts_of(folder);
        CHECK(tell_all(facts, on("09:00:00")).cases == 3);
    }
    for (const auto& file : {folder.database(), std::filesystem::path(folder.database()) += "-wal",
                             std::filesystem::path(folder.database()) += "-shm"})
        std::filesystem::remove(file);
    Desk desk(folder.database());
    (void)desk.open(open_fault("rural"), on("08:00:00"));
    KeptFacts facts = facts_of(folder);
    CHECK(tell_all(facts, on("09:00:00")).cases == 1);
    check_same(folder, on("09:00:00"));

    std::string before;
    const FactsWish elsewhere{[](Instant) { return true; }, on("09:00:00"), Places{}};
    REQUIRE(facts.tell(elsewhere, [&before](const CaseFact& fact, const CaseSnapshot*) { before = fact.area; }).ok());
    check_same(folder, on("09:00:00"));
}

TEST_CASE("a fact that somebody changed in the file is found, and a file that is gone is no fault") {
    const Folder folder;
    Desk desk(folder.database());
    for (int i = 0; i < 3; ++i) {
        const std::string number = desk.open(open_fault("urban"), on("08:00:00"));
        desk.go(fire(number, "void", "dispatcher", R"({"reason":"a joke"})"), on("08:02:00"));
    }
    KeptFacts facts = facts_of(folder);
    CHECK(differing(facts, on("09:00:00")).empty());
    (void)tell_all(facts, on("09:00:00"));
    CHECK(differing(facts, on("09:00:00")).empty());
    auto book = Database::open(kept_facts_file(folder.database()));
    REQUIRE(book.ok());
    REQUIRE(book->execute("UPDATE facts SET fact = (SELECT fact FROM facts WHERE case_id = 1) WHERE case_id = 2").ok());
    CHECK(differing(facts, on("09:00:00")) == std::vector<std::int64_t>{2});
}

TEST_CASE("a program that is cut off while it takes in leaves the facts as they were") {
    const Folder folder;
    Desk desk(folder.database());
    (void)desk.open(open_fault("urban"), on("08:00:00"));
    KeptFacts facts = facts_of(folder);
    (void)tell_all(facts, on("08:01:00"));
    (void)desk.open(open_fault("urban"), on("08:02:00"));
    // As after a kill: the definition of the last case cannot be had, so that the taking in ends half-way.
    KeptFacts cut(folder.database(), [](const Event&) { return std::shared_ptr<const Workflow>(); });
    const FactsWish wish{[](Instant) { return true; }, on("08:03:00"), report::places_of(*shipped().organisation)};
    CHECK_FALSE(cut.tell(wish, [](const CaseFact&, const CaseSnapshot*) {}).ok());
    CHECK(tell_all(facts, on("08:03:00")).cases == 2);
    check_same(folder, on("09:00:00"));
}
