// The sealer: goes on behind the last seal, leaves nothing out, and survives a store that fails.

#include <catch2/catch.hpp>

#include "adapters/crypto/crypto.hpp"
#include "adapters/crypto/signing.hpp"
#include "adapters/host/sealer.hpp"
#include "core/audit/seal_check.hpp"

using namespace gongdan;
using host::Sealer;
using host::SealerParts;

namespace {

/// A journal and its seals in memory.
struct Desk {
    crypto::SigningKey key{std::string(32, 'k')};
    std::vector<Digest> events;
    std::vector<Seal> seals;

    void happen(int count) {
        for (int i = 0; i < count; ++i) events.push_back(crypto::sha256(std::to_string(events.size())));
    }

    SealerParts parts() {
        SealerParts parts;
        parts.sha256 = crypto::sha256;
        parts.key = key.public_key();
        parts.sign = [this](std::string_view message) { return key.sign(message); };
        parts.now = [] { return from_unix_ms(1'772'409'600'000); };
        parts.last = [this]() -> Result<std::optional<Seal>> {
            return seals.empty() ? std::optional<Seal>() : std::optional(seals.back());
        };
        parts.hashes = [this](std::int64_t after, std::int64_t limit, const SealerParts::Take& take) -> Result<void> {
            for (auto seq = after + 1; seq <= std::int64_t(events.size()) && seq <= after + limit; ++seq)
                take(seq, events[std::size_t(seq - 1)]);
            return {};
        };
        return parts;
    }

    Sealer::Keep keep() {
        return [this](const Seal& seal) -> Result<void> {
            seals.push_back(seal);
            return {};
        };
    }

    std::vector<std::string> faults() {
        std::vector<std::string> said;
        SealChecker checker(crypto::sha256, crypto::check_signature, {key.public_key()},
                            [&said](const Fault& fault) { said.push_back(fault.what.en); });
        for (const Seal& seal : seals) checker.expect(seal);
        std::int64_t seq = 0;
        for (const Digest& event : events) checker.take(++seq, event);
        checker.finish();
        return said;
    }
};

}  // namespace

TEST_CASE("each seal covers what came since the one before, and nothing is sealed when nothing happened") {
    Desk desk;
    Sealer sealer(desk.parts(), desk.keep());
    CHECK_FALSE(sealer.seal(desk.keep())->has_value());
    desk.happen(3);
    CHECK(sealer.seal(desk.keep())->value().last_seq == 3);
    CHECK_FALSE(sealer.seal(desk.keep())->has_value());
    desk.happen(25'000);  // more than one page
    CHECK(sealer.seal(desk.keep())->value().first_seq == 4);
    CHECK(desk.seals.size() == 2);
    CHECK(desk.seals.back().last_seq == 25'003);
    CHECK(desk.faults().empty());
}

TEST_CASE("a sealer that starts again goes on behind the last seal on disk") {
    Desk desk;
    desk.happen(5);
    CHECK(Sealer(desk.parts(), desk.keep()).seal(desk.keep())->has_value());
    desk.happen(2);
    CHECK(Sealer(desk.parts(), desk.keep()).seal(desk.keep())->value().number == 2);
    CHECK(desk.faults().empty());
}

TEST_CASE("a seal that could not be kept is made again, also when it was kept without an answer") {
    Desk desk;
    desk.happen(4);
    Sealer sealer(desk.parts(), desk.keep());
    const Sealer::Keep refuse = [](const Seal&) -> Result<void> { return fail(Errc::read_only, "test.disk-full"); };
    CHECK(sealer.seal(refuse).error().code == Errc::read_only);
    desk.happen(1);
    const Sealer::Keep lose_answer = [&desk](const Seal& seal) -> Result<void> {
        desk.seals.push_back(seal);
        return fail(Errc::read_only, "test.answer-lost");
    };
    CHECK_FALSE(sealer.seal(lose_answer).ok());
    desk.happen(1);
    REQUIRE(sealer.seal(desk.keep())->has_value());
    CHECK(desk.seals.size() == 2);
    CHECK(desk.seals.back().last_seq == 6);
    CHECK(desk.faults().empty());
}
