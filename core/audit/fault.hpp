#pragma once
/// What somebody who checks what is stored found wrong.

#include <cstdint>
#include <functional>

#include "core/base/texts.hpp"

namespace gongdan {

struct Fault {
    std::int64_t seq = 0;  ///< the first event concerned; 0 = a row without an event
    LocalText what;
};

using ReportFault = std::function<void(Fault)>;

}  // namespace gongdan
