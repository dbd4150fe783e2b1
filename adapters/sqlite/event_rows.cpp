#include "adapters/sqlite/event_rows.hpp"

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

std::string id_member(std::string_view escalation_id) {
    // Inside a text the quotes would be escaped, so this is found nowhere but where the member stands.
    std::string member = R"("id":)";
    append_canonical_string(escalation_id, member);
    return member;
}

}  // namespace gongdan::sqlite
