#pragma once
/// A snapshot as JSON, for stores, and back. Not part of any contract: it can be rebuilt from the journal at any time.

#include "core/ticket/snapshot.hpp"

namespace gongdan {

/// The text of snapshot_to_json(), written straight away: stores write one with every transition. The members of `data`
/// are in canonical order, as a replay of the journal leaves them.
[[nodiscard]] std::string snapshot_text(const CaseSnapshot& snapshot);

/// The workflow stands in it by name and version only.
[[nodiscard]] json::object snapshot_to_json(const CaseSnapshot& snapshot);

/// `workflow` is the definition of that name and version. Keeps nothing of `stored`'s storage. Errc::internal when the
/// value is damaged.
[[nodiscard]] Result<CaseSnapshot> snapshot_from_json(const json::object& stored,
                                                      std::shared_ptr<const Workflow> workflow);

}  // namespace gongdan
