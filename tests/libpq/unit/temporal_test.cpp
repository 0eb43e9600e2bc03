// SPDX-License-Identifier: BSL-1.0
//
// Dates, times and intervals in binary.
#include "codec/temporal.hpp"

#include <doctest/doctest.h>

#include <limits>

#include "codec/styled.hpp"
#include "libpq/unit/bytes.hpp"

using namespace dbapi;
using namespace dbapi::libpq;
using std::chrono::seconds;
using namespace testing;

namespace {

constexpr auto highest32 = std::numeric_limits<std::int32_t>::max();
constexpr auto highest64 = std::numeric_limits<std::int64_t>::max();

struct Case {
    std::uint32_t type;
    Value value;
    const char* hex;
};

std::string write(std::uint32_t type, const Value& value) {
    std::string out = "x";
    switch (type) {
        case oid::date: CHECK(append_date_binary(out, *value.get_if<Date>())); break;
        case oid::time: append_time_binary(out, *value.get_if<Time>()); break;
        case oid::timetz: append_timetz_binary(out, *value.get_if<Time>()); break;
        case oid::interval: CHECK(append_interval_binary(out, *value.get_if<Interval>())); break;
        default: append_timestamp_binary(out, *value.get_if<Timestamp>()); break;
    }
    return out.substr(1);
}

}  // namespace

TEST_CASE("dates, times and intervals are read and written in binary") {
    const Case cases[] = {
        {oid::date, Date(2000, 1, 1), "00000000"},
        {oid::date, Date(1970, 1, 1), "ffffd533"},
        {oid::date, Date(2024, 2, 29), "00002279"},
        {oid::date, Date(-43, 3, 15), "fff49d7b"},
        {oid::date, Date(-4713, 11, 24), "ffda97a7"},
        {oid::date, Date(5874897, 12, 31), "7fda970c"},
        {oid::date, Date::infinity(), "7fffffff"},
        {oid::date, Date::minus_infinity(), "80000000"},
        {oid::time, Time(), "0000000000000000"},
        {oid::time, Time(1, 2, 3, 4), "00000000dde878c4"},
        {oid::time, Time(24, 0), "000000141dd76000"},
        {oid::timetz, Time(0, 0, 0, 0, seconds(0)), "000000000000000000000000"},
        {oid::timetz, Time(1, 2, 3, 4, seconds(19'800)), "00000000dde878c4ffffb2a8"},
        {oid::timetz, Time(24, 0, 0, 0, seconds(-57'599)), "000000141dd760000000e0ff"},
        {oid::timetz, Time(23, 59, 59, 999'999, seconds(57'599)), "000000141dd75fffffff1f01"},
        {oid::timestamp, Timestamp(2000, 1, 1), "0000000000000000"},
        {oid::timestamp, Timestamp(1999, 12, 31, 23, 59, 59, 999'999), "ffffffffffffffff"},
        {oid::timestamp, Timestamp(2024, 2, 29, 13, 14, 15, 500'000), "0002b583ce0998e0"},
        {oid::timestamp, Timestamp(-4713, 11, 24), "fd0f7cc1411fa000"},
        {oid::timestamp, Timestamp(294276, 12, 31, 23, 59, 59, 999'999), "7fffff5bb3b29fff"},
        {oid::timestamp, Timestamp::infinity(), "7fffffffffffffff"},
        {oid::timestamp, Timestamp::minus_infinity(), "8000000000000000"},
        {oid::timestamptz, Timestamp(2000, 1, 1, 0, 0, 0, 0, seconds(0)), "0000000000000000"},
        {oid::timestamptz, Timestamp(2024, 2, 29, 13, 14, 15, 500'000, seconds(19'800)), "0002b57f31dd92e0"},
        {oid::timestamptz, Timestamp::infinity(), "7fffffffffffffff"},
        {oid::timestamptz, Timestamp::minus_infinity(), "8000000000000000"},
        {oid::interval, Interval(), "00000000000000000000000000000000"},
        {oid::interval, Interval(14, -3, 14'706'789'000), "000000036c97ca88fffffffd0000000e"},
        {oid::interval, Interval(0, 0, -1), "ffffffffffffffff0000000000000000"},
        {oid::interval,
         Interval(std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max(),
                  std::numeric_limits<std::int64_t>::min()),
         "80000000000000007fffffff80000000"},
    };
    for (const auto& c : cases) {
        const auto* const type = find_type(c.type);
        CAPTURE(type->name);
        CAPTURE(std::string(c.hex));
        const Value value = decode_binary(c.type, from_hex(c.hex));
        CHECK(value == c.value);
        CHECK(value.kind() == type->kind);
        CHECK(to_hex(write(c.type, c.value)) == c.hex);
    }
}

TEST_CASE("a timestamp with time zone is shown in UTC") {
    CHECK(shown_binary(oid::timestamptz, from_hex("0002b57f31dd92e0")) == "2024-02-29 07:44:15.5+00:00");
    CHECK(shown_binary(oid::timestamp, from_hex("0002b57f31dd92e0")) == "2024-02-29 07:44:15.5");
    CHECK(shown_binary(oid::interval, from_hex("000000036c97ca88fffffffd0000000e")) == "P1Y2M-3DT4H5M6.789S");
}

TEST_CASE("an infinite interval, which PostgreSQL has from 17 on, is an Other, in both formats the same") {
    const auto& type = *find_type(oid::interval);
    const std::pair<const char*, const char*> infinities[] = {
        {"infinity", "7fffffffffffffff7fffffff7fffffff"},
        {"-infinity", "80000000000000008000000080000000"},
    };
    for (const auto& infinity : infinities) {
        const std::string text = infinity.first;
        const std::string bytes = from_hex(infinity.second);
        CAPTURE(text);
        const Value expected = Other("interval", text);
        CHECK(decode_binary(oid::interval, bytes) == expected);
        CHECK(shown_binary(oid::interval, bytes) == text);
        CHECK(type.view_text(text).to_value() == expected);
        for (const char* const style : {"postgres", "postgres_verbose", "sql_standard", "iso_8601"}) {
            CHECK(decode_styled(oid::interval, text, parse_style("ISO, MDY", style, "UTC")) == expected);
        }
        CHECK_THROWS_AS(static_cast<void>(expected.get<Interval>()), DataError);
    }
    // On servers that have none, the same bytes are the ends of the range.
    for (const auto& end : std::initializer_list<std::pair<const char*, const char*>>{
             {"P178956970Y7M2147483647DT2562047788H54.775807S", "7fffffffffffffff7fffffff7fffffff"},
             {"P-178956970Y-8M-2147483648DT-2562047788H-54.775808S", "80000000000000008000000080000000"}}) {
        const std::string bytes = from_hex(end.second);
        CHECK(with_finite_intervals(type).view_binary(bytes).to_value().to_string() == end.first);
        const auto array = from_hex("0000000100000000000004a2000000010000000100000010") + bytes;
        CHECK(with_finite_intervals(*find_type(oid::interval_array)).view_binary(array).to_value() ==
              Value(Array({Interval::parse(end.first)})));
    }
    CHECK(&with_finite_intervals(*find_type(oid::date)) == find_type(oid::date));
    // Next to them.
    CHECK(shown_binary(oid::interval, from_hex("7fffffffffffffff7fffffff7ffffffe")) ==
          "P178956970Y6M2147483647DT2562047788H54.775807S");
    CHECK(shown_binary(oid::interval, from_hex("80000000000000018000000080000000")) ==
          "P-178956970Y-8M-2147483648DT-2562047788H-54.775807S");
}

TEST_CASE("an interval that would be an infinity in binary is not written so") {
    std::string bytes = "x";
    CHECK_FALSE(append_interval_binary(bytes, Interval(highest32, highest32, highest64)));
    CHECK_FALSE(append_interval_binary(bytes, Interval(-highest32 - 1, -highest32 - 1, -highest64 - 1)));
    CHECK(bytes == "x");
    CHECK(append_interval_binary(bytes, Interval(highest32, highest32, highest64 - 1)));
    CHECK(to_hex(bytes.substr(1)) == "7ffffffffffffffe7fffffff7fffffff");
}

TEST_CASE("a finite date, time or offset beyond the range is 22008, not another value") {
    const Case cases[] = {
        {oid::date, {}, "7ffffffe"},                    // would be after infinity
        {oid::date, {}, "7fffd532"},                    // would be infinity
        {oid::time, {}, "ffffffffffffffff"},            // before midnight
        {oid::time, {}, "000000141dd76001"},            // after 24:00
        {oid::timetz, {}, "000000141dd7600100000000"},  // after 24:00
        {oid::timetz, {}, "00000000000000000000e100"},  // 16 hours west
        {oid::timetz, {}, "0000000000000000ffff1f00"},  // 16 hours east
        {oid::timetz, {}, "000000000000000080000000"},
    };
    for (const auto& c : cases) {
        CAPTURE(std::string(c.hex));
        try {
            static_cast<void>(decode_binary(c.type, from_hex(c.hex)));
            FAIL_CHECK("it was taken");
        } catch (const DataError& error) {
            CHECK(error.sqlstate() == "22008");
        }
    }
}

TEST_CASE("the ends of the dates that can be said in binary") {
    using Limits = std::numeric_limits<std::int32_t>;
    CHECK(decode_binary(oid::date, from_hex("7fffd531")) == Value(Date::from_days(Limits::max() - 1)));
    CHECK(decode_binary(oid::date, from_hex("80000001")) == Value(Date::from_days(Limits::min() + 10'958)));
    std::string bytes;
    CHECK(append_date_binary(bytes, Date::from_days(Limits::max() - 1)));
    CHECK(append_date_binary(bytes, Date::from_days(Limits::min() + 10'958)));
    CHECK(to_hex(bytes) == "7fffd53180000001");
    CHECK_FALSE(append_date_binary(bytes, Date::from_days(Limits::min() + 10'957)));
    CHECK_FALSE(append_date_binary(bytes, Date::from_days(Limits::min() + 1)));
    CHECK(bytes.size() == 8);
}

TEST_CASE("dates, times and intervals of another length are refused") {
    check_lengths(oid::date, "00002279");
    check_lengths(oid::time, "00000000dde878c4");
    check_lengths(oid::timetz, "00000000dde878c4ffffb2a8");
    check_lengths(oid::timestamp, "0002b583ce0998e0");
    check_lengths(oid::timestamptz, "0002b583ce0998e0");
    check_lengths(oid::interval, "000000036c97ca88fffffffd0000000e");
}
