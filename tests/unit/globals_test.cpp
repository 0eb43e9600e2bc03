// SPDX-License-Identifier: BSL-1.0
//
// PEP 249's module globals.
#include <doctest/doctest.h>

#include <dbapi/globals.hpp>
#include <dbapi/version.hpp>
#include <string>

using namespace dbapi;

// PEP 249: C4 to C15.
static_assert(apilevel == "2.0" && threadsafety == ThreadSafety::connection &&
              static_cast<int>(threadsafety) == 2);
static_assert(paramstyle == ParamStyle::qmark);

TEST_CASE("styles have the PEP's words") {
    CHECK(to_string(ParamStyle::automatic) == "automatic");
    CHECK(to_string(ParamStyle::qmark) == "qmark");
    CHECK(to_string(ParamStyle::numeric) == "numeric");
    CHECK(to_string(ParamStyle::named) == "named");
    CHECK(to_string(ParamStyle::format) == "format");
    CHECK(to_string(ParamStyle::pyformat) == "pyformat");
    CHECK(to_string(ParamStyle::dollar) == "dollar");
}

TEST_CASE("the version is told in one way") {
    const std::string text = std::to_string(version / 10000) + "." + std::to_string(version / 100 % 100) +
                             "." + std::to_string(version % 100);
    CHECK(text == DBAPI_VERSION);
}
