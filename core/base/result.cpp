#include "core/base/result.hpp"

#include "core/base/check.hpp"

namespace gongdan {

int http_status(Errc code) {
    switch (code) {
        case Errc::invalid_input: return 422;
        case Errc::unauthenticated: return 401;
        case Errc::forbidden: return 403;
        case Errc::not_found: return 404;
        case Errc::not_allowed: return 409;
        case Errc::conflict: return 409;
        case Errc::stale_revision: return 412;
        case Errc::too_large: return 413;
        case Errc::overloaded: return 503;
        case Errc::read_only: return 503;
        case Errc::unavailable: return 503;
        case Errc::internal: return 500;
    }
    GONGDAN_UNREACHABLE("an Errc outside its enum");
}

std::string_view name_of(Errc code) {
    switch (code) {
        case Errc::invalid_input: return "invalid-input";
        case Errc::unauthenticated: return "unauthenticated";
        case Errc::forbidden: return "forbidden";
        case Errc::not_found: return "not-found";
        case Errc::not_allowed: return "not-allowed";
        case Errc::conflict: return "conflict";
        case Errc::stale_revision: return "stale-revision";
        case Errc::too_large: return "too-large";
        case Errc::overloaded: return "overloaded";
        case Errc::read_only: return "read-only";
        case Errc::unavailable: return "unavailable";
        case Errc::internal: return "internal";
    }
    GONGDAN_UNREACHABLE("an Errc outside its enum");
}

}  // namespace gongdan
