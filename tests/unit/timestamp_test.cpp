// SPDX-License-Identifier: BSL-1.0
//
// Timestamp: readings and instants, the ends of the range, std::chrono, text.
#include <doctest/doctest.h>

#include <dbapi/errors.hpp>
#include <dbapi/timestamp.hpp>
#include <random>
#include <sstream>
#include <string>
#include <type_traits>

using dbapi::Date;
using dbapi::Time;
using dbapi::Timestamp;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::seconds;

static_assert(sizeof(Timestamp) <= 16 && std::is_trivially_copyable_v<Timestamp>);
static_assert(std::is_convertible_v<std::chrono::system_clock::time_point, Timestamp>);
static_assert(std::is_convertible_v<std::chrono::local_seconds, Timestamp>);
static_assert(!std::is_convertible_v<std::chrono::sys_days, Timestamp>, "a day is a Date first");
static_assert(std::is_constructible_v<Timestamp, std::chrono::sys_days>);

namespace {

constexpr auto highest = std::numeric_limits<std::int64_t>::max();
constexpr auto lowest = std::numeric_limits<std::int64_t>::min();

std::string sqlstate_of(const std::string& text) {
    try {
        (void)Timestamp::parse(text);
    } catch (const dbapi::DataError& error) {
        return std::string(error.sqlstate());
    }
    return "accepted";
}

}  // namespace

TEST_CASE("a timestamp's text is read and written") {
    const struct {
        std::string text;
        Timestamp timestamp;
        std::string written;
    } cases[] = {
        {"1970-01-01 00:00:00", Timestamp(), "1970-01-01 00:00:00"},
        {"2024-02-29", Timestamp(2024, 2, 29), "2024-02-29 00:00:00"},
        {"0044-03-15 BC", Timestamp(-43, 3, 15), "0044-03-15 00:00:00 BC"},
        {"2024-02-29 13:14", Timestamp(2024, 2, 29, 13, 14), "2024-02-29 13:14:00"},
        {"2024-02-29T13:14:15.5", Timestamp(2024, 2, 29, 13, 14, 15, 500'000), "2024-02-29 13:14:15.5"},
        {"2024-02-29 13:14:15.5+02", Timestamp(2024, 2, 29, 13, 14, 15, 500'000, hours(2)),
         "2024-02-29 13:14:15.5+02:00"},
        {"2024-02-29 13:14:15Z", Timestamp(2024, 2, 29, 13, 14, 15, 0, hours(0)),
         "2024-02-29 13:14:15+00:00"},
        {"2024-03-01 01:00:00+02", Timestamp(2024, 3, 1, 1, 0, 0, 0, hours(2)), "2024-03-01 01:00:00+02:00"},
        {"0044-03-15 12:00:00+00 BC", Timestamp(-43, 3, 15, 12, 0, 0, 0, hours(0)),
         "0044-03-15 12:00:00+00:00 BC"},
        {"0001-12-31 23:00:00-02 BC", Timestamp(0, 12, 31, 23, 0, 0, 0, hours(-2)),
         "0001-12-31 23:00:00-02:00 BC"},
        {"2024-12-31 24:00:00", Timestamp(2025, 1, 1), "2025-01-01 00:00:00"},
        {"2024-12-31 23:59:59.9999999", Timestamp(2025, 1, 1), "2025-01-01 00:00:00"},
        {"4714-11-24 00:00:00 BC", Timestamp(-4713, 11, 24), "4714-11-24 00:00:00 BC"},
        {"294276-12-31 23:59:59.999999", Timestamp(294'276, 12, 31, 23, 59, 59, 999'999),
         "294276-12-31 23:59:59.999999"},
        {"infinity", Timestamp::infinity(), "infinity"},
        {"-infinity", Timestamp::minus_infinity(), "-infinity"},
    };
    for (const auto& row : cases) {
        CAPTURE(row.text);
        const auto& [text, timestamp, written] = row;
        const Timestamp parsed = Timestamp::parse(text);
        CHECK(parsed == timestamp);
        CHECK(parsed.offset() == timestamp.offset());
        std::ostringstream out;
        out << timestamp;
        CHECK(out.str() == written);
    }
}

TEST_CASE("text that is no timestamp is refused with 22007") {
    for (const std::string text :
         {"", "2024", "2024-02-29 ", " 2024-02-29", "2024-02-29T", "2024-02-29t13:14", "2024-02-29  13:14",
          "2024-02-29 13", "2024-02-29 13:14 BC ", "2024-02-29 BC 13:14", "2024-02-29 13:14:15 +02",
          "2024-02-29+02", "2024-02-29 13:14:15+2", "2024-02-29 13:14:15 AD", "now", "Infinity",
          "infinity+00", "2024-02-29 BCBC", "13:14:15"}) {
        CAPTURE(text);
        CHECK(sqlstate_of(text) == "22007");
    }
}

TEST_CASE("a moment that does not exist or is too far away is refused with 22008") {
    for (const std::string text :
         {"2023-02-29 00:00:00", "2024-02-29 25:00:00", "2024-02-29 13:14:60", "2024-02-29 13:14+16",
          "0000-01-01 00:00:00", "294278-01-01", "300000-01-01 00:00:00 BC", "5874897-12-31 00:00:00"}) {
        CAPTURE(text);
        CHECK(sqlstate_of(text) == "22008");
    }
    CHECK_THROWS_AS((void)Timestamp(2023, 2, 29), dbapi::DataError);
    CHECK_THROWS_AS((void)Timestamp(2024, 2, 29, 25), dbapi::DataError);
    CHECK_THROWS_AS((void)Timestamp(2024, 2, 29, 1, 60), dbapi::DataError);
    CHECK_THROWS_AS((void)Timestamp(2024, 2, 29, 1, 1, 60), dbapi::DataError);
    CHECK_THROWS_AS((void)Timestamp(2024, 2, 29, 1, 1, 1, 1'000'000), dbapi::DataError);
    CHECK_THROWS_AS((void)Timestamp(2024, 2, 29, 1, 1, 1, 1, hours(16)), dbapi::DataError);
    CHECK_THROWS_AS((void)Timestamp(294'278, 1, 1), dbapi::DataError);
    CHECK_THROWS_AS((void)Timestamp(-5'000'000, 1, 1), dbapi::DataError);
}

TEST_CASE("an offset moves the instant, not the reading") {
    const Timestamp timestamp(2024, 3, 1, 1, 30, 0, 0, hours(2));
    CHECK(timestamp.date() == Date(2024, 3, 1));
    CHECK(timestamp.time() == Time(1, 30));
    CHECK(timestamp.micros_since_epoch() == Timestamp(2024, 2, 29, 23, 30).micros_since_epoch());
    CHECK(timestamp.to_sys_time() ==
          std::chrono::sys_days(std::chrono::year(2024) / 2 / 29) + seconds(84'600));
    CHECK(timestamp.to_local_time() ==
          std::chrono::local_days(std::chrono::year(2024) / 3 / 1) + seconds(5'400));

    const Timestamp early(2024, 3, 1, 23, 30, 0, 0, hours(-2));
    CHECK(early.date() == Date(2024, 3, 1));
    CHECK(early.to_sys_time() == std::chrono::sys_days(std::chrono::year(2024) / 3 / 2) + seconds(5'400));
}

TEST_CASE("timestamps compare by instant or by reading, never one with the other") {
    const Timestamp reading(2024, 1, 1, 12);
    const Timestamp utc(2024, 1, 1, 12, 0, 0, 0, hours(0));
    const Timestamp berlin(2024, 1, 1, 13, 0, 0, 0, hours(1));
    CHECK(utc == berlin);
    CHECK((utc <=> berlin) == 0);
    CHECK(reading != utc);
    CHECK(Timestamp(3000, 1, 1) < utc);
    CHECK(utc < Timestamp(2024, 1, 1, 12, 0, 0, 1, hours(0)));
    for (const auto& finite : {reading, utc, Timestamp::from_micros_since_2000(highest - 1, hours(0))}) {
        CHECK(Timestamp::minus_infinity() < finite);
        CHECK(finite < Timestamp::infinity());
    }
}

TEST_CASE("the infinities have no offset, no time of day and no instant, but a date") {
    for (const auto& infinite :
         {Timestamp::infinity(), Timestamp::minus_infinity(), Timestamp::from_micros(highest, hours(1)),
          Timestamp::from_micros(lowest, hours(1)), Timestamp::from_micros_since_2000(highest, hours(1))}) {
        CHECK_FALSE(infinite.is_finite());
        CHECK_FALSE(infinite.has_offset());
        CHECK_THROWS_AS((void)infinite.time(), dbapi::DataError);
        CHECK_THROWS_AS((void)infinite.to_sys_time(), dbapi::DataError);
        CHECK_THROWS_AS((void)infinite.to_local_time(), dbapi::DataError);
    }
    CHECK(Timestamp::infinity().date() == Date::infinity());
    CHECK(Timestamp::minus_infinity().date() == Date::minus_infinity());
    CHECK(Timestamp::infinity().micros_since_epoch() == highest);
    CHECK(Timestamp::minus_infinity().micros_since_epoch() == lowest);
    CHECK(Timestamp::from_micros(highest) == Timestamp::infinity());
    CHECK(Timestamp::from_micros(lowest + 1) == Timestamp::minus_infinity());
}

TEST_CASE("microseconds count from 1970 and from 2000") {
    CHECK(Timestamp(2000, 1, 1).micros_since_2000() == 0);
    CHECK(Timestamp(2000, 1, 1).micros_since_epoch() == 946'684'800'000'000);
    CHECK(Timestamp::from_micros(-1).to_string() == "1969-12-31 23:59:59.999999");
    CHECK(Timestamp::from_micros(highest - 1).micros_since_epoch() == highest - 1);
    CHECK(Timestamp::from_micros(highest - 1).to_string() == "294247-01-10 04:00:54.775806");
    CHECK_THROWS_AS((void)Timestamp(294'276, 12, 31).micros_since_epoch(), dbapi::DataError);
    CHECK_THROWS_AS((void)Timestamp(294'276, 12, 31).to_local_time(), dbapi::DataError);
    CHECK(Timestamp::from_micros(0, hours(16)).offset() == seconds(0));
}

TEST_CASE("std::chrono's time points convert, rounded towards the past") {
    using namespace std::chrono;
    const Timestamp before = sys_time<nanoseconds>(nanoseconds(-1));
    CHECK(before.micros_since_epoch() == -1);
    CHECK(before.offset() == seconds(0));
    const Timestamp local = local_time<milliseconds>(milliseconds(1500));
    CHECK(local.to_string() == "1970-01-01 00:00:01.5");
    CHECK_FALSE(local.has_offset());
    CHECK(Timestamp(sys_days(year(2024) / 2 / 29)) == Timestamp(2024, 2, 29, 0, 0, 0, 0, hours(0)));
    const auto now = floor<microseconds>(system_clock::now());
    CHECK(Timestamp(now).to_sys_time() == now);
    const sys_time<duration<std::int64_t, std::ratio<1, 3>>> thirds{
        duration<std::int64_t, std::ratio<1, 3>>(-1)};
    CHECK(Timestamp(thirds).micros_since_epoch() == -333'334);

    CHECK_THROWS_AS((void)Timestamp(sys_seconds::max()), dbapi::DataError);
    CHECK_THROWS_AS((void)Timestamp(sys_seconds::min()), dbapi::DataError);
    CHECK_THROWS_AS((void)Timestamp(sys_time<microseconds>::max()), dbapi::DataError);
    CHECK_THROWS_AS((void)Timestamp(sys_time<microseconds>::min()), dbapi::DataError);
    CHECK_THROWS_AS((void)Timestamp(local_seconds::max()), dbapi::DataError);
    CHECK_THROWS_AS((void)Timestamp(2024, 1, 1).to_sys_time(), dbapi::DataError);
}

TEST_CASE("any timestamp survives its text and its parts, up to the ends of the range") {
    const auto check = [](const Timestamp& timestamp) {
        const Timestamp parsed = Timestamp::parse(timestamp.to_string());
        REQUIRE(parsed == timestamp);
        REQUIRE(parsed.offset() == timestamp.offset());
        const Date date = timestamp.date();
        const Time time = timestamp.time();
        REQUIRE(Timestamp(date.year(), date.month(), date.day(), time.hour(), time.minute(), time.second(),
                          time.microsecond(), timestamp.offset()) == timestamp);
    };
    std::mt19937_64 random(4);  // NOLINT: the same numbers each time
    std::uniform_int_distribution<std::int64_t> micros(lowest + 1, highest - 1);
    std::uniform_int_distribution<int> offset(-57'599, 57'599);
    for (int i = 0; i < 4000; ++i) {
        check(Timestamp::from_micros_since_2000(micros(random)));
        check(Timestamp::from_micros_since_2000(micros(random) / 10'000, seconds(offset(random))));
    }
    for (const std::int64_t end : {lowest + 1, highest - 1}) {
        check(Timestamp::from_micros_since_2000(end));
        check(Timestamp::from_micros_since_2000(end, seconds(57'599)));
        check(Timestamp::from_micros_since_2000(end, seconds(-57'599)));
    }
    CHECK(sqlstate_of("294277-01-09 04:00:54.775806") == "accepted");
    CHECK(sqlstate_of("294277-01-09 04:00:54.775807") == "22008");
    CHECK(sqlstate_of("294277-01-09 04:00:54.775806-00:00:01") == "22008");
}
