#pragma once
/// The organisation and its roles as an administrator looks at them, with what is wrong. Both are files: nothing is
/// changed here.

#include "adapters/http/routes/site.hpp"

namespace gongdan::http {

[[nodiscard]] Response show_organisation(Site& site, const Call& call);
[[nodiscard]] Response list_roles(Site& site, const Call& call);

}  // namespace gongdan::http
