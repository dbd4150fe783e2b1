#include "core/audit/outages.hpp"

#include <algorithm>

#include "core/audit/figures.hpp"

namespace gongdan {
namespace {

constexpr std::int64_t kMillion = 1'000'000;
constexpr std::int64_t kMilliminutesASecond_3 = 50;  ///< a second is 50/3 thousandths of a minute

/// `a * b / c`, rounded half up, where a * b may be too large for 64 bits.
std::optional<std::int64_t> share(std::int64_t a, std::int64_t b, std::int64_t c) {
    if (c == 0) return std::nullopt;
    __extension__ using Wide = __int128;
    const Wide product = Wide(a) * b;
    return std::int64_t((2 * product + c) / (2 * Wide(c)));
}

/// The most tickets on `length` consecutive days.
std::int64_t worst_stretch(const std::map<Date, std::int64_t>& days, int length) {
    std::int64_t worst = 0;
    std::int64_t within = 0;
    auto first = days.begin();
    for (const auto& [day, tickets] : days) {
        within += tickets;
        for (; day - first->first >= std::chrono::days(length); ++first) within -= first->second;
        worst = std::max(worst, within);
    }
    return worst;
}

bool is_worse(const RepeatedOutage& one, const RepeatedOutage& other) {
    if (one.worst_60 != other.worst_60) return one.worst_60 > other.worst_60;
    if (one.worst_year != other.worst_year) return one.worst_year > other.worst_year;
    return std::pair(one.kind, one.place) < std::pair(other.kind, other.place);
}

}  // namespace

std::optional<std::int64_t> saifi_millionths(const Reliability& figures) {
    return share(figures.interrupted, kMillion, figures.served);
}

std::optional<std::int64_t> saidi_milliminutes(const Reliability& figures) {
    return share(figures.customer_seconds, kMilliminutesASecond_3, figures.served * 3);
}

std::optional<std::int64_t> caidi_milliminutes(const Reliability& figures) {
    return share(figures.customer_seconds, kMilliminutesASecond_3, figures.interrupted * 3);
}

std::optional<std::int64_t> asai_millionths(const Reliability& figures) {
    const auto out = share(figures.customer_seconds, kMillion, figures.served * figures.period_seconds);
    if (!out) return std::nullopt;
    return std::max<std::int64_t>(0, kMillion - *out);
}

void Outages::add(const CaseFact& fact) {
    if (fact.merged) return;
    const Places::Area* const area = places_.find(fact.area);
    any_ticket_ = true;
    any_known_area_ = any_known_area_ || (area != nullptr && area->customers > 0);
    if (!fact.outage) return;
    const Date day = date_of(fact.opened_at);
    if (!fact.line.empty()) ++by_place_[{RepeatedOutage::Kind::line, fact.line}][day];
    if (!fact.area.empty()) ++by_place_[{RepeatedOutage::Kind::area, fact.area}][day];
    add_reliability(fact);
}

void Outages::add_reliability(const CaseFact& fact) {
    const OutageFact& outage = *fact.outage;
    const Places::Area* const area = places_.find(fact.area);
    if (!outage.until) {
        ++left_out_.not_restored;
    } else if (!outage.is_sustained()) {
        ++left_out_.momentary;
    } else if (!outage.customers) {
        ++left_out_.no_customers;
    } else if (fact.area.empty()) {
        ++left_out_.no_area;
    } else {
        Reliability& figures = by_area_[fact.area];
        figures.served = area == nullptr ? 0 : area->customers;
        if (figures.served == 0) ++left_out_.no_served;
        ++figures.interruptions;
        figures.interrupted += *outage.customers;
        figures.customer_seconds += *outage.customers * whole_seconds(*outage.until - outage.from);
    }
}

std::vector<RepeatedOutage> Outages::repeated() const {
    std::vector<RepeatedOutage> list;
    for (const auto& [place, days] : by_place_) {
        RepeatedOutage one;
        one.worst_60 = worst_stretch(days, kRepeatDays);
        one.worst_year = worst_stretch(days, kRepeatYearDays);
        if (one.worst_60 < kRepeatsInDays && one.worst_year <= kRepeatsInYear) continue;
        one.kind = place.first;
        one.place = place.second;
        for (const auto& entry : days) one.tickets += entry.second;
        one.days = std::int64_t(days.size());
        one.first = days.begin()->first;
        one.last = days.rbegin()->first;
        list.push_back(std::move(one));
    }
    std::sort(list.begin(), list.end(), is_worse);
    return list;
}

std::vector<Reliability> Outages::reliability(std::int64_t seconds) const {
    const bool unknown = left_out_.not_restored + left_out_.no_customers + left_out_.no_area > 0;
    // An availability of 100 % because nobody said how many were without supply would be a lie.
    const bool elsewhere =
        any_ticket_ && !any_known_area_;  // tickets of another organisation: ours says nothing of them
    if (by_area_.empty() && (unknown || elsewhere || places_.customers == 0)) return {};
    std::vector<Reliability> list(1);
    const bool any_known =
        std::any_of(by_area_.begin(), by_area_.end(), [](const auto& entry) { return entry.second.served > 0; });
    if (any_known || by_area_.empty()) list.front().served = places_.customers;
    list.front().period_seconds = seconds;
    for (const auto& [name, figures] : by_area_) {
        if (figures.served > 0 || list.front().served == 0) {
            list.front().interruptions += figures.interruptions;
            list.front().interrupted += figures.interrupted;
            list.front().customer_seconds += figures.customer_seconds;
        }
        list.push_back(figures);
        list.back().area = name;
        list.back().period_seconds = seconds;
    }
    return list;
}

}  // namespace gongdan
