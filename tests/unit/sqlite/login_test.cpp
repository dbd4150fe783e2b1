// Who gets in and who does not: passwords, lock-out, sessions, the second factor.

#include <thread>

#include "adapters/crypto/crypto.hpp"
#include "adapters/crypto/totp.hpp"
#include "tests/unit/sqlite/accounts_desk.hpp"

using namespace gongdan;
using namespace gongdan::test;
using Why = host::Refused::Why;

namespace {

std::string from_base32(const std::string& text) {
    std::string bytes;
    unsigned held = 0;
    int bits = 0;
    for (const char c : text) {
        held = held << 5 | unsigned(c >= 'A' ? c - 'A' : c - '2' + 26);
        bits += 5;
        if (bits < 8) continue;
        bits -= 8;
        bytes += static_cast<char>(held >> bits & 255U);
    }
    return bytes;
}

/// An account with an authenticator: its secret.
std::string enrolled(Office& office, const std::string& name) {
    office.add(name);
    const std::string secret = from_base32(office.accounts->enrol_totp(name)->secret);
    REQUIRE(office.accounts->confirm_totp(name, crypto::totp_code(secret, crypto::totp_step(office.now)), kBoss).ok());
    office.wait(std::chrono::seconds(crypto::kTotpStepSeconds));
    return secret;
}

std::string code_now(const Office& office, const std::string& secret) {
    return crypto::totp_code(secret, crypto::totp_step(office.now));
}

}  // namespace

TEST_CASE("a wrong password, an unknown and a disabled account get the same answer") {
    const Folder folder;
    Office office(folder);
    office.add("li.na");
    office.add("gone");
    host::AccountChange disable;
    disable.disabled = true;
    REQUIRE(office.accounts->change("gone", disable, kBoss).ok());
    for (const std::string name : {"li.na", "gone", "nobody"}) {
        INFO(name);
        const auto entry = office.log_in(name, "four wrong horses");
        CHECK(why_not(entry) == Why::wrong);
        CHECK(std::get<host::Refused>(entry).retry_after.count() == 0);
    }
    CHECK(why_not(office.log_in("gone")) == Why::wrong);
}

TEST_CASE("after five failures a name is locked for twice as long each time, known or not, and tells nothing more") {
    const Folder folder;
    Office office(folder);
    office.add("li.na");
    for (const std::string name : {"li.na", "nobody"}) {
        INFO(name);
        for (int i = 0; i < sqlite::kFreeTriesOfName; ++i) CHECK(why_not(office.log_in(name, "wrong")) == Why::wrong);
        std::chrono::seconds expected = std::chrono::seconds(30);
        for (int round = 0; round < 8; ++round) {
            // Not even the right password.
            const auto entry = office.log_in(name);
            CHECK(why_not(entry) == Why::locked);
            CHECK(std::get<host::Refused>(entry).retry_after == std::min(expected, std::chrono::seconds(900)));
            office.wait(std::get<host::Refused>(entry).retry_after - Millis(1));
            CHECK(why_not(office.log_in(name)) == Why::locked);
            office.wait(Millis(1));
            CHECK(why_not(office.log_in(name, "wrong")) == Why::wrong);
            expected *= 2;
        }
    }
    (void)office.log_in("li.na", "wrong");
    CHECK(office.accounts->find("li.na")->locked_until == office.now + sqlite::kLongestLock);
    REQUIRE(office.accounts->unlock("li.na", kBoss).ok());
    CHECK_FALSE(office.accounts->find("li.na")->locked_until.has_value());
    CHECK(office.state(office.enter("li.na")) == Found::active);
}

TEST_CASE("a success forgives the name, and a day forgives everything") {
    const Folder folder;
    Office office(folder);
    office.add("li.na");
    for (int i = 0; i + 1 < sqlite::kFreeTriesOfName; ++i) (void)office.log_in("li.na", "wrong");
    (void)office.enter("li.na");
    for (int i = 0; i < sqlite::kFreeTriesOfName; ++i) CHECK(why_not(office.log_in("li.na", "wrong")) == Why::wrong);
    CHECK(why_not(office.log_in("li.na")) == Why::locked);
    office.wait(sqlite::kForgetAfter + Millis(1));
    CHECK(why_not(office.log_in("li.na", "wrong")) == Why::wrong);
    CHECK(why_not(office.log_in("li.na", "wrong")) == Why::wrong);
}

TEST_CASE("an address that tries many names is locked, others are not") {
    const Folder folder;
    Office office(folder);
    office.add("li.na");
    for (int i = 0; i < sqlite::kFreeTriesOfAddress; ++i) {
        CHECK(why_not(office.log_in("user" + std::to_string(i), "wrong", "", "10.6.6.6")) == Why::wrong);
    }
    CHECK(why_not(office.log_in("li.na", kPassword, "", "10.6.6.6")) == Why::locked);
    CHECK(office.state(office.enter("li.na")) == Found::active);
    office.wait(sqlite::kFirstLock);
    const auto entry = office.log_in("li.na", kPassword, "", "10.6.6.6");
    CHECK(std::holds_alternative<host::Entered>(entry));
}

TEST_CASE("a lock outlives the program, and a hundred guesses at once count one by one") {
    const Folder folder;
    {
        Office office(folder);
        office.add("li.na");
        std::vector<std::thread> guessers;
        std::atomic<int> looked_at = 0;
        for (int i = 0; i < 4; ++i) {
            guessers.emplace_back([&office, &looked_at] {
                for (int guess = 0; guess < 5; ++guess) {
                    const auto entry = office.accounts->log_in({"li.na", "wrong", "", "10.0.0.9", ""});
                    if (entry && std::get<host::Refused>(*entry).why == Why::wrong) ++looked_at;
                }
            });
        }
        for (std::thread& guesser : guessers) guesser.join();
        CHECK(looked_at == sqlite::kFreeTriesOfName);
    }
    Office again(folder);
    CHECK(why_not(again.log_in("li.na")) == Why::locked);
}

TEST_CASE("a session ends an hour after its last use, and twelve hours after the log-in") {
    const Folder folder;
    Office office(folder);
    office.add("li.na");
    const auto idle = office.enter("li.na");
    office.wait(host::kSessionIdle - Millis(1));
    CHECK(office.state(idle) == Found::active);
    office.wait(host::kSessionIdle - Millis(1));
    CHECK(office.accounts->find_session(idle, false).state == Found::active);
    office.wait(Millis(1));
    CHECK(office.state(idle) == Found::expired);  // looking did not count as use
    const auto busy = office.enter("li.na");
    for (Millis past{0}; past < host::kSessionLife; past += std::chrono::minutes(30)) {
        CHECK(office.state(busy) == Found::active);
        office.wait(std::chrono::minutes(30));
    }
    CHECK(office.state(busy) == Found::expired);
    CHECK(office.state("forged") == Found::unknown);
    CHECK(office.state("") == Found::unknown);
}

TEST_CASE("the use of a session is remembered over a restart, to the minute") {
    const Folder folder;
    std::string secret;
    Instant stopped{};
    {
        Office office(folder);
        office.add("li.na");
        secret = office.enter("li.na");
        office.wait(std::chrono::minutes(50));
        CHECK(office.state(secret) == Found::active);
        REQUIRE(office.accounts->save_uses().ok());
        stopped = office.now;
    }
    Office again(folder);
    again.now = stopped + std::chrono::minutes(50);
    CHECK(again.state(secret) == Found::active);
    again.now = stopped + std::chrono::minutes(50) + host::kSessionIdle;
    CHECK(again.state(secret) == Found::expired);
}

TEST_CASE("each log-in has a session of its own, the sixth takes the oldest one's place, and a log-out ends one") {
    const Folder folder;
    Office office(folder);
    office.add("li.na");
    std::vector<std::string> secrets;
    for (std::size_t i = 0; i <= host::kSessionsMax; ++i) {
        secrets.push_back(office.enter("li.na"));
        office.wait(Millis(10));
    }
    CHECK(office.state(secrets[0]) == Found::unknown);
    for (std::size_t i = 1; i < secrets.size(); ++i) CHECK(office.state(secrets[i]) == Found::active);
    REQUIRE(office.accounts->log_out(secrets[3], "").ok());
    REQUIRE(office.accounts->log_out(secrets[3], "").ok());
    CHECK(office.state(secrets[3]) == Found::unknown);
    CHECK(office.state(secrets[2]) == Found::active);
}

TEST_CASE("logging in anew ends the session the browser had") {
    const Folder folder;
    Office office(folder);
    office.add("li.na");
    const auto before = office.enter("li.na");
    const auto entry = office.accounts->log_in({"li.na", kPassword, "", "10.0.0.9", before});
    REQUIRE(entry.ok());
    CHECK(office.state(before) == Found::unknown);
    CHECK(office.state(std::get<host::Entered>(*entry).secret) == Found::active);
}

TEST_CASE("a changed password ends every session but the new one, and only the new password counts") {
    const Folder folder;
    Office office(folder);
    office.add("li.na");
    const auto other = office.enter("li.na");
    const auto mine = office.enter("li.na");
    const std::string next = "five correct horses";
    CHECK(why_not(office.accounts->change_password(mine, {"wrong", next, ""}).value()) == Why::wrong);
    for (const std::string bad : {"short", "the li.na password", kPassword.c_str()}) {
        const auto refused = office.accounts->change_password(mine, {kPassword, bad, ""});
        REQUIRE_FALSE(refused.ok());
        CHECK(refused.error().fields.at(0).pointer == "/new_password");
    }
    const auto changed = office.accounts->change_password(mine, {kPassword, next, ""}).value();
    REQUIRE(std::holds_alternative<host::Entered>(changed));
    CHECK(office.state(other) == Found::unknown);
    CHECK(office.state(mine) == Found::unknown);
    CHECK(office.state(std::get<host::Entered>(changed).secret) == Found::active);
    CHECK(why_not(office.log_in("li.na")) == Why::wrong);
    CHECK(office.state(office.enter("li.na", next)) == Found::active);
    CHECK(office.accounts->change_password(mine, {next, "six correct horses", ""}).error().code ==
          Errc::unauthenticated);
}

TEST_CASE("an authenticator counts once its first code was seen, and then every log-in needs a code") {
    const Folder folder;
    Office office(folder);
    office.add("li.na");
    CHECK(office.accounts->confirm_totp("li.na", "123456", kBoss).error().code == Errc::conflict);
    const auto enrolment = office.accounts->enrol_totp("li.na").value();
    CHECK(enrolment.uri.find("otpauth://totp/Gongdan:li.na?secret=" + enrolment.secret) == 0);
    CHECK(office.accounts->confirm_totp("li.na", "000000", kBoss).error().code == Errc::invalid_input);
    CHECK(office.state(office.enter("li.na")) == Found::active);  // not confirmed: not needed
    const std::string secret = from_base32(enrolment.secret);
    REQUIRE(office.accounts->confirm_totp("li.na", code_now(office, secret), kBoss).ok());
    CHECK(office.accounts->find("li.na")->totp);
    CHECK(why_not(office.log_in("li.na")) == Why::code_needed);
    CHECK(why_not(office.log_in("li.na", kPassword, "000000")) == Why::wrong);
    CHECK(why_not(office.log_in("li.na", "wrong", "")) == Why::wrong);
    office.wait(std::chrono::seconds(30));
    CHECK(office.state(office.enter("li.na", kPassword, code_now(office, secret))) == Found::active);
    REQUIRE(office.accounts->drop_totp("li.na", kBoss).ok());
    CHECK(office.state(office.enter("li.na")) == Found::active);
}

TEST_CASE("a code that was used is never taken again, not even the one that confirmed the authenticator") {
    const Folder folder;
    Office office(folder);
    const std::string secret = enrolled(office, "li.na");
    const std::string earlier = crypto::totp_code(secret, crypto::totp_step(office.now) - 1);
    CHECK(why_not(office.log_in("li.na", kPassword, earlier)) == Why::wrong);
    const std::string code = code_now(office, secret);
    (void)office.enter("li.na", kPassword, code);
    CHECK(why_not(office.log_in("li.na", kPassword, code)) == Why::wrong);
    office.wait(std::chrono::seconds(29));
    CHECK(why_not(office.log_in("li.na", kPassword, code)) == Why::wrong);
    office.wait(std::chrono::seconds(1));
    CHECK(office.state(office.enter("li.na", kPassword, code_now(office, secret))) == Found::active);
}
