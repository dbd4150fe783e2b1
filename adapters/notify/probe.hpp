#pragma once
/// The made-up notices of a conformance test. Pure.

#include <string>
#include <vector>

#include "adapters/notify/plugin.hpp"

namespace gongdan::notify {

/// One notice and what a sound plugin may answer to it.
struct Probe {
    enum class Wanted {
        delivered,   ///< nothing is wrong with it
        not_retry,   ///< it would be the same the next time
        any_answer,  ///< as the plugin likes, as long as it answers
    };
    std::string check;
    LocalText title;
    std::string message;  ///< JSON
    Wanted wanted = Wanted::delivered;
};

/// In the order in which they are sent: an ordinary notice, the same again, …
[[nodiscard]] std::vector<Probe> probes();

inline constexpr int kProbeItems = 1000;                   ///< tickets in the list
inline constexpr std::size_t kProbeLargest = 1024 * 1024;  ///< bytes: a list of some 2500 tickets
inline constexpr std::size_t kNoticeIdMax = 500;           ///< bytes, as adapter.h promises

}  // namespace gongdan::notify
