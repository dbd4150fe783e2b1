#include "core/audit/seal_check.hpp"

#include <algorithm>

namespace gongdan {

SealChecker::SealChecker(Sha256 sha256, CheckSignature check_signature, std::vector<PublicKey> keys, ReportFault report)
    : sha256_(sha256),
      check_signature_(check_signature),
      keys_(std::move(keys)),
      report_(std::move(report)),
      tree_(sha256) {}

void SealChecker::expect_digest(std::int64_t number, const Digest& digest) { kept_.push_back({number, digest}); }

void SealChecker::check_signed(const Seal& seal) {
    if (keys_.empty()) keys_.push_back(seal.key);
    const bool known = std::find(keys_.begin(), keys_.end(), seal.key) != keys_.end();
    if (!known) {
        report_({seal.first_seq, text("seal.other-key", seal.number, key_text(seal.key))});
    } else if (!check_signature_(seal_statement(seal), seal.signature, seal.key)) {
        report_({seal.first_seq, text("seal.signature", seal.number)});
    }
}

void SealChecker::check_kept(const Seal& seal, const Digest& digest) {
    std::erase_if(kept_, [this, &seal, &digest](const Kept& kept) {
        if (kept.number != seal.number) return false;
        if (kept.digest != digest) report_({seal.first_seq, text("seal.not-kept", seal.number)});
        return true;
    });
}

void SealChecker::expect(const Seal& seal) {
    const bool follows = seal.number == last_.number + 1 && seal.first_seq == last_.last_seq + 1 &&
                         seal.last_seq >= seal.first_seq && seal.previous == last_digest_;
    if (!follows) report_({seal.first_seq, text("seal.order", seal.number)});
    check_signed(seal);
    last_ = seal;
    last_digest_ = seal_digest(seal, sha256_);
    check_kept(seal, last_digest_);
    if (last_seq_ < seal.last_seq) {
        ahead_.push_back(seal);
    } else {
        close(seal);
    }
}

/// Holds the events since the seal before against `seal`.
void SealChecker::close(const Seal& seal) {
    const bool holds = last_seq_ == seal.last_seq && tree_.size() == seal.events() && tree_.root() == seal.root;
    if (!holds) report_({seal.first_seq, text("seal.root", seal.number)});
    tree_ = MerkleTree(sha256_);
}

void SealChecker::take(std::int64_t seq, const Digest& event) {
    while (!ahead_.empty() && seq > ahead_.front().last_seq) {
        // Its last event is missing, which the gap in the numbers tells too.
        close(ahead_.front());
        ahead_.pop_front();
    }
    last_seq_ = seq;
    tree_.add(event);
    if (ahead_.empty() || seq != ahead_.front().last_seq) return;
    close(ahead_.front());
    ahead_.pop_front();
}

void SealChecker::finish() {
    if (!ahead_.empty())
        report_({last_seq_ + 1, text("seal.truncated", ahead_.front().number, ahead_.front().last_seq)});
    for (const Kept& kept : kept_) report_({last_seq_ + 1, text("seal.missing", kept.number)});
}

}  // namespace gongdan
