// SPDX-License-Identifier: BSL-1.0
//
// DateStyle and IntervalStyle changed in the middle of a session: the values stay what they are.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "server.hpp"

TEST_CASE("values are the same in every style of dates and intervals, in text and in binary") {
    const std::string sql =
        "SELECT date '2024-02-29', date '0044-03-15 BC', timestamp '2024-02-03 13:14:15.5',"
        " timestamptz '1900-01-01 12:00:00.25+00', timestamptz 'infinity', date '-infinity',"
        " interval '1 year 2 mons -3 days 04:05:06.5', interval '-1 day', interval '0',"
        " array[date '2024-02-03', null, date '1999-12-31'],"
        " array[interval '1 mon', interval '-4 hours'], time '01:02:03', timetz '01:02:03+02'";
    for (const char* format : {"auto", "text", "binary"}) {
        CAPTURE(format);
        dbapi::ConnectOptions options;
        options.autocommit = true;
        options.parameters = {{"format", format}};
        auto conn = testing::connect(options);
        const auto expected = conn->execute(sql).fetchall();
        for (const char* date_style :
             {"ISO, DMY", "SQL, MDY", "SQL, DMY", "Postgres, MDY", "Postgres, DMY", "German"}) {
            for (const char* interval_style : {"postgres", "postgres_verbose", "sql_standard", "iso_8601"}) {
                CAPTURE(date_style);
                CAPTURE(interval_style);
                conn->execute("SET DateStyle TO " + std::string(date_style));
                conn->execute("SET IntervalStyle TO " + std::string(interval_style));
                const auto rows = conn->execute(sql).fetchall();
                REQUIRE(rows.size() == 1);
                for (std::size_t i = 0; i < rows[0].size(); ++i) {
                    CAPTURE(i);
                    CHECK(rows[0][i] == expected[0][i]);
                }
            }
        }
    }
}

TEST_CASE("an abbreviated time zone is refused rather than guessed, and the connection stays usable") {
    dbapi::ConnectOptions options;
    options.autocommit = true;
    options.parameters = {{"format", "text"}};
    auto conn = testing::connect(options);
    conn->execute("SET DateStyle TO German");
    conn->execute("SET TIME ZONE 'Europe/Berlin'");
    auto result = conn->cursor();
    CHECK_THROWS_AS(result->execute("SELECT timestamptz '2024-02-29 12:00+00'"), dbapi::DataError);
    CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
    conn->execute("SET DateStyle TO ISO");
    CHECK(conn->execute("SELECT timestamptz '2024-02-29 12:00+00'").scalar<dbapi::Value>() ==
          dbapi::Value(dbapi::Timestamp(2024, 2, 29, 12, 0, 0, 0, std::chrono::seconds(0))));
}

TEST_CASE("a time zone that calls itself UTC or +05 and is neither does not move an instant") {
    dbapi::ConnectOptions options;
    options.autocommit = true;
    options.parameters = {{"format", "text"}};
    auto conn = testing::connect(options);
    const dbapi::Value noon(dbapi::Timestamp(2024, 2, 29, 12, 0, 0, 0, std::chrono::seconds(0)));
    const std::string sql = "SELECT timestamptz '2024-02-29 12:00+00'";
    for (const char* date_style : {"ISO", "SQL", "Postgres", "German"}) {
        CAPTURE(date_style);
        conn->execute("SET DateStyle TO " + std::string(date_style));
        for (const char* zone : {"UTC+3", "<+05>-02", "UTC", "Asia/Kathmandu"}) {
            CAPTURE(zone);
            conn->execute("SET TIME ZONE '" + std::string(zone) + "'");
            CHECK(conn->execute(sql).scalar<dbapi::Value>() == noon);
        }
    }
    conn->execute("SET TIME ZONE 'UTC+3GMT'");  // with a daylight saving time that has the name of another
    CHECK_THROWS_AS(conn->execute(sql), dbapi::DataError);
}
