#pragma once
/// Checks of our own reasoning, never of input (input failures are `Result`).
/// CHECK is always on: a broken invariant must not reach the journal. UNREACHABLE marks code no path can reach.

namespace gongdan::detail {
[[noreturn]] void check_failed(const char* expression, const char* why, const char* file, int line);
}  // namespace gongdan::detail

#define GONGDAN_CHECK(condition, why)                    \
    (static_cast<bool>(condition) ? static_cast<void>(0) \
                                  : ::gongdan::detail::check_failed(#condition, why, __FILE__, __LINE__))

#define GONGDAN_UNREACHABLE(why) ::gongdan::detail::check_failed("unreachable", why, __FILE__, __LINE__)
