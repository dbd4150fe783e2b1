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

std::string_view name_of(VerificationProgress::Stage stage) {
    using Stage = VerificationProgress::Stage;
    switch (stage) {
        case Stage::file: return "file";
        case Stage::events: return "events";
        case Stage::clocks: return "clocks";
        case Stage::rows: return "rows";
        case Stage::derived: return "derived";
    }
    GONGDAN_UNREACHABLE("a VerificationProgress::Stage outside its enum");
}

}  // namespace gongdan::host
