#include "adapters/sqlite/event_rows.hpp"

#include <algorithm>

#include "core/base/canonical_json.hpp"

namespace gongdan::sqlite {

Result<StoredEvent> read_event(const Rows& rows, int first) {
    StoredEvent event;
    event.seq = rows.integer(first);
    const auto type = event_type_of(rows.text(first + 4));
    if (!type) return fail(Errc::internal, "journal.damaged", event.seq);
    event.case_id = CaseId(rows.integer(first + 1));
    event.case_seq = rows.integer(first + 2);
    event.prev_seq = rows.integer(first + 3);
    event.type = *type;
    event.occurred_at = rows.instant(first + 5);
    event.recorded_at = rows.instant(first + 6);
    event.body = rows.text(first + 7);
    event.personal = rows.text(first + 8);
    event.hash = rows.digest(first + 9);
    return event;
}

Result<std::vector<StoredEvent>> read_history(Statement& event_at, std::int64_t tail_seq) {
    std::vector<StoredEvent> events;
    for (std::int64_t seq = tail_seq; seq != 0;) {
        Rows rows(event_at.bind(seq));
        if (!rows.next()) {
            if (auto status = rows.status(); !status) return status.error();
            return fail(Errc::internal, "journal.damaged", seq);
        }
        auto event = read_event(rows);
        if (!event) return event.error();
        if (event->prev_seq >= seq) return fail(Errc::internal, "journal.damaged", seq);
        seq = event->prev_seq;
        events.push_back(std::move(*event));
    }
    std::reverse(events.begin(), events.end());
    return events;
}

std::string id_member(std::string_view escalation_id) {
    // Inside a text the quotes would be escaped, so this is found nowhere but where the member stands.
    std::string member = R"("id":)";
    append_canonical_string(escalation_id, member);
    return member;
}

}  // namespace gongdan::sqlite
