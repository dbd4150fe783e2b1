#pragma once
/// Workflows as their author looks at them: versions, what the check says, scenarios played in the browser's view.

#include "adapters/http/routes/site.hpp"

namespace gongdan::http {

[[nodiscard]] Response list_workflow_versions(Site& site, const Call& call);
[[nodiscard]] Response check_workflow(Site& site, const Call& call);
[[nodiscard]] Response list_scenarios(Site& site, const Call& call);
/// Nothing is stored or journalled.
[[nodiscard]] Response run_scenarios(Site& site, const Call& call);

}  // namespace gongdan::http
