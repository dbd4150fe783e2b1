#include "adapters/cli/period.hpp"

namespace gongdan::cli {

Result<Interval> period_of(const std::string& from, const std::string& to) {
    Interval period{Instant::min(), Instant::max()};
    if (!from.empty()) {
        const auto first = parse_date(from);
        if (!first) return first.error();
        period.from = start_of(*first);
    }
    if (!to.empty()) {
        const auto last = parse_date(to);
        if (!last) return last.error();
        period.to = start_of(*last) + kDay;
    }
    if (period.from >= period.to) return fail(Errc::invalid_input, "audit.period", from, to);
    return period;
}

}  // namespace gongdan::cli
