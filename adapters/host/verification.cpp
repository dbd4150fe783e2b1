#include "adapters/host/verification.hpp"

#include "core/base/check.hpp"

namespace gongdan::host {

std::string_view name_of(Verification::State state) {
    switch (state) {
        case Verification::State::never: return "never";
        case Verification::State::running: return "running";
        case Verification::State::sound: return "sound";
        case Verification::State::faulty: return "faulty";
        case Verification::State::stopped: return "stopped";
    }
    GONGDAN_UNREACHABLE("a Verification::State outside its enum");
}

}  // namespace gongdan::host
