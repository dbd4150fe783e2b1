// What a step on one ticket writes on others: parents, masters and the children of a merge.

#include "core/engine/batch.hpp"

#include <algorithm>

namespace gongdan {

Result<void> Batch::note(CaseId id, json::object body) {
    const auto before = load(id);
    if (!before) return before.error();
    const auto record = write(decide_note((*before)->snapshot, std::move(body), now_), (*before)->tail);
    if (!record) return record.error();
    return {};
}

Result<void> Batch::tell_parent(const CaseSnapshot& child, std::string_view effect) {
    if (to_int(child.parent) == 0) return {};
    return note(child.parent, {{"effect", effect}, {"child", to_int(child.id)}, {"child_number", child.number}});
}

/// Children of a merged master follow it to the new one, so that no chain of masters grows.
Result<void> Batch::gather(const CaseSnapshot& child, CaseId master) {
    const json::object body{{"effect", "child-merged"}, {"child", to_int(child.id)}, {"child_number", child.number}};
    if (auto done = note(master, body); !done) return done;
    for (const CaseId grandchild : child.merged_children) {
        const auto before = load(grandchild);
        if (!before) return before.error();
        const auto moved = write(decide_follow((*before)->snapshot, master, now_), (*before)->tail);
        if (!moved) return moved.error();
        const json::object follow{
            {"effect", "child-merged"}, {"child", to_int(grandchild)}, {"child_number", (*before)->snapshot.number}};
        if (auto done = note(master, follow); !done) return done;
    }
    return {};
}

/// An imported child joins its master when that is in the books already; otherwise the auditor is told.
Result<CaseRecordPtr> Batch::join_master(CaseRecordPtr child, const ImportCommand& command) {
    const auto merge = std::find_if(command.steps.begin(), command.steps.end(),
                                    [](const HistoryStep& step) { return get_string(step.data, "into").has_value(); });
    if (merge == command.steps.end()) return child;
    const std::string into = string_or_empty(merge->data, "into");
    const auto master = find(into);
    if (!master && broken_) return master.error();
    if (!master) {
        return write(decide_finding(child->snapshot, {{"finding", "master-unknown"}, {"into", into}}, now_),
                     child->tail);
    }
    auto joined = write(decide_follow(child->snapshot, (*master)->snapshot.id, now_), child->tail);
    if (!joined) return joined;
    if (auto done = gather((*joined)->snapshot, (*master)->snapshot.id); !done) return done.error();
    return joined;
}

}  // namespace gongdan
