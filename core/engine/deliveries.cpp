#include "core/engine/deliveries.hpp"

#include "core/base/check.hpp"

namespace gongdan {

std::string_view name_of(NoticeState state) {
    switch (state) {
        case NoticeState::pending: return "pending";
        case NoticeState::delivered: return "delivered";
        case NoticeState::dead: return "dead";
        case NoticeState::listed: return "listed";
    }
    GONGDAN_UNREACHABLE("a NoticeState outside its enum");
}

std::string_view name_of(DeliveryRow::Outcome outcome) {
    switch (outcome) {
        case DeliveryRow::Outcome::delivered: return "delivered";
        case DeliveryRow::Outcome::retry: return "retry";
        case DeliveryRow::Outcome::dead: return "dead";
        case DeliveryRow::Outcome::requeued: return "requeued";
    }
    GONGDAN_UNREACHABLE("a DeliveryRow::Outcome outside its enum");
}

}  // namespace gongdan
