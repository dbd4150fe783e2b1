#pragma once
/// What the tests of filings share: an engine with its store and journal in memory, and who files and approves.

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "adapters/crypto/crypto.hpp"
#include "core/engine/filings.hpp"
#include "core/engine/memory_store.hpp"
#include "core/ticket/snapshot_json.hpp"
#include "tests/support/shipped.hpp"

namespace gongdan::test {

using Texts = std::vector<std::string>;

inline Viewer person(const std::string& name, const std::string& role) { return Viewer::system({name, {role}}); }

/// Faults of the first area, this morning.
inline NewFiling storm() {
    return {{"demo-101"}, {"fault-repair"}, on("08:00:00"), on("12:00:00"), "台风", "气象预警 7 号"};
}

class Desk {
 public:
    Result<Filing> change(const FilingWish& wish, const Viewer& viewer, Instant now,
                          const std::optional<Idempotency>& key = std::nullopt) {
        auto changed = engine_.change_filing(wish, viewer, key, now, keep_);
        if (!changed) return changed.error();
        note(changed->committed);
        last_ = changed->reply;
        return filing_from(json::parse(changed->reply.kept->body).as_object());
    }
    Result<Filing> file(const NewFiling& wish, Instant now, const std::string& role = "dispatcher") {
        return change(wish, person("d1", role), now);
    }
    Result<Filing> approve(const std::string& id, Instant now, const std::string& name = "boss",
                           const std::string& role = "county_dept") {
        return change(ApproveFiling{id}, person(name, role), now);
    }
    Result<Filing> withdraw(const std::string& id, Instant now, const std::string& name = "boss",
                            const std::string& role = "county_dept") {
        return change(WithdrawFiling{id}, person(name, role), now);
    }
    /// Files and approves; the id.
    std::string in_force(Instant now, const NewFiling& wish = storm()) {
        const auto filing = file(wish, now);
        REQUIRE(filing.ok());
        REQUIRE(approve(filing->id, now).ok());
        return filing->id;
    }

    Result<Reply> run(const Request& request, Instant now) {
        auto result = engine_.run({&request, 1}, now);
        note(result.committed);
        return std::move(result.replies.front());
    }
    /// Opens an urban fault in `area`; its id.
    std::string open(const std::string& area, Instant now, const std::string& hangup = "08:00:00") {
        Request request = open_fault("urban", hangup);
        auto& command = std::get<OpenRequest>(request.wish).command;
        if (!area.empty()) command.data["area"] = area;
        const auto reply = run(request, now);
        REQUIRE(reply.ok());
        return std::to_string(to_int(reply->record->snapshot.id));
    }
    /// A crew is on site: the clock of the restoration starts.
    void arrive(const std::string& ticket, Instant now) {
        REQUIRE(run(fire(ticket, "dispatch", "dispatcher", R"({"team":"A"})"), now).ok());
        REQUIRE(run(fire(ticket, "acknowledge", "area_manager"), now).ok());
        REQUIRE(run(fire(ticket, "arrive", "area_manager"), now).ok());
    }
    Result<Reply> acknowledge(const std::string& ticket, const std::string& escalation, const std::string& role,
                              Instant now) {
        return run({AcknowledgeRequest{ticket, {escalation, {"someone", {role}}}}, std::nullopt, {}}, now);
    }
    /// Fires each alarm in its time, up to `until`.
    void wait(Instant until) {
        while (true) {
            const auto next = *store_.next_due();
            if (!next || *next > until) return;
            const auto swept = engine_.sweep(*next, *next);
            REQUIRE(swept.ok());
            note(swept->committed);
        }
    }
    void sweep_late(Instant until, Instant now) {
        const auto swept = engine_.sweep(until, now);
        REQUIRE(swept.ok());
        note(swept->committed);
    }
    const CaseSnapshot& at(const std::string& id) { return store_.load(parse_case_id(id)).value()->snapshot; }
    const ClockState& clock(const std::string& id, const std::string& name = "arrival") { return *at(id).clock(name); }

    /// "08:45:00 level 3": what was raised of the clock.
    Texts told(const std::string& id, const std::string& name = "arrival") const {
        Texts said;
        for (const Event& event : journal_) {
            if (event.type != EventType::escalation_raised || event.case_id != parse_case_id(id)) continue;
            if (string_or_empty(event.body, "clock") != name) continue;
            said.push_back(format_time(event.occurred_at).substr(11, 8) + " level " +
                           std::to_string(*get_int(event.body, "level")));
        }
        return said;
    }
    std::vector<Event> notes(const std::string& id, std::string_view effect) const {
        std::vector<Event> found;
        for (const Event& event : journal_) {
            if (event.case_id == parse_case_id(id) && string_or_empty(event.body, "effect") == effect)
                found.push_back(event);
        }
        return found;
    }
    const std::vector<Event>& journal() const { return journal_; }
    Engine& engine() { return engine_; }
    const Reply& last() const { return last_; }
    void keep_with(Engine::KeepFiling keep) { keep_ = std::move(keep); }
    const std::vector<Filing>& filings() const { return engine_.configuration().rules->filings; }

    /// The case made anew from its events.
    CaseSnapshot replayed(const std::string& id) const {
        CaseSnapshot snapshot;
        for (const Event& event : journal_) {
            if (event.case_id == parse_case_id(id))
                apply(snapshot, event, shipped().rules->find_workflow("fault-repair"));
        }
        return snapshot;
    }

 private:
    void note(const Committed& committed) {
        journal_.insert(journal_.end(), committed.events.begin(), committed.events.end());
    }

    MemoryStore store_;
    Engine engine_{store_, shipped(), crypto::sha256, fixed_salt};
    Engine::KeepFiling keep_;
    std::vector<Event> journal_;
    Reply last_;
};

}  // namespace gongdan::test
