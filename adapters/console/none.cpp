// In place of the files, for a program without the console.

#include "adapters/console/console.hpp"

namespace gongdan::console {

std::span<const http::Asset> assets() { return {}; }

}  // namespace gongdan::console
