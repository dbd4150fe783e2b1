#pragma once
/// What the values of a report are called: by the titles of the workflows, crews by those of the organisation.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/report/document.hpp"
#include "core/audit/selector.hpp"
#include "core/escalation/organisation.hpp"
#include "core/statechart/model.hpp"

namespace gongdan::report {

class Naming {
 public:
    /// Both outlive it.
    Naming(const std::vector<std::shared_ptr<const Workflow>>& workflows, const std::vector<Team>& teams)
        : workflows_(workflows), teams_(teams) {}

    /// `workflow` may be empty: then the first workflow that knows the value names it.
    [[nodiscard]] Cell cell(Dimension dimension, const std::string& value, std::string_view workflow) const;
    /// Cells of a row whose dimensions are `by`.
    [[nodiscard]] std::vector<Cell> cells(const std::vector<Dimension>& by,
                                          const std::vector<std::string>& values) const;

 private:
    [[nodiscard]] LocalText title(Dimension dimension, const std::string& value, std::string_view workflow) const;
    [[nodiscard]] LocalText clock_title(const std::string& clock, std::string_view workflow) const;
    [[nodiscard]] LocalText promise_title(const std::string& promise) const;
    [[nodiscard]] LocalText site_title(const std::string& value) const;
    [[nodiscard]] LocalText team_title(const std::string& team) const;

    const std::vector<std::shared_ptr<const Workflow>>& workflows_;
    const std::vector<Team>& teams_;
};

/// The texts name by dashes what programs read with underscores.
[[nodiscard]] std::string text_name(std::string_view name);

/// A column named by texts: report.col.<id>.
[[nodiscard]] Column column(const std::string& id, Column::Kind kind = Column::Kind::text, int places = 0);

}  // namespace gongdan::report
