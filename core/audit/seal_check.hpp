#pragma once
/// Holds seals against the events they cover.

#include <deque>
#include <vector>

#include "core/audit/fault.hpp"
#include "core/audit/merkle.hpp"
#include "core/audit/seal.hpp"

namespace gongdan {

/// Feed it seals by number and events by seq; a seal may come before the events it covers or right behind them. Memory:
/// the seals not reached yet. Not thread-safe.
class SealChecker {
 public:
    /// `keys`: those that may have signed. None = whatever key the first seal names, which then proves only that one
    /// hand sealed all.
    SealChecker(Sha256 sha256, CheckSignature check_signature, std::vector<PublicKey> keys, ReportFault report);

    void expect(const Seal& seal);
    /// What a third party kept: seal `number` must be there and be this one.
    void expect_digest(std::int64_t number, const Digest& digest);

    void take(std::int64_t seq, const Digest& event);
    /// After the last event.
    void finish();

    [[nodiscard]] std::int64_t seals() const { return last_.number; }
    /// The last one, as it was given; number 0 = there was none.
    [[nodiscard]] const Seal& last() const { return last_; }
    /// Events behind the last seal: nobody has signed them yet.
    [[nodiscard]] std::int64_t unsealed() const { return tree_.size(); }

 private:
    struct Kept {
        std::int64_t number = 0;
        Digest digest{};
    };

    void check_signed(const Seal& seal);
    void close(const Seal& seal);
    void check_kept(const Seal& seal, const Digest& digest);

    Sha256 sha256_;
    CheckSignature check_signature_;
    std::vector<PublicKey> keys_;
    ReportFault report_;
    std::vector<Kept> kept_;
    Seal last_;
    Digest last_digest_{};
    std::deque<Seal> ahead_;  ///< not reached by the events yet
    MerkleTree tree_;         ///< since the last seal that was reached
    std::int64_t last_seq_ = 0;
};

}  // namespace gongdan
