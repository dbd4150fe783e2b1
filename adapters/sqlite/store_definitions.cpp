// The store's definitions: what cases are pinned to, kept for later starts.

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "adapters/sqlite/statements.hpp"
#include "core/engine/filings.hpp"

namespace gongdan::sqlite {
namespace {

/// Versions of a roster entry's definitions.
constexpr std::string_view kMade = "made";
constexpr std::string_view kRemoved = "removed";

json::array dates_to_json(const std::vector<Date>& dates) {
    json::array list;
    for (const Date date : dates) list.push_back(json::value(format_date(date)));
    return list;
}

Result<std::vector<Date>> dates_from(const json::object& stored, std::string_view key) {
    std::vector<Date> dates;
    const json::array* list = get_array(stored, key);
    if (list == nullptr) return dates;
    for (const json::value& entry : *list) {
        const auto date = parse_date(entry.is_string() ? std::string_view(entry.get_string()) : std::string_view());
        if (!date) return date.error();
        dates.push_back(*date);
    }
    return dates;
}

Result<CalendarYear> year_from(const std::string& content) {
    auto parsed = parse_json(content);
    if (!parsed || !parsed->is_object()) return fail(Errc::internal, "store.damaged-definition", content.substr(0, 80));
    const json::object& stored = parsed->get_object();
    auto holidays = dates_from(stored, "holidays");
    auto workdays = dates_from(stored, "workdays");
    if (!holidays || !workdays) return fail(Errc::internal, "store.damaged-definition", content.substr(0, 80));
    return CalendarYear{int(get_int(stored, "year").value_or(0)), get_bool(stored, "provisional").value_or(false),
                        std::move(*holidays), std::move(*workdays)};
}

}  // namespace

Result<std::vector<Definition>> read_definitions(Statement& bound) {
    std::vector<Definition> found;
    Rows rows(bound);
    while (rows.next()) {
        found.push_back({std::string(rows.text(0)), std::string(rows.text(1)), std::string(rows.text(2)),
                         std::string(rows.text(3))});
    }
    if (auto status = rows.status(); !status) return status.error();
    return found;
}

Result<std::vector<CalendarYear>> years_of(const std::vector<Definition>& kept) {
    std::map<int, CalendarYear> years;
    for (const Definition& definition : kept) {
        auto year = year_from(definition.content);
        if (!year) return year.error();
        years[year->year] = std::move(*year);
    }
    std::vector<CalendarYear> found;
    for (auto& [number, year] : years) found.push_back(std::move(year));
    return found;
}

Definition definition_of(const RosterEntry& entry, bool removed) {
    return {std::string(kRosterEntry), entry.id, std::string(removed ? kRemoved : kMade),
            json::serialize(entry_view(entry))};
}

Result<void> put_entries(const std::vector<Definition>& kept, Organisation& organisation) {
    for (const Definition& definition : kept) {
        const auto parsed = parse_json(definition.content);
        auto entry = parsed && parsed->is_object() ? read_entry(parsed->get_object()) : Result<RosterEntry>(Error{});
        if (!entry) return fail(Errc::internal, "store.damaged-definition", definition.content.substr(0, 80));
        organisation.last_entry = std::max(organisation.last_entry, std::int64_t(std::atoll(entry->id.c_str())));
        if (definition.version == kMade) {
            put_entry(organisation, std::move(*entry));
        } else if (!take_entry(organisation, entry->id)) {
            return fail(Errc::internal, "store.damaged-definition", definition.content.substr(0, 80));
        }
    }
    return {};
}

Definition definition_of(const Filing& filing) {
    return {std::string(kFiling), filing.id, std::string(name_of(filing.state())),
            json::serialize(filing_view(filing))};
}

Result<std::vector<Filing>> filings_of(const std::vector<Definition>& kept) {
    std::vector<Filing> filings;
    for (const Definition& definition : kept) {
        const auto parsed = parse_json(definition.content);
        const bool object = parsed && parsed->is_object();
        auto filing = object ? filing_from(parsed->get_object()) : Result<Filing>(Error{});
        if (!filing) return fail(Errc::internal, "store.damaged-definition", definition.content.substr(0, 80));
        put_filing(filings, *filing);
    }
    return filings;
}

Result<void> SqliteStore::keep_in_batch(const Definition& definition, Instant now) {
    if (auto open = in_batch(); !open) return open;
    return statements_->put_definition
        .bind(definition.kind, definition.name, definition.version, definition.content, now)
        .run();
}

Result<std::vector<Definition>> SqliteStore::definitions(std::string_view kind) {
    return read_definitions(statements_->definitions.bind(kind));
}

Result<void> SqliteStore::keep_calendar_year_in_batch(const CalendarYear& year, Instant now) {
    const json::object stored{{"year", year.year},
                              {"provisional", year.provisional},
                              {"holidays", dates_to_json(year.holidays)},
                              {"workdays", dates_to_json(year.workdays)}};
    // The place in the journal tells apart two replacements within one millisecond.
    const auto version = fmt::format("{}-{}", to_unix_ms(now), last_seq_);
    return keep_in_batch({std::string(kCalendarYear), std::to_string(year.year), version, json::serialize(stored)},
                         now);
}

Result<std::vector<CalendarYear>> SqliteStore::calendar_years() {
    const auto kept = definitions(kCalendarYear);
    if (!kept) return kept.error();
    return years_of(*kept);
}

}  // namespace gongdan::sqlite
