// SPDX-License-Identifier: BSL-1.0
//
// How the double presents itself, and the transactions that differ from PostgreSQL's.
#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <string>

#include "double/doubled.hpp"

using namespace dbapi;
using testing::Doubled;

TEST_CASE("it says what it is, by version") {
    for (const auto* name : {"v20.1", "v23.2", "v25.2"}) {
        CAPTURE(name);
        Doubled doubled(name);
        const auto conn = doubled.connect();
        const std::string expected(doubled.server.profile().crdb_version);
        CHECK(conn->execute("SELECT version()").scalar<std::string>() == expected);
        CHECK(conn->execute("SHOW crdb_version").scalar<std::string>() == expected);
        conn->rollback();
        CHECK(conn->execute("SELECT 41 + ?", 1).scalar<int>() == 42);
    }
}
