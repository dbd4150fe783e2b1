#pragma once
/// People's accounts in the database. A server and a command line may work on them at the same time.

#include <filesystem>
#include <memory>
#include <mutex>

#include "adapters/crypto/password.hpp"
#include "adapters/host/accounts.hpp"
#include "adapters/sqlite/account_rows.hpp"
#include "adapters/sqlite/session_cache.hpp"
#include "adapters/sqlite/throttle.hpp"

namespace gongdan::sqlite {

/// Thread-safe.
class SqliteAccounts final : public host::Accounts {
 public:
    struct Options {
        std::vector<std::string> roles;  ///< those that exist
        AccessClocks clocks;
        crypto::PasswordCost cost = crypto::interactive_cost();
    };

    /// Opens (or makes) the database `file` with connections of its own.
    [[nodiscard]] static Result<std::unique_ptr<SqliteAccounts>> open(const std::filesystem::path& file,
                                                                      Options options);

    [[nodiscard]] Result<host::Entry> log_in(const host::Credentials& credentials) override;
    [[nodiscard]] host::FoundSession find_session(std::string_view secret, bool counts_as_use) override {
        return cache_.find(secret, counts_as_use);
    }
    [[nodiscard]] Result<void> log_out(const std::string& secret, const std::string& address) override;
    [[nodiscard]] Result<host::Entered> enter_external(const host::ExternalIdentity& identity,
                                                       const std::string& address) override;
    [[nodiscard]] Result<host::Entry> change_password(const std::string& secret,
                                                      const host::PasswordChange& change) override;

    [[nodiscard]] Result<std::optional<host::Refused>> prove(const std::string& name, const Proof& proof) override;
    [[nodiscard]] Result<host::Enrolment> enrol_totp(const std::string& name) override;
    [[nodiscard]] Result<void> confirm_totp(const std::string& name, const std::string& code,
                                            const host::Doer& doer) override;
    [[nodiscard]] Result<void> drop_totp(const std::string& name, const host::Doer& doer) override;

    [[nodiscard]] Result<std::string> create(const host::NewAccount& account, const host::Doer& doer) override;
    [[nodiscard]] Result<std::vector<host::Account>> list() override;
    [[nodiscard]] Result<host::Account> find(const std::string& name) override;
    [[nodiscard]] Result<host::Account> change(const std::string& name, const host::AccountChange& change,
                                               const host::Doer& doer) override;
    [[nodiscard]] Result<std::string> reset_password(const std::string& name, const Reset& reset,
                                                     const host::Doer& doer) override;
    [[nodiscard]] Result<void> unlock(const std::string& name, const host::Doer& doer) override;
    [[nodiscard]] Result<void> end_sessions(const std::string& name, const host::Doer& doer) override;
    [[nodiscard]] Result<void> note(const Departure& departure, const host::Doer& doer) override;
    [[nodiscard]] Result<std::vector<host::AccountLogEntry>> log(std::int64_t before, int limit) override;

    [[nodiscard]] Result<bool> has_accounts() override;
    [[nodiscard]] Result<std::string> make_setup_code() override;
    [[nodiscard]] Result<bool> is_setup_code(std::string_view code) override;
    [[nodiscard]] Result<void> set_up(const SetUp& set_up) override;

    [[nodiscard]] Result<void> save_uses() override;

 private:
    /// Of an account, what proves that somebody is it.
    struct Proofs {
        host::Account account;
        std::string password;      // its hash
        std::string totp_secret;   // empty: none
        std::string totp_pending;  // empty: no enrolment is under way
        std::int64_t totp_step = 0;
    };
    struct Attempt {
        std::string name;
        std::string address;
    };

    SqliteAccounts(Database reads, Database writes, Options options);

    // All of these want write_mutex_ held, and write inside a transaction.
    [[nodiscard]] Result<std::optional<Proofs>> proofs_of(const std::string& name);
    [[nodiscard]] Result<Proofs> known(const std::string& name);
    [[nodiscard]] Result<std::optional<std::string>> name_of_external(const std::string& key);
    [[nodiscard]] Result<std::string> keep_external(const host::ExternalIdentity& identity);
    [[nodiscard]] Result<void> insert(const host::NewAccount& account, const std::string& hash);
    [[nodiscard]] Result<void> guard_last_admin(const host::Account& before, const host::Account& after);
    [[nodiscard]] Result<void> remove_sessions(const std::string& name);
    [[nodiscard]] Result<std::string> add_session(const std::string& name);
    [[nodiscard]] Result<void> set_password(const std::string& name, const std::string& hash, bool must_change);
    [[nodiscard]] Result<bool> matches_setup_code(std::string_view code);
    /// The last steps of a change. Afterwards other processes, and this one, see it.
    [[nodiscard]] Result<void> finish(Transaction& transaction, const LogLine& line, const host::Doer& doer);
    [[nodiscard]] Result<void> set_totp(const Proofs& proofs, const std::string& secret, std::int64_t step);

    // These take write_mutex_ themselves.
    [[nodiscard]] Result<Millis> locked_for(const Attempt& attempt);
    [[nodiscard]] Result<std::optional<Proofs>> look_up(const std::string& name);
    [[nodiscard]] Result<host::Entry> refuse(const Attempt& attempt, bool known);
    [[nodiscard]] Result<host::Entry> enter(const Proofs& proofs, std::int64_t step,
                                            const host::Credentials& credentials);
    [[nodiscard]] Result<host::Entry> put_new_password(const Proofs& proofs, const std::string& hash,
                                                       const std::string& address);

    [[nodiscard]] Result<void> check_new(const host::NewAccount& account) const;
    [[nodiscard]] Result<void> check_roles(const std::vector<std::string>& roles) const;
    /// One at a time: each takes 64 MiB, and logins must not be able to take all memory. Errc::overloaded without it.
    [[nodiscard]] Result<std::string> hash(std::string_view password);

    const Options options_;
    std::mutex password_mutex_;  // taken before write_mutex_; guards nothing_
    std::string nothing_;        // a hash for accounts that are not there, so that they take as long

    std::mutex write_mutex_;  // guards everything below but the cache
    Database writes_;
    Throttle throttle_{writes_};
    Instant uses_saved_at_{};
    SessionCache cache_;
};

}  // namespace gongdan::sqlite
