// Who is at a ticket: entered, renewed, forgotten; and the limits.
#include "adapters/host/presence.hpp"

#include <catch2/catch.hpp>

#include "tests/support/shipped.hpp"

using namespace gongdan;
using namespace gongdan::host;
using gongdan::test::on;

namespace {

constexpr CaseId kTicket{7};

Present who(const std::string& account, Present::Doing doing = Present::Doing::viewing) {
    return {account, "", account, doing};
}

std::vector<std::string> there(const PresenceBook& book, Instant at) {
    std::vector<std::string> accounts;
    for (const Present& present : book.at(kTicket, at)) accounts.push_back(present.account);
    return accounts;
}

using Accounts = std::vector<std::string>;

}  // namespace

TEST_CASE("a renewal changes nothing for others; beginning to write does, and says since when") {
    PresenceBook book;
    CHECK(book.enter(kTicket, who("d1"), on("08:00:00")).value());
    CHECK_FALSE(book.enter(kTicket, who("d1"), on("08:00:20")).value());
    CHECK(book.at(kTicket, on("08:00:30")).front().since == on("08:00:00"));
    CHECK(book.enter(kTicket, who("d1", Present::Doing::writing), on("08:00:40")).value());
    CHECK(book.at(kTicket, on("08:00:40")).front().since == on("08:00:40"));
    CHECK(book.leave(kTicket, "d1"));
    CHECK_FALSE(book.leave(kTicket, "d1"));
    CHECK(there(book, on("08:00:41")).empty());
}

TEST_CASE("who says nothing for 45 seconds is gone, and his ticket is named once") {
    PresenceBook book;
    (void)book.enter(kTicket, who("d1"), on("08:00:00"));
    (void)book.enter(kTicket, who("d2"), on("08:00:20"));
    CHECK(there(book, on("08:00:44")) == Accounts{"d1", "d2"});
    CHECK(there(book, on("08:00:45")) == Accounts{"d2"});
    CHECK(book.expire(on("08:00:44")).empty());
    CHECK(book.expire(on("08:00:45")) == std::vector<CaseId>{kTicket});
    CHECK(book.expire(on("08:00:46")).empty());
    CHECK(book.tickets(on("08:00:46")) == std::vector<CaseId>{kTicket});
    CHECK(book.expire(on("08:01:05")) == std::vector<CaseId>{kTicket});
    CHECK(book.tickets(on("08:01:05")).empty());
}

TEST_CASE("nobody is at more tickets than a person has windows, and cannot fill the book for the others") {
    PresenceBook book;
    for (std::size_t i = 0; i < kPresentOwn; ++i)
        REQUIRE(book.enter(CaseId(std::int64_t(i + 1)), who("busy"), on("08:00:00")).ok());
    CHECK(book.enter(CaseId{9000}, who("busy"), on("08:00:00")).error().code == Errc::overloaded);
    CHECK(book.enter(CaseId{1}, who("busy"), on("08:00:10")).ok());
    CHECK(book.enter(CaseId{9000}, who("other"), on("08:00:00")).ok());
}

TEST_CASE("a ticket and the book have room for so many; who is in stays in") {
    PresenceBook book;
    for (std::size_t i = 0; i < kPresentEach; ++i) {
        REQUIRE(book.enter(kTicket, who("d" + std::to_string(i)), on("08:00:00")).ok());
    }
    CHECK(book.enter(kTicket, who("late"), on("08:00:00")).error().code == Errc::overloaded);
    CHECK(book.enter(kTicket, who("d0"), on("08:00:10")).ok());
    CHECK(book.enter(CaseId{8}, who("late"), on("08:00:00")).ok());
    for (std::size_t i = kPresentEach + 1; i < kPresentAll; ++i) {
        const std::string account = "x" + std::to_string(i / kPresentOwn);
        REQUIRE(book.enter(CaseId(std::int64_t(100 + i)), who(account), on("08:00:00")).ok());
    }
    CHECK(book.enter(CaseId{9}, who("one more"), on("08:00:00")).error().code == Errc::overloaded);
    CHECK(book.enter(CaseId{8}, who("late"), on("08:00:10")).ok());
}
