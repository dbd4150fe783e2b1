// A batch takes what people do to one ticket: its steps, and what they leave or see on it.

#include "core/engine/batch.hpp"

namespace gongdan {
namespace {

/// The error, pointing at where the caller named the master.
Error pointed(Error error, std::string_view into_pointer) {
    for (FieldProblem& field : error.fields) {
        if (field.pointer == FireRequest().into_pointer) field.pointer = into_pointer;
    }
    return error;
}

}  // namespace

Result<Reply> Batch::run(const FireRequest& request) {
    const auto before = find(request.ticket);
    if (!before) return before.error();
    const CaseSnapshot& snapshot = (*before)->snapshot;
    CaseRecordPtr master;
    if (const auto into = get_string(request.command.data, "into")) {
        const auto found = find(*into);
        if (!found && broken_) return found.error();
        if (found) master = *found;
    }
    if (auto real = check_unmasked(snapshot, request.command.data); !real) return real.error();
    auto decision = decide_fire(snapshot, request.command, master ? &master->snapshot : nullptr, rules(), now_);
    if (!decision) return pointed(decision.error(), request.into_pointer);
    // Only handing a job on (转派, 退单), which is counted and has its roles, takes it out of one's own sight.
    if (!keeps_seeing(decision->after) && decision->after.bounces == snapshot.bounces)
        return fail(Errc::forbidden, "fire.outside");
    if (draws_in(snapshot, decision->after, request.command)) return fail(Errc::forbidden, "fire.inside");
    const auto record = write(std::move(*decision), (*before)->tail);
    if (!record) return record.error();
    const CaseSnapshot& after = (*record)->snapshot;
    if (after.merged_into != snapshot.merged_into) {
        if (auto done = gather(after, after.merged_into); !done) return done.error();
    }
    if (after.closed() && !snapshot.closed()) {
        if (auto done = tell_parent(after, "child-closed"); !done) return done.error();
    }
    return Reply{*record, std::nullopt, false};
}

Result<Reply> Batch::run(const AcknowledgeRequest& request) {
    const bool by_id = request.ticket.empty();
    const auto before =
        by_id ? watch(store_.load(case_of_escalation(request.command.escalation))) : find(request.ticket);
    if (!before) return before.error();
    const bool his = *before && sees((*before)->snapshot);
    if (!his) return fail(Errc::not_found, "acknowledge.unknown", request.command.escalation);
    auto decision = decide_acknowledge((*before)->snapshot, request.command, rules(), now_);
    if (!decision) return decision.error();
    const auto record = write(std::move(*decision), (*before)->tail);
    if (!record) return record.error();
    return Reply{*record, std::nullopt, false};
}

Result<Reply> Batch::run(const CommentRequest& request) {
    const auto before = find(request.ticket);
    if (!before) return before.error();
    auto decision = decide_comment((*before)->snapshot, request.command, rules(), now_);
    if (!decision) return decision.error();
    const auto record = write(std::move(*decision), (*before)->tail);
    if (!record) return record.error();
    return Reply{*record, std::nullopt, false};
}

/// The same file twice is one attachment.
Result<Reply> Batch::run(const AttachRequest& request) {
    const auto before = find(request.ticket);
    if (!before) return before.error();
    if ((*before)->snapshot.attachment(request.command.file.sha256) != nullptr)
        return Reply{*before, std::nullopt, false};
    auto decision = decide_attach((*before)->snapshot, request.command, rules(), now_);
    if (!decision) return decision.error();
    const auto record = write(std::move(*decision), (*before)->tail);
    if (!record) return record.error();
    return Reply{*record, std::nullopt, true};
}

Result<Reply> Batch::run(const UnmaskRequest& request) {
    if (viewer_ != nullptr && !viewer_->may_unmask) return fail(Errc::forbidden, "viewer.no-unmask");
    const auto before = find(request.ticket);
    if (!before) return before.error();
    auto decision = decide_unmask((*before)->snapshot, request.command, rules(), now_);
    if (!decision) return decision.error();
    const auto record = write(std::move(*decision), (*before)->tail);
    if (!record) return record.error();
    Reply reply;
    reply.record = *record;
    reply.unmasked = true;
    return reply;
}

Result<Reply> Batch::run(const EraseRequest& request) {
    const auto before = find(request.ticket);
    if (!before) return before.error();
    auto decision = decide_erase((*before)->snapshot, request.command, rules(), now_);
    if (!decision) return decision.error();
    const auto record = write(std::move(*decision), (*before)->tail);
    if (!record) return record.error();
    if (auto done = watch(store_.erase_personal((*record)->snapshot.id)); !done) return done.error();
    return Reply{*record, std::nullopt, false};
}

}  // namespace gongdan
