#include "adapters/sqlite/scan.hpp"

#include <fmt/format.h>

#include "adapters/sqlite/event_rows.hpp"
#include "adapters/sqlite/schema.hpp"

namespace gongdan::sqlite {

Result<Scan> Scan::open(const std::filesystem::path& file) {
    auto database = Database::open(file, {OpenMode::read_only, ""});
    if (!database) return database.error();
    const auto version = database->number("PRAGMA user_version");
    if (!version) return version.error();
    if (*version == 0) return fail(Errc::internal, "store.not-ours", file.string());
    if (*version > kSchemaVersion) return fail(Errc::conflict, "store.newer", *version, kSchemaVersion);
    Scan scan(std::move(*database));
    if (auto begun = scan.database_.execute("BEGIN"); !begun) return begun.error();
    return scan;
}

Result<void> Scan::events(std::int64_t after, const std::function<Result<void>(const StoredEvent&)>& take) {
    Statement all(database_, fmt::format("SELECT {} FROM journal WHERE seq > ? ORDER BY seq", kEventColumns));
    Rows rows(all.bind(after));
    while (rows.next()) {
        const auto event = read_event(rows);
        if (!event) return event.error();
        if (auto taken = take(*event); !taken) return taken;
    }
    return rows.status();
}

Result<std::vector<Definition>> Scan::definitions(std::string_view kind) {
    Statement all(database_, std::string(kSelectDefinitions));
    return read_definitions(all.bind(kind));
}

Result<std::vector<CalendarYear>> Scan::calendar_years() {
    const auto kept = definitions(kCalendarYear);
    if (!kept) return kept.error();
    return years_of(*kept);
}

Result<void> Scan::cases(const FindWorkflow& find_workflow,
                         const std::function<Result<void>(const CaseRecord&)>& take) {
    Statement all(database_, fmt::format("SELECT {} FROM cases ORDER BY id", kCaseColumns));
    Rows rows(all.bind());
    while (rows.next()) {
        const auto record = read_case(rows, 0, find_workflow);
        if (!record) return record.error();
        if (auto taken = take(**record); !taken) return taken;
    }
    return rows.status();
}

}  // namespace gongdan::sqlite
