#include "core/escalation/roster_entry.hpp"

#include <algorithm>

#include "core/base/check.hpp"
#include "core/escalation/organisation.hpp"
#include "core/escalation/roster_people.hpp"

namespace gongdan {
namespace {

Error wrong_field(std::string pointer, std::string code, LocalText detail) {
    return Error{Errc::invalid_input, detail, {{std::move(pointer), std::move(code), detail}}, {}};
}

std::optional<RosterEntry::Kind> kind_named(std::string_view name) {
    for (const auto kind : {RosterEntry::Kind::stand_in, RosterEntry::Kind::swap, RosterEntry::Kind::absence}) {
        if (name_of(kind) == name) return kind;
    }
    return std::nullopt;
}

/// Collects everything wrong with an entry.
class Judge {
 public:
    Judge(const RosterEntry& entry, const Organisation& organisation) : entry_(entry), organisation_(organisation) {}

    std::vector<FieldProblem> judge(const std::vector<std::string>& roles, Instant now) && {
        const std::string other = "/" + std::string(other_key(entry_.kind));
        know("/person", entry_.person, true);
        know(other, entry_.other, entry_.kind != RosterEntry::Kind::absence);
        if (entry_.person == entry_.other) note(other, "conflict", text("roster.same-person", name_of_person()));
        if (!entry_.role.empty() && entry_.kind == RosterEntry::Kind::absence)
            note("/role", "unknown", text("roster.absence-role"));
        if (!entry_.role.empty() && std::find(roles.begin(), roles.end(), entry_.role) == roles.end())
            note("/role", "enum", text("organisation.no-role", entry_.role));
        if (entry_.to <= entry_.from) note("/to", "range", text("organisation.shift-order"));
        if (entry_.to <= now) note("/to", "range", text("roster.over"));
        if (entry_.to - entry_.from > kRosterEntryMax)
            note("/to", "range", text("roster.too-long", kRosterEntryMax / kDay));
        if (problems_.empty() && entry_.kind == RosterEntry::Kind::absence) look_for_circles();
        return std::move(problems_);
    }

 private:
    void note(std::string pointer, std::string code, LocalText detail) {
        problems_.push_back({std::move(pointer), std::move(code), std::move(detail)});
    }

    void know(const std::string& pointer, const std::string& person, bool required) {
        if (person.empty() && !required) return;
        if (organisation_.find_person(person) == nullptr) note(pointer, "enum", text("organisation.no-person", person));
    }

    /// As people know him; of nobody in the organisation what was written.
    std::string name_of_person() const {
        const Person* person = organisation_.find_person(entry_.person);
        return person == nullptr ? entry_.person : person->name;
    }

    void look_for_circles() {
        Organisation changed = organisation_;
        put_entry(changed, entry_);
        for (const Shift& shift : changed.shifts) {
            const Person* person = changed.find_person(entry_.person);
            if (!shift.absent || shift.to <= entry_.from || shift.from >= entry_.to) continue;
            const auto circle = absent_circle(changed, *person, std::max(shift.from, entry_.from));
            if (circle.empty()) continue;
            return note("/from", "conflict", text("roster.circle", names_of(circle)));
        }
    }

    const RosterEntry& entry_;
    const Organisation& organisation_;
    std::vector<FieldProblem> problems_;
};

Error wrong_fields(std::vector<FieldProblem> problems) {
    Error error = fail(Errc::invalid_input, "fields.wrong", problems.size());
    error.fields = std::move(problems);
    return error;
}

Result<RosterDecision> remove(const Organisation& organisation, const std::string& id) {
    const RosterEntry* entry = find_entry(organisation, id);
    if (entry == nullptr) return fail(Errc::not_found, "roster.no-entry", id);
    auto changed = std::make_shared<Organisation>(organisation);
    const bool taken = take_entry(*changed, id);
    GONGDAN_CHECK(taken, "an entry that was found can be taken out");
    return RosterDecision{std::move(changed), *entry, true};
}

template <class Layer>
void erase_entry(Layer& layer, std::string_view id) {
    std::erase_if(layer, [id](const auto& change) { return change.id == id; });
}

}  // namespace

std::string_view name_of(RosterEntry::Kind kind) {
    switch (kind) {
        case RosterEntry::Kind::stand_in: return "override";
        case RosterEntry::Kind::swap: return "swap";
        case RosterEntry::Kind::absence: return "absence";
    }
    GONGDAN_UNREACHABLE("a RosterEntry::Kind outside its enum");
}

json::object entry_view(const RosterEntry& entry) {
    json::object view{{"id", entry.id}, {"kind", name_of(entry.kind)}, {"person", entry.person}};
    view[other_key(entry.kind)] = entry.other;
    view["role"] = entry.role;
    view["from"] = format_time(entry.from);
    view["to"] = format_time(entry.to);
    view["made_by"] = entry.made_by;
    view["made_at"] = format_time(entry.made_at);
    return view;
}

Result<RosterEntry> read_entry(const json::object& view) {
    const auto kind = kind_named(string_or_empty(view, "kind"));
    if (!kind) return wrong_field("/kind", "enum", text("roster.kind", string_or_empty(view, "kind")));
    RosterEntry entry;
    entry.id = string_or_empty(view, "id");
    entry.kind = *kind;
    entry.person = string_or_empty(view, "person");
    entry.other = string_or_empty(view, other_key(*kind));
    entry.role = string_or_empty(view, "role");
    for (const auto& [key, at] : {std::pair("from", &entry.from), std::pair("to", &entry.to)}) {
        const auto parsed = parse_time(string_or_empty(view, key));
        if (!parsed) return wrong_field("/" + std::string(key), "format", parsed.error().detail);
        *at = *parsed;
    }
    entry.made_by = string_or_empty(view, "made_by");
    if (const auto made_at = parse_time(string_or_empty(view, "made_at"))) entry.made_at = *made_at;
    return entry;
}

void put_entry(Organisation& organisation, RosterEntry entry) {
    switch (entry.kind) {
        case RosterEntry::Kind::stand_in:
            organisation.overrides.push_back({entry.person, entry.other, entry.role, entry.from, entry.to, entry.id});
            break;
        case RosterEntry::Kind::swap:
            organisation.swaps.push_back({entry.person, entry.other, entry.role, entry.from, entry.to, entry.id});
            break;
        case RosterEntry::Kind::absence:
            organisation.shifts.push_back({entry.person, "", entry.from, entry.to, true, entry.other, entry.id});
            break;
    }
    organisation.entries.push_back(std::move(entry));
}

bool take_entry(Organisation& organisation, std::string_view id) {
    if (find_entry(organisation, id) == nullptr) return false;
    erase_entry(organisation.overrides, id);
    erase_entry(organisation.swaps, id);
    erase_entry(organisation.shifts, id);
    erase_entry(organisation.entries, id);
    return true;
}

const RosterEntry* find_entry(const Organisation& organisation, std::string_view id) {
    const auto found = std::find_if(organisation.entries.begin(), organisation.entries.end(),
                                    [id](const RosterEntry& entry) { return entry.id == id; });
    return found == organisation.entries.end() ? nullptr : &*found;
}

Result<RosterDecision> decide_roster(const Organisation& organisation, const RosterChange& change, Instant now) {
    if (!change.made) return remove(organisation, change.removed);
    if (organisation.entries.size() >= kRosterEntriesMax) return fail(Errc::conflict, "roster.full", kRosterEntriesMax);
    RosterEntry entry = *change.made;
    entry.id = std::to_string(organisation.last_entry + 1);
    entry.made_by = change.actor;
    entry.made_at = now;
    auto problems = Judge(entry, organisation).judge(change.roles, now);
    if (!problems.empty()) return wrong_fields(std::move(problems));
    auto changed = std::make_shared<Organisation>(organisation);
    changed->last_entry += 1;
    put_entry(*changed, entry);
    return RosterDecision{std::move(changed), std::move(entry), false};
}

}  // namespace gongdan
