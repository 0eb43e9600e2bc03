// SPDX-License-Identifier: BSL-1.0
//
// What the driver declares to the conformance kit.
#pragma once

#include <dbapi/conformance/profile.hpp>
#include <string>

namespace odbc {

/// Returns the profile for a URL of SQLite or PostgreSQL: what the kit knows of the database, and what gets
/// lost on the way through its ODBC driver.
[[nodiscard]] dbapi::conformance::Profile profile_for(const std::string& url);

}  // namespace odbc
