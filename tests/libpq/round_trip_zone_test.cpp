// SPDX-License-Identifier: BSL-1.0
//
// The session's time zone changes what the server prints, and never the instant that is read.
#include <doctest/doctest.h>

#include <chrono>
#include <dbapi/dbapi.hpp>
#include <string>

#include "libpq/round_trip_formats.hpp"

using namespace dbapi;
using std::chrono::seconds;

namespace {

const char* const zones[] = {
    "UTC",
    "Asia/Kolkata",      // half an hour; 5:53:28 before 1854
    "America/St_Johns",  // -3:30:52 before 1935
    "Europe/Amsterdam",  // seconds before 1937, or before 1892 in newer tables
    "Africa/Monrovia",   // -0:44:30 until 1972
    "Pacific/Kiritimati",
    "Etc/GMT+12",
    "<+0530>-05:30",
    "<-1559>+15:59",
};

struct Instant {
    const char* literal;
    Timestamp value;
};

}  // namespace

TEST_CASE("timestamps with time zone are the same instants in every zone of the session") {
    const Instant instants[] = {
        {"1900-01-01 00:00:00+00", Timestamp(1900, 1, 1, 0, 0, 0, 0, seconds(0))},
        {"1890-06-01 12:34:56.789012+00:19:32",
         Timestamp(1890, 6, 1, 12, 34, 56, 789012, seconds(19 * 60 + 32))},
        {"1936-12-31 23:59:59.999999+00", Timestamp(1936, 12, 31, 23, 59, 59, 999999, seconds(0))},
        {"1970-01-01 00:00:00+00", Timestamp(1970, 1, 1, 0, 0, 0, 0, seconds(0))},
        {"2024-03-31 02:30:00+02", Timestamp(2024, 3, 31, 2, 30, 0, 0, seconds(7200))},
        {"2024-10-27 02:30:00+01", Timestamp(2024, 10, 27, 2, 30, 0, 0, seconds(3600))},
        {"0044-03-15 12:00:00+00 BC", Timestamp(-43, 3, 15, 12, 0, 0, 0, seconds(0))},
        {"0001-01-01 00:00:00+00", Timestamp(1, 1, 1, 0, 0, 0, 0, seconds(0))},
        {"4713-01-02 00:00:00+00 BC", Timestamp(-4712, 1, 2, 0, 0, 0, 0, seconds(0))},
        {"294276-12-30 23:59:59.999999+00", Timestamp(294276, 12, 30, 23, 59, 59, 999999, seconds(0))},
        {"infinity", Timestamp::infinity()},
        {"-infinity", Timestamp::minus_infinity()},
    };
    for (const std::string format : testing::wire_formats) {
        const auto conn = testing::connect_with_format(format);
        for (const std::string zone : zones) {
            conn->execute("SELECT set_config('TimeZone', ?, false)", zone);
            for (const auto& instant : instants) {
                INFO("format '", format, "', zone ", zone, ", instant ", std::string(instant.literal));
                const auto read = conn->execute("SELECT '" + std::string(instant.literal) + "'::timestamptz")
                                      .scalar<Timestamp>();
                CHECK(read == instant.value);
                if (read.is_finite()) CHECK(read.offset() == seconds(0));
                const auto [same, bound] =
                    conn->execute("SELECT ?::timestamptz = ?::timestamptz, ?::timestamptz", instant.value,
                                  std::string(instant.literal), instant.value)
                        .one<bool, Timestamp>();
                CHECK(same);
                CHECK(bound == instant.value);
            }
        }
    }
}

TEST_CASE("offsets with seconds are really met") {
    const auto conn = testing::connect();
    const std::pair<const char*, const char*> cases[] = {
        {"Asia/Kolkata", "1850-01-01 05:53:28+05:53:28"},
        {"America/St_Johns", "1849-12-31 20:29:08-03:30:52"},
        {"Africa/Monrovia", "1849-12-31 23:16:52-00:43:08"},
    };
    for (const auto& [zone, text] : cases) {
        conn->execute("SELECT set_config('TimeZone', ?, false)", zone);
        CHECK(conn->execute("SELECT '1850-01-01 00:00:00+00'::timestamptz::text").scalar<std::string>() ==
              text);
    }
}

TEST_CASE("the session's time zone does not touch readings without an offset, nor times with one") {
    for (const std::string format : testing::wire_formats) {
        const auto conn = testing::connect_with_format(format);
        for (const std::string zone : zones) {
            INFO("format '", format, "', zone ", zone);
            conn->execute("SELECT set_config('TimeZone', ?, false)", zone);
            const Timestamp reading(1900, 1, 1, 1, 2, 3, 4);
            const Time with_offset(1, 2, 3, 4, seconds(-(5 * 3600 + 6 * 60 + 7)));
            const auto [timestamp, time, timetz, date] =
                conn->execute("SELECT ?::timestamp, ?::time, ?::timetz, ?::date", reading, Time(24, 0),
                              with_offset, Date(1900, 1, 1))
                    .one<Timestamp, Time, Time, Date>();
            CHECK(timestamp == reading);
            CHECK(time == Time(24, 0));
            CHECK(timetz == with_offset);
            CHECK(date == Date(1900, 1, 1));
        }
    }
}
