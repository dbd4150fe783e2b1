#pragma once
/// A report as somebody asks for it, on the command line or over HTTP, and its making out of facts.

#include <optional>
#include <string>

#include "adapters/report/compliance_document.hpp"
#include "adapters/report/write.hpp"
#include "core/audit/compliance.hpp"

namespace gongdan::report {

/// As written; empty = not said.
struct Query {
    std::string from;  ///< days of acceptance, "2026-03-01", both included
    std::string to;    ///< today, when only `from` is said
    std::string by;
    std::string format;
    std::string tickets;  ///< a key: what is behind that figure, instead of the report
};

/// As understood.
struct Asked {
    ComplianceWish wish;
    Format format = Format::table;
    std::optional<Selector> selector;
};

/// Errc::invalid_input says what would be right. `usual` is the format when none is said.
[[nodiscard]] Result<Asked> understand(const Query& query, Format usual, Date today);

/// Folds facts into what was asked for. Not thread-safe. What it is given outlives it.
class Making {
 public:
    /// At most `rows_max` tickets are listed behind a figure.
    Making(const Asked& asked, const ComplianceSource& source, std::size_t rows_max);

    /// Can a ticket accepted then matter?
    [[nodiscard]] bool wants(Instant opened_at) const;
    void take(const CaseFact& fact);
    [[nodiscard]] Document document() &&;

 private:
    const Asked& asked_;
    const ComplianceSource& source_;
    ComplianceFold fold_;
    std::optional<SelectionSheet> sheet_;
};

}  // namespace gongdan::report
