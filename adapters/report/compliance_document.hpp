#pragma once
/// The compliance report as tables, with the titles that workflows give to what they count.

#include <memory>
#include <string>
#include <vector>

#include "adapters/report/document.hpp"
#include "core/audit/compliance.hpp"
#include "core/audit/fact_source.hpp"
#include "core/escalation/organisation.hpp"
#include "core/statechart/model.hpp"

namespace gongdan::report {

/// How the facts were made, in words.
[[nodiscard]] LocalText basis_of(const FactsTold& told, bool replayed);

struct ComplianceSource {
    std::string name;                                        ///< the file or the data directory
    Instant now{};                                           ///< when it was made
    std::vector<std::shared_ptr<const Workflow>> workflows;  ///< shared: those in force; their titles are used
    LocalText basis{};          ///< what the figures are made of, and how much of it; may be empty
    bool of_export = false;     ///< of another system, which may not say when a clock ended
    std::vector<Team> teams{};  ///< of the organisation; their titles are used
};

[[nodiscard]] Document compliance_document(const Compliance& compliance, const ComplianceSource& source);

/// The clocks (or tickets) behind a figure, one a row, as a sheet of its own.
class SelectionSheet {
 public:
    /// More rows than `rows_max` are only counted: who needs them narrows the selection. What it is given outlives it.
    SelectionSheet(const Selector& selector, const ComplianceSource& source, std::size_t rows_max);

    void add(const CaseFact& fact);
    [[nodiscard]] Document document() &&;

 private:
    void add_row(const CaseFact& fact, const ClockFact* clock);

    const Selector& selector_;
    const ComplianceSource& source_;
    std::size_t rows_max_;
    Sheet sheet_;
};

}  // namespace gongdan::report
