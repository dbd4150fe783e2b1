#include "adapters/sqlite/requeue.hpp"

namespace gongdan::sqlite {
namespace {

/// next_at of a dead letter is when it became one. Both statements choose the same rows: nothing changes in between.
constexpr std::string_view kChosen =
    "SELECT place FROM outbox INDEXED BY outbox_dead WHERE state = 2 AND channel = ?2 AND next_at >= ?3"
    " ORDER BY place LIMIT ?4";

}  // namespace

Result<std::int64_t> requeue_dead_letters(Database& database, const DeadLetterWish& wish, const std::string& by,
                                          Instant now) {
    const std::string chosen(kChosen);
    Statement note(database,
                   "INSERT INTO attempts(place, person, at, took_ms, outcome, answer)"
                   " SELECT place, person, ?1, 0, ?5, ?6 FROM outbox WHERE place IN (" +
                       chosen + ") ORDER BY place");
    Statement requeue(database,
                      "UPDATE outbox SET state = 0, attempts = 0, next_at = ?1 WHERE place IN (" + chosen + ")");
    const int outcome = int(DeliveryRow::Outcome::requeued);
    if (auto done = note.bind(now, wish.channel, wish.since, kRequeueMax, outcome, by).run(); !done)
        return done.error();
    if (auto done = requeue.bind(now, wish.channel, wish.since, kRequeueMax).run(); !done) return done.error();
    return database.changed_rows();
}

}  // namespace gongdan::sqlite
