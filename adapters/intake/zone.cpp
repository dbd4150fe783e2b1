// The only file that sees the time zone library.

#include <stdexcept>

#include <date/tz.h>

#include "adapters/intake/datetime.hpp"

namespace gongdan::intake {
namespace {

/// "+08:00" and "-0500"; nothing when it does not look like an offset.
std::optional<Millis> read_offset(std::string_view name) {
    const auto digit = [name](std::size_t i) { return name[i] >= '0' && name[i] <= '9' ? name[i] - '0' : -100; };
    const bool colon = name.size() == 6 && name[3] == ':';
    if ((!colon && name.size() != 5) || (name[0] != '+' && name[0] != '-')) return std::nullopt;
    const std::size_t minute_at = colon ? 4 : 3;
    const int hours = digit(1) * 10 + digit(2);
    const int minutes = digit(minute_at) * 10 + digit(minute_at + 1);
    if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59) return std::nullopt;
    const Millis offset = std::chrono::hours(hours) + std::chrono::minutes(minutes);
    return name[0] == '-' ? -offset : offset;
}

}  // namespace

Result<Zone> Zone::parse(std::string_view name) {
    Zone zone;
    if (const auto offset = read_offset(name)) {
        zone.offset_ = *offset;
        return zone;
    }
    if (name == "Z" || name == "UTC") {
        zone.offset_ = Millis(0);
        return zone;
    }
    try {
        zone.named_ = date::locate_zone(std::string(name));
        return zone;
    } catch (const std::runtime_error&) {
        return fail(Errc::invalid_input, "intake.no-zone", name);
    }
}

Instant Zone::to_instant(LocalTime local) const {
    const auto as_utc = Instant(local.time_since_epoch());
    if (named_ == nullptr) return as_utc - offset_;
    const date::local_time<Millis> wall(local.time_since_epoch());
    const auto info = named_->get_info(wall);
    return as_utc - std::chrono::duration_cast<Millis>(info.first.offset);
}

}  // namespace gongdan::intake
