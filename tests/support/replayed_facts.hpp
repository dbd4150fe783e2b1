#pragma once
/// The facts of whatever a read model holds, every case replayed: the measure for facts that are kept.

#include <map>

#include "core/audit/fact_source.hpp"
#include "core/engine/read_model.hpp"

namespace gongdan::test {

/// The facts of cases by their events; in the order of the cases' days and ids.
inline Result<FactsTold> tell_replayed(const std::vector<Event>& journal, const FindPinned& find, const FactsWish& wish,
                                       const TellFact& take) {
    std::map<CaseId, std::vector<Event>> histories;
    for (const Event& event : journal) {
        if (to_int(event.case_id) != 0) histories[event.case_id].push_back(event);
    }
    std::map<std::pair<Date, CaseId>, ReplayedCase> cases;
    for (const auto& [id, history] : histories) {
        auto replayed = replay(history, find);
        if (!replayed) return replayed.error();
        cases.emplace(std::pair(date_of(replayed->snapshot.opened_at), id), std::move(*replayed));
    }
    FactsTold told{journal.empty() ? 0 : journal.back().seq};
    for (const auto& [place, one] : cases) {
        if (!wish.wanted(one.snapshot.opened_at)) continue;
        ++told.cases;
        take(fact_of(one.snapshot, one.trail, wish.places, wish.now), &one.snapshot);
    }
    return told;
}

/// Over a read model, whose cases know their workflows.
class ReplayedFacts final : public FactSource {
 public:
    explicit ReplayedFacts(ReadModel& reads) : reads_(reads) {}

    [[nodiscard]] Result<FactsTold> tell(const FactsWish& wish, const TellFact& take) override {
        std::vector<Event> journal;
        while (true) {
            const auto page = reads_.events_after(journal.empty() ? 0 : journal.back().seq, kPage);
            if (!page) return page.error();
            journal.insert(journal.end(), page->begin(), page->end());
            if (int(page->size()) < kPage) break;
        }
        const auto pinned = [this](const Event& opened) -> std::shared_ptr<const Workflow> {
            const auto record = reads_.find_case(opened.case_id);
            return record ? (*record)->snapshot.workflow : nullptr;
        };
        return tell_replayed(journal, pinned, wish, take);
    }

 private:
    static constexpr int kPage = 1000;
    ReadModel& reads_;
};

}  // namespace gongdan::test
