// SPDX-License-Identifier: BSL-1.0
//
// connect(): from a URL to a connection, by the first driver that accepts it.
#pragma once

#include <dbapi/connect_options.hpp>
#include <dbapi/connection.hpp>
#include <dbapi/driver.hpp>
#include <dbapi/export.hpp>
#include <memory>
#include <span>
#include <string_view>

namespace dbapi {

/// Connects by the first of `drivers` that accepts the dsn.
/// @throws ProgrammingError  no driver accepts it; the message lists the known schemes, and not the dsn.
/// @throws Error             as Driver::connect().
[[nodiscard]] DBAPI_EXPORT std::shared_ptr<Connection> connect(const ConnectOptions& options,
                                                               std::span<const Driver* const> drivers);

/// Connects by the drivers that this build of dbapi has; defined in the library dbapi::drivers.
[[nodiscard]] DBAPI_EXPORT std::shared_ptr<Connection> connect(const ConnectOptions& options);
[[nodiscard]] DBAPI_EXPORT std::shared_ptr<Connection> connect(std::string_view dsn);

/// Returns the drivers that this build of dbapi has; defined in the library dbapi::drivers. Lifetime: static.
[[nodiscard]] DBAPI_EXPORT std::span<const Driver* const> drivers();

}  // namespace dbapi
