#include "core/engine/rebasing.hpp"

namespace gongdan {

bool Rebasing::count(std::span<const Event> events) {
    bool any = false;
    for (const Event& event : events) {
        // An extension is somebody's own step.
        if (event.type != EventType::clock_rebased || string_or_empty(event.body, "why") != "calendar") continue;
        const bool same = string_or_empty(event.body, "old_due_at") == string_or_empty(event.body, "due_at");
        ++(same ? settled : moved);
        any = true;
    }
    return any;
}

std::string rebasing_text(const Rebasing& rebasing) {
    json::object kept{{"seq", rebasing.seq},
                      {"year", rebasing.year},
                      {"after", to_int(rebasing.after)},
                      {"moved", rebasing.moved},
                      {"settled", rebasing.settled}};
    if (rebasing.asked_under) {
        kept["key"] = rebasing.asked_under->key;
        kept["fingerprint"] = rebasing.asked_under->fingerprint;
    }
    return json::serialize(kept);
}

Result<std::optional<Rebasing>> rebasing_from(std::string_view text) {
    if (text.empty()) return std::optional<Rebasing>();
    const auto parsed = parse_json(text);
    const json::object* kept = parsed ? parsed->if_object() : nullptr;
    if (kept == nullptr) return fail(Errc::internal, "calendar.damaged-rebasing", text);
    Rebasing rebasing{get_int(*kept, "seq").value_or(0),           int(get_int(*kept, "year").value_or(0)),
                      CaseId(get_int(*kept, "after").value_or(0)), get_int(*kept, "moved").value_or(0),
                      get_int(*kept, "settled").value_or(0),       std::nullopt};
    if (const auto key = get_string(*kept, "key"))
        rebasing.asked_under = Idempotency{std::string(*key), string_or_empty(*kept, "fingerprint")};
    return std::optional(std::move(rebasing));
}

std::optional<Rebasing> rebasing_after(std::optional<Rebasing> before, std::int64_t seq, const json::object& body) {
    const std::string what = string_or_empty(body, "what");
    if (what == "calendar-rebased") return std::nullopt;
    if (what != "calendar-year" || string_or_empty(body, "clocks") != "in-turn") return before;
    return Rebasing{seq, int(get_int(body, "year").value_or(0)), {}, 0, 0, {}};
}

json::object rebased_note(const Rebasing& rebasing, std::string_view calendar) {
    return {{"what", "calendar-rebased"}, {"year", rebasing.year},   {"calendar", calendar},
            {"since", rebasing.seq},      {"moved", rebasing.moved}, {"settled", rebasing.settled}};
}

}  // namespace gongdan
