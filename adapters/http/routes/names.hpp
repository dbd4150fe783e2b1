#pragma once
/// Answers that name accounts, with what these people are called.

#include "adapters/http/routes/site.hpp"

namespace gongdan::http {

/// `body`, with `names` beside what is in it: see host::names_of(). Only of those who stand in `body` already, as an
/// actor, as who filed, approved or answered, and the like: who reads it learns of nobody else. Blocks on the disk.
[[nodiscard]] Response answer_with_names(Site& site, const Call& call, json::object body);

}  // namespace gongdan::http
