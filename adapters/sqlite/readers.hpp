#pragma once
/// The ReadModel on SQLite: a few connections that read beside the writer, each used by one call at a time.

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>

#include "adapters/sqlite/case_table.hpp"
#include "adapters/sqlite/list_query.hpp"
#include "core/engine/read_model.hpp"

namespace gongdan::sqlite {

/// Connections open at once: reads are bound by the processor, and the reference machine has two.
inline constexpr std::size_t kReadersMax = 4;

/// Hands out connections; waits when all are in use. Thread-safe.
class ReaderPool {
 public:
    explicit ReaderPool(std::filesystem::path file) : file_(std::move(file)) {}

    /// Gives `use` a connection for the time of the call.
    template <class Use>
    auto with(Use use) -> decltype(use(std::declval<Database&>())) {
        auto taken = take();
        if (!taken) return taken.error();
        auto result = use(**taken);
        give_back(std::move(*taken));
        return result;
    }

 private:
    [[nodiscard]] Result<std::unique_ptr<Database>> take();
    void give_back(std::unique_ptr<Database> database);

    std::filesystem::path file_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<Database>> idle_;
    std::size_t open_ = 0;
};

class SqliteReaders final : public ReadModel {
 public:
    /// The database must exist (SqliteStore::open makes it). `find_workflow` is called from any thread.
    SqliteReaders(std::filesystem::path file, FindWorkflow find_workflow)
        : pool_(std::move(file)), find_workflow_(std::move(find_workflow)) {}

    [[nodiscard]] Result<CaseRecordPtr> find(std::string_view id_or_number) override;
    [[nodiscard]] Result<CaseRecordPtr> find_case(CaseId id) override;
    /// Sort::due lists open cases before closed ones, overdue ones first, those without a running clock last.
    [[nodiscard]] Result<CasePage> list(const CaseFilter& filter, Instant now) override;
    [[nodiscard]] Result<std::vector<CaseRecordPtr>> with_clocks(CaseId after, int limit) override;
    [[nodiscard]] Result<std::vector<Event>> journal(CaseId id, std::int64_t after, int limit) override;
    [[nodiscard]] Result<std::vector<Event>> events_after(std::int64_t after, int limit) override;
    /// Newest first. Open = not acknowledged.
    [[nodiscard]] Result<std::vector<CaseCount>> counts(CountBy by, const Reach& reach, Instant now) override;
    [[nodiscard]] Result<EscalationPage> escalations(bool open_only, const Reach& reach, std::string_view cursor,
                                                     int limit) override;
    [[nodiscard]] Result<std::vector<std::int64_t>> intake(const IntakeQuery& query) override;
    [[nodiscard]] Result<std::vector<CaseRecordPtr>> children(CaseId parent) override;
    /// Pending ones oldest first, the others newest first.
    [[nodiscard]] Result<std::vector<OutboxRow>> outbox(OutboxRow::State state, int limit) override;
    [[nodiscard]] Result<std::vector<ListEntry>> listed(std::string_view list) override;
    [[nodiscard]] Result<std::vector<ChannelBacklog>> backlogs() override;
    [[nodiscard]] Result<DeliveryPage> deliveries(const DeliveryFilter& filter) override;
    [[nodiscard]] Result<NoticePage> notices(CaseId id, std::string_view cursor, int limit) override;
    [[nodiscard]] Result<Gauges> gauges(Instant now) override;
    [[nodiscard]] Result<std::vector<WorkflowVersion>> workflow_versions(std::string_view workflow) override;
    [[nodiscard]] std::shared_ptr<const Workflow> find_workflow(std::string_view workflow,
                                                                std::string_view version) override {
        return find_workflow_(workflow, version);
    }

 private:
    [[nodiscard]] Result<TextHits> count_hits(Database& database, const std::string& expression);

    ReaderPool pool_;
    FindWorkflow find_workflow_;
};

}  // namespace gongdan::sqlite
