#include "core/engine/delivery_view.hpp"

namespace gongdan {
namespace {

json::value or_null(std::string_view text) { return text.empty() ? json::value(nullptr) : json::value(text); }

}  // namespace

json::object delivery_view(const DeliveryRow& row) {
    const bool single = to_int(row.case_id) != 0;
    return {{"seq", row.seq},
            {"at", format_time(row.at)},
            {"took_ms", row.took.count()},
            {"outcome", name_of(row.outcome)},
            {"channel", row.channel},
            {"person", row.person},
            {"notice", row.notice},
            {"list", row.list},
            {"ticket", single ? json::value(std::to_string(to_int(row.case_id))) : json::value(nullptr)},
            {"number", or_null(row.number)},
            {"tickets", row.tickets},
            {"answer", or_null(row.answer)},
            {"by", or_null(row.by)}};
}

}  // namespace gongdan
