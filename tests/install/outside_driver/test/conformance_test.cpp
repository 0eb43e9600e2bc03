// SPDX-License-Identifier: BSL-1.0
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <cstdlib>
#include <dbapi/conformance/doctest.hpp>
#include <odbc/driver.hpp>

#include "profile.hpp"

DBAPI_CONFORMANCE_TESTS(odbc::driver(), odbc::profile_for(std::getenv("DATABASE_URL")))
