#pragma once
/// Turns one row into the command that takes its case over, or says why it cannot.

#include <memory>
#include <optional>
#include <vector>

#include "adapters/intake/row_view.hpp"
#include "core/statechart/model.hpp"
#include "core/ticket/command.hpp"

namespace gongdan::intake {

/// The other system's own word on a clock.
struct Verdict {
    std::string clock;
    std::string column;  ///< the header it stands under
    bool late = false;
};

/// A duration of the other system that is not what its times say.
struct Difference {
    std::string column;  ///< the header it stands under
    std::string exported;
    std::string recomputed;  ///< in the same unit
};

struct BuiltRow {
    RowReport report;  ///< outcome `imported` when there is a command
    std::optional<ImportCommand> command;
    std::vector<Verdict> verdicts{};        ///< of columns that say yes or no
    std::vector<Difference> differences{};  ///< each is a finding too
};

/// Immutable; the workflows are shared with whoever runs the cases.
class CaseBuilder {
 public:
    CaseBuilder(std::shared_ptr<const MappingInUse> in_use, std::vector<std::shared_ptr<const Workflow>> workflows,
                Actor actor);

    [[nodiscard]] BuiltRow build(const Row& row, const Header& header, Reading reading) const;

    /// What the mapping fills and the workflows do not have: "fault-repair.voltage", "fault-repair.depart".
    [[nodiscard]] std::vector<std::string> unused_fields() const;

 private:
    struct Target {
        const Workflow* workflow = nullptr;
        const WorkflowRule* rule = nullptr;
    };
    [[nodiscard]] Target target_of(const RowView& view, RowReport& report) const;
    [[nodiscard]] bool take_number(RowView& view, RowReport& report) const;
    void take_fields(RowView& view, const Header& header, const Target& target, ImportCommand& command) const;
    void take_steps(RowView& view, const Target& target, ImportCommand& command) const;

    std::shared_ptr<const MappingInUse> in_use_;
    std::vector<std::shared_ptr<const Workflow>> workflows_;
    Actor actor_;
};

}  // namespace gongdan::intake
