#include "adapters/notify/interrupt.hpp"

#include <sys/eventfd.h>

namespace gongdan::notify {

Interrupt::Interrupt() : event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

void Interrupt::raise() {
    raised_.store(true);
    if (event_.valid()) (void)::eventfd_write(event_.get(), 1);
}

}  // namespace gongdan::notify
