#include "adapters/sqlite/scan.hpp"

#include <fmt/format.h>

#include "adapters/sqlite/event_rows.hpp"

namespace gongdan::sqlite {

Result<Scan> Scan::open(const std::filesystem::path& file) {
    auto database = Database::open(file, {OpenMode::read_only, ""});
    if (!database) return database.error();
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
