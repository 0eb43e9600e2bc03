// SPDX-License-Identifier: BSL-1.0
//
// What recorded values must be, written down from the SQL that asked CockroachDB for them.
#include <doctest/doctest.h>

#include <chrono>
#include <dbapi/dbapi.hpp>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libpq/unit/recorded_messages.hpp"
#include "support/same_value.hpp"

using namespace dbapi;

namespace {

using std::chrono::seconds;

struct Expected {
    std::string label;
    Value value;
    std::optional<Value> in_binary = {};  // where the server sends something else
};

Value list(std::vector<Value> elements) { return Array(std::move(elements)); }
Value bytes(std::string_view content) { return Binary(content); }

const auto utc = seconds(0);
constexpr auto infinity = std::numeric_limits<double>::infinity();
constexpr auto lowest = std::numeric_limits<std::int64_t>::min();

std::vector<Expected> scalars() {
    return {
        {"bool", true},
        {"int2", -32768},
        {"int4", 2147483647},
        {"int8min", lowest},
        {"oid", 1},
        {"float4b", static_cast<double>(std::numeric_limits<float>::max())},
        {"float4 0.1", static_cast<double>(0.1F)},
        {"float8b", 1e308},
        {"float8 denorm", 5e-324},
        {"float8 third", 0.333333333333333, 1.0 / 3},
        {"floatbig", 1.23456789012346e20, 123456789012345680000.0},
        {"floatinf", infinity},
        {"float neg inf", -infinity},
        {"floatnan", std::numeric_limits<double>::quiet_NaN()},
        {"floatneg0", -0.0},
        {"decimal", Decimal("12345.678900")},
        {"decimal_p", Decimal("12345.68")},
        {"decneg", Decimal("-0.000012")},
        {"decbig", Decimal("123456789012345678901234567890.5")},
        {"decnan", Decimal("NaN")},
        {"decinf", Decimal("Infinity"), Decimal("NaN")},
        {"dec -inf", Decimal("-Infinity"), Decimal("NaN")},
        {"deczero", Decimal("0")},
        {"dec -0", Decimal("0")},
        {"dec10000", Decimal("10000")},
        {"dec1e20", Decimal("100000000000000000000")},
        {"dec 1e5", Decimal("100000")},
        {"dec 1e-10", Decimal("0.0000000001")},
        {"dec scale 30", Decimal("0.000000000000000000000000000001")},
        {"dec div", Decimal("0.33333333333333333333")},
        {"string", "héllo"},
        {"emptystr", ""},
        {"str null char", std::string("a\0b", 3)},
        {"emoji", "😀"},
        {"char", "abc"},
        {"qchar", "a"},
        {"name", "nm"},
        {"bytes", bytes({"\0\xff\x41\\", 4})},
        {"emptybytes", bytes("")},
        {"uuid", Uuid::parse("63616665-6630-3064-6465-616462656568")},
        {"date", Date(2016, 1, 25)},
        {"date_min", Date(1, 1, 1)},
        {"date_bc", Date(-4713, 11, 24)},
        {"date_max", Date(5874897, 12, 31)},
        {"date_inf", Date::infinity()},
        {"date -inf", Date::minus_infinity()},
        {"time", Time(1, 23, 45, 123456)},
        {"time3", Time(1, 23, 45, 123000)},
        {"time24", Time(24, 0)},
        {"timetz", Time(1, 23, 45, 123456, seconds(3 * 3600 + 1800))},
        {"timetz utc", Time(1, 2, 3, 0, utc)},
        {"timetz neg", Time(1, 2, 3, 0, seconds(-(8 * 3600 + 1800)))},
        {"timestamp", Timestamp(2016, 1, 25, 10, 10, 10, 555555)},
        {"timestamp3", Timestamp(2016, 1, 25, 10, 10, 10, 556000)},
        {"timestamp_bc", Timestamp(-43, 3, 15)},
        {"ts_1900", Timestamp(1900, 1, 1)},
        {"ts epoch", Timestamp(1970, 1, 1)},
        {"ts max", Timestamp(294276, 12, 31, 23, 59, 59, 999999)},
        {"timestamptz", Timestamp(2016, 1, 25, 15, 10, 10, 555555, utc)},
        {"interval", Interval(14, 3, 14'706'789'000)},
        {"intervalneg", Interval(-1, -3, -14'706'000'000)},
        {"intervalbig", Interval(0, 100, 172'800'000'000)},
        {"interval us", Interval(0, 0, 1)},
        {"interval neg mixed", Interval(1, -1, 3'600'000'000)},
        {"interval 0", Interval()},
        {"jsonb", Json(R"({"a": {"x": true}, "b": [1, 2.50, null, "é"]})")},
        {"jsonnull", Json("null")},
        {"json big", Json("123456789012345678901234567890")},
        {"inet", "192.168.0.1/24"},
        {"inethost", "10.0.0.1"},
        {"inet6", "2001:4f8:3:ba::1"},
        {"bit", "101"},
        {"varbit", "1010101010101"},
        {"null", null},
        {"nullint", null},
        {"nullstr", null},
    };
}

std::vector<Expected> arrays() {
    return {
        {"intarr", list({1, 2, null, -4})},
        {"int4arr", list({1, 2})},
        {"int2arr", list({1, 2})},
        {"emptyarr", list({})},
        {"empty strarr", list({})},
        {"nullarr", list({null})},
        {"strarr", list({"a", "b \"q\"", "c,d", "{x}", "back\\\\slash", "", "NULL", null, "é"})},
        {"boolarr", list({true, false})},
        {"floatarr", list({1.5, 2.0})},
        {"float4 arr", list({1.5})},
        {"decarr", list({Decimal("1.50"), Decimal("2")})},
        {"uuidarr", list({Uuid::parse("63616665-6630-3064-6465-616462656568")})},
        {"bytesarr", list({bytes({"\0\xff", 2})})},
        {"tsarr", list({Timestamp(2016, 1, 25, 10, 10, 10)})},  // its text has an offset, which means nothing
        {"tstzarr", list({Timestamp(2016, 1, 25, 10, 10, 10, 0, utc)})},
        {"datearr", list({Date(2016, 1, 25)})},
        {"time arr", list({Time(1, 2, 3)})},
        {"timetz arr", list({Time(1, 2, 3, 0, seconds(3600))})},
        {"interval arr", list({Interval(0, 1, 0)})},
        {"inet arr", list({"10.0.0.1"})},
        {"bit arr", list({"101"})},
        {"varchar arr", list({"a"})},
        {"name arr", list({"a"})},
        {"oid arr", list({1})},
    };
}

std::vector<Expected> parameters() {
    return {
        {"text parameters.i2", 2},
        {"text parameters.f4", 1.5},
        {"text parameters.d", Decimal("12.35")},
        {"text parameters.s", "txt"},
        {"text parameters.b", bytes({"\0\xff", 2})},
        {"text parameters.bo", true},
        {"text parameters.u", Uuid::parse("63616665-6630-3064-6465-616462656568")},
        {"text parameters.da", Date(2016, 1, 25)},
        {"text parameters.ti", Time(1, 2, 3)},
        {"text parameters.ts", Timestamp(2016, 1, 25, 10, 10, 10)},
        {"text parameters.tz", Timestamp(2016, 1, 25, 8, 10, 10, 0, utc)},
        {"text parameters.iv", Interval(0, 1, 7'384'000'000)},
        {"text parameters.j", Json("{\"a\": 1}")},
        {"text parameters.ip", "10.0.0.1"},
        {"text parameters.ia", list({1, 2, null})},
        {"text parameters.sa", list({"a", "b c", null})},
        {"text parameters.bi", "101"},
        {"text parameters.vb", "1010"},
        {"SELECT $1::INT2 with '40000' oid 0 fmt 0", 40000},  // no check of the range on the server
        {"SELECT $1::INT8 with b'\\x00\\x01' oid 21 fmt 1", 1},
        {"SELECT $1::STRING with b'a\\x00b' oid 0 fmt 0", std::string("a\0b", 3)},
        {"SELECT $1::DATE with b'\\x00\\x00\\x00\\x01' oid 1082 fmt 1", Date(2000, 1, 2)},
        {"SELECT $1::BYTES with 'a\\\\000b' oid 17 fmt 0", bytes({"a\0b", 3})},
        {"SELECT $1::DECIMAL with '1e400' oid 0 fmt 0", Decimal("1e400")},
        {"SELECT $1::INTERVAL with 'P1Y2M' oid 0 fmt 0", Interval(14, 0, 0)},
        {"SELECT $1::INT8 with '+5' oid 0 fmt 0", 5},
        {"SELECT $1::FLOAT8 with 'Infinity' oid 0 fmt 0", infinity},
        {"binary parameter dec1e20 oid 1700", Decimal("1e20")},
        {"binary parameter dec10000 oid 1700", Decimal("10000")},
        {"binary parameter decinf oid 1700", Decimal("NaN")},
        {"binary parameter timetz oid 1266", Time(1, 23, 45, 123456, utc)},  // the server lost its offset
        {"binary parameter int4arr oid 1007", list({1, 2})},
        {"binary parameter strarr oid 1009",
         list({"a", "b \"q\"", "c,d", "{x}", "back\\\\slash", "", "NULL", null, "é"})},
    };
}

using Fields = std::multimap<std::string, testing::RecordedField>;

Fields all_fields() {
    Fields fields;
    for (const char* name :
         {"types_simple_text", "types_extended_text", "types_extended_binary", "parameters", "more_values"}) {
        for (const auto& field : testing::read_recording(name)) fields.emplace(field.label, field);
    }
    return fields;
}

void check(const Fields& fields, const std::vector<Expected>& table) {
    for (const auto& expected : table) {
        CAPTURE(expected.label);
        const auto [begin, end] = fields.equal_range(expected.label);
        CHECK(begin != end);
        for (auto at = begin; at != end; ++at) {
            const auto& field = at->second;
            CAPTURE(field.is_binary);
            const auto value = testing::decode(field);
            REQUIRE(value);
            const auto& wanted = field.is_binary && expected.in_binary ? *expected.in_binary : expected.value;
            CAPTURE(*value);
            CHECK(testing::same_value(*value, wanted));
        }
    }
}

}  // namespace

TEST_CASE("recorded scalars are what their SQL says") { check(all_fields(), scalars()); }
TEST_CASE("recorded arrays are what their SQL says") { check(all_fields(), arrays()); }
TEST_CASE("recorded parameters come back as they were sent") { check(all_fields(), parameters()); }
