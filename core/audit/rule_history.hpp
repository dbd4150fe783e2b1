#pragma once
/// The rules as a journal put them in force, one after the other: what a deadline has to be recomputed with. The core
/// reads no file, so whoever can read definitions keeps this (adapters/host).

#include <memory>
#include <string_view>

#include "core/ticket/decide.hpp"

namespace gongdan {

/// Not thread-safe: one reader of one journal.
class RuleHistory {
 public:
    virtual ~RuleHistory() = default;
    /// Takes in a configuration event; they come in order. Errc::invalid_input when a definition in it cannot be read
    /// or is not what its version says.
    [[nodiscard]] virtual Result<void> take(const Event& event) = 0;
    /// Calendar, promise sets and filings in force after the last event. Valid until the next take().
    [[nodiscard]] virtual const Rules& in_force() const = 0;
    /// Null when nobody knows that version, here and below.
    [[nodiscard]] virtual std::shared_ptr<const Workflow> find_workflow(std::string_view name,
                                                                        std::string_view version) const = 0;
    [[nodiscard]] virtual std::shared_ptr<const Calendar> find_calendar(std::string_view version) const = 0;
};

}  // namespace gongdan
