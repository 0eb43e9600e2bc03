// SPDX-License-Identifier: BSL-1.0
//
// load_driver(): a driver from a shared library, for programs that do not link it.
#pragma once

#include <dbapi/driver.hpp>
#include <dbapi/export.hpp>
#include <string>

namespace dbapi {

/// Loads the shared library and returns its driver, for connect(options, drivers).
///
/// The library was built with DBAPI_DRIVER_ENTRY (dbapi/driver/entry.hpp) against the shared dbapi that this
/// program uses. It is loaded once, however often it is asked for, and never unloaded.
///
/// @param path  of the file; the system's search path is used only for a name without a slash.
/// @throws NotSupportedError  this program has dbapi in it as a static library.
/// @throws OperationalError   the file cannot be loaded; the message is the loader's.
/// @throws InterfaceError     it is no driver, or one for another version of dbapi.
/// @par Threads
/// Any.
[[nodiscard]] DBAPI_EXPORT const Driver& load_driver(const std::string& path);

}  // namespace dbapi
