// SPDX-License-Identifier: BSL-1.0
//
// Opening a connection without blocking beyond a deadline, and what libpq knows about connection strings.
#pragma once

#include <dbapi/deadline.hpp>
#include <map>
#include <optional>
#include <string>

#include "pq/handle.hpp"

namespace dbapi::libpq {

/// libpq's connection parameters by keyword.
using Keywords = std::map<std::string, std::string>;

/// Takes a connection string apart: a URL or key=value text.
/// @throws ProgrammingError  it is malformed; libpq's own complaint would quote it, and so is not repeated.
[[nodiscard]] Keywords parse_conninfo(const std::string& text);

/// Returns what the environment and the service that it names say, and libpq's own defaults.
[[nodiscard]] Keywords environment_defaults();

/// Whether libpq knows a parameter of this name.
[[nodiscard]] bool is_known_keyword(const std::string& name);

/// Opens a connection and switches it to non-blocking use.
/// @throws OperationalError  the server cannot be reached, or refuses.
/// @throws DeadlineExceeded  it did not answer in time.
[[nodiscard]] ConnectionHandle open(const Keywords& keywords, Deadline deadline);

}  // namespace dbapi::libpq
