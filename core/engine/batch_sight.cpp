// Who may touch what: the reach of whoever asks, around everything that a batch does for him.

#include "core/engine/batch.hpp"

namespace gongdan {

/// An auditor changes nothing, but his look at personal data is an act, and journalled as one.
bool Batch::may_act(const Request& request) const {
    return viewer_ == nullptr || !viewer_->reads_only || std::holds_alternative<UnmaskRequest>(request.wish);
}

bool Batch::sees(const CaseSnapshot& snapshot) const { return viewer_ == nullptr || viewer_->reach.covers(snapshot); }

/// Whoever sees a ticket because he was told of it may also take the step that closes it.
bool Batch::keeps_seeing(const CaseSnapshot& after) const { return sees(after) || viewer_->reach.was_told(after); }

/// Whoever was only told of a ticket sees it while that lasts: he must not move it to where he sees it for good, but by
/// a step that is there to hand the job to somebody.
bool Batch::draws_in(const CaseSnapshot& before, const CaseSnapshot& after, const FireCommand& command) const {
    if (viewer_ == nullptr || viewer_->reach.covers(before.data.object()) ||
        !viewer_->reach.covers(after.data.object()))
        return false;
    return !before.workflow->hands_on(command.event) && after.bounces == before.bounces;
}

/// Who sees a value masked does not overwrite it, least of all with the mask that a form sends back.
Result<void> Batch::check_unmasked(const CaseSnapshot& snapshot, const json::object& given) const {
    if (viewer_ == nullptr || viewer_->personal || given.empty()) return {};
    std::vector<FieldProblem> problems;
    for (const std::string& field : personal_fields(*snapshot.workflow)) {
        const json::value* value = given.if_contains(field);
        const json::value* stored = snapshot.data.object().if_contains(field);
        if (value == nullptr || stored == nullptr || !stored->is_string()) continue;
        problems.push_back({"/data/" + field, "masked", text("fields.masked", field)});
    }
    if (problems.empty()) return {};
    Error error = fail(Errc::invalid_input, "fields.wrong", problems.size());
    error.fields = std::move(problems);
    return error;
}

}  // namespace gongdan
