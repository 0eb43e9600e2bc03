// SPDX-License-Identifier: BSL-1.0
//
// convert() into readings of a clock and durations.
#include <doctest/doctest.h>

#include <chrono>
#include <dbapi/convert.hpp>
#include <dbapi/errors.hpp>
#include <limits>
#include <string>

using namespace dbapi;
using namespace std::chrono;

namespace {

template <class T>
std::string sqlstate_of(const Value& value) {
    try {
        (void)value.get<T>();
    } catch (const DataError& error) {
        return std::string(error.sqlstate());
    }
    return "accepted";
}

}  // namespace

TEST_CASE("a time becomes a reading of a clock of any resolution that holds it") {
    const Value time(Time(13, 14, 15, 123000));
    CHECK(time.get<hh_mm_ss<microseconds>>().to_duration() == 13h + 14min + 15s + 123ms);
    CHECK(time.get<hh_mm_ss<milliseconds>>().to_duration() == 13h + 14min + 15s + 123ms);
    CHECK(time.get<hh_mm_ss<nanoseconds>>().subseconds() == 123ms);
    CHECK(Value(Time(24, 0)).get<hh_mm_ss<hours>>().hours() == 24h);
    CHECK(Value("01:02:03").get<hh_mm_ss<seconds>>().to_duration() == 1h + 2min + 3s);
    CHECK(Value().get<std::optional<hh_mm_ss<seconds>>>() == std::nullopt);
    CHECK(sqlstate_of<hh_mm_ss<seconds>>(time) == "22003");
    CHECK(sqlstate_of<hh_mm_ss<hours>>(Time(1, 30)) == "22003");
    CHECK(sqlstate_of<hh_mm_ss<duration<std::int16_t>>>(Time(23, 0)) == "22003");
    CHECK(sqlstate_of<hh_mm_ss<seconds>>(Time(1, 2, 3, 0, 0s)) == "22008");  // the offset would be lost
    CHECK(sqlstate_of<hh_mm_ss<seconds>>(90) == "22018");
    CHECK(sqlstate_of<hh_mm_ss<seconds>>("noon") == "22007");
}

TEST_CASE("an interval of one part becomes a duration that counts that part") {
    CHECK(Value(Interval(14, 0, 0)).get<months>() == months(14));
    CHECK(Value(Interval(24, 0, 0)).get<years>() == years(2));
    CHECK(Value(Interval(-24, 0, 0)).get<years>() == years(-2));
    CHECK(Value(Interval(0, 15, 0)).get<days>() == days(15));
    CHECK(Value(Interval(0, -14, 0)).get<weeks>() == weeks(-2));
    CHECK(Value(Interval(0, 0, 90'000'000)).get<seconds>() == 90s);
    CHECK(Value(Interval(0, 0, 90'000'000)).get<milliseconds>() == 90s);
    CHECK(Value(Interval(0, 0, -1)).get<nanoseconds>() == -1us);
    CHECK(Value(Interval(0, 0, 7'200'000'000)).get<hours>() == 2h);
    CHECK(Value(Interval(0, 0, 500'000)).get<duration<double>>().count() == 0.5);
    CHECK(Value("PT1M30S").get<seconds>() == 90s);
    CHECK(Value("P2W").get<weeks>() == weeks(2));
    CHECK(Value(Interval()).get<years>() == years(0));
    CHECK(Value(Interval()).get<days>() == days(0));
    CHECK(Value(Interval()).get<seconds>() == 0s);
    CHECK(Value(90min).get<minutes>() == 90min);
    CHECK(Value(weeks(3)).get<days>() == days(21));
}

TEST_CASE("an interval with another part, or between two ticks, throws DataError") {
    CHECK(sqlstate_of<years>(Interval(13, 0, 0)) == "22003");
    CHECK(sqlstate_of<months>(Interval(1, 1, 0)) == "22003");
    CHECK(sqlstate_of<months>(Interval(0, 30, 0)) == "22003");
    CHECK(sqlstate_of<months>(Interval(1, 0, 1)) == "22003");
    CHECK(sqlstate_of<days>(Interval(1, 1, 0)) == "22003");
    CHECK(sqlstate_of<days>(Interval(0, 1, 1)) == "22003");
    CHECK(sqlstate_of<days>(Interval(0, 0, 86'400'000'000)) == "22003");
    CHECK(sqlstate_of<weeks>(Interval(0, 8, 0)) == "22003");
    CHECK(sqlstate_of<seconds>(Interval(0, 1, 0)) == "22003");
    CHECK(sqlstate_of<seconds>(Interval(1, 0, 1'000'000)) == "22003");
    CHECK(sqlstate_of<seconds>(Interval(0, 0, 1)) == "22003");
    CHECK(sqlstate_of<duration<double>>(Interval(0, 1, 0)) == "22003");
    CHECK(sqlstate_of<nanoseconds>(Interval(0, 0, std::numeric_limits<std::int64_t>::max())) == "22003");
    CHECK(sqlstate_of<duration<std::int16_t>>(Interval(0, 0, 40'000'000'000)) == "22003");
    CHECK(sqlstate_of<duration<std::uint32_t>>(Interval(0, 0, -1'000'000)) == "22003");
    CHECK(sqlstate_of<duration<signed char, years::period>>(Interval(12 * 128, 0, 0)) == "22003");
    CHECK(sqlstate_of<seconds>(90) == "22018");
    CHECK(sqlstate_of<seconds>("soon") == "22007");
}

TEST_CASE("days of the local calendar are dates, as those of the system's are") {
    const local_days day(2024y / February / 29);
    CHECK(Value(Date(2024, 2, 29)).get<local_days>() == day);
    CHECK(Value("2024-02-29").get<local_days>() == day);
    CHECK(Value(day) == Value(Date(2024, 2, 29)));
    CHECK(Value().get<std::optional<local_days>>() == std::nullopt);
    CHECK(sqlstate_of<local_days>(Date::infinity()) == "22008");
    CHECK(sqlstate_of<local_days>(Timestamp(2024, 2, 29)) == "22018");
    CHECK(sqlstate_of<local_days>(Timestamp(2024, 2, 29)) == sqlstate_of<sys_days>(Timestamp(2024, 2, 29)));
    CHECK(Value(local_time<hours>(day)).kind() == Kind::timestamp);
}
