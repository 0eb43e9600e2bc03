// SPDX-License-Identifier: BSL-1.0
//
// Time: its parts, its order with offsets, its text.
#include <doctest/doctest.h>

#include <dbapi/errors.hpp>
#include <dbapi/time.hpp>
#include <random>
#include <sstream>
#include <string>
#include <type_traits>

using dbapi::Time;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

static_assert(sizeof(Time) <= 16 && std::is_trivially_copyable_v<Time>);

namespace {

std::string sqlstate_of(const std::string& text) {
    try {
        (void)Time::parse(text);
    } catch (const dbapi::DataError& error) {
        return std::string(error.sqlstate());
    }
    return "accepted";
}

}  // namespace

TEST_CASE("a time gives back its parts") {
    const Time time(13, 14, 15, 123456, -hours(3) - minutes(30));
    CHECK(time.hour() == 13);
    CHECK(time.minute() == 14);
    CHECK(time.second() == 15);
    CHECK(time.microsecond() == 123456);
    CHECK(time.offset() == seconds(-12'600));
    CHECK(time.micros_since_midnight() == 47'655'123'456);
    CHECK(Time::from_micros(47'655'123'456, seconds(-12'600)) == time);
    CHECK_FALSE(Time(1, 2).has_offset());
    CHECK(Time(1, 2).offset() == std::nullopt);
    CHECK(Time(24, 0).hour() == 24);
}

TEST_CASE("a time's text is read and written") {
    const struct {
        std::string text;
        Time time;
        std::string written;
    } cases[] = {
        {"00:00", Time(), "00:00:00"},
        {"13:14:15", Time(13, 14, 15), "13:14:15"},
        {"13:14:15.5", Time(13, 14, 15, 500'000), "13:14:15.5"},
        {"13:14:15.000001", Time(13, 14, 15, 1), "13:14:15.000001"},
        {"13:14:15.100000", Time(13, 14, 15, 100'000), "13:14:15.1"},
        {"24:00:00", Time(24, 0), "24:00:00"},
        {"24:00", Time(24, 0), "24:00:00"},
        {"13:14:15.1234564", Time(13, 14, 15, 123'456), "13:14:15.123456"},
        {"13:14:15.1234565", Time(13, 14, 15, 123'457), "13:14:15.123457"},
        {"13:14:15.123456499999999999999", Time(13, 14, 15, 123'456), "13:14:15.123456"},
        {"13:14:59.9999995", Time(13, 15), "13:15:00"},
        {"23:59:59.9999999", Time(24, 0), "24:00:00"},
        {"13:14Z", Time(13, 14, 0, 0, hours(0)), "13:14:00+00:00"},
        {"13:14:15+00", Time(13, 14, 15, 0, hours(0)), "13:14:15+00:00"},
        {"13:14:15-00", Time(13, 14, 15, 0, hours(0)), "13:14:15+00:00"},
        {"13:14:15+02", Time(13, 14, 15, 0, hours(2)), "13:14:15+02:00"},
        {"13:14:15.5-03:30", Time(13, 14, 15, 500'000, minutes(-210)), "13:14:15.5-03:30"},
        {"13:14:15+0530", Time(13, 14, 15, 0, minutes(330)), "13:14:15+05:30"},
        {"13:14:15+01:02:03", Time(13, 14, 15, 0, seconds(3723)), "13:14:15+01:02:03"},
        {"13:14:15-15:59:59", Time(13, 14, 15, 0, seconds(-57'599)), "13:14:15-15:59:59"},
    };
    for (const auto& row : cases) {
        CAPTURE(row.text);
        const auto& [text, time, written] = row;
        CHECK(Time::parse(text) == time);
        std::ostringstream out;
        out << time;
        CHECK(out.str() == written);
    }
}

TEST_CASE("text that is no time is refused with 22007") {
    for (const std::string text : {"",
                                   "1",
                                   "13",
                                   "13:",
                                   "13:1",
                                   "1:14",
                                   "131415",
                                   "13:14:",
                                   "13:14:1",
                                   "13:14:15.",
                                   "13:14:15,5",
                                   "13:14 ",
                                   " 13:14",
                                   "13:14:15 +02",
                                   "13:14:15+2",
                                   "13:14:15+",
                                   "13:14:15+02:",
                                   "13:14:15+02:3",
                                   "13:14:15+023",
                                   "13:14:15z",
                                   "13:14:15ZZ",
                                   "13:14:15+02:00:0",
                                   "13:14:15+0200:00",
                                   "13:14:15 UTC",
                                   "-13:14",
                                   "13:14.5"}) {
        CAPTURE(text);
        CHECK(sqlstate_of(text) == "22007");
    }
}

TEST_CASE("a time that does not exist is refused with 22008") {
    for (const std::string text :
         {"25:00", "24:00:01", "24:00:00.000001", "24:01", "13:60", "13:14:60", "13:14:99", "13:14+16",
          "13:14-16:00", "13:14+02:60", "13:14+02:00:60", "13:14+99"}) {
        CAPTURE(text);
        CHECK(sqlstate_of(text) == "22008");
    }
    CHECK_THROWS_AS((void)Time(25, 0), dbapi::DataError);
    CHECK_THROWS_AS((void)Time(24, 0, 0, 1), dbapi::DataError);
    CHECK_THROWS_AS((void)Time(13, 60), dbapi::DataError);
    CHECK_THROWS_AS((void)Time(13, 0, 60), dbapi::DataError);
    CHECK_THROWS_AS((void)Time(13, 0, 0, 1'000'000), dbapi::DataError);
    CHECK_THROWS_AS((void)Time(13, 0, 0, 0, hours(16)), dbapi::DataError);
    CHECK_THROWS_AS((void)Time(13, 0, 0, 0, seconds::min()), dbapi::DataError);
    CHECK_THROWS_AS((void)Time::from_micros(-1), dbapi::DataError);
    CHECK_THROWS_AS((void)Time::from_micros(86'400'000'001), dbapi::DataError);
}

TEST_CASE("a reading of a clock becomes a time when it is one to the microsecond") {
    using namespace std::chrono;
    CHECK(Time(hh_mm_ss(13h + 14min + 15s)) == Time(13, 14, 15));
    CHECK(Time(hh_mm_ss(1min + 2us)) == Time(0, 1, 0, 2));
    CHECK(Time(hh_mm_ss(3000ns)) == Time(0, 0, 0, 3));
    CHECK(Time(hh_mm_ss<hours>()) == Time());
    CHECK(Time(hh_mm_ss(24h)) == Time(24, 0));
    CHECK_FALSE(Time(hh_mm_ss(1h)).has_offset());
    const auto sqlstate = [](auto reading) {
        try {
            (void)Time(reading);
        } catch (const dbapi::DataError& error) {
            return std::string(error.sqlstate());
        }
        return std::string("accepted");
    };
    CHECK(sqlstate(hh_mm_ss(-1s)) == "22008");
    CHECK(sqlstate(hh_mm_ss(-1ns)) == "22008");
    CHECK(sqlstate(hh_mm_ss(24h + 1us)) == "22008");
    CHECK(sqlstate(hh_mm_ss(25h)) == "22008");
    CHECK(sqlstate(hh_mm_ss(hours::max())) == "22008");
    CHECK(sqlstate(hh_mm_ss(1ns)) == "22008");
    CHECK(sqlstate(hh_mm_ss(duration<int, std::ratio<1, 4>>(1))) == "accepted");
    static_assert(!std::constructible_from<Time, hh_mm_ss<duration<double>>>);
    static_assert(!std::constructible_from<Time, seconds>);
}

TEST_CASE("times with an offset are ordered by their instant, and equal only with the same offset") {
    CHECK(Time(12, 0) < Time(13, 0));
    CHECK(Time(23, 0) < Time(1, 0, 0, 0, hours(0)));
    CHECK(Time(12, 0, 0, 0, hours(2)) < Time(11, 0, 0, 0, hours(0)));
    CHECK(Time(12, 0, 0, 0, hours(0)) != Time(13, 0, 0, 0, hours(1)));
    CHECK(Time(12, 0, 0, 0, hours(0)) < Time(13, 0, 0, 0, hours(1)));
    CHECK(Time(12, 0, 0, 0, hours(1)) == Time(12, 0, 0, 0, hours(1)));
}

TEST_CASE("any time survives its text") {
    std::mt19937_64 random(3);  // NOLINT: the same numbers each time
    std::uniform_int_distribution<std::int64_t> micros(0, 86'400'000'000);
    std::uniform_int_distribution<int> offset(-57'599, 57'599);
    for (int i = 0; i < 5000; ++i) {
        const Time plain = Time::from_micros(micros(random));
        const Time zoned = Time::from_micros(micros(random), seconds(offset(random)));
        REQUIRE(Time::parse(plain.to_string()) == plain);
        REQUIRE(Time::parse(zoned.to_string()) == zoned);
    }
}
