#pragma once
/// Changes to the roster made while running (an override, a swap, an absence), as data: read, judged, put in, taken
/// out. They stand above what the file says in the same layer (roster.hpp), in the order of their making.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"

namespace gongdan {

struct Organisation;

struct RosterEntry {
    enum class Kind { stand_in, swap, absence };  ///< "override", "swap", "absence"
    std::string id;                               ///< a number, given by decide_roster(); never used again
    Kind kind = Kind::absence;
    std::string person;  ///< who serves instead, one of the two who swap, or who is absent
    std::string other;   ///< whom he replaces, the other of the two, or the deputy of this absence (may be empty)
    std::string role;    ///< empty = every role; of an absence always
    Instant from{};
    Instant to{};
    std::string made_by;
    Instant made_at{};
};

[[nodiscard]] std::string_view name_of(RosterEntry::Kind kind);

inline constexpr std::size_t kRosterEntriesMax = 1000;  ///< at once: each is looked at whenever somebody is to be told
inline constexpr Millis kRosterEntryMax = 400 * kDay;   ///< the longest one: beyond that the file is the place

/// {"id", "kind", "person", "instead_of" | "with" | "deputy", "role", "from", "to", "made_by", "made_at"}
[[nodiscard]] json::object entry_view(const RosterEntry& entry);
/// What entry_view() wrote, or the body of a request without id and maker. Errc::invalid_input, with the field.
[[nodiscard]] Result<RosterEntry> read_entry(const json::object& view);

/// Puts `entry` into its layer. Who names people that are no more in the organisation changes nothing.
void put_entry(Organisation& organisation, RosterEntry entry);
/// False when there is no such entry.
[[nodiscard]] bool take_entry(Organisation& organisation, std::string_view id);
[[nodiscard]] const RosterEntry* find_entry(const Organisation& organisation, std::string_view id);

/// A wish to change the roster: `made` is put in, or the entry `removed` taken out.
struct RosterChange {
    std::optional<RosterEntry> made;
    std::string removed;
    std::string actor;
    std::vector<std::string> roles;  ///< that there are
};

struct RosterDecision {
    std::shared_ptr<const Organisation> organisation;  ///< shared: it replaces the one in force as a whole
    RosterEntry entry;                                 ///< as made, or as it was
    bool removed = false;
};

/// Judges a wish. Errc::invalid_input names every field at fault (unknown people and roles, a stretch that is over, a
/// circle of absent deputies), Errc::not_found an unknown entry, Errc::conflict when there are kRosterEntriesMax.
[[nodiscard]] Result<RosterDecision> decide_roster(const Organisation& organisation, const RosterChange& change,
                                                   Instant now);

}  // namespace gongdan
