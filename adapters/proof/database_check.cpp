#include "adapters/proof/database_check.hpp"

#include "adapters/crypto/crypto.hpp"
#include "adapters/crypto/signing.hpp"
#include "adapters/host/rules_journal.hpp"
#include "adapters/sqlite/backup.hpp"

namespace gongdan::proof {
namespace {

using Stage = host::VerificationProgress::Stage;

void note(std::vector<Fault>& faults, const Result<void>& done) {
    if (!done) faults.push_back({0, done.error().detail});
}

/// One check of one database.
class Check {
 public:
    Check(const CheckWish& wish, sqlite::Scan& scan)
        : wish_(wish),
          scan_(scan),
          rules_(wish.rules ? *wish.rules : Rules{}),
          verifier_({crypto::sha256, crypto::check_signature, wish.keys}, rules_) {
        for (const KeptSeal& kept : wish.kept) verifier_.expect_digest(kept.number, kept.digest);
    }

    Result<host::Verdict> run() {
        tell(Stage::file);
        note(faults_, wish_.search_index ? sqlite::check_integrity(wish_.file) : scan_.integrity());
        note(faults_, feed());
        note(faults_, compare_outline());
        if (stopped()) return given_up();
        tell(Stage::clocks);
        verifier_.finish();
        compare();
        if (stopped()) return given_up();
        host::Verdict verdict = verdict_of(verifier_);
        verdict.faults.insert(verdict.faults.end(), faults_.begin(), faults_.end());
        return verdict;
    }

 private:
    [[nodiscard]] bool stopped() const { return wish_.stop != nullptr && wish_.stop->load(); }
    void tell(Stage stage, std::int64_t done = 0, std::int64_t in_all = 0) const {
        if (wish_.progress) wish_.progress({stage, done, in_all});
    }
    /// Every read failed since, which is no fault of the database.
    [[nodiscard]] static Error given_up() { return fail(Errc::unavailable, "verify.given-up"); }

    Result<void> feed() {
        const auto in_all = scan_.last_seq();
        if (!in_all) return in_all.error();
        auto sealed = scan_.seals([this](const Seal& seal) -> Result<void> {
            verifier_.expect(seal);
            return {};
        });
        if (!sealed) return sealed;
        return scan_.events(0, [this, in_all = *in_all](const StoredEvent& event) -> Result<void> {
            if (stopped()) return given_up();
            verifier_.take(event);
            tell(Stage::events, verifier_.events(), in_all);
            return {};
        });
    }

    /// What reading by seq does not show: events before the first place, and machinery that would change rows by
    /// itself.
    Result<void> compare_outline() {
        const auto outline = scan_.outline();
        if (!outline) return outline.error();
        if (outline->machinery > 0) return fail(Errc::internal, "verify.machinery", outline->machinery);
        const std::int64_t outside = outline->events - verifier_.events();
        return outside == 0 ? Result<void>() : fail(Errc::internal, "verify.outside", outside);
    }

    void compare() {
        const auto find = [this](std::string_view name, std::string_view version) {
            return rules_.find_workflow(name, version);
        };
        std::int64_t rows = 0;
        const auto in_all = std::int64_t(verifier_.cases());
        note(faults_, compare_rows(scan_, find, verifier_.examiner(),
                                   [this, &rows, in_all] { tell(Stage::rows, ++rows, in_all); }));
        tell(Stage::derived);
        if (verifier_.examiner().not_compared() > 0)
            faults_.push_back({0, text("doctor.no-rows", verifier_.examiner().not_compared())});
        note(faults_, compare_account_log(scan_, faults_));
        if (wish_.rules) note(faults_, compare_derived(scan_, wish_.find_workflow, *wish_.rules, faults_));
    }

    const CheckWish& wish_;
    sqlite::Scan& scan_;
    host::JournalledRules rules_;
    Verifier verifier_;
    std::vector<Fault> faults_;  ///< of the file and of rows
};

}  // namespace

host::Verdict verdict_of(const Verifier& verifier) {
    const SealChecker& seals = verifier.seals();
    host::Verdict verdict;
    verdict.events = verifier.events();
    verdict.cases = verifier.cases();
    verdict.clock_events = verifier.clock_events();
    verdict.seals = seals.seals();
    verdict.unsealed = seals.unsealed();
    if (seals.seals() > 0) verdict.last = seals.last();
    verdict.faults = verifier.faults();
    return verdict;
}

Result<host::Verdict> check_database(const CheckWish& wish) {
    auto scan = sqlite::Scan::open(wish.file);
    if (!scan) {
        host::Verdict verdict;
        verdict.faults.push_back({0, scan.error().detail});
        return verdict;
    }
    if (wish.stop != nullptr) scan->give_up_when(*wish.stop);
    return Check(wish, *scan).run();
}

Result<void> compare_rows(sqlite::Scan& scan, const sqlite::FindWorkflow& find_workflow, Examiner& examiner,
                          const std::function<void()>& each) {
    const auto told = scan.keeps_told();
    if (!told) return told.error();
    const auto rows = *told ? Examiner::Rows::whole : Examiner::Rows::without_told;
    return scan.cases(find_workflow, [&examiner, &each, rows](const CaseRecord& stored) -> Result<void> {
        examiner.compare(stored, rows);
        if (each) each();
        return {};
    });
}

Result<void> compare_derived(sqlite::Scan& scan, const sqlite::FindWorkflow& find_workflow, const Rules& rules,
                             std::vector<Fault>& faults) {
    return scan.derived(find_workflow, rules, [&faults](CaseId id, std::string_view place) {
        if (faults.size() < Examiner::kFaultsMax) faults.push_back({0, text("doctor.derived", to_int(id), place)});
    });
}

Result<void> compare_account_log(sqlite::Scan& scan, std::vector<Fault>& faults) {
    return scan.account_log([&faults](std::int64_t line) {
        if (faults.size() < Examiner::kFaultsMax) faults.push_back({0, text("doctor.account-log", line)});
    });
}

}  // namespace gongdan::proof
