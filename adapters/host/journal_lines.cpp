#include "adapters/host/journal_lines.hpp"

#include <algorithm>

#include "core/base/canonical_json.hpp"
#include "core/base/unambiguous_json.hpp"

namespace gongdan::host {
namespace {

constexpr std::string_view kTypePrefix = "gongdan.";
constexpr std::string_view kSealType = "gongdan.seal";
constexpr std::string_view kCasePrefix = "case/";

json::object cloud_event(std::string id, std::string type, Instant at) {
    return {{"specversion", "1.0"},    {"id", std::move(id)},     {"source", "urn:gongdan"},
            {"type", std::move(type)}, {"time", format_time(at)}, {"datacontenttype", "application/json"}};
}

Error malformed(std::string_view line) {
    constexpr std::size_t kShown = 60;
    std::string shown(line.substr(0, kShown));
    // It may be anything, and goes to a terminal.
    for (char& c : shown) c = c >= ' ' && c <= '~' ? c : '?';
    return fail(Errc::invalid_input, "journal.line", shown);
}

std::optional<std::int64_t> integer_in(std::string_view text) {
    const auto parsed = parse_json(text);
    return parsed && parsed->is_int64() ? std::optional(parsed->get_int64()) : std::nullopt;
}

Result<JournalEntry> read_event_line(const json::object& line, std::string_view text) {
    const std::string type = string_or_empty(line, "type");
    const std::string subject = string_or_empty(line, "subject");
    if (!type.starts_with(kTypePrefix) || !subject.starts_with(kCasePrefix)) return malformed(text);
    const auto known = event_type_of(std::string_view(type).substr(kTypePrefix.size()));
    const auto seq = integer_in(string_or_empty(line, "id"));
    const auto case_id = integer_in(std::string_view(subject).substr(kCasePrefix.size()));
    const auto case_seq = get_int(line, "caseseq");
    const auto prev_seq = get_int(line, "prevseq");
    const auto occurred_at = parse_time(string_or_empty(line, "time"));
    const auto recorded_at = parse_time(string_or_empty(line, "recordedtime"));
    const json::object* data = get_object(line, "data");
    const std::string hash = from_hex(string_or_empty(line, "hash"));
    const bool whole = known && seq && case_id && case_seq && prev_seq && occurred_at && recorded_at && data != nullptr;
    StoredEvent event;
    if (!whole || hash.size() != event.hash.size() || !is_canonical(*data)) return malformed(text);
    event.seq = *seq;
    event.case_id = CaseId(*case_id);
    event.case_seq = *case_seq;
    event.prev_seq = *prev_seq;
    event.type = *known;
    event.occurred_at = *occurred_at;
    event.recorded_at = *recorded_at;
    event.body = canonical_json(*data);
    if (const json::object* personal = get_object(line, "personal")) event.personal = json::serialize(*personal);
    std::copy(hash.begin(), hash.end(), event.hash.begin());
    return JournalEntry(std::move(event));
}

}  // namespace

Result<std::string> journal_line(const StoredEvent& event, LineOptions options) {
    auto body = parse_json(event.body);
    if (!body || !body->is_object()) return fail(Errc::internal, "journal.damaged", event.seq);
    json::object line = cloud_event(std::to_string(event.seq),
                                    std::string(kTypePrefix) + std::string(name_of(event.type)), event.occurred_at);
    line["subject"] = std::string(kCasePrefix) + std::to_string(to_int(event.case_id));
    line["recordedtime"] = format_time(event.recorded_at);
    line["caseseq"] = event.case_seq;
    line["prevseq"] = event.prev_seq;
    line["hash"] = to_hex(event.hash);
    if (options.personal && !event.personal.empty()) {
        auto beside = parse_json(event.personal);
        if (!beside) return fail(Errc::internal, "journal.damaged", event.seq);
        line["personal"] = std::move(*beside);
    }
    if (options.excerpt) line["excerpt"] = true;
    line["data"] = std::move(*body);
    return json::serialize(line);
}

std::string journal_line(const Seal& seal) {
    json::object line = cloud_event("seal-" + std::to_string(seal.number), std::string(kSealType), seal.sealed_at);
    line["data"] = seal_view(seal);
    return json::serialize(line);
}

Result<JournalEntry> read_journal_line(std::string_view line) {
    const auto parsed = parse_unambiguous_json(line);
    if (!parsed || !parsed->is_object()) return malformed(line);
    const json::object& object = parsed->get_object();
    if (object.contains("excerpt")) return fail(Errc::invalid_input, "journal.excerpt");
    if (string_or_empty(object, "type") != kSealType) return read_event_line(object, line);
    const json::object* data = get_object(object, "data");
    if (data == nullptr) return malformed(line);
    auto seal = seal_from(*data);
    if (!seal) return seal.error();
    return JournalEntry(std::move(*seal));
}

}  // namespace gongdan::host
