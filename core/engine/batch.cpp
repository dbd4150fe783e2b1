#include "core/engine/batch.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "core/base/check.hpp"
#include "core/engine/answers.hpp"
#include "core/engine/outlook.hpp"
#include "core/engine/seen_case.hpp"
#include "core/escalation/flags.hpp"
#include "core/ticket/told.hpp"
#include "core/ticket/view.hpp"

namespace gongdan {
namespace {

constexpr int kFirstRefusal = 400;  ///< of HTTP's statuses

/// The error, pointing at where the caller named the master.
Error pointed(Error error, std::string_view into_pointer) {
    for (FieldProblem& field : error.fields) {
        if (field.pointer == FireRequest().into_pointer) field.pointer = into_pointer;
    }
    return error;
}

/// What the register of special customers says of the numbers; who opens the ticket has the last word. By a telephone
/// only for whom sees telephones: the flags of a ticket opened with a number would tell him whose it is.
void add_flags(json::object& data, const Workflow& workflow, const Organisation* organisation, const Viewer* viewer) {
    if (organisation == nullptr || !organisation->special_customers || data.contains(kFlags)) return;
    const bool sees_phones = viewer == nullptr || viewer->personal;
    const std::string phone = sees_phones ? string_or_empty(data, "contact_phone") : std::string();
    const auto flags = organisation->special_customers->flags_of(string_or_empty(data, "customer_no"), phone);
    const auto known = known_flags(workflow, flags);
    if (!known.empty()) data[kFlags] = json::value_from(known);
}

}  // namespace

Result<Reply> Batch::take(const Request& request) {
    if (request.idempotency) {
        auto kept = watch(store_.find_answer(request.idempotency->key));
        if (!kept) return kept.error();
        viewer_ = request.viewer.get();
        if (*kept) return again(std::move(**kept), request);
    }
    viewer_ = request.viewer.get();
    auto reply = may_act(request) ? std::visit([this](const auto& wish) { return run(wish); }, request.wish)
                                  : fail(Errc::forbidden, "viewer.reads-only");
    if (request.idempotency && !broken_) {
        if (auto done = keep(request, reply); !done) return done.error();
    }
    return reply;
}

json::object view_for(const Viewer* viewer, const Reply& reply, const AsOf& as_of) {
    static const std::vector<std::string> nobody;
    const CaseSnapshot& snapshot = reply.record->snapshot;
    if (viewer == nullptr) return case_view(snapshot, nobody, as_of, Privacy::plain);
    return seen_case(snapshot, *viewer, as_of, reply.unmasked ? Privacy::plain : viewer->privacy());
}

/// A kept answer, given to its caller as he may see it now: his roles or his scope may be others than they were. What
/// was done then is never done again.
Result<Reply> Batch::again(StoredAnswer kept, const Request& request) {
    auto reply = replay(std::move(kept), *request.idempotency);
    if (!reply || viewer_ == nullptr || reply->kept->status >= kFirstRefusal) return reply;
    const auto body = parse_json(reply->kept->body);
    const json::object* shown = body ? body->if_object() : nullptr;
    if (shown == nullptr) return fail(Errc::internal, "engine.kept-damaged");
    const std::string ticket = string_or_empty(*shown, "id");
    const auto found = watch(store_.load(parse_case_id(ticket)));
    if (!found) return found.error();
    if (!*found || !sees((*found)->snapshot)) return fail(Errc::not_found, "case.unknown", ticket);
    const bool unmasks = std::holds_alternative<UnmaskRequest>(request.wish) && viewer_->may_unmask;
    if (viewer_->personal || unmasks || get_bool(*shown, "masked").value_or(false)) return reply;
    Reply now_seen;
    now_seen.record = *found;
    reply->kept->body = json::serialize(view_for(viewer_, now_seen, {now_, *rules().calendar}));
    reply->kept->revision = (*found)->snapshot.revision;
    return reply;
}

/// The answer is kept in the transaction that made it true: a repeat after a crash finds both or neither.
Result<void> Batch::keep(const Request& request, Result<Reply>& reply) {
    if (!reply) {
        const auto refusal = refusal_to_keep(reply.error(), *request.idempotency, now_);
        return refusal ? watch(store_.keep_answer(*refusal)) : Result<void>();
    }
    const CaseSnapshot& snapshot = reply->record->snapshot;
    reply->kept = StoredAnswer{
        request.idempotency->key,   request.idempotency->fingerprint,
        reply->created ? 201 : 200, json::serialize(view_for(request.viewer.get(), *reply, {now_, *rules().calendar})),
        snapshot.revision,          now_};
    return watch(store_.keep_answer(*reply->kept));
}

Result<Reply> Batch::run(const OpenRequest& request) {
    OpenCommand command = request.command;
    if (!request.parent.empty()) {
        const auto parent = find(request.parent);
        if (!parent) return parent.error();
        if ((*parent)->snapshot.closed()) return fail(Errc::conflict, "open.parent-closed", (*parent)->snapshot.number);
        command.parent = (*parent)->snapshot.id;
    }
    const auto workflow = rules().find_workflow(command.workflow);
    if (!workflow) {
        Error error = fail(Errc::invalid_input, "open.unknown-workflow", command.workflow);
        error.fields.push_back({"/workflow", "unknown", error.detail});
        return error;
    }
    add_flags(command.data, *workflow, configuration_.organisation.get(), viewer_);
    // Decided without a place in the books, so that a refused opening takes no number.
    auto decision = decide_open(command, CaseId{}, "", rules(), now_);
    if (!decision) return decision.error();
    if (!sees(decision->after)) return fail(Errc::forbidden, "open.outside");
    const auto id = watch(store_.take_case_id());
    if (!id) return id.error();
    auto number = next_number(*workflow);
    if (!number) return number.error();
    place_opening(*decision, *id, *number);
    const auto record = write(std::move(*decision), {});
    if (!record) return record.error();
    if (auto told = tell_parent((*record)->snapshot, "child-opened"); !told) return told.error();
    return Reply{*record, std::nullopt, true};
}

Result<Reply> Batch::run(const FireRequest& request) {
    const auto before = find(request.ticket);
    if (!before) return before.error();
    const CaseSnapshot& snapshot = (*before)->snapshot;
    CaseRecordPtr master;
    if (const auto into = get_string(request.command.data, "into")) {
        const auto found = find(*into);
        if (!found && broken_) return found.error();
        if (found) master = *found;
    }
    if (auto real = check_unmasked(snapshot, request.command.data); !real) return real.error();
    auto decision = decide_fire(snapshot, request.command, master ? &master->snapshot : nullptr, rules(), now_);
    if (!decision) return pointed(decision.error(), request.into_pointer);
    // Only handing a job on (转派, 退单), which is counted and has its roles, takes it out of one's own sight.
    if (!keeps_seeing(decision->after) && decision->after.bounces == snapshot.bounces)
        return fail(Errc::forbidden, "fire.outside");
    if (draws_in(snapshot, decision->after, request.command)) return fail(Errc::forbidden, "fire.inside");
    const auto record = write(std::move(*decision), (*before)->tail);
    if (!record) return record.error();
    const CaseSnapshot& after = (*record)->snapshot;
    if (after.merged_into != snapshot.merged_into) {
        if (auto done = gather(after, after.merged_into); !done) return done.error();
    }
    if (after.closed() && !snapshot.closed()) {
        if (auto done = tell_parent(after, "child-closed"); !done) return done.error();
    }
    return Reply{*record, std::nullopt, false};
}

Result<Reply> Batch::run(const AcknowledgeRequest& request) {
    const bool by_id = request.ticket.empty();
    const auto before =
        by_id ? watch(store_.load(case_of_escalation(request.command.escalation))) : find(request.ticket);
    if (!before) return before.error();
    const bool his = *before && sees((*before)->snapshot);
    if (!his) return fail(Errc::not_found, "acknowledge.unknown", request.command.escalation);
    auto decision = decide_acknowledge((*before)->snapshot, request.command, rules(), now_);
    if (!decision) return decision.error();
    const auto record = write(std::move(*decision), (*before)->tail);
    if (!record) return record.error();
    return Reply{*record, std::nullopt, false};
}

Result<Reply> Batch::run(const CommentRequest& request) {
    const auto before = find(request.ticket);
    if (!before) return before.error();
    auto decision = decide_comment((*before)->snapshot, request.command, rules(), now_);
    if (!decision) return decision.error();
    const auto record = write(std::move(*decision), (*before)->tail);
    if (!record) return record.error();
    return Reply{*record, std::nullopt, false};
}

/// The same file twice is one attachment.
Result<Reply> Batch::run(const AttachRequest& request) {
    const auto before = find(request.ticket);
    if (!before) return before.error();
    if ((*before)->snapshot.attachment(request.command.file.sha256) != nullptr)
        return Reply{*before, std::nullopt, false};
    auto decision = decide_attach((*before)->snapshot, request.command, rules(), now_);
    if (!decision) return decision.error();
    const auto record = write(std::move(*decision), (*before)->tail);
    if (!record) return record.error();
    return Reply{*record, std::nullopt, true};
}

/// An auditor changes nothing, but his look at personal data is an act, and journalled as one.
bool Batch::may_act(const Request& request) const {
    return viewer_ == nullptr || !viewer_->reads_only || std::holds_alternative<UnmaskRequest>(request.wish);
}

bool Batch::sees(const CaseSnapshot& snapshot) const { return viewer_ == nullptr || viewer_->reach.covers(snapshot); }

/// Whoever sees a ticket because he was told of it may also take the step that closes it.
bool Batch::keeps_seeing(const CaseSnapshot& after) const { return sees(after) || viewer_->reach.was_told(after); }

/// Whoever was only told of a ticket sees it while that lasts: he must not move it to where he sees it for good, but by
/// a step that is there to hand the job to somebody.
bool Batch::draws_in(const CaseSnapshot& before, const CaseSnapshot& after, const FireCommand& command) const {
    if (viewer_ == nullptr || viewer_->reach.covers(before.data.object()) ||
        !viewer_->reach.covers(after.data.object()))
        return false;
    const bool hands_on =
        std::any_of(before.workflow->states.begin(), before.workflow->states.end(), [&command](const State& state) {
            return std::any_of(state.transitions.begin(), state.transitions.end(), [&command](const auto& transition) {
                const auto& require = transition.require;
                return transition.event == command.event &&
                       (std::find(require.begin(), require.end(), "team") != require.end() ||
                        std::find(require.begin(), require.end(), "assignee") != require.end());
            });
        });
    return !hands_on && after.bounces == before.bounces;
}

/// Who sees a value masked does not overwrite it, least of all with the mask that a form sends back.
Result<void> Batch::check_unmasked(const CaseSnapshot& snapshot, const json::object& given) const {
    if (viewer_ == nullptr || viewer_->personal || given.empty()) return {};
    std::vector<FieldProblem> problems;
    for (const std::string& field : personal_fields(*snapshot.workflow)) {
        const json::value* value = given.if_contains(field);
        const json::value* stored = snapshot.data.object().if_contains(field);
        if (value == nullptr || stored == nullptr || !stored->is_string()) continue;
        problems.push_back({"/data/" + field, "masked", text("fields.masked", field)});
    }
    if (problems.empty()) return {};
    Error error = fail(Errc::invalid_input, "fields.wrong", problems.size());
    error.fields = std::move(problems);
    return error;
}

Result<Reply> Batch::run(const UnmaskRequest& request) {
    if (viewer_ != nullptr && !viewer_->may_unmask) return fail(Errc::forbidden, "viewer.no-unmask");
    const auto before = find(request.ticket);
    if (!before) return before.error();
    auto decision = decide_unmask((*before)->snapshot, request.command, rules(), now_);
    if (!decision) return decision.error();
    const auto record = write(std::move(*decision), (*before)->tail);
    if (!record) return record.error();
    Reply reply;
    reply.record = *record;
    reply.unmasked = true;
    return reply;
}

Result<Reply> Batch::run(const EraseRequest& request) {
    const auto before = find(request.ticket);
    if (!before) return before.error();
    auto decision = decide_erase((*before)->snapshot, request.command, rules(), now_);
    if (!decision) return decision.error();
    const auto record = write(std::move(*decision), (*before)->tail);
    if (!record) return record.error();
    if (auto done = watch(store_.erase_personal((*record)->snapshot.id)); !done) return done.error();
    return Reply{*record, std::nullopt, false};
}

Result<Reply> Batch::run(const ImportRequest& request) {
    const auto known = watch(store_.find_number(request.command.number));
    if (!known) return known.error();
    if (to_int(*known) != 0) {
        const auto there = load(*known);
        if (!there) return there.error();
        return Reply{*there, std::nullopt, false};
    }
    auto decision = decide_import(request.command, CaseId{}, rules(), now_);
    if (!decision) return decision.error();
    const auto id = watch(store_.take_case_id());
    if (!id) return id.error();
    place_opening(*decision, *id, request.command.number);
    const auto record = write(std::move(*decision), {});
    if (!record) return record.error();
    const auto joined = join_master(*record, request.command);
    if (!joined) return joined.error();
    return Reply{*joined, std::nullopt, true};
}

/// An imported child joins its master when that is in the books already; otherwise the auditor is told.
Result<CaseRecordPtr> Batch::join_master(CaseRecordPtr child, const ImportCommand& command) {
    const auto merge = std::find_if(command.steps.begin(), command.steps.end(),
                                    [](const HistoryStep& step) { return get_string(step.data, "into").has_value(); });
    if (merge == command.steps.end()) return child;
    const std::string into = string_or_empty(merge->data, "into");
    const auto master = find(into);
    if (!master && broken_) return master.error();
    if (!master) {
        return write(decide_finding(child->snapshot, {{"finding", "master-unknown"}, {"into", into}}, now_),
                     child->tail);
    }
    auto joined = write(decide_follow(child->snapshot, (*master)->snapshot.id, now_), child->tail);
    if (!joined) return joined;
    if (auto done = gather((*joined)->snapshot, (*master)->snapshot.id); !done) return done.error();
    return joined;
}

Result<std::optional<Instant>> Batch::fire_alarms(CaseId id, DueAlarms due, SweepResult& sweep) {
    const auto before = load(id);
    if (!before) return before.error();
    auto decision = decide_alarms((*before)->snapshot, rules(), due, now_);
    if (decision.events.empty()) return next_alarm_at((*before)->snapshot, rules(), due.reached);
    for (const Event& event : decision.events) {
        ++sweep.fired;
        sweep.lateness.push_back(now_ - event.occurred_at);
    }
    const auto record = write(std::move(decision), (*before)->tail);
    if (!record) return record.error();
    return next_alarm_at((*record)->snapshot, rules(), due.reached);
}

Result<void> Batch::rebase(CaseId id) {
    const auto before = load(id);
    if (!before) return before.error();
    auto decision = decide_rebase((*before)->snapshot, rules(), now_);
    // Written even when nothing moved: the next alarm may be another one under new ladders.
    const auto record = write(std::move(decision), (*before)->tail);
    if (!record) return record.error();
    return {};
}

Result<void> Batch::mark_covered(CaseId id) {
    const auto before = load(id);
    if (!before) return before.error();
    auto decision = decide_rebase((*before)->snapshot, rules(), now_);
    if (decision.events.empty()) return {};
    const auto record = write(std::move(decision), (*before)->tail);
    return record ? Result<void>() : record.error();
}

Result<void> Batch::note_configuration(json::object body) {
    auto tail = watch(store_.configuration_tail());
    if (!tail) return tail.error();
    const auto seq = watch(store_.take_seq(1));
    if (!seq) return seq.error();
    Event event{*seq, CaseId{}, 0, EventType::configuration_changed, now_, now_, std::move(body)};
    const StoredEvent stored = store_event(event, {}, *tail, sha256_, salt_);
    committed_.events.push_back(std::move(event));
    return watch(store_.write_configuration(stored));
}

Result<CaseRecordPtr> Batch::find(std::string_view ticket) {
    // A number of another system may look like an id; the number wins, because people type numbers.
    const auto numbered = watch(store_.find_number(ticket));
    if (!numbered) return numbered.error();
    const CaseId id = to_int(*numbered) != 0 ? *numbered : parse_case_id(ticket);
    if (to_int(id) == 0) return fail(Errc::not_found, "case.unknown", ticket);
    auto found = watch(store_.load(id));
    if (!found) return found.error();
    // That a ticket of others exists is none of his business either.
    if (!*found || !sees((*found)->snapshot)) return fail(Errc::not_found, "case.unknown", ticket);
    return found;
}

Result<CaseRecordPtr> Batch::load(CaseId id) {
    auto found = watch(store_.load(id));
    if (!found) return found.error();
    GONGDAN_CHECK(*found != nullptr, "a case that the store itself named exists");
    return found;
}

/// Whether the rung has the highest level of its ladder.
bool Batch::is_top(const Event& event, const CaseSnapshot& snapshot) const {
    const ClockDef* def = snapshot.workflow->find_clock(string_or_empty(event.body, "clock"));
    const Ladder* ladder = def == nullptr ? nullptr : rules().find_ladder(def->ladder);
    return ladder != nullptr && gongdan::is_top(*ladder, get_int(event.body, "level").value_or(0));
}

/// Gives an escalation its people and messages.
std::vector<Notice> Batch::address(Event& event, const CaseSnapshot& snapshot) {
    if (event.type != EventType::escalation_raised || !configuration_.organisation) return {};
    auto notices = notices_for(event, snapshot, *configuration_.organisation, is_top(event, snapshot));
    json::array people;
    json::array serving;
    for (const Notice& notice : notices) {
        const json::value person(notice.person);
        if (std::find(people.begin(), people.end(), person) == people.end()) {
            people.push_back(person);
            if (notice.serving) serving.push_back(person);
        }
        auto& channels = committed_.channels;
        if (std::find(channels.begin(), channels.end(), notice.channel) == channels.end())
            channels.push_back(notice.channel);
    }
    event.body["people"] = std::move(people);
    if (!serving.empty()) event.body["serving"] = std::move(serving);
    return notices;
}

Result<CaseRecordPtr> Batch::write(Decision decision, const ChainTail& tail) {
    auto first = watch(store_.take_seq(std::int64_t(decision.events.size())));
    if (!first) return first.error();
    auto record = std::make_shared<CaseRecord>(CaseRecord{std::move(decision.after), tail});
    const auto personal = personal_fields(*record->snapshot.workflow);
    std::vector<StoredEvent> stored;
    std::vector<Notice> notices;
    std::vector<json::object> findings;
    bool text_changed = false;
    stored.reserve(decision.events.size());
    for (Event& event : decision.events) {
        event.seq = (*first)++;
        for (Notice& notice : address(event, record->snapshot)) notices.push_back(std::move(notice));
        if (event.type == EventType::escalation_raised) take_told(record->snapshot, event.body);
        if (auto finding = nobody_to_tell(event, record->snapshot)) findings.push_back(std::move(*finding));
        text_changed = text_changed || event.body.contains("data");
        const auto& withheld = is_attached(event.body) ? personal_of_attachment() : personal;
        stored.push_back(store_event(event, withheld, record->tail, sha256_, salt_));
        text_changed = text_changed || string_or_empty(event.body, "effect") == "erased";
    }
    const Outlook outlook = outlook_of(record->snapshot, rules());
    if (auto written = watch(store_.write({stored, record, outlook, notices, text_changed})); !written)
        return written.error();
    std::move(decision.events.begin(), decision.events.end(), std::back_inserter(committed_.events));
    CaseRecordPtr kept = std::move(record);
    for (json::object& finding : findings) {
        auto next = write(decide_finding(kept->snapshot, std::move(finding), now_), kept->tail);
        if (!next) return next;
        kept = std::move(*next);
    }
    return kept;
}

/// A rung that reaches nobody must not pass unseen.
std::optional<json::object> Batch::nobody_to_tell(const Event& event, const CaseSnapshot& snapshot) const {
    if (event.type != EventType::escalation_raised || !configuration_.organisation) return std::nullopt;
    std::vector<std::string> roles;
    for (const json::value& role : *get_array(event.body, "to")) roles.emplace_back(role.get_string());
    const auto missed = unreachable_roles(*configuration_.organisation, roles, snapshot.data, event.recorded_at);
    if (missed.empty()) return std::nullopt;
    return json::object{{"finding", "nobody-to-tell"},
                        {"clock", event.body.at("clock")},
                        {"escalation", event.body.at("id")},
                        {"roles", json::value_from(missed)}};
}

Result<void> Batch::note(CaseId id, json::object body) {
    const auto before = load(id);
    if (!before) return before.error();
    const auto record = write(decide_note((*before)->snapshot, std::move(body), now_), (*before)->tail);
    if (!record) return record.error();
    return {};
}

Result<void> Batch::tell_parent(const CaseSnapshot& child, std::string_view effect) {
    if (to_int(child.parent) == 0) return {};
    return note(child.parent, {{"effect", effect}, {"child", to_int(child.id)}, {"child_number", child.number}});
}

/// Children of a merged master follow it to the new one, so that no chain of masters grows.
Result<void> Batch::gather(const CaseSnapshot& child, CaseId master) {
    const json::object body{{"effect", "child-merged"}, {"child", to_int(child.id)}, {"child_number", child.number}};
    if (auto done = note(master, body); !done) return done;
    for (const CaseId grandchild : child.merged_children) {
        const auto before = load(grandchild);
        if (!before) return before.error();
        const auto moved = write(decide_follow((*before)->snapshot, master, now_), (*before)->tail);
        if (!moved) return moved.error();
        const json::object follow{
            {"effect", "child-merged"}, {"child", to_int(grandchild)}, {"child_number", (*before)->snapshot.number}};
        if (auto done = note(master, follow); !done) return done;
    }
    return {};
}

Result<std::string> Batch::next_number(const Workflow& workflow) {
    std::string day = format_date(date_of(now_));
    std::erase(day, '-');
    const std::string prefix = workflow.number_prefix + day;
    while (true) {
        const auto serial = watch(store_.take_serial(prefix));
        if (!serial) return serial.error();
        std::string number = fmt::format("{}{:06}", prefix, *serial);
        // An import from a sister system may have brought this very number.
        const auto taken = watch(store_.find_number(number));
        if (!taken) return taken.error();
        if (to_int(*taken) == 0) return number;
    }
}

}  // namespace gongdan
