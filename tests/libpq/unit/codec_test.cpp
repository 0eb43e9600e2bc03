// SPDX-License-Identifier: BSL-1.0
//
// The text codecs: what PostgreSQL and CockroachDB print, and what becomes of it.
#include <doctest/doctest.h>

#include <cmath>
#include <dbapi/dbapi.hpp>
#include <limits>

#include "codec/registry.hpp"
#include "oids.hpp"

using namespace dbapi;
using namespace dbapi::libpq;

namespace {

Value decode(std::uint32_t type, std::string_view text) {
    return find_type(type)->view_text(text).to_value();
}

struct Case {
    std::uint32_t type;
    const char* text;
    Value value;
};

}  // namespace

TEST_CASE("values in the servers' text format are decoded exactly") {
    const auto utc = std::chrono::seconds(0);
    const auto infinity = std::numeric_limits<double>::infinity();
    const Case cases[] = {
        {oid::boolean, "t", true},
        {oid::boolean, "f", false},
        {oid::int2, "-32768", -32768},
        {oid::int4, "2147483647", 2147483647},
        {oid::int8, "-9223372036854775808", std::numeric_limits<std::int64_t>::min()},
        {oid::oid, "4294967295", 4294967295},
        {oid::float4, "0.1", static_cast<double>(0.1F)},
        {oid::float8, "0.1", 0.1},
        {oid::float8, "1e+308", 1e308},
        {oid::float8, "Infinity", infinity},
        {oid::float8, "-Infinity", -infinity},
        {oid::float8, "+Inf", infinity},   // CockroachDB
        {oid::float4, "-Inf", -infinity},  // CockroachDB
        {oid::numeric, "-123.4500", Decimal("-123.4500")},
        {oid::numeric, "NaN", Decimal("NaN")},
        {oid::numeric, "Infinity", Decimal("Infinity")},
        {oid::numeric, "1E+20", Decimal("100000000000000000000")},  // CockroachDB
        {oid::numeric, "1E-10", Decimal("0.0000000001")},           // CockroachDB
        {oid::numeric, "-0", Decimal("0")},                         // CockroachDB
        {oid::text, "", ""},
        {oid::text, "a'b", "a'b"},
        {oid::bpchar, "ab  ", "ab  "},
        {oid::bytea, "\\x", Binary(std::string_view())},
        {oid::bytea, "\\x00fF", Binary(std::string_view("\0\xff", 2))},
        {oid::bytea, "a\\\\b\\000", Binary(std::string_view("a\\b\0", 4))},  // bytea_output = escape
        {oid::uuid, "2e964b45-2034-49a7-8ab8-c5d0082b71f1",
         Uuid::parse("2e964b45-2034-49a7-8ab8-c5d0082b71f1")},
        {oid::date, "2024-02-29", Date(2024, 2, 29)},
        {oid::date, "0044-03-15 BC", Date(-43, 3, 15)},
        {oid::date, "infinity", Date::infinity()},
        {oid::date, "-infinity", Date::minus_infinity()},
        {oid::time, "24:00:00", Time(24, 0)},
        {oid::time, "01:02:03.000004", Time(1, 2, 3, 4)},
        {oid::timetz, "01:02:03+05:30", Time(1, 2, 3, 0, std::chrono::seconds(19800))},
        {oid::timestamp, "2024-02-29 13:14:15.5", Timestamp(2024, 2, 29, 13, 14, 15, 500000)},
        {oid::timestamp, "infinity", Timestamp::infinity()},
        {oid::timestamptz, "2024-02-29 13:14:15+02", Timestamp(2024, 2, 29, 11, 14, 15, 0, utc)},
        {oid::timestamptz, "1930-01-01 00:00:00+00:19:32", Timestamp(1929, 12, 31, 23, 40, 28, 0, utc)},
        {oid::timestamptz, "2016-01-25 15:10:10.555555+00:00",
         Timestamp(2016, 1, 25, 15, 10, 10, 555555, utc)},
        {oid::interval, "1 year 2 mons -3 days +04:05:06.789", Interval::parse("P1Y2M-3DT4H5M6.789S")},
        {oid::interval, "00:00:00", Interval()},
        {oid::json, "{\"a\": 1}", Json("{\"a\": 1}")},
        {oid::jsonb, "[]", Json("[]")},
        {oid::inet, "10.0.0.1/8", "10.0.0.1/8"},
        {oid::bit, "101", "101"},
    };
    for (const auto& c : cases) {
        CAPTURE(c.type);
        CAPTURE(c.text);
        const Value value = decode(c.type, c.text);
        CHECK(value.kind() == c.value.kind());
        CHECK(value == c.value);
        CHECK(value.kind() == find_type(c.type)->kind);
    }
    CHECK(std::isnan(*decode(oid::float8, "NaN").get_if<double>()));
}

TEST_CASE("malformed text is a DataError, never a wrong value") {
    const std::pair<std::uint32_t, const char*> cases[] = {
        {oid::boolean, "true"},    {oid::boolean, ""},          {oid::int4, ""},
        {oid::int4, "1.5"},        {oid::int4, "12x"},          {oid::int8, "9223372036854775808"},
        {oid::float8, "1,5"},      {oid::float8, ""},           {oid::numeric, "1e"},
        {oid::bytea, "\\x0"},      {oid::bytea, "\\xzz"},       {oid::bytea, "\\9"},
        {oid::bytea, "\\400"},     {oid::uuid, "2e964b45"},     {oid::date, "29.02.2024"},
        {oid::date, "2023-02-29"}, {oid::time, "25:00:00"},     {oid::timestamp, "yesterday"},
        {oid::timestamptz, "now"}, {oid::interval, "1 parsec"}, {oid::timetz, "01:02:03+99"},
    };
    for (const auto& entry : cases) {
        const auto type = std::get<0>(entry);
        const auto& text = std::get<1>(entry);
        CAPTURE(type);
        CAPTURE(text);
        CHECK_THROWS_AS(static_cast<void>(decode(type, text)), DataError);
    }
}

TEST_CASE("a type that is not in the table is found out") {
    CHECK(find_type(0) == nullptr);
    CHECK(find_type(99) == nullptr);
    CHECK(find_type(100058) == nullptr);
}
