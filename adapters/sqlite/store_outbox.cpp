// The store's escalations and notices: rows that follow from events, found again through the case their id names.

#include "adapters/sqlite/event_rows.hpp"
#include "adapters/sqlite/outbox_rows.hpp"
#include "adapters/sqlite/requeue.hpp"
#include "adapters/sqlite/statements.hpp"
#include "core/engine/read_model.hpp"

namespace gongdan::sqlite {
namespace {

constexpr int kPending = int(OutboxRow::State::pending);
constexpr int kDelivered = int(OutboxRow::State::delivered);
constexpr int kDead = int(OutboxRow::State::dead);
constexpr int kListed = int(OutboxRow::State::listed);

// The ledger keeps what the worker says by its number.
static_assert(int(notify::Outcome::Kind::delivered) == int(DeliveryRow::Outcome::delivered) &&
              int(notify::Outcome::Kind::retry) == int(DeliveryRow::Outcome::retry) &&
              int(notify::Outcome::Kind::dead) == int(DeliveryRow::Outcome::dead));

int state_after(notify::Outcome::Kind kind) {
    switch (kind) {
        case notify::Outcome::Kind::delivered: return kDelivered;
        case notify::Outcome::Kind::retry: return kPending;
        case notify::Outcome::Kind::dead: return kDead;
    }
    return kDead;
}

/// The notices at the front of `notices` that belong to the escalation of `event`.
std::size_t count_of(const StoredEvent& event, std::span<const Notice> notices) {
    if (notices.empty() || event.body.find(id_member(notices.front().escalation)) == std::string::npos) return 0;
    std::size_t count = 1;
    while (count < notices.size() && notices[count].escalation == notices.front().escalation) ++count;
    return count;
}

}  // namespace

Result<void> SqliteStore::append_case_events(const CaseChange& change) {
    std::span<const Notice> notices = change.notices;
    for (const StoredEvent& event : change.events) {
        if (auto done = append(event); !done) return done;
        if (event.type == EventType::escalation_acknowledged) {
            if (auto done = acknowledge(event); !done) return done;
        }
        if (event.type != EventType::escalation_raised) continue;
        if (auto done = statements_->raise.bind(event.seq).run(); !done) return done;
        const std::size_t count = count_of(event, notices);
        if (auto done = put_notices(event.seq, notices.first(count)); !done) return done;
        notices = notices.subspan(count);
    }
    return notices.empty() ? Result<void>() : fail(Errc::internal, "store.stray-notice", notices.front().id);
}

Result<void> SqliteStore::put_notices(std::int64_t seq, std::span<const Notice> notices) {
    if (notices.size() >= std::size_t(kNoticesMax))
        return fail(Errc::internal, "store.stray-notice", notices.front().id);
    std::int64_t place = seq * kNoticesMax;
    for (const Notice& notice : notices) {
        auto done = statements_->put_notice
                        .bind(place++, notice.id, notice.escalation, notice.case_id, notice.channel, notice.person,
                              notice.message, notice.raised_at, notice.not_before, notice.address, notice.level,
                              int(notice.top))
                        .run();
        if (!done) return done;
    }
    return {};
}

Result<std::int64_t> SqliteStore::find_escalation(std::int64_t tail_seq, std::string_view id) {
    const std::string member = id_member(id);
    for (std::int64_t seq = tail_seq; seq != 0;) {
        Rows rows(statements_->raised.bind(seq, member));
        if (!rows.next()) {
            if (auto status = rows.status(); !status) return status.error();
            return fail(Errc::internal, "journal.damaged", seq);
        }
        if (rows.integer(1) != 0) return seq;
        seq = rows.integer(0);
    }
    return std::int64_t(0);
}

Result<void> SqliteStore::acknowledge(const StoredEvent& event) {
    auto body = parse_json(event.body);
    if (!body || !body->is_object()) return fail(Errc::internal, "journal.damaged", event.seq);
    const auto id = get_string(body->get_object(), "id").value_or("");
    const auto by = get_string(body->get_object(), "actor").value_or("");
    const auto seq = find_escalation(event.prev_seq, id);
    if (!seq) return seq.error();
    return statements_->acknowledge.bind(event.occurred_at, by, *seq).run();
}

Result<std::int64_t> SqliteStore::find_notice(std::string_view id) {
    if (const auto list = list_place(id); list != 0) return list;
    const auto escalation = id.substr(0, id.find('/'));
    const auto found = row(case_of_escalation(escalation));
    if (!found) return found.error();
    if (*found == nullptr) return fail(Errc::not_found, "store.no-notice", id);
    const auto seq = find_escalation((*found)->record->tail.seq, escalation);
    if (!seq) return seq.error();
    Rows rows(statements_->notice.bind(*seq * kNoticesMax, (*seq + 1) * kNoticesMax - 1, id));
    if (rows.next()) return rows.integer(0);
    if (auto status = rows.status(); !status) return status.error();
    return fail(Errc::not_found, "store.no-notice", id);
}

Result<void> SqliteStore::settle_in_batch(const std::string& notice_id, const notify::Outcome& outcome, Instant now) {
    if (auto open = in_batch(); !open) return open;
    const auto place = find_notice(notice_id);
    if (!place) return place.error();
    const int state = state_after(outcome.kind);
    const Instant next = outcome.kind == notify::Outcome::Kind::retry ? outcome.next_at : now;
    if (auto done = statements_->settle.bind(state, next, outcome.answer, *place).run(); !done) return done;
    if (database_.changed_rows() != 1) return fail(Errc::not_found, "store.no-notice", notice_id);
    auto noted = statements_->put_attempt
                     .bind(now - outcome.took, outcome.took.count(), int(outcome.kind), outcome.answer,
                           outcome.channel_rests_until, *place)
                     .run();
    if (!noted || *place > 0 || state != kDelivered) return noted;
    return statements_->settle_listed.bind(kDelivered, now, *place).run();
}

Result<void> SqliteStore::note_test_in_batch(const std::string& id, const std::string& channel,
                                             const notify::Outcome& outcome, Instant now) {
    if (auto open = in_batch(); !open) return open;
    return put_test(database_, id, channel, outcome, now);
}

Result<void> SqliteStore::gather_in_batch(const std::string& channel, const Recipient& recipient, Instant now) {
    if (auto open = in_batch(); !open) return open;
    std::int64_t place = -1;
    {
        Rows rows(statements_->last_list.bind());
        if (rows.next()) place = rows.integer(0) - 1;
        if (auto status = rows.status(); !status) return status;
    }
    const auto& [person, address] = recipient;
    if (auto done = statements_->gather.bind(kListed, place, channel, person, address, now).run(); !done) return done;
    if (database_.changed_rows() == 0) return {};
    const std::string escalation = list_escalation(place);
    const std::string id = escalation + "/" + person + "/" + channel;
    return statements_->put_list.bind(place, id, escalation, now).run();
}

Result<void> SqliteStore::requeue_in_batch(const std::string& notice_id, const Actor& actor, Instant now) {
    if (auto open = in_batch(); !open) return open;
    const auto place = find_notice(notice_id);
    if (!place) return place.error();
    if (auto done = statements_->requeue.bind(now, *place).run(); !done) return done;
    if (database_.changed_rows() != 1) return fail(Errc::not_found, "store.not-dead", notice_id);
    return statements_->put_attempt
        .bind(now, std::int64_t(0), int(DeliveryRow::Outcome::requeued), actor.id, std::nullopt, *place)
        .run();
}

Result<std::int64_t> SqliteStore::requeue_all_in_batch(const DeadLetterWish& wish, const Actor& actor, Instant now) {
    if (auto open = in_batch(); !open) return open.error();
    return requeue_dead_letters(database_, wish, actor.id, now);
}

}  // namespace gongdan::sqlite
