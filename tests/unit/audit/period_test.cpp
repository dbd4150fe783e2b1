// Which days a report is about, and which it is compared with.

#include <catch2/catch.hpp>

#include "core/audit/period.hpp"

using namespace gongdan;

namespace {

Period days(const char* from, const char* to) { return {*parse_date(from), *parse_date(to)}; }
std::string written(const Period& period) { return format_date(*period.from) + ".." + format_date(*period.to); }

}  // namespace

TEST_CASE("the period before whole months is as many whole months, however long they are") {
    CHECK(written(period_before(days("2026-03-01", "2026-03-31"))) == "2026-02-01..2026-02-28");
    CHECK(written(period_before(days("2026-01-01", "2026-03-31"))) == "2025-10-01..2025-12-31");
    CHECK(written(period_before(days("2024-03-01", "2024-03-31"))) == "2024-02-01..2024-02-29");
    CHECK(written(period_before(days("2026-01-01", "2026-12-31"))) == "2025-01-01..2025-12-31");
}

TEST_CASE("the period before other days is as many days, right before them") {
    CHECK(written(period_before(days("2026-03-02", "2026-03-08"))) == "2026-02-23..2026-03-01");
    CHECK(written(period_before(days("2026-03-01", "2026-03-01"))) == "2026-02-28..2026-02-28");
}

TEST_CASE("a year before is the same days, and the end of February stays the end of February") {
    CHECK(written(year_before(days("2026-03-02", "2026-03-08"))) == "2025-03-02..2025-03-08");
    CHECK(written(year_before(days("2025-02-01", "2025-02-28"))) == "2024-02-01..2024-02-29");
    CHECK(written(year_before(days("2024-02-01", "2024-02-29"))) == "2023-02-01..2023-02-28");
    CHECK(written(year_before(days("2024-02-29", "2024-03-06"))) == "2023-02-28..2023-03-06");
}

TEST_CASE("both days of a period belong to it, and a missing one leaves it open") {
    const Period march = days("2026-03-01", "2026-03-31");
    CHECK(march.holds(*parse_date("2026-03-01")));
    CHECK(march.holds(*parse_date("2026-03-31")));
    CHECK_FALSE(march.holds(*parse_date("2026-04-01")));
    CHECK(Period{}.holds(*parse_date("1999-01-01")));
    CHECK_FALSE(Period{*parse_date("2026-03-01"), {}}.holds(*parse_date("2026-02-28")));
    CHECK(month_of(*parse_date("2026-03-31")) == "2026-03");
}
