// SPDX-License-Identifier: BSL-1.0
//
// The public face of the sqlite driver: the driver itself.
#pragma once

#include <dbapi/driver.hpp>

namespace dbapi::sqlite {

/// Returns the SQLite driver. Lifetime: static. Threads: any.
///
/// URLs: `sqlite::memory:`, `sqlite:///relative/path`, `sqlite:////absolute/path`, with options behind `?`;
/// see drivers/sqlite/README.md.
[[nodiscard]] DBAPI_EXPORT const Driver& driver();

}  // namespace dbapi::sqlite
