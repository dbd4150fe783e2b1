#pragma once
/// Talking to the process supervisor (systemd) over NOTIFY_SOCKET, and waiting for the signal to stop.

#include <functional>
#include <string_view>

namespace gongdan::host {

/// Sends e.g. "READY=1"; does nothing when no supervisor listens.
void tell_supervisor(std::string_view state);

/// Blocks SIGINT, SIGTERM and SIGHUP in this thread and those it starts, so that wait_for_stop() gets them. Ignores
/// SIGPIPE.
void block_stop_signals();

/// Returns when SIGINT or SIGTERM comes; calls `every_second` about once a second meanwhile. SIGHUP calls `on_hangup`,
/// which says whether it, too, means to stop; without it, it does.
void wait_for_stop(const std::function<void()>& every_second, const std::function<bool()>& on_hangup = {});

}  // namespace gongdan::host
