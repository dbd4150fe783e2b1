#include "core/base/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace gongdan::detail {

void check_failed(const char* expression, const char* why, const char* file, int line) {
    std::fprintf(stderr, "%s:%d: invariant broken: %s (%s)\n", file, line, expression, why);
    std::abort();
}

}  // namespace gongdan::detail
