// SPDX-License-Identifier: BSL-1.0
//
// The public face of the empty driver: the driver itself.
#pragma once

#include <dbapi/driver.hpp>

namespace dbapi::empty {

/// Returns a driver without a database: what one begins with. Lifetime: static. Threads: any.
///
/// URLs: `empty:` and anything. It connects, and whatever would need the database throws NotSupportedError.
[[nodiscard]] DBAPI_EXPORT const Driver& driver();

}  // namespace dbapi::empty
