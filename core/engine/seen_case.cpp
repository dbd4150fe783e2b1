#include "core/engine/seen_case.hpp"

namespace gongdan {

json::object seen_case(const CaseSnapshot& snapshot, const Viewer& viewer, const AsOf& as_of, Privacy privacy) {
    json::object view = case_view(snapshot, viewer.actor.roles, as_of, privacy);
    if (viewer.reads_only) view["allowed_events"] = json::array();
    return view;
}

}  // namespace gongdan
