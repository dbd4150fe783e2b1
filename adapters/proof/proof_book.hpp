#pragma once
/// The ProofBook over a database that a server writes.

#include <functional>

#include "adapters/host/proof_book.hpp"
#include "adapters/sqlite/case_table.hpp"
#include "core/engine/read_model.hpp"
#include "core/escalation/organisation.hpp"

namespace gongdan::proof {

/// What the book is made of; all outlives it, and is asked from any thread.
struct BookParts {
    std::filesystem::path file;
    PublicKey key{};  ///< that seals
    ReadModel& reads;
    sqlite::FindWorkflow find_workflow;
    std::function<std::shared_ptr<const Organisation>()> organisation;
    std::function<std::vector<host::SealCarrier>()> carriers;
};

class DatabaseBook final : public host::ProofBook {
 public:
    explicit DatabaseBook(BookParts parts) : parts_(std::move(parts)) {}

    [[nodiscard]] Result<host::ProofState> state() override;
    [[nodiscard]] Result<std::vector<Seal>> seals(std::int64_t before, int limit) override;
    [[nodiscard]] Result<json::object> prove(std::int64_t seq) override;
    [[nodiscard]] Result<std::unique_ptr<host::Pieces>> journal(const host::JournalWish& wish) override;
    [[nodiscard]] Result<std::unique_ptr<host::Pieces>> xes(const host::XesWish& wish) override;
    [[nodiscard]] Result<std::unique_ptr<host::Pieces>> worklog(const host::WorklogWish& wish) override;

 private:
    BookParts parts_;
};

}  // namespace gongdan::proof
