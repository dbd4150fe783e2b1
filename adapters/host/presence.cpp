#include "adapters/host/presence.hpp"

#include <algorithm>

#include "core/base/check.hpp"

namespace gongdan::host {

std::string_view name_of(Present::Doing doing) {
    switch (doing) {
        case Present::Doing::viewing: return "viewing";
        case Present::Doing::writing: return "writing";
    }
    GONGDAN_UNREACHABLE("a Present::Doing outside its enum");
}

Result<bool> PresenceBook::enter(CaseId ticket, Present who, Instant now) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find({ticket, who.account});
    const bool new_here = found == entries_.end();
    if (new_here && count(ticket) >= kPresentEach)
        return fail(Errc::overloaded, "host.presence-ticket-full", kPresentEach);
    if (new_here && count_of(who.account) >= kPresentOwn)
        return fail(Errc::overloaded, "host.presence-own-full", kPresentOwn);
    if (new_here && entries_.size() >= kPresentAll) return fail(Errc::overloaded, "host.presence-full", kPresentAll);
    const bool gone_by = !new_here && found->second.until <= now;
    const bool changed = new_here || gone_by || found->second.doing != who.doing;
    who.since = changed ? now : found->second.since;
    who.until = now + kPresenceLife;
    first_end_ = first_end_ ? std::min(*first_end_, who.until) : who.until;
    entries_.insert_or_assign({ticket, who.account}, std::move(who));
    return changed;
}

bool PresenceBook::leave(CaseId ticket, const std::string& account) {
    const std::lock_guard lock(mutex_);
    return entries_.erase({ticket, account}) > 0;
}

std::vector<CaseId> PresenceBook::expire(Instant now) {
    std::vector<CaseId> tickets;
    const std::lock_guard lock(mutex_);
    if (!first_end_ || now < *first_end_) return tickets;
    first_end_.reset();
    for (auto entry = entries_.begin(); entry != entries_.end();) {
        const auto& [key, present] = *entry;
        if (present.until > now) {
            first_end_ = first_end_ ? std::min(*first_end_, present.until) : present.until;
            ++entry;
            continue;
        }
        if (tickets.empty() || tickets.back() != key.first) tickets.push_back(key.first);
        entry = entries_.erase(entry);
    }
    return tickets;
}

std::vector<Present> PresenceBook::at(CaseId ticket, Instant now) const {
    std::vector<Present> there;
    const std::lock_guard lock(mutex_);
    for (auto entry = entries_.lower_bound({ticket, ""}); entry != entries_.end(); ++entry) {
        if (entry->first.first != ticket) break;
        if (entry->second.until > now) there.push_back(entry->second);
    }
    return there;
}

std::vector<CaseId> PresenceBook::tickets(Instant now) const {
    std::vector<CaseId> found;
    const std::lock_guard lock(mutex_);
    for (const auto& [key, present] : entries_) {
        const bool named = !found.empty() && found.back() == key.first;
        if (!named && present.until > now) found.push_back(key.first);
    }
    return found;
}

/// With mutex_ held.
std::size_t PresenceBook::count(CaseId ticket) const {
    const auto first = entries_.lower_bound({ticket, ""});
    const auto end =
        std::find_if(first, entries_.end(), [ticket](const auto& entry) { return entry.first.first != ticket; });
    return std::size_t(std::distance(first, end));
}

/// With mutex_ held.
std::size_t PresenceBook::count_of(const std::string& account) const {
    return std::size_t(std::count_if(entries_.begin(), entries_.end(),
                                     [&account](const auto& entry) { return entry.first.second == account; }));
}

}  // namespace gongdan::host
