#pragma once
/// The proof of a whole journal (DESIGN: the journal and its proof): the chain of every case, the seals over all
/// events, the commitments to personal values, and every clock worked out again. Works on any journal that comes in
/// order: of a database or of an export.

#include <vector>

#include "core/audit/clock_check.hpp"
#include "core/audit/rule_history.hpp"
#include "core/audit/seal_check.hpp"
#include "core/engine/examine.hpp"

namespace gongdan {

/// Once seals are made, one comes every minute: events that waited longer than this lost theirs.
inline constexpr Millis kSealLag = std::chrono::minutes(10);

struct VerifyOptions {
    Sha256 sha256 = nullptr;
    CheckSignature check_signature = nullptr;
    std::vector<PublicKey> keys;  ///< that may have signed; none = the first seal's own, which proves less
};

/// Seals first (expect), then events (take), then finish(). `rules` outlives it. Memory: one record a case. Not
/// thread-safe.
class Verifier {
 public:
    Verifier(VerifyOptions options, RuleHistory& rules);

    void expect(const Seal& seal) { seals_.expect(seal); }
    void expect_digest(std::int64_t number, const Digest& digest) { seals_.expect_digest(number, digest); }
    void take(const StoredEvent& event);
    void finish();

    [[nodiscard]] std::int64_t events() const { return examiner_.events(); }
    [[nodiscard]] std::int64_t cases() const { return examiner_.cases(); }
    [[nodiscard]] std::int64_t clock_events() const { return clocks_.recomputed(); }
    [[nodiscard]] const SealChecker& seals() const { return seals_; }
    /// The replayed cases, to hold rows against.
    [[nodiscard]] Examiner& examiner() { return examiner_; }
    /// By seq, at most Examiner::kFaultsMax of each kind of check; those without an event last.
    [[nodiscard]] std::vector<Fault> faults() const;

 private:
    void note(Fault fault);
    void watch_seals(const StoredEvent& event);

    VerifyOptions options_;
    RuleHistory& rules_;
    std::vector<Fault> found_;
    SealChecker seals_;
    ClockCheck clocks_;
    Examiner examiner_;
    Instant horizon_{};     ///< when the engine took the last event of a case
    Instant last_at_{};     ///< … and the last event of all
    bool sealing_ = false;  ///< the journal says which key seals it
    struct {
        std::int64_t seq = 0;
        Instant at{};  ///< the earliest of all of them: a forger may set one back
    } first_unsealed_;
};

}  // namespace gongdan
