#pragma once
/// The one small interface behind which every channel delivers.

#include <memory>
#include <optional>
#include <string>

#include "adapters/notify/channel.hpp"
#include "adapters/notify/interrupt.hpp"
#include "adapters/notify/log.hpp"
#include "core/base/result.hpp"

namespace gongdan::notify {

/// What a plugin is given of a notice. Core made the JSON; plugins of ours read nothing of it but these members.
struct Message {
    std::string id;       ///< stable over retries: the receiver's idempotency key
    std::string json;     ///< the whole message, one line
    std::string person;   ///< recipient.name; personal, never logged
    std::string address;  ///< recipient.address; personal, never logged
    std::string link{};   ///< acknowledge_url or list_url; whoever has it can answer, never logged
};

/// Errc::invalid_input when `message` is no JSON object with a text `id`.
[[nodiscard]] Result<Message> read_message(std::string message);

struct Answer {
    enum class Kind { delivered, retry, rejected } kind = Kind::retry;
    LocalText reason;               ///< for people; empty when delivered; no secrets, no personal data
    std::optional<Millis> delay{};  ///< with retry: not before so long
    bool throttled = false;         ///< with retry: the receiver asks the whole channel to go slower
    bool held_back = false;         ///< with retry: the receiver takes no more for this recipient now; others go on
    bool target_gone = false;       ///< with rejected: nothing can ever be delivered there again
    bool faulty = false;            ///< with retry: no answer of the plugin, but what its fault was taken for
};

[[nodiscard]] Answer delivered();
[[nodiscard]] Answer retry(LocalText reason, std::optional<Millis> delay = std::nullopt);
[[nodiscard]] Answer rejected(LocalText reason);
/// A retry because the plugin hung, crashed, flooded, does not start, or answered what is no answer.
[[nodiscard]] Answer faulty(LocalText reason);

/// The circumstances of one delivery.
struct Call {
    Millis time_limit{};                   ///< from the call on
    Instant now{};                         ///< wall time, for timestamps
    const Interrupt* interrupt = nullptr;  ///< raised when the server stops: give up, the answer does not count
};

/// Used by one thread at a time.
class Plugin {
 public:
    virtual ~Plugin() = default;

    /// Returns within the time limit, or shortly behind it. Failures are answers; an exception is a bug, and counts as
    /// retry.
    [[nodiscard]] virtual Answer deliver(const Message& message, const Call& call) = 0;
};

/// What plugins need to know of the installation.
struct PluginTools {
    std::filesystem::path data_folder;  ///< where files are written, and the working folder of programs
    std::filesystem::path runner;       ///< gongdan-plugin-runner; empty = beside this program
    Logger log;
};

/// Errc::invalid_input when the settings are wrong or a secret they name cannot be read. What may be mended while the
/// server runs (a missing program, an unreachable host) is no error here but an answer later.
[[nodiscard]] Result<std::unique_ptr<Plugin>> make_plugin(const ChannelConfig& config, const PluginTools& tools);

}  // namespace gongdan::notify
