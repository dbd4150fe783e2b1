#include "core/ticket/snapshot_json.hpp"

#include <array>
#include <charconv>

#include "core/base/canonical_json.hpp"
#include "core/base/check.hpp"

namespace gongdan {
namespace {

// Times are kept as Unix milliseconds and limits as literals: short, exact, quick to read back.

/// Writes one JSON object, member by member. Strings need no validation: input was checked at the edge.
class ObjectWriter {
 public:
    explicit ObjectWriter(std::string& out) : out_(out) { out_ += '{'; }

    void put(std::string_view key, std::int64_t number) {
        name(key);
        append_number(number);
    }
    void put(std::string_view key, int number) { put(key, std::int64_t(number)); }
    void put(std::string_view key, CaseId id) { put(key, to_int(id)); }
    void put(std::string_view key, Instant at) { put(key, to_unix_ms(at)); }
    void put(std::string_view key, std::string_view text) {
        name(key);
        append_canonical_string(text, out_);
    }
    void put(std::string_view key, const std::string& text) { put(key, std::string_view(text)); }
    void put(std::string_view key, const char* text) { put(key, std::string_view(text)); }
    void put(std::string_view key, const json::object& object) {
        name(key);
        append_canonical_json(object, out_);
    }
    /// Present only when it is true.
    void flag(std::string_view key, bool value) {
        if (!value) return;
        name(key);
        out_ += "true";
    }
    /// An array of what `each` writes, one entry a time; absent when `list` is empty.
    template <class List, class Each>
    void list(std::string_view key, const List& list, Each each) {
        if (list.empty()) return;
        name(key);
        out_ += '[';
        bool first = true;
        for (const auto& entry : list) {
            if (!first) out_ += ',';
            first = false;
            each(entry);
        }
        out_ += ']';
    }
    template <class List>
    void numbers(std::string_view key, const List& values) {
        list(key, values, [this](const auto value) { append_number(std::int64_t(value)); });
    }
    void end() { out_ += '}'; }
    [[nodiscard]] std::string& out() { return out_; }

 private:
    void name(std::string_view key) {
        if (out_.back() != '{') out_ += ',';
        out_.append(1, '"').append(key).append("\":");  // our own keys need no escapes
    }
    void append_number(std::int64_t number) {
        std::array<char, 24> digits;
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
        out_.append(digits.data(), end);
    }

    std::string& out_;
};

void write_pause(const Pause& pause, std::string& out) {
    ObjectWriter stored(out);
    stored.put("from", pause.from);
    stored.put("reason", pause.reason);
    if (pause.to) stored.put("to", *pause.to);
    stored.end();
}

void write_change(const Change& change, std::string& out) {
    ObjectWriter stored(out);
    stored.put("at", change.at);
    stored.put("why", change.why);
    stored.put("old_limit", format_limit(change.old_limit));
    stored.put("limit", format_limit(change.limit));
    stored.put("old_due", change.old_due_at);
    stored.put("due", change.due_at);
    stored.put("approver", change.approver);
    stored.put("reason", change.reason);
    stored.put("calendar", change.calendar);
    stored.end();
}

void write_exemption(const Exemption& exemption, ObjectWriter& stored) {
    stored.put("filing", exemption.filing);
    stored.put("filed_from", exemption.from);
    stored.put("filed_until", exemption.until);
    stored.put("filed_reason", exemption.reason);
    stored.put("filed_evidence", exemption.evidence);
    stored.put("filed_approver", exemption.approver);
    stored.numbers("filed_fired", exemption.fired);
    stored.flag("filed_later", exemption.entered_later);
}

void write_clock(const ClockState& clock, std::string& out) {
    ObjectWriter stored(out);
    stored.put("name", clock.name);
    stored.put("cycle", clock.cycle);
    stored.put("status", name_of(clock.status));
    stored.put("limit", format_limit(clock.limit));
    stored.put("started", clock.started_at);
    stored.put("due", clock.due_at);
    if (clock.stopped_at) stored.put("stopped", *clock.stopped_at);
    stored.flag("provisional", clock.provisional);
    stored.flag("breached", clock.breached);
    stored.flag("reopened", clock.reopened);
    if (!clock.calendar.empty()) stored.put("calendar", clock.calendar);
    stored.flag("corrected", clock.corrected);
    stored.numbers("fired", clock.climb.fired);
    stored.flag("acknowledged", clock.climb.acknowledged);
    if (clock.climb.acknowledged) stored.put("acknowledged_at", clock.climb.acknowledged_at);
    if (clock.climb.watched > 0) stored.put("watched", clock.climb.watched);
    if (clock.climb.watched_before > 0) stored.put("watched_before", clock.climb.watched_before);
    if (clock.exemption) write_exemption(*clock.exemption, stored);
    stored.list("pauses", clock.pauses, [&out](const Pause& pause) { write_pause(pause, out); });
    stored.list("changes", clock.changes, [&out](const Change& change) { write_change(change, out); });
    stored.end();
}

void write_escalation(const Escalation& known, std::string& out) {
    ObjectWriter stored(out);
    stored.put("id", known.id);
    stored.put("clock", known.clock);
    stored.flag("ack", known.acknowledged);
    stored.end();
}

void write_history(const History::value_type& entry, std::string& out) {
    ObjectWriter stored(out);
    stored.put("in", entry.first);
    stored.put("leaf", entry.second);
    stored.end();
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
    for (const auto status :
         {ClockStatus::running, ClockStatus::paused, ClockStatus::stopped, ClockStatus::cancelled}) {
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
            pauses.push_back(
                {instant_in(*pause, "from"), maybe_instant(*pause, "to"), string_or_empty(*pause, "reason")});
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

std::vector<int> counts_in(const json::object& stored, std::string_view key) {
    std::vector<int> counts;
    const json::array* list = get_array(stored, key);
    if (list == nullptr) return counts;
    for (const json::value& count : *list) counts.push_back(count.is_int64() ? int(count.get_int64()) : 0);
    return counts;
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
    clock.climb.fired = counts_in(stored, "fired");
    clock.climb.acknowledged = get_bool(stored, "acknowledged").value_or(false);
    if (clock.climb.acknowledged) clock.climb.acknowledged_at = instant_in(stored, "acknowledged_at");
    clock.climb.watched = int(get_int(stored, "watched").value_or(0));
    clock.climb.watched_before = int(get_int(stored, "watched_before").value_or(0));
    if (stored.contains("filing")) {
        clock.exemption =
            Exemption{string_or_empty(stored, "filing"),         instant_in(stored, "filed_from"),
                      instant_in(stored, "filed_until"),         string_or_empty(stored, "filed_reason"),
                      string_or_empty(stored, "filed_evidence"), string_or_empty(stored, "filed_approver"),
                      counts_in(stored, "filed_fired"),          get_bool(stored, "filed_later").value_or(false)};
    }
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

std::string snapshot_text(const CaseSnapshot& snapshot) {
    constexpr std::size_t kUsual = 2048;  // bytes: so that most are written without growing
    std::string out;
    out.reserve(kUsual);
    ObjectWriter stored(out);
    stored.put("id", snapshot.id);
    stored.put("number", snapshot.number);
    stored.put("workflow", snapshot.workflow->name);
    stored.put("version", snapshot.workflow->version);
    stored.put("promises", snapshot.promise_set);
    stored.put("state", snapshot.state);
    stored.put("revision", snapshot.revision);
    stored.put("opened", snapshot.opened_at);
    stored.put("since", snapshot.state_since);
    stored.put("data", snapshot.data);
    stored.put("owner", snapshot.first_owner);
    stored.list("history", snapshot.history, [&out](const auto& entry) { write_history(entry, out); });
    stored.list("clocks", snapshot.clocks, [&out](const ClockState& clock) { write_clock(clock, out); });
    stored.list("escalations", snapshot.escalations, [&out](const Escalation& known) { write_escalation(known, out); });
    stored.list("told", snapshot.told, [&out](const std::string& mark) { append_canonical_string(mark, out); });
    if (snapshot.bounces != 0) stored.put("bounces", snapshot.bounces);
    if (snapshot.chases != 0) stored.put("chases", snapshot.chases);
    if (snapshot.attempts != 0) stored.put("attempts", snapshot.attempts);
    stored.flag("supervised", snapshot.supervised);
    if (to_int(snapshot.parent) != 0) stored.put("parent", snapshot.parent);
    if (to_int(snapshot.merged_into) != 0) stored.put("merged_into", snapshot.merged_into);
    stored.numbers("merged_children", snapshot.merged_children);
    stored.numbers("children", snapshot.children);
    if (snapshot.open_children != 0) stored.put("open_children", snapshot.open_children);
    stored.list("attachments", snapshot.attachments,
                [&out](const Attachment& attachment) { append_canonical_json(attachment_to_json(attachment), out); });
    stored.flag("erased", snapshot.erased);
    stored.end();
    return out;
}

json::object snapshot_to_json(const CaseSnapshot& snapshot) {
    auto parsed = parse_json(snapshot_text(snapshot));
    GONGDAN_CHECK(parsed.ok() && parsed->is_object(), "what snapshot_text() writes is JSON");
    return std::move(parsed->get_object());
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
    if (const json::object* data = get_object(stored, "data")) snapshot.data = json::object(*data, json::storage_ptr());
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
    if (const json::array* told = get_array(stored, "told")) {
        for (const json::value& mark : *told) {
            if (mark.is_string()) snapshot.told.emplace_back(mark.get_string());
        }
    }
    each_object(stored, "attachments", [&snapshot](const json::object& entry) {
        snapshot.attachments.push_back(attachment_from_json(entry));
    });
    snapshot.bounces = int(get_int(stored, "bounces").value_or(0));
    snapshot.chases = int(get_int(stored, "chases").value_or(0));
    snapshot.attempts = int(get_int(stored, "attempts").value_or(0));
    snapshot.supervised = get_bool(stored, "supervised").value_or(false);
    snapshot.erased = get_bool(stored, "erased").value_or(false);
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
