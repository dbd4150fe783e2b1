// Findings in the running service: a decision is in the journal or was not made; the book reads on from where it was.

#include <catch2/catch.hpp>

#include "adapters/host/finding_book.hpp"
#include "tests/unit/host/desk.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

/// A journal of clock jumps, as long as the test wants it.
class Jumps final : public NoReads {
 public:
    [[nodiscard]] Result<std::vector<Event>> events_after(std::int64_t after, int limit) override {
        std::vector<Event> page;
        for (std::int64_t seq = after + 1; seq <= count && int(page.size()) < limit; ++seq) {
            Event event{seq, {}, seq, EventType::configuration_changed, on("08:00:00"), on("08:00:00"), {}};
            const bool jumps = seq % every == 0;
            event.body = {{"what", jumps ? "clock-jump" : "rules"}, {"jump_ms", 6000}};
            page.push_back(std::move(event));
        }
        return page;
    }

    std::int64_t count = 0;
    std::int64_t every = 1;
};

}  // namespace

TEST_CASE("a decision is journalled before it is answered, or not made; a repeat changes nothing") {
    Desk desk;
    Watched<std::vector<Result<Reply>>> done;
    const auto note = [&desk, &done] {
        const std::size_t before = done.now().size();
        const auto answer = [](Instant) {
            StoredAnswer kept;
            kept.status = 200;
            kept.body = "{}";
            return kept;
        };
        desk.service().note(
            {{"what", "finding-decided"}}, answer, Idempotency{"k", "print"},
            [&done](Result<Reply> reply) { done.change([&reply](auto& all) { all.push_back(std::move(reply)); }); });
        REQUIRE(done.comes_to([before](const auto& all) { return all.size() == before + 1; }));
        return done.now().back();
    };
    desk.store().trouble(HinderedStore::Trouble::commit);
    CHECK(note().error().code == Errc::read_only);
    CHECK(desk.heard.now().empty());
    desk.store().trouble(HinderedStore::Trouble::none);
    const auto made = note();
    REQUIRE(made.ok());
    CHECK(made->kept->status == 200);
    CHECK(count_of(desk.heard.now(), EventType::configuration_changed) == 1);
    CHECK(note()->replayed);
    CHECK(count_of(desk.heard.now(), EventType::configuration_changed) == 1);
}

TEST_CASE("the book reads a long journal in parts, and only what is new afterwards") {
    Jumps journal;
    journal.count = host::kCatchUpMax + 7;
    journal.every = host::kCatchUpMax / 2;
    host::FindingBook book(journal, {});
    const auto first = book.read();
    REQUIRE(first.ok());
    CHECK_FALSE(first->complete);
    CHECK(first->through == host::kCatchUpMax);
    CHECK(first->findings->size() == 2);
    const auto rest = book.read();
    CHECK(rest->complete);
    CHECK(rest->through == journal.count);
    const auto same = book.read();
    CHECK(same->findings == rest->findings);  // nothing new: the very same list
    journal.every = 1;
    ++journal.count;
    CHECK(book.read()->findings->size() == 3);
}
