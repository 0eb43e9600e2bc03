// SPDX-License-Identifier: BSL-1.0
//
// The one place where the driver waits for a socket.
#pragma once

#include <cstdint>
#include <dbapi/deadline.hpp>

namespace dbapi::libpq {

enum class Readiness : std::uint8_t { expired, ready };

/// Waits until the socket can be read, or written when `for_writing`, or has failed, or the deadline has
/// come.
[[nodiscard]] Readiness wait_for(int socket, bool for_reading, bool for_writing, Deadline deadline);

/// Whether there is something to read, or an error to be found out so. Waits for nothing.
[[nodiscard]] bool has_input(int socket) noexcept;

}  // namespace dbapi::libpq
