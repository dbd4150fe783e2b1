#pragma once
/// The proof of a running server: what it shows of the journal, and its verifications, daily if the configuration says
/// so.

#include <memory>

#include "adapters/cli/server/sealing.hpp"
#include "adapters/host/live_service.hpp"
#include "adapters/host/log.hpp"
#include "adapters/host/verification_runner.hpp"
#include "adapters/proof/proof_book.hpp"

namespace gongdan::cli {

/// All outlives it.
struct ProvingParts {
    const Books& books;
    const Sealing& sealing;
    host::LiveService& service;
    host::Log log;
};

class Proving {
 public:
    explicit Proving(ProvingParts parts);

    [[nodiscard]] host::ProofBook& book() { return book_; }
    [[nodiscard]] host::VerificationRunner& verifications() { return *runner_; }
    /// Gives up a verification that runs.
    void stop() { runner_->stop(); }

 private:
    [[nodiscard]] proof::BookParts book_parts() const;
    [[nodiscard]] Result<host::Verdict> verify(const std::atomic<bool>& stop,
                                               const host::RunnerParts::Progress& progress) const;
    void tell(const host::Verification& done) const;

    ProvingParts parts_;
    proof::DatabaseBook book_;
    std::unique_ptr<host::VerificationRunner> runner_;
};

}  // namespace gongdan::cli
