// SPDX-License-Identifier: BSL-1.0
//
// The ends of every type's range, its empty and its special values: written down twice, as SQL and as values.
#include <doctest/doctest.h>

#include <chrono>
#include <dbapi/dbapi.hpp>
#include <limits>
#include <string>
#include <vector>

#include "libpq/round_trip_formats.hpp"
#include "support/same_value.hpp"

using namespace dbapi;
using std::chrono::seconds;

namespace {

struct Limit {
    std::string type;
    std::string literal;
    Value value;
};

template <class T>
using Limits = std::numeric_limits<T>;

constexpr std::int64_t day = 86'400'000'000;

std::string all_bytes() {
    std::string bytes;
    for (int byte = 0; byte < 256; ++byte) bytes += static_cast<char>(byte);
    return bytes;
}

std::string quoted(std::string_view text) {
    std::string literal = "'";
    for (const char c : text) literal += c == '\'' ? "''" : std::string(1, c);
    return literal += "'";
}

std::vector<Limit> numbers() {
    const std::string nines(131'072, '9');
    const std::string fraction(16'383, '9');
    return {
        {"boolean", "true", true},
        {"boolean", "off", false},
        {"smallint", "-32768", -32768},
        {"smallint", "32767", 32767},
        {"integer", "-2147483648", Limits<std::int32_t>::min()},
        {"integer", "2147483647", Limits<std::int32_t>::max()},
        {"bigint", "-9223372036854775808", Limits<std::int64_t>::min()},
        {"bigint", "9223372036854775807", Limits<std::int64_t>::max()},
        {"oid", "0", 0},
        {"oid", "4294967295", Limits<std::uint32_t>::max()},
        {"real", "3.4028235e38", Limits<float>::max()},
        {"real", "-1e-45", -Limits<float>::denorm_min()},
        {"real", "1.1754944e-38", Limits<float>::min()},
        {"real", "0.1", 0.1F},
        {"real", "-0", -0.0F},
        {"real", "Infinity", Limits<float>::infinity()},
        {"real", "-Infinity", -Limits<float>::infinity()},
        {"real", "NaN", Limits<float>::quiet_NaN()},
        {"double precision", "1.7976931348623157e308", Limits<double>::max()},
        {"double precision", "-5e-324", -Limits<double>::denorm_min()},
        {"double precision", "2.2250738585072014e-308", Limits<double>::min()},
        {"double precision", "0.1", 0.1},
        {"double precision", "9007199254740993", 9007199254740992.0},
        {"double precision", "-0", -0.0},
        {"double precision", "Infinity", Limits<double>::infinity()},
        {"double precision", "-Infinity", -Limits<double>::infinity()},
        {"double precision", "NaN", Limits<double>::quiet_NaN()},
        {"numeric", "0", Decimal("0")},
        {"numeric", "0.000", Decimal("0.000")},
        {"numeric", "-0.00", Decimal("0.00")},
        {"numeric", "9999", Decimal("9999")},
        {"numeric", "10000", Decimal("10000")},
        {"numeric", "100000000.00010000", Decimal("100000000.00010000")},
        {"numeric", "0.00001", Decimal("0.00001")},
        {"numeric", "1e20", Decimal("100000000000000000000")},
        {"numeric", "1.5e-10", Decimal("0.00000000015")},
        {"numeric", nines + "." + fraction, Decimal(nines + "." + fraction)},
        {"numeric", "-" + nines, Decimal("-" + nines)},
        {"numeric", "1e-16383", Decimal("1e-16383")},
        {"numeric", "NaN", Decimal("NaN")},
        {"numeric", "Infinity", Decimal("Infinity")},
        {"numeric", "-Infinity", Decimal("-Infinity")},
    };
}

std::vector<Limit> texts() {
    const std::string long_text(1'000'000, 'x');
    const std::string bits(1'000, '1');
    return {
        {"text", "", ""},
        {"text", "it's", "it's"},
        {"text", "NULL", "NULL"},
        {"text", "\\", "\\"},
        {"text", "\U0010ffff", "\U0010ffff"},
        {"text", long_text, long_text},
        {"character varying(3)", "", ""},
        {"character(5)", "ab", "ab   "},
        {"name", "pg_class", "pg_class"},
        {"\"char\"", "a", "a"},
        {"\"char\"", "", ""},
        {"bytea", "", Binary()},
        {"bytea", "\\x00", Binary(std::string_view("\0", 1))},
        {"bytea", "\\x" + Binary(all_bytes()).to_hex(), Binary(all_bytes())},
        {"bytea", long_text, Binary(long_text)},
        {"uuid", "00000000-0000-0000-0000-000000000000", Uuid()},
        {"uuid", "ffffffff-ffff-ffff-ffff-ffffffffffff", Uuid::parse("ffffffff-ffff-ffff-ffff-ffffffffffff")},
        {"json", "null", Json("null")},
        {"json", " { } ", Json(" { } ")},
        {"jsonb", "\"\"", Json("\"\"")},
        {"jsonb", "{\"b\":1,\"a\":[]}", Json("{\"a\": [], \"b\": 1}")},
        {"bit(1)", "1", "1"},
        {"bit(8)", "10000001", "10000001"},
        {"bit(9)", "100000001", "100000001"},
        {"bit varying", "", ""},
        {"bit varying", bits, bits},
        {"inet", "0.0.0.0/0", "0.0.0.0/0"},
        {"inet", "255.255.255.255", "255.255.255.255"},
        {"inet", "::/0", "::/0"},
        {"inet", "::1", "::1"},
        {"inet", "::ffff:1.2.3.4/96", "::ffff:1.2.3.4/96"},
        {"inet", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"},
        {"cidr", "10", "10.0.0.0/8"},
        {"cidr", "1.2.3.4/32", "1.2.3.4/32"},
        {"cidr", "2001:db8::/32", "2001:db8::/32"},
        {"macaddr", "ff-ff-ff-ff-ff-ff", "ff:ff:ff:ff:ff:ff"},
        {"macaddr8", "0000000000000001", "00:00:00:00:00:00:00:01"},
    };
}

std::vector<Limit> times() {
    const seconds largest(16 * 3600 - 1);
    return {
        {"date", "4714-11-24 BC", Date(-4713, 11, 24)},
        {"date", "0001-12-31 BC", Date(0, 12, 31)},
        {"date", "1970-01-01", Date(1970, 1, 1)},
        {"date", "2000-01-01", Date(2000, 1, 1)},
        {"date", "5874897-12-31", Date(5874897, 12, 31)},
        {"date", "infinity", Date::infinity()},
        {"date", "-infinity", Date::minus_infinity()},
        {"time", "00:00:00", Time()},
        {"time", "23:59:59.999999", Time(23, 59, 59, 999999)},
        {"time", "24:00:00", Time(24, 0)},
        {"time with time zone", "00:00:00+15:59:59", Time(0, 0, 0, 0, largest)},
        {"time with time zone", "24:00:00-15:59:59", Time(24, 0, 0, 0, -largest)},
        {"time with time zone", "12:00:00.000001+00", Time(12, 0, 0, 1, seconds(0))},
        {"timestamp", "4714-11-24 00:00:00 BC", Timestamp(-4713, 11, 24)},
        {"timestamp", "0001-12-31 23:59:59.999999 BC", Timestamp(0, 12, 31, 23, 59, 59, 999999)},
        {"timestamp", "1999-12-31 23:59:59.999999", Timestamp(1999, 12, 31, 23, 59, 59, 999999)},
        {"timestamp", "epoch", Timestamp(1970, 1, 1)},
        {"timestamp", "294276-12-31 23:59:59.999999", Timestamp(294276, 12, 31, 23, 59, 59, 999999)},
        {"timestamp", "infinity", Timestamp::infinity()},
        {"timestamp", "-infinity", Timestamp::minus_infinity()},
        {"timestamp with time zone", "4714-11-24 00:00:00+00 BC",
         Timestamp(-4713, 11, 24, 0, 0, 0, 0, seconds(0))},
        {"timestamp with time zone", "epoch", Timestamp(1970, 1, 1, 0, 0, 0, 0, seconds(0))},
        {"timestamp with time zone", "2024-02-29 12:00:00-15:59:59",
         Timestamp(2024, 2, 29, 12, 0, 0, 0, -largest)},
        {"timestamp with time zone", "294276-12-31 23:59:59.999999+00",
         Timestamp(294276, 12, 31, 23, 59, 59, 999999, seconds(0))},
        {"timestamp with time zone", "infinity", Timestamp::infinity()},
        {"timestamp with time zone", "-infinity", Timestamp::minus_infinity()},
        {"interval", "0", Interval()},
        {"interval", "1 mon -1 day +00:00:00.000001", Interval(1, -1, 1)},
        {"interval", "-1 mon 1 day -00:00:00.000001", Interval(-1, 1, -1)},
        {"interval", "24:00:00", Interval(0, 0, day)},
        {"interval", "178956970 years 7 mons 2147483647 days 2562047788:00:54.775807",
         Interval(Limits<std::int32_t>::max(), Limits<std::int32_t>::max(), Limits<std::int64_t>::max())},
        // PostgreSQL prints "-2562047788:00:54.775808" for the time of the least one, and cannot read that.
        {"interval", "P-178956970Y-8M-2147483648DT-2562047788H-54.775808S",
         Interval(Limits<std::int32_t>::min(), Limits<std::int32_t>::min(), Limits<std::int64_t>::min())},
    };
}

std::vector<Limit> arrays() {
    const auto list = [](std::vector<Value> elements) { return Array(std::move(elements)); };
    std::vector<Limit> limits;
    for (const char* type : {"boolean[]",
                             "smallint[]",
                             "integer[]",
                             "bigint[]",
                             "oid[]",
                             "real[]",
                             "double precision[]",
                             "numeric[]",
                             "text[]",
                             "character varying[]",
                             "bytea[]",
                             "uuid[]",
                             "date[]",
                             "time[]",
                             "timetz[]",
                             "timestamp[]",
                             "timestamptz[]",
                             "interval[]",
                             "json[]",
                             "jsonb[]",
                             "bit(3)[]",
                             "bit varying[]",
                             "inet[]",
                             "cidr[]",
                             "macaddr[]",
                             "macaddr8[]"}) {
        limits.push_back({type, "{}", Array()});
        limits.push_back({type, "{NULL}", list({null})});
        limits.push_back({type, "{{NULL,NULL}}", Array({null, null}, {{1, 1}, {2, 1}})});
    }
    const std::vector<Array::Dimension> six(6, {.length = 1});
    limits.push_back({"integer[]", "{{{{{{7}}}}}}", Array({7}, six)});
    limits.push_back(
        {"integer[]", "[-2147483648:-2147483647]={1,2}", Array({1, 2}, {{2, Limits<std::int32_t>::min()}})});
    limits.push_back(
        {"integer[]", "[2147483646:2147483646]={1}", Array({1}, {{1, Limits<std::int32_t>::max() - 1}})});
    limits.push_back({"text[]", R"({"",NULL,"NULL",null,"null"," ","a,b","{}","\"","\\"})",
                      list({"", null, "NULL", null, "null", " ", "a,b", "{}", "\"", "\\"})});
    limits.push_back(
        {"bytea[]", R"({"\\x","\\x00ff"})", list({Binary(), Binary(std::string_view("\0\xff", 2))})});
    limits.push_back({"timestamptz[]", "{infinity,-infinity}",
                      list({Timestamp::infinity(), Timestamp::minus_infinity()})});
    limits.push_back(
        {"numeric[]", "{NaN,0.00,-Infinity}", list({Decimal("NaN"), Decimal("0.00"), Decimal("-Infinity")})});
    return limits;
}

void check(const std::vector<Limit>& limits) {
    for (const std::string format : testing::wire_formats) {
        const auto conn = testing::connect_with_format(format);
        for (const auto& limit : limits) {
            const std::string& type = limit.type;
            INFO("format '", format, "', type ", type, ", literal ", limit.literal.substr(0, 100));
            const auto literal = quoted(limit.literal) + "::" + type;
            try {
                const auto row = conn->execute("SELECT ?::" + type + ", " + literal + ", (?::" + type +
                                                   ")::text = (" + literal + ")::text",
                                               limit.value, limit.value)
                                     .fetchone();
                REQUIRE(row);
                CHECK(testing::same_value((*row)[0], limit.value));
                CHECK(testing::same_value((*row)[1], limit.value));
                CHECK(row->get<bool>(2));
            } catch (const dbapi::Error& error) {
                FAIL_CHECK(std::string(error.what()));
                conn->rollback();
            }
        }
    }
}

}  // namespace

TEST_CASE("numbers at their limits go to the server and come back") { check(numbers()); }
TEST_CASE("texts and bytes, empty ones and long ones, go to the server and come back") { check(texts()); }
TEST_CASE("dates and times at their limits go to the server and come back") { check(times()); }
TEST_CASE("arrays, empty ones and odd ones, go to the server and come back") { check(arrays()); }
