// SPDX-License-Identifier: BSL-1.0
//
// The public face of a driver that somebody else wrote: the driver itself.
#pragma once

#include <dbapi/driver.hpp>

namespace odbc {

/// Returns the driver for what an ODBC driver manager reaches. Lifetime: static. Threads: any.
///
/// URLs: `odbc:` and a connection string of ODBC, such as `odbc:Driver=SQLite3;Database=/tmp/x.db`. The
/// fields user, password, host and database of ConnectOptions become UID, PWD, Server and Database; its
/// parameters are refused.
[[nodiscard]] const dbapi::Driver& driver();

}  // namespace odbc
