#pragma once
/// The work that is measured: the shipped rules, and the commands of a fault's first half hour.

#include <array>
#include <stdexcept>

#include "adapters/sqlite/store.hpp"
#include "core/engine/engine.hpp"

namespace gongdan::bench {

/// workflows/ and config/ of this checkout. Loaded once; throws when they are wrong.
[[nodiscard]] const Configuration& shipped();

/// The shipped workflows, as a store asks for them.
[[nodiscard]] sqlite::FindWorkflow find_shipped();

/// A fault of the made-up town, the `index`th: texts and area differ from the next one's, as they do at a desk.
[[nodiscard]] json::object fault_data(int index, Instant hangup);
[[nodiscard]] OpenCommand opening(int index, Instant hangup);
[[nodiscard]] Request open_request(int index, Instant hangup);

/// The steps after the opening, in their order.
struct Step {
    const char* event;
    const char* role;
    const char* data;
};
inline constexpr std::array<Step, 3> kSteps = {{{"dispatch", "dispatcher", R"({"team":"A"})"},
                                                {"acknowledge", "area_manager", "{}"},
                                                {"arrive", "area_manager", "{}"}}};
[[nodiscard]] FireCommand firing(const Step& step);
[[nodiscard]] Request step_request(std::int64_t ticket, const Step& step);

/// 2 March 2026, 08:00 in China: a working Monday.
[[nodiscard]] Instant morning();

/// The value, or an exception that says what failed.
template <class T>
T must(Result<T> result, const char* what) {
    if (!result) throw std::runtime_error(std::string(what) + ": " + result.error().detail.en);
    return std::move(*result);
}
inline void must(Result<void> result, const char* what) {
    if (!result) throw std::runtime_error(std::string(what) + ": " + result.error().detail.en);
}

/// Runs `requests` in groups of `group`; every one must be accepted.
void run_all(Engine& engine, std::span<const Request> requests, std::size_t group, Instant now);

}  // namespace gongdan::bench
