#pragma once
/// Accounts on a database of their own, with a clock that the test turns and passwords that cost little.

#include "adapters/sqlite/accounts.hpp"
#include "tests/unit/sqlite/desk.hpp"

namespace gongdan::test {

inline const std::string kPassword = "four correct horses";
using Found = host::FoundSession::State;
inline const host::Doer kBoss{"boss", "10.0.0.1"};

/// A process's view of the accounts: several may share a folder.
struct Office {
    Instant now = on("08:00:00");
    std::chrono::steady_clock::time_point steady{};
    std::unique_ptr<sqlite::SqliteAccounts> accounts;

    explicit Office(const Folder& folder) {
        auto opened =
            sqlite::SqliteAccounts::open(folder.database(), {{"dispatcher", "auditor", "admin"},
                                                             {[this] { return now; }, [this] { return steady; }},
                                                             crypto::least_cost()});
        if (!opened) FAIL(opened.error().detail.en);
        accounts = std::move(*opened);
    }

    void wait(Millis span) {
        now += span;
        steady += span;
    }
    void add(const std::string& name, const std::string& role = "dispatcher") {
        const auto made = accounts->create({name, {role}, {}, kPassword, false}, kBoss);
        if (!made) FAIL(made.error().detail.en);
    }
    host::Entry log_in(const std::string& name, const std::string& password = kPassword, const std::string& code = "",
                       const std::string& address = "10.0.0.9") {
        auto entry = accounts->log_in({name, password, code, address, ""});
        if (!entry) FAIL(entry.error().detail.en);
        return std::move(*entry);
    }
    /// The secret of a new session.
    std::string enter(const std::string& name, const std::string& password = kPassword, const std::string& code = "") {
        const auto entry = log_in(name, password, code);
        REQUIRE(std::holds_alternative<host::Entered>(entry));
        return std::get<host::Entered>(entry).secret;
    }
    host::FoundSession::State state(const std::string& secret) { return accounts->find_session(secret, true).state; }
    std::vector<std::string> log() {
        std::vector<std::string> lines;
        const auto entries = accounts->log(0, 100).value();
        for (const auto& entry : entries) {
            lines.push_back(entry.what + " " + entry.account + " by " + entry.actor + " from " + entry.address);
        }
        return lines;
    }
};

inline host::Refused::Why why_not(const host::Entry& entry) {
    REQUIRE(std::holds_alternative<host::Refused>(entry));
    return std::get<host::Refused>(entry).why;
}

}  // namespace gongdan::test
