#include "core/engine/answers.hpp"

#include "core/ticket/view.hpp"

namespace gongdan {
namespace {

bool passing(Errc code) {
    return code == Errc::read_only || code == Errc::overloaded || code == Errc::unavailable || code == Errc::internal;
}

}  // namespace

Result<Reply> replay(StoredAnswer kept, const Idempotency& idempotency) {
    if (kept.fingerprint != idempotency.fingerprint) return fail(Errc::invalid_input, "engine.key-reused");
    Reply reply;
    reply.kept = std::move(kept);
    reply.replayed = true;
    return reply;
}

Result<std::optional<Reply>> find_reply(Store& store, const std::optional<Idempotency>& idempotency) {
    if (!idempotency) return std::optional<Reply>();
    auto kept = store.find_answer(idempotency->key);
    if (!kept) return kept.error();
    if (!*kept) return std::optional<Reply>();
    auto reply = replay(std::move(**kept), *idempotency);
    if (!reply) return reply.error();
    return std::optional(std::move(*reply));
}

std::optional<StoredAnswer> refusal_to_keep(const Error& error, const Idempotency& idempotency, Instant now) {
    if (passing(error.code)) return std::nullopt;
    return StoredAnswer{idempotency.key,
                        idempotency.fingerprint,
                        http_status(error.code),
                        json::serialize(problem_view(error)),
                        0,
                        now};
}

Result<Reply> answer_once(Store& store, const std::optional<Idempotency>& idempotency, Instant now,
                          const std::function<Result<StoredAnswer>()>& work) {
    auto before = find_reply(store, idempotency);
    if (!before) return before.error();
    if (*before) return std::move(**before);
    auto answer = work();
    if (!answer) {
        const auto refusal = idempotency ? refusal_to_keep(answer.error(), *idempotency, now) : std::nullopt;
        if (!refusal) return answer.error();
        if (auto done = store.keep_answer(*refusal); !done) return done.error();
        return answer.error();
    }
    if (idempotency) {
        answer->key = idempotency->key;
        answer->fingerprint = idempotency->fingerprint;
        answer->at = now;
        if (auto done = store.keep_answer(*answer); !done) return done.error();
    }
    Reply reply;
    reply.kept = std::move(*answer);
    return reply;
}

}  // namespace gongdan
