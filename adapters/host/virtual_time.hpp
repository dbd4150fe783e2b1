#pragma once
/// Driving an engine through virtual time: each alarm fires at its own instant, as if the program had been there.

#include "core/engine/engine.hpp"

namespace gongdan::host {

/// Fires every alarm due at or before `until`; `take(const Committed&)` is given what each instant left in the journal.
template <class Take>
[[nodiscard]] Result<void> fire_alarms(Engine& engine, Store& store, Instant until, Take take) {
    while (true) {
        const auto next = store.next_due();
        if (!next) return next.error();
        if (!*next || **next > until) return {};
        const auto sweep = engine.sweep(**next, **next);
        if (!sweep) return sweep.error();
        take(sweep->committed);
    }
}

}  // namespace gongdan::host
