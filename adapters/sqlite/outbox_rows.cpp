#include "adapters/sqlite/outbox_rows.hpp"

namespace gongdan::sqlite {

OutboxRow read_notice(const Rows& rows) {
    OutboxRow row;
    row.notice.id = rows.text(0);
    row.notice.escalation = rows.text(1);
    row.notice.case_id = CaseId(rows.integer(2));
    row.notice.channel = rows.text(3);
    row.notice.person = rows.text(4);
    row.notice.message = rows.text(5);
    row.notice.raised_at = rows.instant(6);
    row.state = static_cast<OutboxRow::State>(rows.integer(7));
    row.attempts = int(rows.integer(8));
    row.next_at = rows.instant(9);
    row.last_answer = rows.text(10);
    return row;
}

}  // namespace gongdan::sqlite
