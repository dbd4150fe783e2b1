#pragma once
/// The shipped rules, and small helpers that make commands readable in tests.

#include <string>

#include "core/engine/engine.hpp"

namespace gongdan::test {

/// workflows/ and config/ of this checkout. Loaded once.
[[nodiscard]] const Configuration& shipped();

/// An instant of 2 March 2026, a working Monday: on("08:45:00").
[[nodiscard]] Instant on(const std::string& clock);
[[nodiscard]] json::object object(const std::string& text);

/// Somebody in this role who sees all there is.
[[nodiscard]] std::shared_ptr<const Viewer> viewer(const std::string& role);

[[nodiscard]] Request open_fault(const std::string& site_class = "urban", const std::string& hangup = "08:00:00");
[[nodiscard]] Request fire(const std::string& ticket, const std::string& event, const std::string& role,
                           const std::string& data = "{}");

/// The same salt every time.
[[nodiscard]] std::string fixed_salt();

}  // namespace gongdan::test
