#pragma once
/// A LiveService over a store in memory that can be held up and broken, on a clock that the test moves. Nothing waits
/// for the wall: the writer is woken by work, and tests wait for what they want to see.

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "adapters/host/live_service.hpp"
#include "core/engine/memory_store.hpp"
#include "tests/support/shipped.hpp"
#include "tests/support/temporary_folder.hpp"

namespace gongdan::test {

/// Something that several threads change and a test waits for.
template <class T>
class Watched {
 public:
    template <class Change>
    void change(Change apply) {
        // Under the lock: whoever waits may destroy this as soon as he has it.
        const std::lock_guard lock(mutex_);
        apply(value_);
        changed_.notify_all();
    }
    /// False when it did not come to that within a minute.
    template <class Holds>
    [[nodiscard]] bool comes_to(Holds holds) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, std::chrono::minutes(1), [this, &holds] { return holds(value_); });
    }
    [[nodiscard]] T now() const {
        const std::lock_guard lock(mutex_);
        return value_;
    }

 private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    T value_{};
};

/// The store in memory behind a gate (commit() waits while it is shut) and a switch (begin() or commit() fails).
class HinderedStore final : public Store {
 public:
    enum class Trouble { none, begin, commit };
    struct Gate {
        bool shut = false;
        int waiting = 0;
    };

    void trouble(Trouble kind) { trouble_ = kind; }
    void shut() {
        gate_.change([](Gate& gate) { gate.shut = true; });
    }
    void open() {
        gate_.change([](Gate& gate) { gate.shut = false; });
    }
    /// Returns when the writer stands at the shut gate.
    [[nodiscard]] bool writer_waits() {
        return gate_.comes_to([](const Gate& gate) { return gate.waiting > 0; });
    }
    [[nodiscard]] int commits() const { return commits_; }

    [[nodiscard]] Result<void> begin() override;
    [[nodiscard]] Result<void> commit() override;
    void rollback() override { store_.rollback(); }
    [[nodiscard]] Result<std::int64_t> take_seq(std::int64_t count) override { return store_.take_seq(count); }
    [[nodiscard]] Result<CaseId> take_case_id() override { return store_.take_case_id(); }
    [[nodiscard]] Result<std::int64_t> take_serial(std::string_view prefix) override {
        return store_.take_serial(prefix);
    }
    [[nodiscard]] Result<CaseRecordPtr> load(CaseId id) override { return store_.load(id); }
    [[nodiscard]] Result<CaseId> find_number(std::string_view number) override { return store_.find_number(number); }
    [[nodiscard]] Result<void> write(const CaseChange& change) override { return store_.write(change); }
    [[nodiscard]] Result<void> write_configuration(const StoredEvent& event) override {
        return store_.write_configuration(event);
    }
    [[nodiscard]] Result<ChainTail> configuration_tail() override { return store_.configuration_tail(); }
    [[nodiscard]] Result<std::vector<DueCase>> due(Instant until, std::size_t limit) override {
        return store_.due(until, limit);
    }
    [[nodiscard]] Result<std::optional<Instant>> next_due() override { return store_.next_due(); }
    [[nodiscard]] Result<std::vector<CaseId>> with_clocks(CaseId after, std::size_t limit) override {
        return store_.with_clocks(after, limit);
    }
    [[nodiscard]] Result<std::vector<CaseId>> at_rest(Instant opened_from, const std::vector<std::string>& areas,
                                                      CaseId after, std::size_t limit) override {
        return store_.at_rest(opened_from, areas, after, limit);
    }
    [[nodiscard]] Result<std::optional<StoredAnswer>> find_answer(std::string_view key) override {
        return store_.find_answer(key);
    }
    [[nodiscard]] Result<void> erase_personal(CaseId id) override { return store_.erase_personal(id); }
    [[nodiscard]] Result<void> keep_answer(const StoredAnswer& answer) override { return store_.keep_answer(answer); }
    [[nodiscard]] Result<std::string> rebasing() override { return store_.rebasing(); }
    [[nodiscard]] Result<void> keep_rebasing(std::string_view text) override { return store_.keep_rebasing(text); }

 private:
    MemoryStore store_;
    std::atomic<Trouble> trouble_ = Trouble::none;
    std::atomic<int> commits_ = 0;
    Watched<Gate> gate_;
};

/// Only the gauges are read by the service itself.
class NoReads : public ReadModel {
 public:
    [[nodiscard]] Result<CaseRecordPtr> find(std::string_view id_or_number) override;
    [[nodiscard]] Result<CaseRecordPtr> find_case(CaseId id) override;
    [[nodiscard]] Result<CasePage> list(const CaseFilter& filter, Instant now) override;
    [[nodiscard]] Result<std::vector<Event>> journal(CaseId id, std::int64_t after, int limit) override;
    [[nodiscard]] Result<std::vector<Event>> events_after(std::int64_t after, int limit) override;
    [[nodiscard]] Result<EscalationPage> escalations(bool open_only, const Reach& reach, std::string_view cursor,
                                                     int limit) override;
    [[nodiscard]] Result<std::vector<std::int64_t>> intake(const IntakeQuery& query) override;
    [[nodiscard]] Result<std::vector<CaseRecordPtr>> children(CaseId parent) override;
    [[nodiscard]] Result<std::vector<OutboxRow>> outbox(OutboxRow::State state, int limit) override;
    [[nodiscard]] Result<std::vector<ListEntry>> listed(std::string_view list) override;
    [[nodiscard]] Result<std::vector<ChannelBacklog>> backlogs() override;
    [[nodiscard]] Result<DeliveryPage> deliveries(const DeliveryFilter& filter) override;
    [[nodiscard]] Result<NoticePage> notices(CaseId id, std::string_view cursor, int limit) override;
    [[nodiscard]] Result<Gauges> gauges(Instant now) override;
    [[nodiscard]] Result<std::vector<CaseRecordPtr>> with_clocks(CaseId after, int limit) override;
    [[nodiscard]] Result<std::vector<WorkflowVersion>> workflow_versions(std::string_view workflow) override;
    [[nodiscard]] std::shared_ptr<const Workflow> find_workflow(std::string_view workflow,
                                                                std::string_view version) override;
    [[nodiscard]] Result<std::vector<CaseCount>> counts(CountBy by, const Reach& reach, Instant now) override;
};

class NoAccess final : public host::Access {
 public:
    [[nodiscard]] std::optional<host::Principal> authenticate(std::string_view) override { return std::nullopt; }
    [[nodiscard]] Result<std::string> create_token(const host::NewToken& token, const host::Doer& doer) override;
    [[nodiscard]] std::optional<std::string> open_feed(std::string_view) override { return std::nullopt; }
    [[nodiscard]] Result<std::string> create_feed(const host::NewFeed& feed, const host::Doer& doer) override;
    [[nodiscard]] Result<std::vector<host::TokenInfo>> list_tokens() override;
    [[nodiscard]] Result<void> revoke_token(const std::string& name, const host::Doer& doer) override;
    [[nodiscard]] Result<void> save_uses() override { return {}; }
};

class Desk {
 public:
    struct LogLine {
        bool serious = false;
        std::string text;
    };
    using Answers = std::vector<Result<Reply>>;

    Desk();
    ~Desk();

    host::LiveService& service() { return *service_; }
    HinderedStore& store() { return store_; }
    void set_clock(const std::string& clock) { now_ms_ = to_unix_ms(on(clock)); }

    /// Answers are gathered in the order in which they come.
    void submit(Request request);
    [[nodiscard]] Answers answers(std::size_t count);
    /// Submits and waits.
    Result<Reply> ask(Request request);
    /// Gives the writer a turn, timers included: when it returns, whatever was due has been fired.
    void turn();

    Watched<Answers> answered;
    Watched<std::vector<Event>> heard;        ///< by a listener, in order
    Watched<std::vector<std::string>> woken;  ///< channels
    Watched<std::vector<LogLine>> logged;
    std::vector<std::string> settled;  ///< written on the writer's thread; read after turn() or stop()
    Result<void> settle_answer;
    Watched<host::UnsealedChanges> unsealed;   ///< of accounts; emptied once they are sealed
    Watched<std::vector<std::string>> tested;  ///< messages handed to a channel by test_channel
    std::atomic<bool> changed_beside = false;  ///< another process wrote; false again when it was asked for
    Watched<bool> hold_tests;                  ///< they wait until this is false again

 private:
    [[nodiscard]] host::UnsealedChanges unsealed_changes();
    [[nodiscard]] host::Storage storage();

    HinderedStore store_;
    NoReads reads_;
    NoAccess access_;
    TemporaryFolder folder_;
    std::unique_ptr<host::Accounts> accounts_;
    std::atomic<std::int64_t> now_ms_;
    std::optional<int> sealed_before_;  // commits before the batch that seals; the writer's own
    std::unique_ptr<host::LiveService> service_;
    std::shared_ptr<void> listening_;
};

[[nodiscard]] std::size_t count_of(const std::vector<Event>& events, EventType type, const std::string& clock = "");

}  // namespace gongdan::test
