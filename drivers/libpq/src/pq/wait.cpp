// SPDX-License-Identifier: BSL-1.0
#include "pq/wait.hpp"

#include <poll.h>

#include <cerrno>

namespace dbapi::libpq {

Readiness wait_for(int socket, bool for_reading, bool for_writing, Deadline deadline) {
    const auto events = static_cast<short>((for_reading ? POLLIN : 0) | (for_writing ? POLLOUT : 0));
    for (;;) {
        pollfd waiting{.fd = socket, .events = events, .revents = 0};
        const int ready = poll(&waiting, 1, deadline.remaining_ms());
        // Whatever is wrong with the socket, the library finds out and says, when it reads next.
        if (ready > 0 || (ready < 0 && errno != EINTR)) return Readiness::ready;
        if (deadline.is_expired()) return Readiness::expired;
    }
}

bool has_input(int socket) noexcept {
    pollfd asked{.fd = socket, .events = POLLIN, .revents = 0};
    return poll(&asked, 1, 0) > 0;
}

}  // namespace dbapi::libpq
