#pragma once
/// A case as somebody sees it.

#include "core/access/viewer.hpp"
#include "core/ticket/view.hpp"

namespace gongdan {

/// case_view() for him. Who only reads is offered no step, not even one that every role may take.
[[nodiscard]] json::object seen_case(const CaseSnapshot& snapshot, const Viewer& viewer, const AsOf& as_of,
                                     Privacy privacy);

}  // namespace gongdan
