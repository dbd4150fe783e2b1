#pragma once
/// The workflows in force, for forms and buttons.

#include "adapters/http/routes/site.hpp"

namespace gongdan::http {

[[nodiscard]] Response list_workflows(Site& site, const Call& call);
[[nodiscard]] Response get_workflow(Site& site, const Call& call);

}  // namespace gongdan::http
