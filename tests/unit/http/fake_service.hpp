#pragma once
/// A Service without threads: the real engine over a store in memory, everything done inside the call. Time stands
/// still unless the test moves it.

#include <map>
#include <vector>

#include "adapters/host/service.hpp"
#include "core/engine/memory_store.hpp"
#include "tests/support/temporary_folder.hpp"

namespace gongdan::http::test {

class FakeReads final : public ReadModel {
 public:
    explicit FakeReads(MemoryStore& store) : store_(store) {}

    [[nodiscard]] Result<CaseRecordPtr> find(std::string_view id_or_number) override;
    [[nodiscard]] Result<CaseRecordPtr> find_case(CaseId id) override;
    [[nodiscard]] Result<CasePage> list(const CaseFilter& filter, Instant now) override;
    [[nodiscard]] Result<std::vector<CaseRecordPtr>> with_clocks(CaseId after, int limit) override;
    [[nodiscard]] Result<std::vector<Event>> journal(CaseId id, std::int64_t after, int limit) override;
    [[nodiscard]] Result<std::vector<Event>> events_after(std::int64_t after, int limit) override;
    [[nodiscard]] Result<EscalationPage> escalations(bool open_only, const Reach& reach, std::string_view cursor,
                                                     int limit) override;
    [[nodiscard]] Result<std::vector<std::int64_t>> intake(const IntakeQuery& query) override;
    [[nodiscard]] Result<std::vector<CaseRecordPtr>> children(CaseId parent) override;
    [[nodiscard]] Result<std::vector<OutboxRow>> outbox(OutboxRow::State state, int limit) override;
    [[nodiscard]] Result<std::vector<ListEntry>> listed(std::string_view list) override;
    [[nodiscard]] Result<std::vector<ChannelBacklog>> backlogs() override { return waiting; }
    [[nodiscard]] Result<DeliveryPage> deliveries(const DeliveryFilter& filter) override;
    [[nodiscard]] Result<NoticePage> notices(CaseId id, std::string_view cursor, int limit) override;
    [[nodiscard]] Result<Gauges> gauges(Instant now) override;
    [[nodiscard]] Result<std::vector<WorkflowVersion>> workflow_versions(std::string_view workflow) override;
    [[nodiscard]] std::shared_ptr<const Workflow> find_workflow(std::string_view workflow,
                                                                std::string_view version) override;
    [[nodiscard]] Result<std::vector<CaseCount>> counts(CountBy by, const Reach& reach, Instant now) override;

    std::vector<Event> all_events;
    CaseFilter last_filter;
    CasePage next_page;
    CountBy last_count{};
    Reach last_reach;
    std::vector<CaseCount> next_counts;
    EscalationPage next_escalations;
    bool asked_open_only = false;
    IntakeQuery last_intake;
    std::vector<OutboxRow> dead;
    std::vector<WorkflowVersion> versions;
    std::map<std::string, std::vector<ListEntry>, std::less<>> lists;
    DeliveryFilter last_deliveries;
    DeliveryPage next_deliveries;
    CaseId asked_notices{};
    NoticePage next_notices;
    std::vector<ChannelBacklog> waiting;
    std::function<void()> before_events;  ///< called inside events_after, before it looks
    std::function<void()> before_clocks;  ///< called inside with_clocks, before it looks
    int event_reads = 0;

 private:
    MemoryStore& store_;
};

class FakeAccess final : public host::Access {
 public:
    [[nodiscard]] std::optional<host::Principal> authenticate(std::string_view token) override;
    [[nodiscard]] Result<std::string> create_token(const host::NewToken& token, const host::Doer& doer) override;
    /// Knows "feed:person".
    [[nodiscard]] std::optional<std::string> open_feed(std::string_view secret) override;
    [[nodiscard]] Result<std::string> create_feed(const host::NewFeed& feed, const host::Doer& doer) override;
    [[nodiscard]] Result<std::vector<host::TokenInfo>> list_tokens() override;
    [[nodiscard]] Result<void> revoke_token(const std::string& name, const host::Doer& doer) override;
    [[nodiscard]] Result<void> save_uses() override { return {}; }

 private:
    std::vector<host::TokenInfo> tokens_;
};

/// FakeAccess knows every token "name:role,role", and "name:role@person" of somebody with a scope.
[[nodiscard]] std::string token(const std::string& role);

class FakeService final : public host::Service {
 public:
    FakeService();

    void submit(gongdan::Request request, Done done) override;
    void change_calendar(CalendarChange change, std::optional<Idempotency> idempotency, Done done) override;
    void change_roster(RosterChange change, std::optional<Idempotency> idempotency, Done done) override;
    void change_filing(FilingWish wish, std::shared_ptr<const Viewer> viewer, std::optional<Idempotency> idempotency,
                       Done done) override;
    void note(json::object body, Engine::MakeAnswer answer, std::optional<Idempotency> idempotency, Done done) override;
    void requeue(std::string notice_id, Actor actor, std::optional<Idempotency> idempotency, Done done) override;
    void requeue_all(DeadLetterWish wish, Actor actor, std::optional<Idempotency> idempotency, Done done) override;
    void test_channel(std::string channel, std::string message, Tested done) override;
    void find_answer(Idempotency idempotency, AnsweredBefore done) override;
    void keep_answer(Idempotency idempotency, Result<StoredAnswer> outcome,
                     std::function<void(Result<void>)> done) override;
    [[nodiscard]] ReadModel& reads() override { return reads_; }
    [[nodiscard]] host::Access& access() override { return access_; }
    /// Real ones, in a folder that is made when they are first asked for.
    [[nodiscard]] host::Accounts& accounts() override;
    [[nodiscard]] host::SingleSignOn* sign_on() override { return provider; }
    [[nodiscard]] Configuration configuration() const override { return engine_.configuration(); }
    [[nodiscard]] Instant now() const override { return time; }
    [[nodiscard]] host::Readiness readiness() const override { return ready; }
    [[nodiscard]] std::vector<host::Channel> channels() const override { return configured_channels; }
    /// Only "desk" can be previewed.
    [[nodiscard]] Result<json::object> preview(const host::PreviewWish& wish,
                                               const CaseSnapshot& snapshot) const override;
    [[nodiscard]] std::string metrics() const override { return "gongdan_fake 1\n"; }
    [[nodiscard]] std::shared_ptr<void> subscribe(Listener listener) override;
    void offload(std::function<void()> work) override;
    [[nodiscard]] bool offload_password(std::function<void()> work) override;

    FakeReads& fake_reads() { return reads_; }
    void sweep(Instant until);

    Instant time;
    host::SingleSignOn* provider = nullptr;
    host::Readiness ready{true, {}};
    std::vector<host::Channel> configured_channels;
    std::optional<Error> refuse_next;  ///< of submit
    std::vector<std::string> requeued;
    std::vector<std::string> requeued_by;
    std::vector<DeadLetterWish> requeued_all;
    std::vector<std::string> tested;  ///< messages handed over
    Result<host::TestAnswer> test_answer = host::TestAnswer{host::TestAnswer::Kind::delivered, {}};
    bool passwords_busy = false;  ///< too many wait already
    bool hold_work = false;       ///< offloaded work waits for run_held()
    void run_held();
    /// As if the engine had committed them.
    void publish(std::vector<Event> events);

 private:
    MemoryStore store_;
    Engine engine_;
    FakeReads reads_;
    FakeAccess access_;
    std::optional<gongdan::test::TemporaryFolder> folder_;
    std::unique_ptr<host::Accounts> accounts_;
    std::map<int, Listener> listeners_;
    std::vector<std::function<void()>> held_;
};

}  // namespace gongdan::http::test
