// SPDX-License-Identifier: BSL-1.0
//
// Date: the calendar against std::chrono's, its ends, its text.
#include <doctest/doctest.h>

#include <dbapi/date.hpp>
#include <dbapi/errors.hpp>
#include <random>
#include <sstream>
#include <string>
#include <type_traits>

using dbapi::Date;

static_assert(sizeof(Date) == 4 && std::is_trivially_copyable_v<Date>);
static_assert(std::is_convertible_v<std::chrono::sys_days, Date>);
static_assert(std::is_convertible_v<std::chrono::local_days, Date>);
static_assert(std::is_convertible_v<std::chrono::year_month_day, Date>);
static_assert(Date::minus_infinity() < Date() && Date() < Date::infinity());

namespace {

std::string sqlstate_of(const std::string& text) {
    try {
        (void)Date::parse(text);
    } catch (const dbapi::DataError& error) {
        CHECK(std::string(error.what()).find("DATE") != std::string::npos);
        return std::string(error.sqlstate());
    }
    return "accepted";
}

}  // namespace

TEST_CASE("every day from the year -3000 to 5000 is the day that std::chrono says") {
    using namespace std::chrono;
    const auto end = sys_days(year(5000) / December / 31);
    for (auto day = sys_days(year(-3000) / January / 1); day <= end; day += days(1)) {
        const year_month_day expected(day);
        const Date date(day);
        const bool is_same = date.year() == int(expected.year()) &&
                             date.month() == unsigned(expected.month()) &&
                             date.day() == unsigned(expected.day()) && date == Date(expected) &&
                             date == Date(date.year(), date.month(), date.day()) && date.to_sys_days() == day;
        if (!is_same) FAIL("differs at day ", day.time_since_epoch().count());
    }
}

TEST_CASE("random days of all of std::chrono's years are the days that std::chrono says") {
    using namespace std::chrono;
    std::mt19937 random(1);  // NOLINT: the same numbers each time
    std::uniform_int_distribution<int> distribution(-12'000'000, 11'000'000);
    for (int i = 0; i < 5000; ++i) {
        const sys_days day{days(distribution(random))};
        const year_month_day expected(day);
        const Date date(expected);
        REQUIRE(date.days_since_epoch() == day.time_since_epoch().count());
        REQUIRE(date.year() == int(expected.year()));
        REQUIRE(date.month() == unsigned(expected.month()));
        REQUIRE(date.day() == unsigned(expected.day()));
    }
}

TEST_CASE("any number of days survives its text and its parts") {
    std::mt19937 random(2);  // NOLINT
    std::uniform_int_distribution<std::int32_t> distribution(std::numeric_limits<std::int32_t>::min());
    for (int i = 0; i < 5000; ++i) {
        const Date date = Date::from_days(distribution(random));
        REQUIRE(Date::parse(date.to_string()) == date);
        if (date.is_finite()) REQUIRE(Date(date.year(), date.month(), date.day()) == date);
    }
    for (const std::int32_t days :
         {std::numeric_limits<std::int32_t>::max() - 1, std::numeric_limits<std::int32_t>::min() + 1}) {
        CHECK(Date::parse(Date::from_days(days).to_string()) == Date::from_days(days));
    }
}

TEST_CASE("a date's text is the one that PostgreSQL writes") {
    const struct {
        Date date;
        std::string text;
    } cases[] = {
        {Date(), "1970-01-01"},
        {Date(2024, 2, 29), "2024-02-29"},
        {Date(44, 3, 15), "0044-03-15"},
        {Date(-43, 3, 15), "0044-03-15 BC"},
        {Date(0, 2, 29), "0001-02-29 BC"},
        {Date(1, 1, 1), "0001-01-01"},
        {Date(10000, 1, 1), "10000-01-01"},
        {Date(-4713, 11, 24), "4714-11-24 BC"},
        {Date(5'874'897, 12, 31), "5874897-12-31"},
        {Date::infinity(), "infinity"},
        {Date::minus_infinity(), "-infinity"},
    };
    for (const auto& [date, text] : cases) {
        CHECK(date.to_string() == text);
        CHECK(Date::parse(text) == date);
        std::ostringstream out;
        out << date;
        CHECK(out.str() == text);
    }
}

TEST_CASE("text that is no date is refused with 22007") {
    for (const std::string text : {"",
                                   " ",
                                   "2024",
                                   "2024-02",
                                   "2024-2-29",
                                   "24-02-29",
                                   "2024-02-29 ",
                                   " 2024-02-29",
                                   "2024/02/29",
                                   "20240229",
                                   "2024-02-29BC",
                                   "2024-02-29 bc",
                                   "2024-02-29 BC ",
                                   "02024-02-29",
                                   "-2024-02-29",
                                   "+2024-02-29",
                                   "2024-02-29T",
                                   "2024-02-29 00:00:00",
                                   "Infinity",
                                   "infinity ",
                                   "+infinity",
                                   "today",
                                   "2024-0a-01"}) {
        CAPTURE(text);
        CHECK(sqlstate_of(text) == "22007");
    }
    CHECK(sqlstate_of(std::string("2024-02-29\0", 11)) == "22007");
}

TEST_CASE("a day that does not exist or is too far away is refused with 22008") {
    for (const std::string text : {"2023-02-29", "2024-13-01", "2024-00-10", "2024-01-00", "2024-04-31",
                                   "1900-02-29", "0000-01-01", "0000-01-01 BC", "0002-02-29 BC",
                                   "5900000-01-01", "99999999999999999999999999-01-01", "9999999-01-01 BC"}) {
        CAPTURE(text);
        CHECK(sqlstate_of(text) == "22008");
    }
    CHECK_THROWS_AS((void)Date(2023, 2, 29), dbapi::DataError);
    CHECK_THROWS_AS((void)Date(2024, 13, 1), dbapi::DataError);
    CHECK_THROWS_AS((void)Date(2024, 0, 1), dbapi::DataError);
    CHECK_THROWS_AS((void)Date(2024, 1, 0), dbapi::DataError);
    CHECK_THROWS_AS((void)Date(2024, 1, 4'000'000'000U), dbapi::DataError);
    CHECK_THROWS_AS((void)Date(std::numeric_limits<int>::max(), 1, 1), dbapi::DataError);
    CHECK_THROWS_AS((void)Date(std::numeric_limits<int>::min(), 1, 1), dbapi::DataError);
    CHECK_THROWS_AS((void)Date(std::chrono::year(2023) / 2 / 29), dbapi::DataError);
    const std::chrono::days too_many(std::numeric_limits<std::int32_t>::max());
    CHECK_THROWS_AS((void)Date(std::chrono::sys_days(too_many)), dbapi::DataError);
    CHECK_THROWS_AS((void)Date(std::chrono::sys_days(-too_many - std::chrono::days(1))), dbapi::DataError);
}

TEST_CASE("an infinite date has no parts") {
    CHECK_FALSE(Date::infinity().is_finite());
    CHECK_FALSE(Date::minus_infinity().is_finite());
    CHECK_THROWS_AS((void)Date::infinity().year(), dbapi::DataError);
    CHECK_THROWS_AS((void)Date::infinity().month(), dbapi::DataError);
    CHECK_THROWS_AS((void)Date::minus_infinity().day(), dbapi::DataError);
    CHECK_THROWS_AS((void)Date::minus_infinity().to_sys_days(), dbapi::DataError);
}
