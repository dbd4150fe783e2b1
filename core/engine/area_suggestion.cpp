#include "core/engine/area_suggestion.hpp"

#include <algorithm>
#include <map>

#include "core/base/check.hpp"
#include "core/ticket/address.hpp"

namespace gongdan {
namespace {

constexpr int kLookedAt = 100;  ///< the newest tickets of the street; older ones know no better

struct Seen {
    int same_place = 0;
    int same_street = 0;
    std::map<std::string, int> site_classes{};
};

/// Earlier tickets by the area they were given, the id where the organisation knows it.
class PastTickets {
 public:
    PastTickets(const Organisation& organisation, std::string_view plain)
        : organisation_(organisation), plain_(plain) {}

    void take(const CaseSnapshot& snapshot, std::string_view street) {
        const Area* area = organisation_.find_area(string_or_empty(snapshot.data, "area"));
        if (area == nullptr || snapshot.workflow->announces) return;
        for (const Field& field : snapshot.workflow->fields) {
            if (field.personal != Personal::address) continue;
            const std::string given = plain_address(string_or_empty(snapshot.data, field.name));
            const bool same_place = is_same_place(given, plain_);
            const bool same_street = given.find(street) != std::string::npos;
            if (!same_place && !same_street) continue;
            Seen& seen = areas_[area->id];
            ++(same_place ? seen.same_place : seen.same_street);
            ++seen.site_classes[string_or_empty(snapshot.data, "site_class")];
            return;
        }
    }

    [[nodiscard]] const std::map<std::string, Seen>& areas() const { return areas_; }

 private:
    const Organisation& organisation_;
    std::string_view plain_;
    std::map<std::string, Seen> areas_;
};

Result<void> look_back(const Reading& reading, std::string_view plain, PastTickets& past, Instant now) {
    const AddressWords words = words_of_address(plain);
    if (words.street.empty() || !reading.viewer().personal) return {};
    std::map<CaseId, CaseRecordPtr> tickets;
    for (const std::string& text : {words.street + " " + words.number, words.street}) {
        CaseFilter filter;
        filter.text = text;
        filter.with_closed = true;
        filter.limit = kLookedAt;
        const auto page = reading.list(std::move(filter), now);
        if (!page) return page.error();
        for (const CaseRecordPtr& record : page->cases) tickets.try_emplace(record->snapshot.id, record);
    }
    for (const auto& [id, record] : tickets) past.take(record->snapshot, words.street);
    return {};
}

/// The longest of the area's places that the address names.
std::string named_place(const Area& area, std::string_view letters) {
    std::string longest;
    for (const std::string& place : area.places) {
        const bool named = letters.find(plain_letters(place)) != std::string_view::npos;
        if (named && place.size() > longest.size()) longest = place;
    }
    return longest;
}

std::string site_class_of(const Area& area, const std::map<std::string, Seen>& seen) {
    if (!area.site_class.empty()) return area.site_class;
    const auto found = seen.find(area.id);
    if (found == seen.end() || found->second.site_classes.size() != 1) return {};
    return found->second.site_classes.begin()->first;
}

/// What speaks most for the area; nothing when nothing does.
std::optional<AreaSuggestion> suggestion_of(const Area& area, std::string_view letters, const PastTickets& past) {
    using Reason = AreaSuggestion::Reason;
    const auto found = past.areas().find(area.id);
    const Seen seen = found == past.areas().end() ? Seen{} : found->second;
    AreaSuggestion made{area.id, Reason::tickets, seen.same_place, {}, site_class_of(area, past.areas())};
    if (seen.same_place > 0) return made;
    made.place = named_place(area, letters);
    made.reason = made.place.empty() ? Reason::street : Reason::place;
    made.tickets = made.place.empty() ? seen.same_street : 0;
    return made.place.empty() && seen.same_street == 0 ? std::nullopt : std::optional(std::move(made));
}

bool is_surer(const AreaSuggestion& one, const AreaSuggestion& other) {
    if (one.reason != other.reason) return one.reason < other.reason;
    if (one.tickets != other.tickets) return one.tickets > other.tickets;
    return one.place.size() > other.place.size();
}

}  // namespace

std::string_view name_of(AreaSuggestion::Reason reason) {
    switch (reason) {
        case AreaSuggestion::Reason::tickets: return "tickets";
        case AreaSuggestion::Reason::place: return "place";
        case AreaSuggestion::Reason::street: return "street";
    }
    GONGDAN_UNREACHABLE("an AreaSuggestion::Reason outside its enum");
}

Result<std::vector<AreaSuggestion>> suggest_areas(const Reading& reading, std::string_view address,
                                                  const Organisation& organisation, Instant now) {
    const std::string letters = plain_letters(address);
    const std::string plain = plain_address(address);
    PastTickets past(organisation, plain);
    if (auto done = look_back(reading, plain, past, now); !done) return done.error();
    std::vector<AreaSuggestion> all;
    for (const Area& area : organisation.areas) {
        if (auto suggestion = suggestion_of(area, letters, past)) all.push_back(std::move(*suggestion));
    }
    std::stable_sort(all.begin(), all.end(), is_surer);
    if (all.size() > kAreasSuggested) all.resize(kAreasSuggested);
    return all;
}

}  // namespace gongdan
