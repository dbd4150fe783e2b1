#pragma once
/// A Store in memory, for virtual time and tests. Keeps cases and alarms, not the journal's text: events reach whoever
/// asked through Committed. Not thread-safe.

#include <map>
#include <set>

#include "core/engine/ports.hpp"

namespace gongdan {

class MemoryStore : public Store {
 public:
    [[nodiscard]] Result<void> begin() override;
    [[nodiscard]] Result<void> commit() override;
    void rollback() override;

    [[nodiscard]] Result<std::int64_t> take_seq(std::int64_t count) override;
    [[nodiscard]] Result<CaseId> take_case_id() override;
    [[nodiscard]] Result<std::int64_t> take_serial(std::string_view prefix) override;

    [[nodiscard]] Result<CaseRecordPtr> load(CaseId id) override;
    [[nodiscard]] Result<CaseId> find_number(std::string_view number) override;

    [[nodiscard]] Result<void> write(const CaseChange& change) override;
    [[nodiscard]] Result<void> write_configuration(const StoredEvent& event) override;
    [[nodiscard]] Result<ChainTail> configuration_tail() override;

    [[nodiscard]] Result<std::vector<DueCase>> due(Instant until, std::size_t limit) override;
    [[nodiscard]] Result<std::optional<Instant>> next_due() override;
    [[nodiscard]] Result<std::vector<CaseId>> with_clocks(CaseId after, std::size_t limit) override;
    [[nodiscard]] Result<std::vector<CaseId>> at_rest(Instant opened_from, const std::vector<std::string>& areas,
                                                      CaseId after, std::size_t limit) override;

    [[nodiscard]] Result<void> erase_personal(CaseId id) override;

    [[nodiscard]] Result<std::optional<StoredAnswer>> find_answer(std::string_view key) override;
    [[nodiscard]] Result<void> keep_answer(const StoredAnswer& answer) override;

    [[nodiscard]] Result<std::string> rebasing() override { return rebasing_; }
    [[nodiscard]] Result<void> keep_rebasing(std::string_view text) override;

 private:
    struct Row {
        CaseRecordPtr record;
        std::optional<Instant> next_alarm;
        bool clocks = false;
    };

    void put(CaseId id, std::optional<Row> row);

    std::map<CaseId, Row> rows_;
    std::map<std::string, CaseId, std::less<>> numbers_;
    std::set<std::pair<Instant, CaseId>> alarms_;
    std::map<std::string, std::int64_t, std::less<>> serials_;
    std::map<std::string, StoredAnswer, std::less<>> answers_;
    ChainTail configuration_;
    std::string rebasing_;
    std::int64_t last_seq_ = 0;
    std::int64_t last_id_ = 0;

    // What the open batch has changed, as it was before: undone by rollback().
    std::map<CaseId, std::optional<Row>> before_;
    std::vector<std::string> new_numbers_;
    std::map<std::string, std::int64_t, std::less<>> serials_before_;
    std::vector<std::string> new_answers_;
    ChainTail configuration_before_;
    std::string rebasing_before_;
    std::int64_t seq_before_ = 0;
    std::int64_t id_before_ = 0;
};

}  // namespace gongdan
