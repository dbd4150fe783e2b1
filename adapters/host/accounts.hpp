#pragma once
/// People's accounts: who logs in with name, password and perhaps a code, and the sessions this opens. Passwords are
/// kept as Argon2id, session secrets as their SHA-256. Everything that happens here stands in the account log.

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "adapters/host/access.hpp"
#include "adapters/host/single_sign_on.hpp"
#include "core/base/json.hpp"

namespace gongdan::host {

inline constexpr std::size_t kAccountNameMax = 64;  ///< bytes; it stands in every event as the actor
inline constexpr Millis kSessionIdle = std::chrono::hours(1);
inline constexpr Millis kSessionLife = std::chrono::hours(12);  ///< a shift and its handover
inline constexpr std::size_t kSessionsMax = 5;                  ///< of one account; the oldest gives way
inline constexpr Millis kSetupLife = std::chrono::hours(1);

struct Account {
    std::string name;
    std::vector<std::string> roles;
    Scope scope;  ///< empty: roles that do not see all see nothing of others
    bool disabled = false;
    bool must_change_password = false;
    bool totp = false;
    Instant created_at{};
    std::optional<Instant> last_login_at{};
    std::optional<Instant> locked_until{};  ///< only while it lies ahead
};

struct NewAccount {
    std::string name;
    std::vector<std::string> roles;
    Scope scope{};
    std::optional<std::string> password{};  ///< nothing: one is made at random
    bool must_change_password = true;
};

/// What is absent stays as it is.
struct AccountChange {
    std::optional<std::vector<std::string>> roles{};
    std::optional<Scope> scope{};
    std::optional<bool> disabled{};
};

struct Credentials {
    std::string name;
    std::string password;
    std::string code;      ///< of the authenticator; empty = none was given
    std::string address;   ///< of the peer
    std::string replaces;  ///< secret of the session the browser had so far; it ends. Empty = none
};

struct PasswordChange {
    std::string old_password;
    std::string new_password;
    std::string address;
};

/// A session was opened. Whoever shows `secret` is the account.
struct Entered {
    std::string secret;
    Account account;
};

/// Nobody was let in. For a wrong password, a wrong or used code, an unknown and a disabled account the same, after the
/// same time.
struct Refused {
    enum class Why {
        wrong,
        code_needed,  ///< the password was right, the authenticator's code is missing
        locked,       ///< too many failures; nothing was looked at
    };
    Why why = Why::wrong;
    std::chrono::seconds retry_after{0};  ///< of locked
};
using Entry = std::variant<Entered, Refused>;

struct FoundSession {
    enum class State { unknown, expired, active };
    State state = State::unknown;
    Account account{};     ///< of an active one; without locked_until
    Instant expires_at{};  ///< of an active one, when it is not used again
};

struct Enrolment {
    std::string secret;  ///< base32
    std::string uri;     ///< otpauth://
};

struct AccountLogEntry {
    std::int64_t seq = 0;
    Instant at{};
    std::string actor;  ///< who did it; empty: nobody we know
    std::string
        account;       ///< account, token or thing concerned, e.g. "tickets/7/attachments/2"; empty: none of that name
    std::string what;  ///< "login", "login-refused", "locked", "password-changed", …
    std::string address;  ///< empty: at the machine itself
};

/// Changes of accounts and tokens, and what left the house as a whole, that the configuration's chain does not hold
/// yet.
struct UnsealedChanges {
    std::int64_t last = 0;            ///< seq of the account log up to which these are all
    std::vector<json::object> notes;  ///< bodies of configuration events, oldest first
};

/// Thread-safe. What takes a password blocks for some 0.1 s and 64 MiB, one caller at a time; the rest blocks on the
/// disk but find_session(), which is for I/O threads.
class Accounts {
 public:
    virtual ~Accounts() = default;

    /// Failures are counted for each name that is tried, known or not, and for each address; see throttle.hpp.
    [[nodiscard]] virtual Result<Entry> log_in(const Credentials& credentials) = 0;
    /// Quick. `counts_as_use`: begins its idle time anew. What another process changes counts within kRevocationDelay.
    [[nodiscard]] virtual FoundSession find_session(std::string_view secret, bool counts_as_use) = 0;
    [[nodiscard]] virtual Result<void> log_out(const std::string& secret, const std::string& address) = 0;
    /// Opens a session for somebody whom the identity provider vouches for; his account is made at his first login and
    /// follows the provider's roles at each. Errc::conflict when a token or another account has the name,
    /// Errc::forbidden for a disabled account, Errc::invalid_input for a role that does not exist.
    [[nodiscard]] virtual Result<Entered> enter_external(const ExternalIdentity& identity,
                                                         const std::string& address) = 0;
    /// Ends every session of the account and opens a new one. A wrong old password counts like a failed login.
    /// Errc::invalid_input at /new_password, Errc::unauthenticated when the session has ended.
    [[nodiscard]] virtual Result<Entry> change_password(const std::string& secret, const PasswordChange& change) = 0;

    /// That the owner of a session also knows the password, for what a stolen session must not do. A wrong one counts
    /// like a failed login. Nothing when he does. Errc::conflict for an account without a password of ours.
    struct Proof {
        std::string password;
        std::string address;
    };
    [[nodiscard]] virtual Result<std::optional<Refused>> prove(const std::string& name, const Proof& proof) = 0;
    /// A fresh secret, which counts once confirm_totp() has seen a code of it.
    [[nodiscard]] virtual Result<Enrolment> enrol_totp(const std::string& name) = 0;
    /// Errc::invalid_input at /code; Errc::conflict when no enrolment is under way.
    [[nodiscard]] virtual Result<void> confirm_totp(const std::string& name, const std::string& code,
                                                    const Doer& doer) = 0;
    [[nodiscard]] virtual Result<void> drop_totp(const std::string& name, const Doer& doer) = 0;

    /// The initial password, given or made. Errc::conflict when an account or a token has the name, Errc::invalid_input
    /// with what is wrong.
    [[nodiscard]] virtual Result<std::string> create(const NewAccount& account, const Doer& doer) = 0;
    [[nodiscard]] virtual Result<std::vector<Account>> list() = 0;
    /// Errc::not_found, here and below.
    [[nodiscard]] virtual Result<Account> find(const std::string& name) = 0;
    /// Disabling ends its sessions. Errc::conflict when no administrator would be left.
    [[nodiscard]] virtual Result<Account> change(const std::string& name, const AccountChange& change,
                                                 const Doer& doer) = 0;
    /// The new initial password, given or made at random, to be changed at the next login (unless `keeps`). Ends its
    /// sessions.
    struct Reset {
        std::optional<std::string> password{};
        bool must_change_password = true;
    };
    [[nodiscard]] virtual Result<std::string> reset_password(const std::string& name, const Reset& reset,
                                                             const Doer& doer) = 0;
    [[nodiscard]] virtual Result<void> unlock(const std::string& name, const Doer& doer) = 0;
    [[nodiscard]] virtual Result<void> end_sessions(const std::string& name, const Doer& doer) = 0;

    /// Writes down that something leaves the house: called before it does. `thing` names it, without personal data;
    /// `what` is "journal-exported", "backup-made", "attachment-downloaded", …
    struct Departure {
        std::string thing;
        std::string what;
    };
    [[nodiscard]] virtual Result<void> note(const Departure& departure, const Doer& doer) = 0;
    /// Newest first, those before `before` (0 = from the newest).
    [[nodiscard]] virtual Result<std::vector<AccountLogEntry>> log(std::int64_t before, int limit) = 0;

    [[nodiscard]] virtual Result<bool> has_accounts() = 0;
    /// For the first start: a code that makes one administrator within kSetupLife. An earlier one counts no more.
    [[nodiscard]] virtual Result<std::string> make_setup_code() = 0;
    [[nodiscard]] virtual Result<bool> is_setup_code(std::string_view code) = 0;
    struct SetUp {
        std::string code;
        std::string name;
        std::string password;
        std::string address;
    };
    /// Errc::forbidden for a code that is wrong, used or expired, and once there are accounts; else as create().
    [[nodiscard]] virtual Result<void> set_up(const SetUp& set_up) = 0;

    /// As Access::save_uses, for sessions.
    [[nodiscard]] virtual Result<void> save_uses() = 0;
};

}  // namespace gongdan::host
