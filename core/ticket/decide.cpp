#include "core/ticket/decide.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/ranges.h>

#include "core/base/check.hpp"
#include "core/ticket/draft.hpp"
#include "core/ticket/mask.hpp"

namespace gongdan {
namespace {

Result<Instant> happened_at(const std::optional<Instant>& given, Instant now, std::optional<Instant> opened_at) {
    if (!given) return now;
    if (*given > now) return fail(Errc::invalid_input, "occurred.in-future", written_time(*given), written_time(now));
    if (opened_at && *given < *opened_at) {
        return fail(Errc::invalid_input, "occurred.before-opening", written_time(*given), written_time(*opened_at));
    }
    return *given;
}

void add(std::vector<FieldProblem>& problems, std::vector<FieldProblem> more) {
    std::move(more.begin(), more.end(), std::back_inserter(problems));
}

/// Time fields that say when a clock began must not lie in the future.
std::vector<FieldProblem> future_starts(const Workflow& workflow, const json::object& data, Instant now) {
    std::vector<FieldProblem> problems;
    std::vector<std::string> seen;
    for (const ClockDef& def : workflow.clocks) {
        const auto given = def.start_at.empty() ? std::nullopt : get_string(data, def.start_at);
        const auto parsed = given ? parse_time(*given) : Result<Instant>(now);
        if (!parsed || *parsed <= now || std::find(seen.begin(), seen.end(), def.start_at) != seen.end()) continue;
        seen.push_back(def.start_at);
        problems.push_back(
            {"/data/" + def.start_at, "range", text("occurred.in-future", written_time(*parsed), written_time(now))});
    }
    return problems;
}

void note_late_entry(Draft& draft, const FireCommand& command, Instant at) {
    if (draft.now() - at <= kLateEntryTolerance) return;
    draft.emit(EventType::finding_raised, at,
               {{"finding", "late-entry"}, {"event", command.event}, {"late_by_s", whole_seconds(draft.now() - at)}});
}

constexpr std::string_view kBlanks = " \t\r\n";

constexpr std::size_t kStepMembers = 7;  ///< at most, in the body of a step

json::object step_body(const CaseSnapshot& before, const FireCommand& command, const StepResult& taken) {
    json::object body({{"event", command.event}, {"actor", command.actor.id}, {"role", taken.role}}, kStepMembers);
    if (!taken.transition->target.empty()) {
        body["from"] = before.state;
        body["to"] = taken.target;
    }
    if (!command.data.empty()) body["data"] = command.data;
    if (const auto effect = effect_name(taken.transition->effect); !effect.empty()) body["effect"] = effect;
    return body;
}

Result<void> check_master(const CaseSnapshot& snapshot, const CaseSnapshot* master) {
    if (master == nullptr) {
        Error error = fail(Errc::invalid_input, "merge.no-master");
        error.fields.push_back({"/data/into", "unknown", error.detail});
        return error;
    }
    if (master->id == snapshot.id) return fail(Errc::conflict, "merge.itself");
    if (master->workflow->name != snapshot.workflow->name) return fail(Errc::conflict, "merge.other-workflow");
    if (to_int(master->merged_into) != 0) return fail(Errc::conflict, "merge.into-child", master->number);
    if (master->closed()) return fail(Errc::conflict, "merge.closed", master->number);
    return {};
}

/// Fields that decided a deadline stay as they were: a later event that gave another hang-up time or another kind of
/// site would be an extension without an approver.
std::vector<FieldProblem> rewritten_facts(const CaseSnapshot& snapshot, const json::object& data, const Rules& rules) {
    std::vector<FieldProblem> problems;
    if (data.empty()) return problems;
    for (const std::string_view field : facts_of_clocks(snapshot, rules)) {
        const json::value* given = data.if_contains(field);
        if (given == nullptr) continue;
        const json::value* stored = snapshot.data.object().if_contains(field);
        if (stored != nullptr ? *stored == *given : given->is_null()) continue;
        problems.push_back({"/data/" + std::string(field), "fixed", text("fields.fixed", field)});
    }
    return problems;
}

/// Under whatever name: an account is called otherwise than its person in the organisation.
std::vector<FieldProblem> own_approval(const FireCommand& command) {
    if (!command.actor.is_called(string_or_empty(command.data, "approver"))) return {};
    return {{"/data/approver", "own", text("approver.own")}};
}

Result<StepResult> choose_step(const CaseSnapshot& snapshot, const FireCommand& command, const Rules& rules,
                               Instant now) {
    const GuardFacts facts = snapshot.facts(now);
    auto taken = step({*snapshot.workflow, snapshot.state, snapshot.history, command.event, command.actor.roles,
                       snapshot.data, command.data, facts});
    auto problems = check_fields(*snapshot.workflow, command.data, false);
    add(problems, check_order(*snapshot.workflow, snapshot.data, command.data));
    add(problems, rewritten_facts(snapshot, command.data, rules));
    add(problems, own_approval(command));
    if (problems.empty()) return taken;
    // The state decides first: a wrong field matters only for an event that may happen at all.
    const auto events = allowed_events(*snapshot.workflow, snapshot.state, command.actor.roles, facts);
    if (std::find(events.begin(), events.end(), command.event) == events.end()) return taken;
    if (!taken) add(problems, taken.error().fields);
    return invalid_fields(std::move(problems));
}

/// The case's own side effects after the step: clocks first, in the order in which people would tell it.
Result<void> carry_out(Draft& draft, const FireCommand& command, const StepResult& taken, Instant at) {
    const bool moves = !taken.transition->target.empty();
    draft.emit(moves ? EventType::case_moved : EventType::case_noted, at, step_body(draft.state(), command, taken));
    if (taken.transition->effect == Effect::extend) {
        if (auto done = extend_clock(draft, command.data); !done) return done;
    }
    const auto reason = get_string(command.data, "reason").value_or(std::string_view());
    const bool reopens = taken.transition->effect == Effect::reopen;
    const Happening happening{false, command.event, taken.entered, taken.left, at, reason, reopens};
    if (auto done = run_clocks(draft, happening); !done) return done;
    note_late_entry(draft, command, at);
    return {};
}

Result<void> check_revision(const CaseSnapshot& snapshot, std::optional<std::int64_t> expected) {
    if (!expected || *expected == snapshot.revision) return {};
    return fail(Errc::stale_revision, "fire.stale", *expected, snapshot.revision);
}

/// An actor without a role may do nothing either.
bool only_reads(const Actor& actor) {
    return std::all_of(actor.roles.begin(), actor.roles.end(), [](const auto& role) { return role == "auditor"; });
}

const Escalation* find_escalation(const CaseSnapshot& snapshot, const std::string& id) {
    if (id == "last") return snapshot.escalations.empty() ? nullptr : &snapshot.escalations.back();
    const auto found = std::find_if(snapshot.escalations.begin(), snapshot.escalations.end(),
                                    [&id](const Escalation& candidate) { return candidate.id == id; });
    return found == snapshot.escalations.end() ? nullptr : &*found;
}

/// An answer stops the whole climb, so it takes somebody whom the ladder names, or, where it names nobody, who was told
/// or would be told next: a crew must not silence the rungs that watch it (DOMAIN.md §7).
std::vector<std::string> acknowledging_roles(const CaseSnapshot& snapshot, const Escalation& escalation,
                                             const Rules& rules) {
    std::vector<std::string> roles{"admin"};
    const ClockDef* def = snapshot.workflow->find_clock(escalation.clock);
    const Ladder* ladder = def == nullptr ? nullptr : rules.find_ladder(def->ladder);
    if (ladder == nullptr) return roles;
    const auto note = [&roles](const std::string& role) {
        if (std::find(roles.begin(), roles.end(), role) == roles.end()) roles.push_back(role);
    };
    std::for_each(ladder->acknowledge.begin(), ladder->acknowledge.end(), note);
    if (!ladder->acknowledge.empty()) return roles;
    const std::size_t rung = rung_of_escalation(escalation.id);
    if (rung == 0 && ladder->watch) std::for_each(ladder->watch->roles.begin(), ladder->watch->roles.end(), note);
    for (std::size_t index = rung == 0 ? ladder->rungs.size() : rung - 1; index < ladder->rungs.size(); ++index) {
        std::for_each(ladder->rungs[index].roles.begin(), ladder->rungs[index].roles.end(), note);
    }
    return roles;
}

std::string first_role(const Actor& actor) { return actor.roles.empty() ? std::string() : actor.roles.front(); }

Result<void> check_reason(const std::string& reason) {
    const bool blank = reason.find_first_not_of(" \t\r\n") == std::string::npos;
    if (!blank && reason.size() <= kReasonMax) return {};
    return invalid_fields({{"/reason", "length", text("reason.length", kReasonMax)}});
}

Result<std::string> opening_role(const Workflow& workflow, const Actor& actor) {
    for (const std::string& role : actor.roles) {
        const auto& may = workflow.open_roles;
        if (may.empty() || std::find(may.begin(), may.end(), role) != may.end()) return role;
    }
    return fail(Errc::forbidden, "open.forbidden", workflow.title.zh, workflow.name);
}

}  // namespace

bool Actor::is_called(std::string_view name) const {
    const std::size_t begin = std::min(name.find_first_not_of(kBlanks), name.size());
    name = name.substr(begin, name.find_last_not_of(kBlanks) + 1 - begin);
    return !name.empty() && (name == id || std::find(also.begin(), also.end(), name) != also.end());
}

Result<std::string> acknowledging_role(const CaseSnapshot& snapshot, const Escalation& escalation, const Actor& actor,
                                       const Rules& rules) {
    const auto may = acknowledging_roles(snapshot, escalation, rules);
    const auto& roles = actor.roles;
    const auto role = std::find_first_of(roles.begin(), roles.end(), may.begin(), may.end());
    if (role != roles.end()) return *role;
    return fail(Errc::forbidden, "acknowledge.forbidden", escalation.id, fmt::format("{}", fmt::join(may, ", ")));
}

std::vector<std::string> personal_fields(const Workflow& workflow) {
    std::vector<std::string> names;
    for (const Field& field : workflow.fields) {
        if (field.is_personal()) names.push_back(field.name);
    }
    return names;
}

Error invalid_fields(std::vector<FieldProblem> problems) {
    Error error = fail(Errc::invalid_input, "fields.wrong", problems.size());
    error.fields = std::move(problems);
    return error;
}

void Draft::emit(EventType type, Instant occurred_at, json::object body) {
    Event event{0, after_.id, after_.revision + 1, type, occurred_at, now_, std::move(body)};
    apply(after_, event, after_.workflow);
    events_.push_back(std::move(event));
}

void Draft::pin(CaseId id, std::shared_ptr<const Workflow> workflow) {
    after_.id = id;
    after_.workflow = std::move(workflow);
}

const Ladder* Rules::find_ladder(std::string_view name) const {
    const auto found =
        std::find_if(ladders.begin(), ladders.end(), [name](const Ladder& ladder) { return ladder.name == name; });
    return found == ladders.end() ? nullptr : &*found;
}

std::shared_ptr<const Workflow> Rules::find_workflow(std::string_view name) const {
    const auto found = std::find_if(workflows.begin(), workflows.end(),
                                    [name](const auto& workflow) { return workflow->name == name; });
    return found == workflows.end() ? nullptr : *found;
}

Result<Decision> decide_open(const OpenCommand& command, CaseId id, std::string number, const Rules& rules,
                             Instant now) {
    const auto workflow = rules.find_workflow(command.workflow);
    if (!workflow) return fail(Errc::invalid_input, "open.unknown-workflow", command.workflow);
    const auto role = opening_role(*workflow, command.actor);
    if (!role) return role.error();
    const auto at = happened_at(command.occurred_at, now, std::nullopt);
    if (!at) return at.error();
    auto problems = check_fields(*workflow, command.data, true);
    add(problems, check_order(*workflow, {}, command.data));
    add(problems, future_starts(*workflow, command.data, now));
    if (!problems.empty()) return invalid_fields(std::move(problems));

    Draft draft({}, rules, now);
    draft.pin(id, workflow);
    const auto entered = initial_states(*workflow);
    json::object body{{"workflow", workflow->name}, {"version", workflow->version},    {"number", std::move(number)},
                      {"state", entered.back()},    {"actor", command.actor.id},       {"role", *role},
                      {"data", command.data},       {"promise_set", rules.promise_set}};
    if (to_int(command.parent) != 0) body["parent"] = to_int(command.parent);
    draft.emit(EventType::case_opened, *at, std::move(body));
    if (auto done = run_clocks(draft, {true, "", entered, {}, *at, ""}); !done) return done.error();
    // A clock that starts already past its due time breaches at once: at = its due time, recorded now.
    run_alarms(draft, {now - Millis(1), now - Millis(1)});
    return std::move(draft).finish();
}

void place_opening(Decision& decision, CaseId id, const std::string& number) {
    decision.after.id = id;
    decision.after.number = number;
    // An opening long after the fact may have raised escalations already: their ids begin with the case's.
    const auto moved = [id](std::string_view escalation) {
        return std::to_string(to_int(id)).append(escalation.substr(escalation.find('.')));
    };
    for (Event& event : decision.events) {
        event.case_id = id;
        if (event.type == EventType::case_opened) event.body["number"] = number;
        const bool names_itself =
            event.type == EventType::escalation_raised || event.type == EventType::escalation_skipped;
        if (names_itself) event.body["id"] = moved(string_or_empty(event.body, "id"));
    }
    for (Escalation& escalation : decision.after.escalations) escalation.id = moved(escalation.id);
}

Result<Decision> decide_fire(const CaseSnapshot& snapshot, const FireCommand& command, const CaseSnapshot* master,
                             const Rules& rules, Instant now) {
    if (auto fresh = check_revision(snapshot, command.expected_revision); !fresh) return fresh.error();
    Draft draft(snapshot, rules, now);
    run_alarms(draft, {now - Millis(1), now - Millis(1)});
    const auto taken = choose_step(draft.state(), command, rules, now);
    if (!taken) return taken.error();
    const auto at = happened_at(command.occurred_at, now, snapshot.opened_at);
    if (!at) return at.error();
    // What leads on from a state happened after the state was reached: an arrival before the dispatch is a mistake, or
    // worse.
    if (!taken->transition->target.empty() && *at < draft.state().state_since)
        return fail(Errc::invalid_input, "occurred.before-state", written_time(*at),
                    written_time(draft.state().state_since));
    const bool merges = taken->transition->effect == Effect::merge;
    if (merges) {
        if (auto fits = check_master(snapshot, master); !fits) return fits.error();
    }
    if (auto done = carry_out(draft, command, *taken, *at); !done) return done.error();
    if (merges) {
        draft.emit(EventType::case_merged, *at, {{"into", to_int(master->id)}, {"into_number", master->number}});
    }
    run_alarms(draft, {now - Millis(1), now - Millis(1)});
    return std::move(draft).finish();
}

Result<Decision> decide_acknowledge(const CaseSnapshot& snapshot, const AcknowledgeCommand& command, const Rules& rules,
                                    Instant now) {
    Draft draft(snapshot, rules, now);
    run_alarms(draft, {now - Millis(1), now - Millis(1)});
    const Escalation* escalation = find_escalation(draft.state(), command.escalation);
    if (escalation == nullptr) return fail(Errc::not_found, "acknowledge.unknown", command.escalation);
    if (escalation->acknowledged) return fail(Errc::conflict, "acknowledge.again", escalation->id);
    const auto role = acknowledging_role(draft.state(), *escalation, command.actor, rules);
    if (!role) return role.error();
    json::object body{
        {"id", escalation->id}, {"clock", escalation->clock}, {"actor", command.actor.id}, {"role", *role}};
    if (!command.via.empty()) body["via"] = command.via;
    draft.emit(EventType::escalation_acknowledged, now, std::move(body));
    return std::move(draft).finish();
}

Result<Decision> decide_comment(const CaseSnapshot& snapshot, const CommentCommand& command, const Rules& rules,
                                Instant now) {
    if (auto fresh = check_revision(snapshot, command.expected_revision); !fresh) return fresh.error();
    if (only_reads(command.actor)) return fail(Errc::forbidden, "comment.forbidden");
    if (command.text.empty() || command.text.size() > kCommentMax) {
        return invalid_fields({{"/text", "length", text("comment.length", kCommentMax)}});
    }
    if (snapshot.erased) return fail(Errc::conflict, "erase.done", snapshot.number);
    Draft draft(snapshot, rules, now);
    run_alarms(draft, {now - Millis(1), now - Millis(1)});
    draft.emit(EventType::case_noted, now,
               {{"effect", "comment"},
                {"text", command.text},
                {"actor", command.actor.id},
                {"role", command.actor.roles.front()}});
    return std::move(draft).finish();
}

Result<Decision> decide_attach(const CaseSnapshot& snapshot, const AttachCommand& command, const Rules& rules,
                               Instant now) {
    if (only_reads(command.actor)) return fail(Errc::forbidden, "attachment.forbidden");
    if (snapshot.erased) return fail(Errc::conflict, "erase.done", snapshot.number);
    if (snapshot.attachment(command.file.sha256) != nullptr) return fail(Errc::conflict, "attachment.again");
    if (snapshot.attachments.size() >= kAttachmentsMax) {
        return fail(Errc::conflict, "attachment.too-many", snapshot.number, kAttachmentsMax);
    }
    Draft draft(snapshot, rules, now);
    run_alarms(draft, {now - Millis(1), now - Millis(1)});
    draft.emit(EventType::case_noted, now, attached_body(command.file, command.actor.id, command.actor.roles.front()));
    return std::move(draft).finish();
}

Result<Decision> decide_unmask(const CaseSnapshot& snapshot, const UnmaskCommand& command, const Rules& rules,
                               Instant now) {
    if (auto given = check_reason(command.reason); !given) return given.error();
    Draft draft(snapshot, rules, now);
    run_alarms(draft, {now - Millis(1), now - Millis(1)});
    draft.emit(EventType::case_noted, now,
               {{"effect", "unmasked"},
                {"reason", command.reason},
                {"actor", command.actor.id},
                {"role", first_role(command.actor)}});
    return std::move(draft).finish();
}

namespace {

/// What lies beside the case's events of its present data: personal fields, and texts with somebody's number in them.
json::array fields_to_erase(const CaseSnapshot& snapshot) {
    const auto personal = personal_fields(*snapshot.workflow);
    json::array fields;
    for (const auto& [key, value] : snapshot.data.object()) {
        const bool marked = std::find(personal.begin(), personal.end(), key) != personal.end();
        const bool names_somebody = value.is_string() && holds_private_number(value.get_string());
        if (!value.is_null() && (marked || names_somebody)) fields.push_back(json::value(key));
    }
    return fields;
}

}  // namespace

Result<Decision> decide_erase(const CaseSnapshot& snapshot, const EraseCommand& command, const Rules& rules,
                              Instant now) {
    const auto& roles = command.actor.roles;
    if (std::find(roles.begin(), roles.end(), "admin") == roles.end()) return fail(Errc::forbidden, "erase.forbidden");
    if (auto given = check_reason(command.reason); !given) return given.error();
    if (!snapshot.closed()) return fail(Errc::conflict, "erase.open", snapshot.number);
    const json::array fields = fields_to_erase(snapshot);
    const bool attached = std::any_of(snapshot.attachments.begin(), snapshot.attachments.end(),
                                      [](const Attachment& attachment) { return !attachment.erased; });
    if (fields.empty() && !attached) return fail(Errc::conflict, "erase.nothing", snapshot.number);
    Draft draft(snapshot, rules, now);
    draft.emit(EventType::case_noted, now,
               {{"effect", "erased"},
                {"fields", fields},
                {"reason", command.reason},
                {"actor", command.actor.id},
                {"role", "admin"}});
    return std::move(draft).finish();
}

Decision decide_alarms(const CaseSnapshot& snapshot, const Rules& rules, DueAlarms due, Instant now) {
    Draft draft(snapshot, rules, now);
    run_alarms(draft, due);
    return std::move(draft).finish();
}

namespace {

/// One event that needs no rules.
Decision single(const CaseSnapshot& snapshot, EventType type, json::object body, Instant now) {
    const Rules none;
    Draft draft(snapshot, none, now);
    draft.emit(type, now, std::move(body));
    return std::move(draft).finish();
}

}  // namespace

Decision decide_note(const CaseSnapshot& snapshot, json::object body, Instant now) {
    return single(snapshot, EventType::case_noted, std::move(body), now);
}

Decision decide_finding(const CaseSnapshot& snapshot, json::object body, Instant now) {
    return single(snapshot, EventType::finding_raised, std::move(body), now);
}

Decision decide_follow(const CaseSnapshot& snapshot, CaseId into, Instant now) {
    return single(snapshot, EventType::case_merged, {{"into", to_int(into)}, {"why", "followed-master"}}, now);
}

}  // namespace gongdan
