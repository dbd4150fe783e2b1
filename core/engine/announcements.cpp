#include "core/engine/announcements.hpp"

#include <algorithm>

#include "core/base/check.hpp"
#include "core/engine/filings.hpp"

namespace gongdan {
namespace {

/// Open announcements of a state looked at, the newest first: a county has a few dozen at a time.
constexpr int kOpenMax = kPageMax;
/// An announced outage whose end is so long past, and which nobody closed, explains nothing any more.
constexpr Millis kStale = std::chrono::hours(24);

std::optional<Instant> time_in(const json::object& data, const std::string& field) {
    const auto given = get_string(data, field);
    if (!given) return std::nullopt;
    const auto at = parse_time(*given);
    return at ? std::optional(*at) : std::nullopt;
}

/// Whether the leaf `state` is one of `states` or inside one.
bool stands_in(const Workflow& workflow, const std::string& state, const std::vector<std::string>& states) {
    for (int at = workflow.index_of(state); at >= 0; at = workflow.states[std::size_t(at)].parent) {
        if (std::find(states.begin(), states.end(), workflow.states[std::size_t(at)].name) != states.end()) return true;
    }
    return false;
}

/// The area by every name that a ticket may give it.
std::vector<std::string> names_of_area(const Configuration& configuration, const std::string& area) {
    if (area.empty()) return {};
    const Area* known = configuration.organisation ? configuration.organisation->find_area(area) : nullptr;
    return known == nullptr ? std::vector<std::string>{area} : std::vector<std::string>{known->id, known->name};
}

bool names_one(std::string_view list, const std::vector<std::string>& wanted) {
    while (!list.empty()) {
        const std::size_t end = std::min(list.find(' '), list.size());
        const std::string_view word = list.substr(0, end);
        if (std::find(wanted.begin(), wanted.end(), word) != wanted.end()) return true;
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return false;
}

bool concerns(const json::object& data, const AnnouncementDef& def, const NewMatter& matter,
              const std::vector<std::string>& areas) {
    if (!def.customer.empty() && !matter.customer_no.empty() &&
        string_or_empty(data, def.customer) == matter.customer_no)
        return true;
    if (!def.line.empty() && !matter.line.empty() && string_or_empty(data, def.line) == matter.line) return true;
    return std::any_of(def.areas.begin(), def.areas.end(), [&data, &areas](const std::string& field) {
        return names_one(string_or_empty(data, field), areas);
    });
}

bool is_timely(const Announcement& announcement, Instant now) {
    if (announcement.from && *announcement.from > now + kAnnouncedSoon) return false;
    return !announcement.until || *announcement.until + kStale > now;
}

Announcement::Kind kind_of(AnnouncementDef::Kind kind) {
    switch (kind) {
        case AnnouncementDef::Kind::outage: return Announcement::Kind::outage;
        case AnnouncementDef::Kind::arrears: return Announcement::Kind::arrears;
    }
    GONGDAN_UNREACHABLE("an AnnouncementDef::Kind outside its enum");
}

Announcement announced_by(const CaseRecordPtr& record, const AnnouncementDef& def) {
    const json::object& data = record->snapshot.data.object();
    return {kind_of(def.kind),
            record,
            {},
            time_in(data, def.from),
            time_in(data, def.until),
            string_or_empty(data, def.reason),
            get_int(data, def.amount),
            def.close_code};
}

/// The open tickets of a workflow that may concern the matter: state by state, for drafts announce nothing, and must
/// not take the place of those that do.
Result<std::vector<CaseRecordPtr>> open_announcements(const Reading& reading, const Workflow& workflow,
                                                      const NewMatter& matter, Instant now) {
    const AnnouncementDef& def = *workflow.announces;
    const bool by_customer = def.line.empty() && def.areas.empty();
    std::vector<CaseRecordPtr> all;
    if (by_customer && matter.customer_no.empty()) return all;
    for (const State& state : workflow.states) {
        if (state.compound || !stands_in(workflow, state.name, def.while_in)) continue;
        CaseFilter filter;
        filter.workflow = workflow.name;
        filter.state = state.name;
        filter.limit = kOpenMax;
        if (by_customer) filter.text = matter.customer_no;
        auto page = reading.list(std::move(filter), now);
        if (!page) return page.error();
        all.insert(all.end(), page->cases.begin(), page->cases.end());
    }
    return all;
}

void add_filings(std::vector<Announcement>& all, const Reach& reach, const NewMatter& matter, const Rules& rules,
                 Instant now) {
    for (const Filing& filing : rules.filings) {
        if (!covers(filing, matter.workflow, matter.area) || !sees(reach, filing)) continue;
        if (filing.from > now || end_of(filing) <= now) continue;
        all.push_back({Announcement::Kind::filing, nullptr, filing.id, filing.from, end_of(filing), filing.reason});
    }
}

}  // namespace

std::string_view name_of(Announcement::Kind kind) {
    switch (kind) {
        case Announcement::Kind::outage: return "outage";
        case Announcement::Kind::filing: return "filing";
        case Announcement::Kind::arrears: return "arrears";
    }
    GONGDAN_UNREACHABLE("an Announcement::Kind outside its enum");
}

Result<std::vector<Announcement>> announcements(const Reading& reading, const NewMatter& matter,
                                                const Configuration& configuration, Instant now) {
    const auto areas = names_of_area(configuration, matter.area);
    std::vector<Announcement> all;
    for (const auto& workflow : configuration.rules->workflows) {
        if (!workflow->announces) continue;
        const auto open = open_announcements(reading, *workflow, matter, now);
        if (!open) return open.error();
        for (const CaseRecordPtr& record : *open) {
            // Its own version says what it announces: the workflow may have another by now.
            const CaseSnapshot& snapshot = record->snapshot;
            if (!snapshot.workflow->announces) continue;
            const AnnouncementDef& def = *snapshot.workflow->announces;
            if (!stands_in(*snapshot.workflow, snapshot.state, def.while_in)) continue;
            if (!concerns(snapshot.data.object(), def, matter, areas)) continue;
            Announcement found = announced_by(record, def);
            if (is_timely(found, now)) all.push_back(std::move(found));
        }
    }
    add_filings(all, reading.viewer().reach, matter, *configuration.rules, now);
    std::stable_sort(all.begin(), all.end(), [](const Announcement& one, const Announcement& other) {
        if (one.kind != other.kind) return one.kind < other.kind;
        return one.from.value_or(Instant::min()) < other.from.value_or(Instant::min());
    });
    return all;
}

}  // namespace gongdan
