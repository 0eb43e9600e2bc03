// SPDX-License-Identifier: BSL-1.0
//
// The public face of the libpq driver: the driver itself.
#pragma once

#include <dbapi/driver.hpp>

namespace dbapi::libpq {

/// Returns the driver for CockroachDB and PostgreSQL. Lifetime: static. Threads: any.
///
/// URLs: `postgresql://`, `postgres://`, `cockroachdb://`; also libpq's `key=value` strings. Everything that
/// libpq's connection strings can say works; see drivers/libpq/README.md.
[[nodiscard]] DBAPI_EXPORT const Driver& driver();

}  // namespace dbapi::libpq
