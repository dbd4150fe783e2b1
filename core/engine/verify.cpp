#include "core/engine/verify.hpp"

#include <algorithm>
#include <limits>

namespace gongdan {

Verifier::Verifier(VerifyOptions options, RuleHistory& rules)
    : options_(std::move(options)),
      rules_(rules),
      seals_(options_.sha256, options_.check_signature, options_.keys, [this](Fault fault) { note(std::move(fault)); }),
      clocks_(rules, [this](Fault fault) { note(std::move(fault)); }),
      examiner_(
          options_.sha256,
          [this](std::string_view name, std::string_view version) { return rules_.find_workflow(name, version); },
          [this](const CaseSnapshot& before, const Event& event, const std::shared_ptr<const Workflow>& workflow) {
              clocks_.take(before, event, workflow);
          }) {}

void Verifier::note(Fault fault) {
    if (found_.size() < Examiner::kFaultsMax) found_.push_back(std::move(fault));
}

void Verifier::watch_seals(const StoredEvent& event) {
    seals_.take(event.seq, event.hash);
    if (seals_.unsealed() == 1) first_unsealed_ = {event.seq, event.recorded_at};
    first_unsealed_.at = std::min(first_unsealed_.at, event.recorded_at);
    last_at_ = std::max(last_at_, event.recorded_at);
}

void Verifier::take(const StoredEvent& event) {
    watch_seals(event);
    if (!personal_values_match(event, options_.sha256)) note({event.seq, text("verify.personal", event.seq)});
    if (to_int(event.case_id) == 0) {
        const auto restored = restore_event(event);
        sealing_ = sealing_ || (restored && string_or_empty(restored->body, "what") == "seal-key");
        const auto taken = restored ? rules_.take(*restored) : Result<void>(restored.error());
        if (!taken) note({event.seq, with_cause(text("verify.rules", event.seq), taken.error().detail)});
    } else {
        horizon_ = std::max(horizon_, event.recorded_at);
    }
    examiner_.take(event);
}

void Verifier::finish() {
    seals_.finish();
    if (events() == 0) note({0, text("verify.nothing")});
    if (events() > 0 && seals_.seals() == 0 && !options_.keys.empty()) note({1, text("verify.no-seal")});
    if (sealing_ && seals_.unsealed() > 0 && first_unsealed_.at + kSealLag < last_at_)
        note({first_unsealed_.seq, text("verify.unsealed", first_unsealed_.seq)});
    examiner_.each([this](const CaseSnapshot& snapshot) { clocks_.finish(snapshot, horizon_); });
}

std::vector<Fault> Verifier::faults() const {
    std::vector<Fault> all = examiner_.faults();
    all.insert(all.end(), found_.begin(), found_.end());
    const auto place = [](const Fault& fault) {
        return fault.seq == 0 ? std::numeric_limits<std::int64_t>::max() : fault.seq;
    };
    std::stable_sort(all.begin(), all.end(),
                     [&place](const Fault& one, const Fault& other) { return place(one) < place(other); });
    return all;
}

}  // namespace gongdan
