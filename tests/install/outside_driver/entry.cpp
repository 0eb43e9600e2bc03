// SPDX-License-Identifier: BSL-1.0
//
// What makes a shared library of the driver that load_driver() takes.
#include <dbapi/driver/entry.hpp>
#include <odbc/driver.hpp>

DBAPI_DRIVER_ENTRY(odbc::driver)
