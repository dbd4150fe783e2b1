#include "core/ticket/snapshot_json.hpp"

namespace gongdan {
namespace {

// Times are kept as Unix milliseconds and limits as literals: short, exact, quick to read back.

json::object pause_to_json(const Pause& pause) {
    json::object stored{{"from", to_unix_ms(pause.from)}, {"reason", pause.reason}};
    if (pause.to) stored["to"] = to_unix_ms(*pause.to);
    return stored;
}

json::object change_to_json(const Change& change) {
    return {{"at", to_unix_ms(change.at)},
            {"why", change.why},
            {"old_limit", format_limit(change.old_limit)},
            {"limit", format_limit(change.limit)},
            {"old_due", to_unix_ms(change.old_due_at)},
            {"due", to_unix_ms(change.due_at)},
            {"approver", change.approver},
            {"reason", change.reason},
            {"calendar", change.calendar}};
}

json::object clock_to_json(const ClockState& clock) {
    json::object stored{{"name", clock.name},
                        {"cycle", clock.cycle},
                        {"status", name_of(clock.status)},
                        {"limit", format_limit(clock.limit)},
                        {"started", to_unix_ms(clock.started_at)},
                        {"due", to_unix_ms(clock.due_at)}};
    if (clock.stopped_at) stored["stopped"] = to_unix_ms(*clock.stopped_at);
    if (clock.provisional) stored["provisional"] = true;
    if (clock.breached) stored["breached"] = true;
    if (clock.reopened) stored["reopened"] = true;
    if (!clock.calendar.empty()) stored["calendar"] = clock.calendar;
    if (clock.corrected) stored["corrected"] = true;
    if (!clock.climb.fired.empty()) stored["fired"] = json::value_from(clock.climb.fired);
    if (clock.climb.acknowledged) stored["acknowledged"] = true;
    if (!clock.pauses.empty()) {
        json::array pauses;
        for (const Pause& pause : clock.pauses) pauses.push_back(pause_to_json(pause));
        stored["pauses"] = std::move(pauses);
    }
    if (!clock.changes.empty()) {
        json::array changes;
        for (const Change& change : clock.changes) changes.push_back(change_to_json(change));
        stored["changes"] = std::move(changes);
    }
    return stored;
}

json::array ids_to_json(const std::vector<CaseId>& ids) {
    json::array stored;
    for (const CaseId id : ids) stored.push_back(to_int(id));
    return stored;
}

std::vector<CaseId> ids_from(const json::object& stored, std::string_view key) {
    std::vector<CaseId> ids;
    const json::array* list = get_array(stored, key);
    if (list == nullptr) return ids;
    for (const json::value& id : *list) ids.push_back(CaseId(id.is_int64() ? id.get_int64() : 0));
    return ids;
}

Instant instant_in(const json::object& stored, std::string_view key) {
    return from_unix_ms(get_int(stored, key).value_or(0));
}

std::optional<Instant> maybe_instant(const json::object& stored, std::string_view key) {
    const auto ms = get_int(stored, key);
    return ms ? std::optional(from_unix_ms(*ms)) : std::nullopt;
}

std::optional<ClockStatus> status_of(std::string_view name) {
    for (const auto status : {ClockStatus::running, ClockStatus::paused, ClockStatus::stopped, ClockStatus::cancelled}) {
        if (name_of(status) == name) return status;
    }
    return std::nullopt;
}

std::vector<Pause> pauses_from(const json::object& stored) {
    std::vector<Pause> pauses;
    const json::array* list = get_array(stored, "pauses");
    if (list == nullptr) return pauses;
    for (const json::value& entry : *list) {
        if (const json::object* pause = entry.if_object()) {
            pauses.push_back({instant_in(*pause, "from"), maybe_instant(*pause, "to"), string_or_empty(*pause, "reason")});
        }
    }
    return pauses;
}

Result<std::vector<Change>> changes_from(const json::object& stored) {
    std::vector<Change> changes;
    const json::array* list = get_array(stored, "changes");
    if (list == nullptr) return changes;
    for (const json::value& entry : *list) {
        const json::object* change = entry.if_object();
        const auto old_limit = change ? parse_limit(string_or_empty(*change, "old_limit")) : parse_limit("");
        const auto limit = change ? parse_limit(string_or_empty(*change, "limit")) : parse_limit("");
        if (!old_limit || !limit) return fail(Errc::internal, "snapshot.damaged", string_or_empty(stored, "name"));
        changes.push_back({instant_in(*change, "at"), string_or_empty(*change, "why"), *old_limit, *limit,
                           instant_in(*change, "old_due"), instant_in(*change, "due"),
                           string_or_empty(*change, "approver"), string_or_empty(*change, "reason"),
                           string_or_empty(*change, "calendar")});
    }
    return changes;
}

Result<ClockState> clock_from(const json::object& stored) {
    const auto status = status_of(string_or_empty(stored, "status"));
    const auto limit = parse_limit(string_or_empty(stored, "limit"));
    if (!status || !limit) return fail(Errc::internal, "snapshot.damaged", string_or_empty(stored, "name"));
    ClockState clock;
    clock.name = string_or_empty(stored, "name");
    clock.cycle = int(get_int(stored, "cycle").value_or(1));
    clock.status = *status;
    clock.limit = *limit;
    clock.started_at = instant_in(stored, "started");
    clock.due_at = instant_in(stored, "due");
    clock.stopped_at = maybe_instant(stored, "stopped");
    clock.provisional = get_bool(stored, "provisional").value_or(false);
    clock.breached = get_bool(stored, "breached").value_or(false);
    clock.reopened = get_bool(stored, "reopened").value_or(false);
    clock.calendar = string_or_empty(stored, "calendar");
    clock.corrected = get_bool(stored, "corrected").value_or(false);
    if (const json::array* fired = get_array(stored, "fired")) {
        for (const json::value& times : *fired) clock.climb.fired.push_back(times.is_int64() ? int(times.get_int64()) : 0);
    }
    clock.climb.acknowledged = get_bool(stored, "acknowledged").value_or(false);
    clock.pauses = pauses_from(stored);
    auto changes = changes_from(stored);
    if (!changes) return changes.error();
    clock.changes = std::move(*changes);
    return clock;
}

template <class Each>
void each_object(const json::object& stored, std::string_view key, Each each) {
    const json::array* list = get_array(stored, key);
    if (list == nullptr) return;
    for (const json::value& entry : *list) {
        if (const json::object* object = entry.if_object()) each(*object);
    }
}

}  // namespace

json::object snapshot_to_json(const CaseSnapshot& snapshot) {
    json::array history;
    for (const auto& [around, leaf] : snapshot.history) history.push_back(json::object{{"in", around}, {"leaf", leaf}});
    json::array clocks;
    for (const ClockState& clock : snapshot.clocks) clocks.push_back(clock_to_json(clock));
    json::array escalations;
    for (const Escalation& known : snapshot.escalations) {
        escalations.push_back(json::object{{"id", known.id}, {"clock", known.clock}, {"ack", known.acknowledged}});
    }
    json::object stored{{"id", to_int(snapshot.id)},
                        {"number", snapshot.number},
                        {"workflow", snapshot.workflow->name},
                        {"version", snapshot.workflow->version},
                        {"promises", snapshot.promise_set},
                        {"state", snapshot.state},
                        {"revision", snapshot.revision},
                        {"opened", to_unix_ms(snapshot.opened_at)},
                        {"since", to_unix_ms(snapshot.state_since)},
                        {"data", snapshot.data},
                        {"owner", snapshot.first_owner}};
    if (!history.empty()) stored["history"] = std::move(history);
    if (!clocks.empty()) stored["clocks"] = std::move(clocks);
    if (!escalations.empty()) stored["escalations"] = std::move(escalations);
    if (snapshot.bounces != 0) stored["bounces"] = snapshot.bounces;
    if (snapshot.chases != 0) stored["chases"] = snapshot.chases;
    if (snapshot.supervised) stored["supervised"] = true;
    if (to_int(snapshot.parent) != 0) stored["parent"] = to_int(snapshot.parent);
    if (to_int(snapshot.merged_into) != 0) stored["merged_into"] = to_int(snapshot.merged_into);
    if (!snapshot.merged_children.empty()) stored["merged_children"] = ids_to_json(snapshot.merged_children);
    if (!snapshot.children.empty()) stored["children"] = ids_to_json(snapshot.children);
    if (snapshot.open_children != 0) stored["open_children"] = snapshot.open_children;
    return stored;
}

Result<CaseSnapshot> snapshot_from_json(const json::object& stored, std::shared_ptr<const Workflow> workflow) {
    CaseSnapshot snapshot;
    snapshot.workflow = std::move(workflow);
    snapshot.id = CaseId(get_int(stored, "id").value_or(0));
    snapshot.number = string_or_empty(stored, "number");
    snapshot.promise_set = string_or_empty(stored, "promises");
    snapshot.state = string_or_empty(stored, "state");
    snapshot.revision = get_int(stored, "revision").value_or(0);
    snapshot.opened_at = instant_in(stored, "opened");
    snapshot.state_since = instant_in(stored, "since");
    snapshot.first_owner = string_or_empty(stored, "owner");
    if (const json::object* data = get_object(stored, "data")) snapshot.data = *data;
    each_object(stored, "history", [&snapshot](const json::object& entry) {
        snapshot.history.emplace_back(string_or_empty(entry, "in"), string_or_empty(entry, "leaf"));
    });
    Result<void> damaged;
    each_object(stored, "clocks", [&snapshot, &damaged](const json::object& entry) {
        auto clock = clock_from(entry);
        if (clock) {
            snapshot.clocks.push_back(std::move(*clock));
        } else {
            damaged = clock.error();
        }
    });
    if (!damaged) return damaged.error();
    each_object(stored, "escalations", [&snapshot](const json::object& entry) {
        snapshot.escalations.push_back(
            {string_or_empty(entry, "id"), string_or_empty(entry, "clock"), get_bool(entry, "ack").value_or(false)});
    });
    snapshot.bounces = int(get_int(stored, "bounces").value_or(0));
    snapshot.chases = int(get_int(stored, "chases").value_or(0));
    snapshot.supervised = get_bool(stored, "supervised").value_or(false);
    snapshot.parent = CaseId(get_int(stored, "parent").value_or(0));
    snapshot.merged_into = CaseId(get_int(stored, "merged_into").value_or(0));
    snapshot.merged_children = ids_from(stored, "merged_children");
    snapshot.children = ids_from(stored, "children");
    snapshot.open_children = int(get_int(stored, "open_children").value_or(0));
    if (to_int(snapshot.id) == 0 || !snapshot.workflow || snapshot.workflow->find_state(snapshot.state) == nullptr) {
        return fail(Errc::internal, "snapshot.damaged", snapshot.number);
    }
    return snapshot;
}

}  // namespace gongdan
