#pragma once
/// A proof of a journal that is not there: what the routes make of what they are told.

#include "adapters/host/proof_book.hpp"
#include "adapters/host/verification.hpp"

namespace gongdan::http::test {

/// The pieces it was given, one after the other.
class GivenPieces final : public host::Pieces {
 public:
    explicit GivenPieces(std::vector<std::string> pieces) : pieces_(std::move(pieces)) {}
    Result<std::optional<std::string>> next() override {
        if (at_ == pieces_.size()) return std::optional<std::string>();
        return std::optional(pieces_[at_++]);
    }

 private:
    std::vector<std::string> pieces_;
    std::size_t at_ = 0;
};

class FakeProofBook final : public host::ProofBook {
 public:
    Result<host::ProofState> state() override {
        host::ProofState state;
        if (!all_seals.empty()) state.last = all_seals.back();
        state.last_seq = last_seq;
        state.carriers = carriers;
        return state;
    }
    Result<std::vector<Seal>> seals(std::int64_t before, int limit) override {
        std::vector<Seal> found;
        for (auto seal = all_seals.rbegin(); seal != all_seals.rend() && int(found.size()) < limit; ++seal) {
            if (before == 0 || seal->number < before) found.push_back(*seal);
        }
        return found;
    }
    Result<json::object> prove(std::int64_t seq) override {
        if (seq > last_seq) return fail(Errc::not_found, "proof.no-event", seq);
        return json::object{{"version", 1}, {"case", 1}, {"events", json::array()}, {"seals", json::array()}};
    }
    Result<std::unique_ptr<host::Pieces>> journal(const host::JournalWish& wish) override {
        last_journal = wish;
        return std::unique_ptr<host::Pieces>(std::make_unique<GivenPieces>(pieces));
    }
    Result<std::unique_ptr<host::Pieces>> xes(const host::XesWish& wish) override {
        last_xes = wish;
        return std::unique_ptr<host::Pieces>(std::make_unique<GivenPieces>(pieces));
    }
    Result<std::unique_ptr<host::Pieces>> worklog(const host::WorklogWish& wish) override {
        last_worklog = wish;
        return std::unique_ptr<host::Pieces>(std::make_unique<GivenPieces>(pieces));
    }

    std::vector<Seal> all_seals;
    std::int64_t last_seq = 10;
    std::vector<host::SealCarrier> carriers;
    std::vector<std::string> pieces{"one\n", "", "two\n"};
    std::optional<host::JournalWish> last_journal;
    std::optional<host::XesWish> last_xes;
    std::optional<host::WorklogWish> last_worklog;
};

/// The test says how far a verification is.
class FakeVerifications final : public host::Verifications {
 public:
    Result<host::Verification> start(const std::string& by) override {
        if (now.state == host::Verification::State::running) return fail(Errc::conflict, "verify.running");
        now = {host::Verification::State::running, by, Instant{}};
        return now;
    }
    host::Verification last() const override { return now; }

    host::Verification now;
};

}  // namespace gongdan::http::test
