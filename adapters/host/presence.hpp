#pragma once
/// Who has which ticket open at the moment, so that two people on one ticket see each other. In memory only: never in
/// the journal, never in a log; after a restart it fills again as the consoles renew.

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/ticket/event.hpp"

namespace gongdan::host {

inline constexpr Millis kPresenceLife = std::chrono::seconds(45);  ///< two renewals may be lost
inline constexpr std::size_t kPresentEach = 20;    ///< on one ticket: more tell nobody anything, and cost everybody
inline constexpr std::size_t kPresentOwn = 50;     ///< of one account: more windows than anybody keeps open
inline constexpr std::size_t kPresentAll = 5'000;  ///< in all; a province's desks at once

struct Present {
    std::string account;
    std::string person;  ///< in the organisation; empty = not known
    std::string name;    ///< to be shown
    enum class Doing { viewing, writing } doing = Doing::viewing;
    Instant since{};  ///< doing this
    Instant until{};  ///< unless it is renewed
};
[[nodiscard]] std::string_view name_of(Present::Doing doing);

/// Thread-safe.
class PresenceBook {
 public:
    /// Enters or renews `who` at the ticket for kPresenceLife; `since` and `until` are set here. True when others see
    /// a difference. Errc::overloaded when the ticket, the account or the book is full; a renewal never is refused.
    [[nodiscard]] Result<bool> enter(CaseId ticket, Present who, Instant now);
    /// True when he was there.
    bool leave(CaseId ticket, const std::string& account);
    /// Forgets what was not renewed, and names the tickets where somebody was.
    [[nodiscard]] std::vector<CaseId> expire(Instant now);

    /// Who is at the ticket, by account.
    [[nodiscard]] std::vector<Present> at(CaseId ticket, Instant now) const;
    /// Where somebody is.
    [[nodiscard]] std::vector<CaseId> tickets(Instant now) const;

 private:
    using Entries = std::map<std::pair<CaseId, std::string>, Present>;
    [[nodiscard]] std::size_t count(CaseId ticket) const;
    [[nodiscard]] std::size_t count_of(const std::string& account) const;

    mutable std::mutex mutex_;  // guards what follows
    Entries entries_;
    std::optional<Instant> first_end_;  // no entry ends before
};

}  // namespace gongdan::host
