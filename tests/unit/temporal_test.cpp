// SPDX-License-Identifier: BSL-1.0
//
// PEP 249's constructors from ticks.
#include <doctest/doctest.h>

#include <dbapi/errors.hpp>
#include <dbapi/temporal.hpp>
#include <limits>

using namespace dbapi;

TEST_CASE("ticks are seconds since 1970 in UTC, rounded to microseconds") {
    const struct {
        double ticks;
        const char* text;
    } cases[] = {
        {0, "1970-01-01 00:00:00+00:00"},
        {1'709'212'455.5, "2024-02-29 13:14:15.5+00:00"},
        {1'709'212'455.123456, "2024-02-29 13:14:15.123456+00:00"},
        {-0.25, "1969-12-31 23:59:59.75+00:00"},
        {0.0000006, "1970-01-01 00:00:00.000001+00:00"},
        {86'399.9999999, "1970-01-02 00:00:00+00:00"},
        {-210'866'803'200.0, "4714-11-24 00:00:00+00:00 BC"},
        {9'224'318'015'999.0, "294276-12-31 23:59:59+00:00"},
    };
    for (const auto& [ticks, text] : cases) {
        const Timestamp timestamp = TimestampFromTicks(ticks);
        CHECK(timestamp.to_string() == text);
        CHECK(timestamp.offset() == std::chrono::seconds(0));
        CHECK(DateFromTicks(ticks) == timestamp.date());
        CHECK(TimeFromTicks(ticks) == timestamp.time());
        CHECK_FALSE(TimeFromTicks(ticks).has_offset());
    }
}

TEST_CASE("ticks that are no number or out of range throw DataError") {
    using Limits = std::numeric_limits<double>;
    for (const double ticks : {Limits::quiet_NaN(), Limits::infinity(), -Limits::infinity(), Limits::max(),
                               Limits::lowest(), 1e13, -1e13}) {
        CHECK_THROWS_AS((void)TimestampFromTicks(ticks), DataError);
        CHECK_THROWS_AS((void)DateFromTicks(ticks), DataError);
        CHECK_THROWS_AS((void)TimeFromTicks(ticks), DataError);
    }
}
