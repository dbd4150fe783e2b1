// Answers a batch keeps in the transaction that made them true, and gives again.

#include "core/engine/batch.hpp"

#include "core/engine/answers.hpp"
#include "core/engine/seen_case.hpp"
#include "core/ticket/view.hpp"

namespace gongdan {
namespace {

constexpr int kFirstRefusal = 400;  ///< of HTTP's statuses

}  // namespace

json::object view_for(const Viewer* viewer, const Reply& reply, const AsOf& as_of) {
    static const std::vector<std::string> nobody;
    const CaseSnapshot& snapshot = reply.record->snapshot;
    if (viewer == nullptr) return case_view(snapshot, nobody, as_of, Privacy::plain);
    return seen_case(snapshot, *viewer, as_of, reply.unmasked ? Privacy::plain : viewer->privacy());
}

/// A kept answer, given to its caller as he may see it now: his roles or his scope may be others than they were. What
/// was done then is never done again.
Result<Reply> Batch::again(StoredAnswer kept, const Request& request) {
    auto reply = replay(std::move(kept), *request.idempotency);
    if (!reply || viewer_ == nullptr || reply->kept->status >= kFirstRefusal) return reply;
    const auto body = parse_json(reply->kept->body);
    const json::object* shown = body ? body->if_object() : nullptr;
    if (shown == nullptr) return fail(Errc::internal, "engine.kept-damaged");
    const std::string ticket = string_or_empty(*shown, "id");
    const auto found = watch(store_.load(parse_case_id(ticket)));
    if (!found) return found.error();
    if (!*found || !sees((*found)->snapshot)) return fail(Errc::not_found, "case.unknown", ticket);
    const bool unmasks = std::holds_alternative<UnmaskRequest>(request.wish) && viewer_->may_unmask;
    if (viewer_->personal || unmasks || get_bool(*shown, "masked").value_or(false)) return reply;
    Reply now_seen;
    now_seen.record = *found;
    reply->kept->body = json::serialize(view_for(viewer_, now_seen, {now_, *rules().calendar}));
    reply->kept->revision = (*found)->snapshot.revision;
    return reply;
}

/// The answer is kept in the transaction that made it true: a repeat after a crash finds both or neither.
Result<void> Batch::keep(const Request& request, Result<Reply>& reply) {
    if (!reply) {
        const auto refusal = refusal_to_keep(reply.error(), *request.idempotency, now_);
        return refusal ? watch(store_.keep_answer(*refusal)) : Result<void>();
    }
    const CaseSnapshot& snapshot = reply->record->snapshot;
    reply->kept = StoredAnswer{
        request.idempotency->key,   request.idempotency->fingerprint,
        reply->created ? 201 : 200, json::serialize(view_for(request.viewer.get(), *reply, {now_, *rules().calendar})),
        snapshot.revision,          now_};
    return watch(store_.keep_answer(*reply->kept));
}

}  // namespace gongdan
