// SPDX-License-Identifier: BSL-1.0
//
// Texts of other DateStyles and IntervalStyles, as PostgreSQL prints them. That these are all its forms is
// tested against a server.
#include "codec/styled.hpp"

#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>

#include "oids.hpp"

using namespace dbapi;
using namespace dbapi::libpq;

namespace {

struct Case {
    const char* date_style;
    std::uint32_t type;
    const char* text;
    Value value;
};

Value decode(const char* date_style, std::uint32_t type, std::string_view text,
             std::string_view time_zone = "Europe/Berlin") {
    return decode_styled(type, text, parse_style(date_style, "postgres", time_zone));
}

Value decode_interval(const char* style, std::string_view text) {
    return decode_styled(oid::interval, text, parse_style("ISO, MDY", style, "UTC"));
}

}  // namespace

TEST_CASE("the server's parameters tell the style") {
    const auto style = parse_style("SQL, DMY", "sql_standard", "UTC");
    CHECK(style.date == TextStyle::Date::sql);
    CHECK(style.day_first);
    CHECK(style.interval == TextStyle::Interval::sql_standard);
    CHECK_FALSE(style.is_default());

    CHECK(parse_style("ISO, MDY", "postgres", "UTC").is_default());
    CHECK(parse_style("ISO, DMY", "postgres", "UTC").is_default());
    CHECK_FALSE(parse_style("ISO, MDY", "iso_8601", "UTC").is_default());
    CHECK_FALSE(parse_style("German, DMY", "postgres", "UTC").is_default());
    CHECK(parse_style("Postgres, YMD", "postgres", "UTC").date == TextStyle::Date::postgres);
    CHECK_FALSE(parse_style("Postgres, YMD", "postgres", "UTC").day_first);
    CHECK(parse_style("", "", "UTC").is_default());                       // a server that tells none
    CHECK(parse_style("Redwood, SHOW_TIME", "new", "UTC").is_default());  // one that is not known
}

TEST_CASE("the time zone tells what its abbreviation says, but in ISO, where there is none") {
    using Kind = ZoneStyle::Kind;
    for (const char* const zone : {"UTC", "GMT", "Europe/Berlin", "Etc/GMT+3",
                                   "America/Argentina/Rio_Gallegos", "W-SU", "NZ-CHAT", "Etc/GMT-14"}) {
        CAPTURE(std::string(zone));
        CHECK(parse_zone_style(zone) == ZoneStyle{Kind::named});
    }
    const std::pair<const char*, int> fixed[] = {
        {"<+03>-03", 10'800}, {"<-05:45>+05:45", -20'700}, {"<+05>+05", -18'000},    {"UTC+3", -10'800},
        {"UTC-3", 10'800},    {"UTC3:30", -12'600},        {"FOO-12:34:56", 45'296}, {"GMT0", 0},
        {"<>-100", 360'000},
    };
    for (const auto& entry : fixed) {
        CAPTURE(std::string(entry.first));
        CHECK(parse_zone_style(entry.first) == ZoneStyle{Kind::fixed, entry.second});
    }
    for (const char* const zone :
         {"", "/", "<", "<+03>", "<+03>x", "<+03>-", "<+03>-3<+04>", "EST5EDT", "UTC+3EDT,M3.2.0/2,M11.1.0/2",
          "UTC+99999999999", "UTC+1:2:3:4", "UTC+1:", "A-B3", "<+03>-03/x"}) {
        CAPTURE(std::string(zone));
        CHECK(parse_zone_style(zone) == ZoneStyle());
    }
    CHECK(parse_style("German, DMY", "postgres", "UTC+3").zone.offset_seconds == -10'800);
    CHECK(parse_style("ISO, DMY", "postgres", "UTC+3").zone == ZoneStyle());
}

TEST_CASE("what the zone is called counts only where it is one of the database's names") {
    const auto at = [](unsigned hour) {
        return Value(Timestamp(1997, 12, 17, hour, 0, 0, 0, std::chrono::seconds(0)));
    };
    CHECK(decode("SQL, MDY", oid::timestamptz, "12/17/1997 07:00:00 UTC", "Etc/UTC") == at(7));
    CHECK(decode("SQL, MDY", oid::timestamptz, "12/17/1997 07:00:00 UTC", "UTC+3") == at(10));
    CHECK(decode("SQL, MDY", oid::timestamptz, "12/17/1997 07:00:00 +05", "<+05>+05") == at(12));
    CHECK(decode("SQL, MDY", oid::timestamptz, "12/17/1997 07:00:00 PST", "PST-3:00") == at(4));
    for (const char* const zone : {"", "EST5EDT", "UTC+3EDT", "<+05>+05<+06>"}) {
        CAPTURE(std::string(zone));
        for (const char* const text : {"12/17/1997 07:00:00 UTC", "12/17/1997 07:00:00 +05"}) {
            CHECK_THROWS_WITH_AS(static_cast<void>(decode("SQL, MDY", oid::timestamptz, text, zone)),
                                 doctest::Contains("SET DateStyle TO ISO"), DataError);
        }
    }
}

TEST_CASE("dates and timestamps of every DateStyle are the values of their ISO text") {
    const auto utc = std::chrono::seconds(0);
    const Case cases[] = {
        {"SQL, MDY", oid::date, "12/17/1997", Date(1997, 12, 17)},
        {"SQL, YMD", oid::date, "03/15/0044 BC", Date(-43, 3, 15)},
        {"SQL, DMY", oid::date, "01/02/1997", Date(1997, 2, 1)},
        {"Postgres, MDY", oid::date, "01-02-1997", Date(1997, 1, 2)},
        {"Postgres, DMY", oid::date, "01-02-1997", Date(1997, 2, 1)},
        {"German, MDY", oid::date, "01.02.12345", Date(12345, 2, 1)},
        {"German, DMY", oid::date, "-infinity", Date::minus_infinity()},
        {"ISO, DMY", oid::date, "1997-02-01", Date(1997, 2, 1)},
        {"SQL, DMY", oid::timestamp, "29/02/2024 13:14:15.5", Timestamp(2024, 2, 29, 13, 14, 15, 500'000)},
        {"Postgres, MDY", oid::timestamp, "Thu Feb 29 13:14:15 2024", Timestamp(2024, 2, 29, 13, 14, 15)},
        {"Postgres, DMY", oid::timestamp, "Wed 15 Mar 12:00:00.25 0044 BC",
         Timestamp(-43, 3, 15, 12, 0, 0, 250'000)},
        {"German, DMY", oid::timestamp, "infinity", Timestamp::infinity()},
        {"SQL, MDY", oid::timestamptz, "02/29/2024 13:14:15 UTC", Timestamp(2024, 2, 29, 13, 14, 15, 0, utc)},
        {"SQL, MDY", oid::timestamptz, "02/29/2024 13:14:15+05:30",
         Timestamp(2024, 2, 29, 7, 44, 15, 0, utc)},
        {"German, DMY", oid::timestamptz, "29.02.2024 13:14:15 -0330",
         Timestamp(2024, 2, 29, 16, 44, 15, 0, utc)},
        {"Postgres, MDY", oid::timestamptz, "Wed Jul 01 12:00:00 1800 GMT BC",
         Timestamp(-1799, 7, 1, 12, 0, 0, 0, utc)},
        {"Postgres, DMY", oid::timestamptz, "Wed 01 Jul 12:00:00 1800 +03",
         Timestamp(1800, 7, 1, 9, 0, 0, 0, utc)},
        {"SQL, DMY", oid::time, "01:02:03", Time(1, 2, 3)},
        {"SQL, DMY", oid::timetz, "01:02:03+05:30", Time(1, 2, 3, 0, std::chrono::seconds(19'800))},
        {"SQL, DMY", oid::interval, "1 day", Interval(0, 1, 0)},
    };
    for (const auto& c : cases) {
        CAPTURE(std::string(c.text));
        CHECK(decode(c.date_style, c.type, c.text) == c.value);
    }
}

TEST_CASE("intervals of every IntervalStyle are the values of their ISO text") {
    struct IntervalCase {
        const char* iso;
        const char* verbose;
        const char* sql;
    };
    const IntervalCase cases[] = {
        {"PT0S", "@ 0", "0"},
        {"PT-0.000001S", "@ 0.000001 secs ago", "-0:00:00.000001"},
        {"P1Y2M", "@ 1 year 2 mons", "1-2"},
        {"P-1Y-2M", "@ 1 year 2 mons ago", "-1-2"},
        {"P-10M", "@ 10 mons ago", "-0-10"},
        {"P3DT4H5M6S", "@ 3 days 4 hours 5 mins 6 secs", "3 4:05:06"},
        {"P-3DT-4H-5M-6.5S", "@ 3 days 4 hours 5 mins 6.5 secs ago", "-3 4:05:06.5"},
        {"P-3DT4H5M6S", "@ 3 days -4 hours -5 mins -6 secs ago", "+0-0 -3 +4:05:06"},
        {"P1Y2M-3DT4H5M6.789S", "@ 1 year 2 mons -3 days 4 hours 5 mins 6.789 secs", "+1-2 -3 +4:05:06.789"},
        {"P1DT-0.000001S", "@ 1 day -0.000001 secs", "+0-0 +1 -0:00:00.000001"},
        {"P-1MT1S", "@ 1 mon -1 sec ago", "-0-1 +0 +0:00:01"},
        {"PT100H", "@ 100 hours", "100:00:00"},
        {"PT1M", "@ 1 min", "0:01:00"},
        {"P1D", "@ 1 day", "1 0:00:00"},
        {"P-178956970Y-8M", "@ 178956970 years 8 mons ago", "-178956970-8"},
        {"P-2147483648D", "@ 2147483648 days ago", "-2147483648 0:00:00"},
        {"PT-2562047788H-54.775808S", "@ 2562047788 hours 54.775808 secs ago", "-2562047788:00:54.775808"},
    };
    for (const auto& c : cases) {
        CAPTURE(std::string(c.iso));
        const Value value = decode_interval("iso_8601", c.iso);
        CHECK(value.to_string() == c.iso);
        CHECK(decode_interval("postgres_verbose", c.verbose) == value);
        CHECK(decode_interval("sql_standard", c.sql) == value);
    }
}

TEST_CASE("a text that does not fit its style is a DataError") {
    struct BadCase {
        const char* date_style;
        std::uint32_t type;
        const char* text;
    };
    const BadCase cases[] = {
        {"SQL, MDY", oid::date, ""},
        {"SQL, MDY", oid::date, " BC"},
        {"SQL, MDY", oid::date, "1997-12-17"},
        {"SQL, MDY", oid::date, "12/17"},
        {"SQL, MDY", oid::date, "17/12/1997"},
        {"SQL, MDY", oid::date, "02/29/2023"},
        {"SQL, MDY", oid::date, "12/17/97"},
        {"SQL, MDY", oid::date, "12/17/1997/1"},
        {"German, DMY", oid::date, "17/12/1997"},
        {"Postgres, MDY", oid::timestamp, ""},
        {"Postgres, MDY", oid::timestamp, "Wed"},
        {"Postgres, MDY", oid::timestamp, "Wed Dec 17 07:37:16"},
        {"Postgres, MDY", oid::timestamp, "Wed 17 Dec 07:37:16 1997"},
        {"Postgres, MDY", oid::timestamp, "Wed Dez 17 07:37:16 1997"},
        {"Postgres, MDY", oid::timestamp, "Wed Dec 17 25:37:16 1997"},
        {"Postgres, MDY", oid::timestamp, "Wed Dec 17 07:37:16 1997 UTC"},
        {"SQL, MDY", oid::timestamp, "12/17/1997"},
        {"SQL, MDY", oid::timestamp, "12/17/1997 "},
        {"SQL, MDY", oid::timestamp, "12/17/1997 07:37:16 UTC"},
        {"SQL, MDY", oid::timestamptz, "12/17/1997 07:37:16"},
        {"SQL, MDY", oid::timestamptz, "12/17/1997 07:37:16 "},
        {"SQL, MDY", oid::timestamptz, "12/17/1997 07:37:16 PST"},
        {"SQL, MDY", oid::timestamptz, "12/17/1997 07:37:16 UTC+3"},
        {"SQL, MDY", oid::timestamptz, "12/17/1997 07:37:16 +99"},
        {"Postgres, MDY", oid::timestamptz, "Wed Dec 17 07:37:16 1997"},
        {"Postgres, MDY", oid::timestamptz, "Wed Dec 17 07:37:16 1997 LMT BC"},
    };
    for (const auto& c : cases) {
        CAPTURE(std::string(c.text));
        try {
            static_cast<void>(decode(c.date_style, c.type, c.text));
            FAIL_CHECK("it was taken");
        } catch (const DataError& error) {
            CHECK(error.sqlstate().starts_with("2200"));
        }
    }
    for (const char* const text :
         {"", "@", "@ ", "@ 1", "@ 1 parsec", "@ ago", "@ -", "@ 1 day 1 year", "@ 1 day 1 day", "@ --1 day",
          "@ 1Y2 days", "@ 1.5 days", "@ 1.2.3 secs", "@ .5 secs", "@ . secs", "1 day", "@ 2147483648 days",
          "@ 178956970 years 8 mons", "@ 99999999999999999999 hours"}) {
        CAPTURE(std::string(text));
        CHECK_THROWS_AS(static_cast<void>(decode_interval("postgres_verbose", text)), DataError);
    }
    for (const char* const text : {"",
                                   "-",
                                   "1",
                                   "1-",
                                   "-1",
                                   "1-2-3",
                                   "1:2",
                                   "1:2:3:4",
                                   "1 2",
                                   "1 2-3",
                                   "1-2 3",
                                   "1-2 +3 +4:05:06",
                                   "+1-2 3 +4:05:06",
                                   "+1-2 +3 4:05:06",
                                   "+1-2 +3 +4:05:06 7",
                                   "--1 4:05:06",
                                   "1Y2 4:05:06",
                                   "2147483648 0:00:00",
                                   "1 day",
                                   "@ 0"}) {
        CAPTURE(std::string(text));
        CHECK_THROWS_AS(static_cast<void>(decode_interval("sql_standard", text)), DataError);
    }
}

TEST_CASE("the abbreviation of a time zone is refused with advice, and is not repeated") {
    CHECK_THROWS_WITH_AS(
        static_cast<void>(decode("SQL, MDY", oid::timestamptz, "12/17/1997 07:37:16 PST")),
        "a TIMESTAMPTZ with the abbreviation of a time zone, which can mean several: SET DateStyle TO ISO",
        DataError);
}
