#pragma once
/// A server with complaints, whose answers are due in working days of a year that is put into its calendar.

#include <memory>

#include <catch2/catch.hpp>

#include "adapters/crypto/crypto.hpp"
#include "adapters/host/rules_journal.hpp"
#include "core/engine/verify.hpp"
#include "tests/support/recording_store.hpp"
#include "tests/support/shipped.hpp"

namespace gongdan::test {

inline Instant when(const std::string& text) { return parse_time(text).value(); }
inline Date day(const std::string& text) { return parse_date(text).value(); }

inline CalendarYear year_2027(const std::vector<std::string>& holidays, const std::vector<std::string>& workdays = {}) {
    CalendarYear year;
    year.year = 2027;
    for (const std::string& date : holidays) year.holidays.push_back(day(date));
    for (const std::string& date : workdays) year.workdays.push_back(day(date));
    return year;
}

/// A server that is stopped and started: the years it was given lie over the file again.
class CalendarServer {
 public:
    CalendarServer() { restart(); }

    void complain(const std::string& at) {
        const Request request{OpenRequest{{"complaint",
                                           {"ct1", {"call_taker"}},
                                           {{"complaint_type", "quality"}, {"description", "电压低"}},
                                           std::nullopt,
                                           CaseId{}},
                                          ""},
                              std::nullopt,
                              {}};
        REQUIRE(ask(request, at).ok());
    }
    Result<Reply> ask(const Request& request, const std::string& at) {
        return engine_->run({&request, 1}, when(at)).replies.front();
    }

    /// The whole change, or its first step.
    Result<CalendarResult> load(const CalendarYear& year, const std::string& at, const std::string& seen = "",
                                const std::optional<Idempotency>& key = {}) {
        return engine_->change_calendar({year, {"boss", {"admin"}}, seen}, key, when(at), keeping(year));
    }
    Result<CalendarStep> begin(const CalendarYear& year, const std::string& at,
                               const std::optional<Idempotency>& key = {}) {
        return engine_->begin_calendar_change({year, {"boss", {"admin"}}, ""}, key, when(at), keeping(year));
    }
    Result<CalendarStep> next(const std::string& at, std::size_t limit) {
        return engine_->rebase_next(when(at), limit);
    }

    CalendarPreview preview(const CalendarYear& year, const std::string& at) {
        CalendarPreview preview(*engine_->configuration().rules, year, when(at));
        const auto ids = store.with_clocks({}, 1000);
        for (const CaseId id : *ids) preview.take(store.load(id).value()->snapshot, to_int(id) != unlisted);
        return preview;
    }

    std::int64_t unlisted = 0;  ///< a case whose clocks are only counted

    void restart() {
        auto rules = std::make_shared<Rules>(*shipped().rules);
        if (kept_) rules->calendar = std::make_shared<const Calendar>(rules->calendar->with_year(*kept_));
        engine_ = std::make_unique<Engine>(store, Configuration{rules, shipped().organisation, shipped().roles},
                                           crypto::sha256, fixed_salt);
    }

    Engine& engine() { return *engine_; }
    [[nodiscard]] std::string mark(const CalendarYear& year) const {
        return calendar_mark(*engine_->configuration().rules->calendar, year, crypto::sha256);
    }
    const ClockState& clock(std::int64_t id, const std::string& name) {
        return *store.load(CaseId(id)).value()->snapshot.clock(name);
    }
    std::string due(std::int64_t id) { return format_time(clock(id, "reply").due_at).substr(0, 10); }

    /// Types of the case's events since `seq`.
    [[nodiscard]] std::vector<EventType> types_after(std::int64_t seq, std::int64_t id) const {
        std::vector<EventType> types;
        for (const StoredEvent& event : store.journal) {
            if (event.seq > seq && event.case_id == CaseId(id)) types.push_back(event.type);
        }
        return types;
    }

    [[nodiscard]] std::vector<std::string> verify() const {
        host::JournalledRules rules(*shipped().rules);
        Verifier verifier({crypto::sha256, nullptr, {}}, rules);
        for (const StoredEvent& event : store.journal) verifier.take(event);
        verifier.finish();
        std::vector<std::string> said;
        for (const Fault& fault : verifier.faults()) said.push_back(fault.what.en);
        return said;
    }

    RecordingStore store;

 private:
    Engine::InBatch keeping(const CalendarYear& year) {
        return [this, year]() -> Result<void> {
            kept_ = year;
            return {};
        };
    }

    std::optional<CalendarYear> kept_;
    std::unique_ptr<Engine> engine_;
};

}  // namespace gongdan::test
