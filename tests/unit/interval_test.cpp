// SPDX-License-Identifier: BSL-1.0
//
// Interval: both ways of writing one, the limits of its parts, durations.
#include <doctest/doctest.h>

#include <dbapi/errors.hpp>
#include <dbapi/interval.hpp>
#include <random>
#include <sstream>
#include <string>
#include <type_traits>

using dbapi::Interval;

static_assert(sizeof(Interval) == 16 && std::is_trivially_copyable_v<Interval>);
static_assert(std::is_convertible_v<std::chrono::hours, Interval>);
static_assert(!std::is_constructible_v<Interval, std::chrono::duration<double>>,
              "a fraction is seldom exact");

namespace {

constexpr auto highest = std::numeric_limits<std::int64_t>::max();
constexpr auto lowest = std::numeric_limits<std::int64_t>::min();
constexpr auto highest32 = std::numeric_limits<std::int32_t>::max();
constexpr auto lowest32 = std::numeric_limits<std::int32_t>::min();
constexpr std::int64_t second = 1'000'000;

std::string sqlstate_of(const std::string& text) {
    try {
        (void)Interval::parse(text);
    } catch (const dbapi::DataError& error) {
        return std::string(error.sqlstate());
    }
    return "accepted";
}

}  // namespace

TEST_CASE("an interval is written as an ISO 8601 duration, and read from it") {
    const struct {
        Interval interval;
        std::string text;
    } cases[] = {
        {Interval(), "PT0S"},
        {Interval(14, 3, 14'706 * second + 500'000), "P1Y2M3DT4H5M6.5S"},
        {Interval(-14, 3, 0), "P-1Y-2M3D"},
        {Interval(12, 0, 0), "P1Y"},
        {Interval(0, -3, 0), "P-3D"},
        {Interval(0, 0, -500'000), "PT-0.5S"},
        {Interval(0, 0, -1), "PT-0.000001S"},
        {Interval(0, 0, 3600 * second), "PT1H"},
        {Interval(0, 0, -3'661 * second), "PT-1H-1M-1S"},
        {Interval(0, 1, -1'500'000), "P1DT-1.5S"},
        {Interval(highest32, highest32, highest), "P178956970Y7M2147483647DT2562047788H54.775807S"},
        {Interval(lowest32, lowest32, lowest), "P-178956970Y-8M-2147483648DT-2562047788H-54.775808S"},
    };
    for (const auto& [interval, text] : cases) {
        std::ostringstream out;
        out << interval;
        CHECK(out.str() == text);
        CHECK(Interval::parse(text) == interval);
    }
}

TEST_CASE("other spellings of ISO 8601 durations are read") {
    CHECK(Interval::parse("P2W") == Interval(0, 14, 0));
    CHECK(Interval::parse("P1W-1D") == Interval(0, 6, 0));
    CHECK(Interval::parse("P+1Y-13M") == Interval(-1, 0, 0));
    CHECK(Interval::parse("PT90M") == Interval(0, 0, 5400 * second));
    CHECK(Interval::parse("PT1H-90M") == Interval(0, 0, -1800 * second));
    CHECK(Interval::parse("PT0.0000005S") == Interval(0, 0, 1));
    CHECK(Interval::parse("PT-0.0000005S") == Interval(0, 0, -1));
    CHECK(Interval::parse("PT0.9999999S") == Interval(0, 0, second));
    CHECK(Interval::parse("P0D") == Interval());
}

TEST_CASE("PostgreSQL's default style is read") {
    const struct {
        std::string text;
        Interval interval;
    } cases[] = {
        {"00:00:00", Interval()},
        {"1 year 2 mons -3 days +04:05:06.789", Interval(14, -3, 14'706 * second + 789'000)},
        {"-1 mons", Interval(-1, 0, 0)},
        {"-1 mons +2 days", Interval(-1, 2, 0)},
        {"1 mon", Interval(1, 0, 0)},
        {"-1 years -2 mons +3 days -04:05:06", Interval(-14, 3, -14'706 * second)},
        {"1 day", Interval(0, 1, 0)},
        {"3 days", Interval(0, 3, 0)},
        {"-00:00:00.5", Interval(0, 0, -500'000)},
        {"100:00:00", Interval(0, 0, 360'000 * second)},
        {"2562047788:00:54.775807", Interval(0, 0, highest)},
        {"-2562047788:00:54.775808", Interval(0, 0, lowest)},
        {"-178956970 years -8 mons -2147483648 days", Interval(lowest32, lowest32, 0)},
    };
    for (const auto& row : cases) {
        CAPTURE(row.text);
        const auto& [text, interval] = row;
        CHECK(Interval::parse(text) == interval);
    }
}

TEST_CASE("text that is no interval is refused with 22007") {
    for (const std::string text : {"",
                                   "P",
                                   "PT",
                                   "P1",
                                   "P1YT",
                                   "1Y",
                                   "PY",
                                   "P1M1Y",
                                   "P1Y1Y",
                                   "PT1S1M",
                                   "PT1S1.5S",
                                   "P1.5D",
                                   "PT1.5H",
                                   "PT1.S",
                                   "PT1,5S",
                                   "P1DT",
                                   "P1H",
                                   "PT1D",
                                   "-P1D",
                                   "p1d",
                                   " P1D",
                                   "P1D ",
                                   "P--1D",
                                   "P1 D",
                                   "1",
                                   "1 ",
                                   "1 day ",
                                   "1  day",
                                   "1 hour",
                                   "@ 1 day",
                                   "1 day ago",
                                   "1 day 1 year",
                                   "1 day 1 day",
                                   "1 days 1",
                                   "1:2:3",
                                   "00:00",
                                   "00:00:0",
                                   "00:00:00 ",
                                   "00:00:00 1 day",
                                   "--00:00:00",
                                   "1 dayss",
                                   "PT1H1"}) {
        CAPTURE(text);
        CHECK(sqlstate_of(text) == "22007");
    }
}

TEST_CASE("an interval that does not fit is refused with 22008") {
    for (const std::string text :
         {"P178956970Y8M", "P-178956970Y-9M", "P178956971Y", "P2147483648D", "P-2147483649D", "P306783379W",
          "PT2562047788H54.775808S", "PT-2562047788H-54.775809S", "PT2562047789H", "PT9223372036855S",
          "P99999999999999999999999D", "PT18446744073709551617S", "00:60:00", "00:00:60",
          "2562047788:00:54.775808", "2147483648 days"}) {
        CAPTURE(text);
        CHECK(sqlstate_of(text) == "22008");
    }
}

TEST_CASE("a duration goes into the part that it belongs to, exactly or not at all") {
    using namespace std::chrono;
    CHECK(Interval(years(2)) == Interval(24, 0, 0));
    CHECK(Interval(months(-5)) == Interval(-5, 0, 0));
    CHECK(Interval(weeks(2)) == Interval(0, 14, 0));
    CHECK(Interval(days(-1)) == Interval(0, -1, 0));
    CHECK(Interval(hours(24)) == Interval(0, 0, 86'400 * second));
    CHECK(Interval(milliseconds(-1)) == Interval(0, 0, -1000));
    CHECK(Interval(nanoseconds(-1000)) == Interval(0, 0, -1));
    CHECK(Interval(microseconds::min()) == Interval(0, 0, lowest));
    CHECK(Interval(microseconds::max()) == Interval(0, 0, highest));
    CHECK(Interval(days(1)) != Interval(hours(24)));
    CHECK_THROWS_AS((void)Interval(nanoseconds(1)), dbapi::DataError);
    CHECK_THROWS_AS((void)Interval(seconds::max()), dbapi::DataError);
    CHECK_THROWS_AS((void)Interval(seconds::min()), dbapi::DataError);
    CHECK_THROWS_AS((void)Interval(duration<std::uint64_t, std::micro>::max()), dbapi::DataError);
    CHECK_THROWS_AS((void)Interval(duration<std::int64_t, days::period>(std::int64_t{highest32} + 1)),
                    dbapi::DataError);
    CHECK_THROWS_AS((void)Interval(duration<std::int64_t, years::period>(highest32 / 12 + 1)),
                    dbapi::DataError);
    CHECK_THROWS_AS((void)Interval(duration<std::int64_t, weeks::period>(lowest32 / 7 - 1)),
                    dbapi::DataError);
}

TEST_CASE("any interval survives its text") {
    std::mt19937_64 random(5);  // NOLINT: the same numbers each time
    std::uniform_int_distribution<std::int32_t> part(lowest32, highest32);
    std::uniform_int_distribution<std::int64_t> micros(lowest, highest);
    std::uniform_int_distribution<int> shift(0, 62);
    for (int i = 0; i < 5000; ++i) {
        const Interval interval(part(random) >> (shift(random) / 2), part(random),
                                micros(random) >> shift(random));
        REQUIRE(Interval::parse(interval.to_string()) == interval);
    }
}
