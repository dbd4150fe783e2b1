#include "core/engine/engine.hpp"

#include <queue>

#include "core/engine/answers.hpp"
#include "core/engine/batch.hpp"
#include "core/engine/roster_answer.hpp"
#include "core/engine/transaction.hpp"

namespace gongdan {
namespace {

constexpr std::size_t kRebasePage = 1000;  ///< cases looked at between two questions to the store

/// Earliest first; at one instant the older case.
struct Later {
    bool operator()(const DueCase& one, const DueCase& other) const {
        return one.at != other.at ? one.at > other.at : one.id > other.id;
    }
};

json::object roster_note(const RosterDecision& decision, const std::string& actor) {
    return {{"what", decision.removed ? "roster-entry-removed" : "roster-entry"},
            {"entry", entry_view(decision.entry)},
            {"actor", actor}};
}

}  // namespace

Engine::Engine(Store& store, Configuration configuration, Sha256 sha256, SaltSource salt)
    : store_(store), configuration_(std::move(configuration)), sha256_(sha256), salt_(std::move(salt)) {}

/// The first time it asks the store what an owner before left open.
Result<void> Engine::begin(Transaction& transaction) {
    if (auto begun = transaction.begin(); !begun || known_) return begun;
    const auto kept = store_.rebasing();
    if (!kept) return kept.error();
    auto open = rebasing_from(*kept);
    if (!open) return open.error();
    rebasing_ = std::move(*open);
    known_ = true;
    return {};
}

/// What moved in these events is counted in the transaction that holds them.
Result<void> Engine::commit(Transaction& transaction, std::span<const Event> events) {
    auto progress = rebasing_;
    if (progress && progress->count(events)) {
        if (auto kept = store_.keep_rebasing(rebasing_text(*progress)); !kept) return kept;
    }
    if (auto committed = transaction.commit(); !committed) return committed;
    rebasing_ = std::move(progress);
    return {};
}

BatchResult Engine::run(std::span<const Request> requests, Instant now) {
    BatchResult result;
    const auto all_fail = [&result, count = requests.size()](const Error& error) {
        result.replies.assign(count, Result<Reply>(error));
        result.committed = {};
    };
    Transaction transaction(store_);
    if (auto begun = begin(transaction); !begun) {
        all_fail(begun.error());
        return result;
    }
    Batch batch(store_, configuration_, sha256_, salt_, now);
    if (rebasing_) batch.rebase_what_is_met();
    for (const Request& request : requests) {
        result.replies.push_back(batch.take(request));
        if (!batch.broken()) continue;
        all_fail(Error(result.replies.back().error()));
        return result;
    }
    if (auto committed = commit(transaction, batch.committed().events); !committed) {
        all_fail(committed.error());
        return result;
    }
    result.committed = std::move(batch).take_committed();
    return result;
}

Result<SweepResult> Engine::sweep(Instant until, Instant now, std::size_t limit) {
    SweepResult sweep;
    Transaction transaction(store_);
    if (auto begun = begin(transaction); !begun) return begun.error();
    Batch batch(store_, configuration_, sha256_, salt_, now);
    if (rebasing_) batch.rebase_what_is_met();
    const auto due = store_.due(until, limit);
    if (!due) return due.error();
    std::priority_queue<DueCase, std::vector<DueCase>, Later> queue(Later{}, *due);
    // Cases beyond the limit may be due before an alarm that a case inside it gets next: leave those to the next sweep.
    const std::optional<Instant> horizon = due->size() == limit ? std::optional(due->back().at) : std::nullopt;
    while (!queue.empty() && sweep.fired < limit) {
        const DueCase next = queue.top();
        queue.pop();
        const std::size_t fired = sweep.fired;
        const auto after = batch.fire_alarms(next.id, {next.at, until}, sweep);
        if (!after) return after.error();
        // One that only gave up missed repeats for a later one must fire in this sweep, or no sweep would ever end.
        const bool in_order = !horizon || !*after || **after <= *horizon || sweep.fired == fired;
        const bool again = *after && **after <= until && in_order;
        if (again) queue.push({**after, next.id});
    }
    sweep.more = !queue.empty() || horizon.has_value();
    if (auto committed = commit(transaction, batch.committed().events); !committed) return committed.error();
    sweep.committed = std::move(batch).take_committed();
    return sweep;
}

Result<Committed> Engine::rearm(Instant now) {
    Transaction transaction(store_);
    if (auto begun = begin(transaction); !begun) return begun.error();
    Batch batch(store_, configuration_, sha256_, salt_, now);
    if (auto done = rebase_cases(batch); !done) return done.error();
    if (auto committed = commit(transaction, batch.committed().events); !committed) return committed.error();
    return std::move(batch).take_committed();
}

Result<void> Engine::rebase_cases(Batch& batch) {
    CaseId after{};
    while (true) {
        const auto page = store_.with_clocks(after, kRebasePage);
        if (!page) return page.error();
        if (page->empty()) return {};
        for (const CaseId id : *page) {
            if (auto rebased = batch.rebase(id); !rebased) return rebased;
        }
        after = page->back();
    }
}

Result<Committed> Engine::note_configuration(json::object body, Instant now) {
    return note_configuration(std::vector{std::move(body)}, now, {});
}

Result<Committed> Engine::note_configuration(std::vector<json::object> bodies, Instant now, const InBatch& also) {
    Transaction transaction(store_);
    if (auto begun = begin(transaction); !begun) return begun.error();
    Batch batch(store_, configuration_, sha256_, salt_, now);
    for (json::object& body : bodies) {
        if (auto noted = batch.note_configuration(std::move(body)); !noted) return noted.error();
    }
    if (also) {
        if (auto done = also(); !done) return done.error();
    }
    if (auto committed = commit(transaction, batch.committed().events); !committed) return committed.error();
    return std::move(batch).take_committed();
}

Result<NotedResult> Engine::note_once(const json::object& body, const MakeAnswer& answer,
                                      const std::optional<Idempotency>& idempotency, Instant now) {
    Transaction transaction(store_);
    if (auto begun = begin(transaction); !begun) return begun.error();
    Batch batch(store_, configuration_, sha256_, salt_, now);
    auto reply = answer_once(store_, idempotency, now, [&batch, &body, &answer, now]() -> Result<StoredAnswer> {
        if (auto noted = batch.note_configuration(body); !noted) return noted.error();
        return answer(now);
    });
    if (!reply) return reply.error();
    if (auto committed = commit(transaction, batch.committed().events); !committed) return committed.error();
    return NotedResult{std::move(*reply), std::move(batch).take_committed()};
}

Result<RosterResult> Engine::change_roster(const RosterChange& change, const std::optional<Idempotency>& idempotency,
                                           Instant now, const KeepEntry& keep) {
    Transaction transaction(store_);
    if (auto begun = begin(transaction); !begun) return begun.error();
    Batch batch(store_, configuration_, sha256_, salt_, now);
    Configuration changed = configuration_;
    bool broken = false;
    const auto work = [this, &change, &keep, &batch, &changed, &broken, now]() -> Result<StoredAnswer> {
        const Organisation none;
        auto decision = decide_roster(configuration_.organisation ? *configuration_.organisation : none, change, now);
        if (!decision) return decision.error();
        auto written = batch.note_configuration(roster_note(*decision, change.actor));
        if (written && keep) written = keep(decision->entry, decision->removed);
        broken = !written;
        if (broken) return written.error();
        changed.organisation = decision->organisation;
        return roster_answer(*decision, configuration_.roles.get());
    };
    auto reply = answer_once(store_, idempotency, now, work);
    if (broken) return reply.error();
    // A refusal may have been kept under its key.
    if (auto committed = commit(transaction, batch.committed().events); !committed) return committed.error();
    if (!reply) return reply.error();
    configuration_ = std::move(changed);
    return RosterResult{std::move(*reply), std::move(batch).take_committed()};
}

}  // namespace gongdan
