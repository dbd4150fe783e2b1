#include "core/ticket/filing.hpp"

#include <algorithm>

#include "core/base/check.hpp"

namespace gongdan {
namespace {

bool holds(const std::vector<std::string>& list, std::string_view wanted) {
    return std::find(list.begin(), list.end(), wanted) != list.end();
}

json::value text_or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

std::vector<std::string> texts_in(const json::object& view, std::string_view key) {
    std::vector<std::string> texts;
    const json::array* list = get_array(view, key);
    if (list == nullptr) return texts;
    for (const json::value& item : *list) {
        if (const json::string* text = item.if_string()) texts.emplace_back(*text);
    }
    return texts;
}

std::optional<Instant> time_in(const json::object& view, std::string_view key) {
    const auto written = get_string(view, key);
    const auto parsed = written ? parse_time(*written) : Result<Instant>(fail(Errc::internal, "snapshot.damaged", key));
    return parsed ? std::optional(*parsed) : std::nullopt;
}

}  // namespace

std::string_view name_of(Filing::State state) {
    switch (state) {
        case Filing::State::filed: return "filed";
        case Filing::State::approved: return "approved";
        case Filing::State::withdrawn: return "withdrawn";
    }
    GONGDAN_UNREACHABLE("a Filing::State outside its enum");
}

Instant end_of(const Filing& filing) {
    return filing.withdrawn_at ? std::min(filing.to, *filing.withdrawn_at) : filing.to;
}

bool covers(const Filing& filing, std::string_view workflow, std::string_view area) {
    if (filing.state() != Filing::State::approved || area.empty()) return false;
    return holds(filing.workflows, workflow) && (holds(filing.areas, area) || holds(filing.names, area));
}

json::object filing_view(const Filing& filing) {
    return {{"id", filing.id},
            {"state", name_of(filing.state())},
            {"areas", json::value_from(filing.areas)},
            {"area_names", json::value_from(filing.names)},
            {"workflows", json::value_from(filing.workflows)},
            {"from", format_time(filing.from)},
            {"to", format_time(filing.to)},
            {"reason", filing.reason},
            {"evidence", filing.evidence},
            {"filed_by", filing.filed_by},
            {"filed_role", filing.filed_role},
            {"filed_person", text_or_null(filing.filed_person)},
            {"filed_at", format_time(filing.filed_at)},
            {"approved_by", text_or_null(filing.approved_by)},
            {"approved_role", text_or_null(filing.approved_role)},
            {"approved_at", time_or_null(filing.approved_at)},
            {"withdrawn_by", text_or_null(filing.withdrawn_by)},
            {"withdrawn_at", time_or_null(filing.withdrawn_at)}};
}

Result<Filing> filing_from(const json::object& view) {
    Filing filing;
    filing.id = string_or_empty(view, "id");
    filing.areas = texts_in(view, "areas");
    filing.names = texts_in(view, "area_names");
    filing.workflows = texts_in(view, "workflows");
    filing.reason = string_or_empty(view, "reason");
    filing.evidence = string_or_empty(view, "evidence");
    filing.filed_by = string_or_empty(view, "filed_by");
    filing.filed_role = string_or_empty(view, "filed_role");
    filing.filed_person = string_or_empty(view, "filed_person");
    filing.approved_by = string_or_empty(view, "approved_by");
    filing.approved_role = string_or_empty(view, "approved_role");
    filing.withdrawn_by = string_or_empty(view, "withdrawn_by");
    filing.approved_at = time_in(view, "approved_at");
    filing.withdrawn_at = time_in(view, "withdrawn_at");
    const auto from = time_in(view, "from");
    const auto to = time_in(view, "to");
    const auto filed_at = time_in(view, "filed_at");
    if (filing.id.empty() || !from || !to || !filed_at)
        return fail(Errc::internal, "filing.damaged", filing.id.empty() ? "?" : filing.id);
    filing.from = *from;
    filing.to = *to;
    filing.filed_at = *filed_at;
    return filing;
}

}  // namespace gongdan
