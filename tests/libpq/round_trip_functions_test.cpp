// SPDX-License-Identifier: BSL-1.0
//
// Functions of PostgreSQL that take an integer and nothing larger: a C++ int must arrive as one.
#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <string>

#include "libpq/round_trip_formats.hpp"

using namespace dbapi;

TEST_CASE("an int is the argument of functions that have no form for bigint") {
    const struct {
        const char* sql;
        int argument;
        Value result;
    } cases[] = {
        {"SELECT left('abc', ?)", 2, "ab"},
        {"SELECT left('abc', ?)", -1, "ab"},
        {"SELECT repeat('x', ?)", 3, "xxx"},
        {"SELECT chr(?)", 233, "é"},
        {"SELECT lpad('x', ?)", 4, "   x"},
        {"SELECT round(1.2345, ?)", 2, Decimal("1.23")},
        {"SELECT date '2024-01-01' + ?", 59, Date(2024, 2, 29)},
        {"SELECT make_interval(days => ?)", 40, Interval(0, 40, 0)},
    };
    for (const std::string format : testing::wire_formats) {
        const auto conn = testing::connect_with_format(format);
        for (const auto& c : cases) {
            INFO("format '", format, "', ", std::string(c.sql));
            const auto value = conn->execute(c.sql, c.argument).scalar<Value>();
            CHECK(value.kind() == c.result.kind());
            CHECK(value == c.result);
        }
    }
}
