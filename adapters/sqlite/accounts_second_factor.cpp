// The second factor: a code that changes every half minute (RFC 6238).

#include "adapters/crypto/crypto.hpp"
#include "adapters/crypto/totp.hpp"
#include "adapters/sqlite/accounts.hpp"

namespace gongdan::sqlite {
namespace {

constexpr std::string_view kIssuer = "Gongdan";

}  // namespace

Result<void> SqliteAccounts::set_totp(const Proofs& proofs, const std::string& secret, std::int64_t step) {
    Statement put(writes_, "UPDATE accounts SET totp_secret = ?, totp_pending = '', totp_step = ? WHERE name = ?");
    const std::string stored = crypto::to_base64(secret);
    return put.bind(stored, step, proofs.account.name).run();
}

Result<host::Enrolment> SqliteAccounts::enrol_totp(const std::string& name) {
    const std::string secret = crypto::totp_secret();
    const std::string stored = crypto::to_base64(secret);
    const std::lock_guard lock(write_mutex_);
    if (auto found = known(name); !found) return found.error();
    Statement put(writes_, "UPDATE accounts SET totp_pending = ? WHERE name = ?");
    if (auto done = put.bind(stored, name).run(); !done) return done.error();
    return host::Enrolment{crypto::to_base32(secret), crypto::totp_uri(secret, name, kIssuer)};
}

Result<void> SqliteAccounts::confirm_totp(const std::string& name, const std::string& code, const host::Doer& doer) {
    const std::lock_guard lock(write_mutex_);
    Transaction transaction(writes_);
    if (auto done = transaction.begin(); !done) return done;
    const auto found = known(name);
    if (!found) return found.error();
    if (found->totp_pending.empty()) return fail(Errc::conflict, "account.no-totp-pending");
    // Used steps count on from an earlier secret: nothing is lost, and a code cannot come twice.
    const auto step = crypto::matching_step(found->totp_pending, code, options_.clocks.now(), found->totp_step);
    if (!step) return wrong_field("/code", "range", fail(Errc::invalid_input, "account.bad-totp"));
    if (auto done = set_totp(*found, found->totp_pending, *step); !done) return done;
    return finish(transaction, {name, "totp-on"}, doer);
}

Result<void> SqliteAccounts::drop_totp(const std::string& name, const host::Doer& doer) {
    const std::lock_guard lock(write_mutex_);
    Transaction transaction(writes_);
    if (auto done = transaction.begin(); !done) return done;
    const auto found = known(name);
    if (!found) return found.error();
    if (auto done = set_totp(*found, "", found->totp_step); !done) return done;
    return finish(transaction, {name, "totp-off"}, doer);
}

}  // namespace gongdan::sqlite
