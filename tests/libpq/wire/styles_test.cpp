// SPDX-License-Identifier: BSL-1.0
//
// Texts of every DateStyle and IntervalStyle, as the server prints them, against the ISO text of the same
// values.
#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>

#include "codec/registry.hpp"
#include "codec/styled.hpp"
#include "libpq/wire/session.hpp"
#include "oids.hpp"

using namespace dbapi;
using namespace dbapi::libpq;
using testing::Format;

namespace {

constexpr const char* date_styles[] = {"ISO, MDY",      "ISO, DMY",    "ISO, YMD",      "SQL, MDY",
                                       "SQL, DMY",      "SQL, YMD",    "Postgres, MDY", "Postgres, DMY",
                                       "Postgres, YMD", "German, MDY", "German, DMY",   "German, YMD"};
constexpr const char* interval_styles[] = {"postgres", "postgres_verbose", "sql_standard", "iso_8601"};
// Those whose abbreviations are numbers or UTC, and in POSIX form those that have one offset.
constexpr const char* time_zones[] = {
    "UTC",   "GMT",      "+3",      "-5.75",    "Asia/Kathmandu", "America/Sao_Paulo",
    "UTC+3", "GMT-5:30", "<+03>-5", "ABC+11:22"};

struct Table {
    std::uint32_t type;
    const char* name;
    const char* values;
};

constexpr Table tables[] = {
    {oid::date, "date",
     "{2000-01-01,1970-01-01,2024-02-29,1997-12-17,1997-01-02,0001-01-01,0099-05-06,0001-12-31 BC,"
     "0044-03-15 BC,4714-11-24 BC,5874897-12-31,10000-10-11,infinity,-infinity}"},
    {oid::timestamp, "timestamp",
     "{2000-01-01,1997-12-17 07:37:16.5,1997-01-02 00:00:00.000001,2024-02-29 23:59:59.999999,"
     "0099-05-06 12:00,0044-03-15 12:00:00.25 BC,4714-11-24 00:00:00 BC,294276-12-31 23:59:59.999999,"
     "2023-03-01,2023-04-02,2023-05-03,2023-06-04,2023-07-05,2023-08-06,2023-09-07,2023-10-08,2023-11-09,"
     "infinity,-infinity}"},
    {oid::timestamptz, "timestamptz",
     "{2000-01-01+00,1997-12-17 07:37:16.5+00,1997-01-02 00:00:00.000001+00,2024-02-29 23:59:59.999999+00,"
     "2019-05-06 12:00+00,294276-12-30 23:59:59.999999+00,1997-12-17 07:37:16.5-08,infinity,-infinity}"},
    {oid::time, "time", "{00:00,24:00,01:02:03.000004}"},
    {oid::timetz, "timetz", "{00:00+00,24:00-15:59:59,01:02:03.000004+05:30}"},
    {oid::interval, "interval",
     "{PT0S,P1Y,P2Y,P1M,P2M,P1D,P2D,PT1H,PT2H,PT1M,PT2M,PT1S,PT2S,PT0.5S,PT-0.000001S,P1Y2M,P-1Y-2M,"
     "P-10M,P3DT4H5M6S,P-3DT-4H-5M-6.5S,P-3DT4H5M6S,P3DT-4H,P1Y2M-3DT4H5M6.789S,P-1Y-2M3DT-4H-5M-6.5S,"
     "P1M1D,P1MT-1S,P-1MT1S,P1DT-0.000001S,P-1DT0.5S,PT100H,PT-1H-1S,P178956970Y7M,P-178956970Y-8M,"
     "P2147483647D,P-2147483648D,PT2562047788H54.775807S,PT-2562047788H-54.775807S}"},
};

std::string select(const Table& table) {
    return std::string("SELECT x FROM style_") + table.name + " ORDER BY id";
}

TextStyle style_of(const testing::Session& session) {
    return parse_style(session.status("DateStyle"), session.status("IntervalStyle"),
                       session.status("TimeZone"));
}

}  // namespace

TEST_CASE("a value is the same in every DateStyle and IntervalStyle") {
    testing::Session session;
    for (const auto& table : tables) {
        session.run(std::string("CREATE TEMP TABLE style_") + table.name + " AS SELECT id, x::" + table.name +
                    " FROM unnest('" + table.values + "'::text[]) WITH ORDINALITY AS v (x, id)");
    }
    for (const auto& table : tables) {
        session.run("SET DateStyle = 'ISO, MDY'; SET IntervalStyle = postgres; SET TimeZone = 'UTC'");
        std::vector<Value> expected;
        for (const auto& text : session.fetch(select(table), Format::text))
            expected.push_back(find_type(table.type)->view_text(text).to_value());
        REQUIRE(!expected.empty());
        for (const std::string date_style : date_styles) {
            for (const std::string interval_style : interval_styles) {
                session.run("SET DateStyle = '" + date_style + "'; SET IntervalStyle = " + interval_style);
                CAPTURE(date_style);
                CAPTURE(interval_style);
                for (const std::string zone : time_zones) {
                    session.run("SET TimeZone = '" + zone + "'");
                    CAPTURE(zone);
                    const auto style = style_of(session);
                    CHECK(style.is_default() ==
                          (date_style.starts_with("ISO") && interval_style == "postgres"));
                    const auto texts = session.fetch(select(table), Format::text);
                    REQUIRE(texts.size() == expected.size());
                    for (std::size_t i = 0; i < texts.size(); ++i) {
                        CAPTURE(texts[i]);
                        CHECK(decode_styled(table.type, texts[i], style) == expected[i]);
                    }
                }
            }
        }
    }
}

TEST_CASE("an abbreviation of a time zone is refused, with advice") {
    testing::Session session;
    for (const std::string zone : {"America/New_York", "EST5EDT", "UTC+3GMT", "<+03>-5<+04>"}) {
        session.run("SET TimeZone = '" + zone + "'");
        CAPTURE(zone);
        for (const std::string date_style : {"SQL, MDY", "Postgres, DMY", "German, DMY"}) {
            session.run("SET DateStyle = '" + date_style + "'");
            const auto style = style_of(session);
            for (const char* value : {"2024-02-29 12:00+00", "2024-07-01 12:00+00", "1800-01-01 12:00+00"}) {
                const auto sql = "SELECT timestamptz '" + std::string(value) + "'";
                const auto text = session.fetch(sql, Format::text).at(0);
                CAPTURE(text);
                CHECK_THROWS_WITH_AS(static_cast<void>(decode_styled(oid::timestamptz, text, style)),
                                     doctest::Contains("SET DateStyle TO ISO"), DataError);
            }
        }
    }
}
