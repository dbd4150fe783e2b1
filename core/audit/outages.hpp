#pragma once
/// Interruptions of supply: places where they come again and again, and the reliability indices of IEEE 1366. Made of
/// tickets whose workflow says that they are interruptions; merged ones are the same interruption and do not count.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/audit/clock_fact.hpp"
#include "core/audit/period.hpp"

namespace gongdan {

// When a place is named (DOMAIN.md §8: frequent outage).
inline constexpr int kRepeatDays = 60;
inline constexpr std::int64_t kRepeatsInDays = 3;  ///< or more in kRepeatDays consecutive days
inline constexpr int kRepeatYearDays = 365;
inline constexpr std::int64_t kRepeatsInYear = 5;  ///< more than these in kRepeatYearDays consecutive days

/// A line or an area where supply failed again and again.
struct RepeatedOutage {
    enum class Kind { line, area };
    Kind kind = Kind::area;
    std::string place;
    std::int64_t tickets = 0;     ///< of the whole report
    std::int64_t days = 0;        ///< distinct, of them
    std::int64_t worst_60 = 0;    ///< tickets in the worst kRepeatDays days
    std::int64_t worst_year = 0;  ///< … and kRepeatYearDays days
    Date first{};
    Date last{};
};

/// What the indices of a place are made of. Exact; see saidi() and the others.
struct Reliability {
    std::string area;         ///< empty = all areas whose customers are known; without such, all
    std::int64_t served = 0;  ///< customers; 0 = not known
    std::int64_t interruptions = 0;
    std::int64_t interrupted = 0;  ///< customers, summed over the interruptions
    std::int64_t customer_seconds = 0;
    std::int64_t period_seconds = 0;
};

// The indices; nothing when what they are divided by is 0.
[[nodiscard]] std::optional<std::int64_t> saifi_millionths(const Reliability& figures);    ///< interruptions a customer
[[nodiscard]] std::optional<std::int64_t> saidi_milliminutes(const Reliability& figures);  ///< minutes a customer
[[nodiscard]] std::optional<std::int64_t> caidi_milliminutes(const Reliability& figures);  ///< minutes an interruption
[[nodiscard]] std::optional<std::int64_t> asai_millionths(const Reliability& figures);     ///< of the time with supply

/// Outages that say too little for the indices, and why; each is counted under the first that applies.
struct OutagesLeftOut {
    std::int64_t momentary = 0;     ///< not longer than kMomentary
    std::int64_t not_restored = 0;  ///< still out, or nobody said when supply came back
    std::int64_t no_customers = 0;  ///< nobody said how many were without
    std::int64_t no_area = 0;       ///< nobody said where
    std::int64_t no_served = 0;     ///< of areas whose customers are not known: they have a CAIDI, and no other index
};

/// Not thread-safe. Memory: one entry for each line or area and day with an outage.
class Outages {
 public:
    explicit Outages(const Places& places) : places_(places) {}  ///< which outlives it

    void add(const CaseFact& fact);

    /// The worst first.
    [[nodiscard]] std::vector<RepeatedOutage> repeated() const;
    /// All together first, then the areas by name; empty without an interruption that can be counted, and where
    /// tickets came and none was in an area whose customers are known: of those nothing is said. `seconds`: of the
    /// period.
    [[nodiscard]] std::vector<Reliability> reliability(std::int64_t seconds) const;
    [[nodiscard]] const OutagesLeftOut& left_out() const { return left_out_; }

 private:
    using Days = std::map<Date, std::int64_t>;  ///< tickets of a day
    void add_reliability(const CaseFact& fact);

    const Places& places_;
    std::map<std::pair<RepeatedOutage::Kind, std::string>, Days> by_place_;
    std::map<std::string, Reliability> by_area_;
    bool any_ticket_ = false;
    bool any_known_area_ = false;  ///< … of them in an area whose customers are known
    OutagesLeftOut left_out_;
};

}  // namespace gongdan
