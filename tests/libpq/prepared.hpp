// SPDX-License-Identifier: BSL-1.0
//
// What the tests of statements that the driver prepares by itself have in common.
#pragma once

#include <cstdint>
#include <dbapi/dbapi.hpp>
#include <string>
#include <utility>

#include "libpq/server.hpp"

namespace testing {

/// Returns how many statements the session keeps prepared, BEGIN not counted.
inline std::int64_t prepared_count(dbapi::Connection& conn) {
    return conn.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement NOT LIKE 'BEGIN%'")
        .scalar<std::int64_t>();
}

/// Options with one of the driver's settings.
inline dbapi::ConnectOptions with(std::string name, std::string value) {
    dbapi::ConnectOptions options;
    options.autocommit = true;
    options.parameters = {{std::move(name), std::move(value)}};
    return options;
}

inline dbapi::ConnectOptions autocommit() {
    dbapi::ConnectOptions options;
    options.autocommit = true;
    return options;
}

}  // namespace testing
