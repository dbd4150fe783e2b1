#pragma once
/// Notes what a store is told to write, as the rows that our SQLite store makes of it.

#include <map>

#include "adapters/sqlite/case_table.hpp"
#include "core/engine/ports.hpp"
#include "core/ticket/decide.hpp"
#include "tests/bench/raw_sqlite.hpp"

namespace gongdan::bench {

/// Passes everything on to `inner`. `inner` and `rules` (those of the engine) must outlive it.
class Recorder final : public Store {
 public:
    Recorder(Store& inner, const Rules& rules);

    [[nodiscard]] const Recording& recording() const { return recording_; }

    [[nodiscard]] Result<void> begin() override;
    [[nodiscard]] Result<void> commit() override;
    void rollback() override;
    [[nodiscard]] Result<std::int64_t> take_seq(std::int64_t count) override { return inner_.take_seq(count); }
    [[nodiscard]] Result<CaseId> take_case_id() override { return inner_.take_case_id(); }
    [[nodiscard]] Result<std::int64_t> take_serial(std::string_view prefix) override;
    [[nodiscard]] Result<CaseRecordPtr> load(CaseId id) override { return inner_.load(id); }
    [[nodiscard]] Result<CaseId> find_number(std::string_view number) override { return inner_.find_number(number); }
    [[nodiscard]] Result<void> write(const CaseChange& change) override;
    [[nodiscard]] Result<void> write_configuration(const StoredEvent& event) override {
        return inner_.write_configuration(event);
    }
    [[nodiscard]] Result<ChainTail> configuration_tail() override { return inner_.configuration_tail(); }
    [[nodiscard]] Result<std::vector<DueCase>> due(Instant until, std::size_t limit) override {
        return inner_.due(until, limit);
    }
    [[nodiscard]] Result<std::optional<Instant>> next_due() override { return inner_.next_due(); }
    [[nodiscard]] Result<std::vector<CaseId>> with_clocks(CaseId after, std::size_t limit) override {
        return inner_.with_clocks(after, limit);
    }
    [[nodiscard]] Result<std::vector<CaseId>> at_rest(Instant opened_from, const std::vector<std::string>& areas,
                                                      CaseId after, std::size_t limit) override {
        return inner_.at_rest(opened_from, areas, after, limit);
    }
    [[nodiscard]] Result<std::optional<StoredAnswer>> find_answer(std::string_view key) override {
        return inner_.find_answer(key);
    }
    [[nodiscard]] Result<void> erase_personal(CaseId id) override { return inner_.erase_personal(id); }
    [[nodiscard]] Result<void> keep_answer(const StoredAnswer& answer) override { return inner_.keep_answer(answer); }
    [[nodiscard]] Result<std::string> rebasing() override { return inner_.rebasing(); }
    [[nodiscard]] Result<void> keep_rebasing(std::string_view text) override { return inner_.keep_rebasing(text); }

 private:
    void note(std::string_view sql, std::vector<Value> values);
    void note_events(const CaseChange& change);
    void note_opening(const CaseChange& change, const sqlite::CaseKeys& keys);
    void note_change(const CaseChange& change, const sqlite::CaseKeys& before, const sqlite::CaseKeys& after);

    Store& inner_;
    const Rules& rules_;
    Recording recording_;
    std::vector<RawWrite> group_;
    std::map<std::string, std::size_t, std::less<>> statements_;
    std::map<std::string, std::int64_t, std::less<>> serials_;
};

}  // namespace gongdan::bench
