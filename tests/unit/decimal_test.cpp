// SPDX-License-Identifier: BSL-1.0
//
// Decimal: reading and its limits, order, conversions.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <dbapi/decimal.hpp>
#include <dbapi/errors.hpp>
#include <limits>
#include <random>
#include <sstream>
#include <string>
#include <type_traits>
#include <vector>

using dbapi::Decimal;

static_assert(std::is_convertible_v<int, Decimal> && std::is_convertible_v<unsigned long long, Decimal>);
static_assert(!std::is_constructible_v<Decimal, bool> && !std::is_constructible_v<Decimal, char>);
static_assert(!std::is_constructible_v<Decimal, double> && !std::is_convertible_v<std::string_view, Decimal>);

namespace {

std::string sqlstate_of(const std::string& text) {
    try {
        (void)Decimal::parse(text);
    } catch (const dbapi::DataError& error) {
        return std::string(error.sqlstate());
    }
    return "accepted";
}

}  // namespace

TEST_CASE("a decimal is kept as canonical text with its scale") {
    const struct {
        std::string text;
        std::string canonical;
        std::size_t scale;
    } cases[] = {
        {"0", "0", 0},
        {"-0", "0", 0},
        {"-0.00", "0.00", 2},
        {"+1", "1", 0},
        {"-123.4500", "-123.4500", 4},
        {"000123", "123", 0},
        {"00.5", "0.5", 1},
        {".5", "0.5", 1},
        {"-.5", "-0.5", 1},
        {"5.", "5", 0},
        {"1E+3", "1000", 0},
        {"1e3", "1000", 0},
        {"1.5E-3", "0.0015", 4},
        {"1.5E1", "15", 0},
        {"1.25E1", "12.5", 1},
        {"125E-2", "1.25", 2},
        {"125E-3", "0.125", 3},
        {"125E-4", "0.0125", 4},
        {"0.00125E2", "0.125", 3},
        {"0.00125E3", "1.25", 2},
        {"0.00125E5", "125", 0},
        {"0.00125E6", "1250", 0},
        {"-1.50E0", "-1.50", 2},
        {"0E5", "0", 0},
        {"0E-3", "0.000", 3},
        {"0.000E1", "0.00", 2},
        {"0E+99999999999999999999999999", "0", 0},
        {"00000000E0000000000000000000000000000001", "0", 0},
        {"nan", "NaN", 0},
        {"-NaN", "NaN", 0},
        {"inf", "Infinity", 0},
        {"+iNfInItY", "Infinity", 0},
        {"-INF", "-Infinity", 0},
    };
    for (const auto& row : cases) {
        CAPTURE(row.text);
        const auto& [text, canonical, scale] = row;
        const Decimal decimal(text);
        CHECK(decimal.str() == canonical);
        CHECK(decimal.scale() == scale);
        CHECK(Decimal(canonical).str() == canonical);
        CHECK(Decimal::from_trusted(canonical) == decimal);
        std::ostringstream out;
        out << decimal;
        CHECK(out.str() == canonical);
    }
    CHECK(Decimal().str() == "0");
    CHECK(Decimal("1.50").str() == "1.50");
}

TEST_CASE("integers of any type convert exactly") {
    CHECK(Decimal(std::numeric_limits<std::int64_t>::min()).str() == "-9223372036854775808");
    CHECK(Decimal(std::numeric_limits<std::uint64_t>::max()).str() == "18446744073709551615");
    CHECK(Decimal(static_cast<short>(-7)).str() == "-7");
    CHECK(Decimal(static_cast<signed char>(65)).str() == "65");
    CHECK(Decimal("5.0") == 5);
    CHECK(Decimal("5.5") > 5);
}

TEST_CASE("text that is no number is refused with 22P02") {
    for (const std::string text :
         {"",    " ",     ".",     "-",         "+",    "-.",   "e5", ".e5",   "1e",      "1e+",
          "1e-", "1e1.5", "1.2.3", "--1",       "+-1",  " 1",   "1 ", "1_000", "1,5",     "0x10",
          "na",  "nanx",  "infin", "infinityy", "1inf", "1e5x", "1f", "i",     "\xD9\xA1"}) {
        CAPTURE(text);
        CHECK(sqlstate_of(text) == "22P02");
    }
    CHECK(sqlstate_of(std::string("1\0", 2)) == "22P02");
}

TEST_CASE("a number of more than 200'000 characters is refused with 22003, before it takes memory") {
    CHECK(sqlstate_of("1e199999") == "accepted");
    CHECK(sqlstate_of("1e200000") == "22003");
    CHECK(sqlstate_of("-1e199998") == "accepted");
    CHECK(sqlstate_of("-1e199999") == "22003");
    CHECK(sqlstate_of("1e-199998") == "accepted");
    CHECK(sqlstate_of("1e-199999") == "22003");
    CHECK(sqlstate_of("0e-199999") == "22003");
    CHECK(sqlstate_of("1e99999999999999999999999999") == "22003");
    CHECK(sqlstate_of("1e-99999999999999999999999999") == "22003");
    CHECK(sqlstate_of("0e-99999999999999999999999999") == "22003");
    CHECK(sqlstate_of(std::string(200'000, '9')) == "accepted");
    CHECK(sqlstate_of(std::string(200'001, '9')) == "22003");
    CHECK(sqlstate_of(std::string(300'000, '0') + "1") == "accepted");
    CHECK(Decimal("1e-199998").str().size() == 200'000);
}

TEST_CASE("decimals are ordered by value, NaN last") {
    const std::vector<std::vector<std::string>> ascending = {
        {"-Infinity"},
        {"-100", "-100.0"},
        {"-99.5"},
        {"-10.01"},
        {"-10", "-10.000"},
        {"-0.51"},
        {"-0.5", "-0.50"},
        {"0", "0.0", "-0.000"},
        {"0.0001"},
        {"0.05"},
        {"0.5", "0.500"},
        {"0.51"},
        {"1", "1.0", "1.00"},
        {"1.000000000000000000000000000001"},
        {"9"},
        {"10", "1E1"},
        {"99999999999999999999"},
        {"100000000000000000000", "1E20"},
        {"Infinity"},
        {"NaN"},
    };
    for (std::size_t i = 0; i < ascending.size(); ++i) {
        for (std::size_t j = 0; j < ascending.size(); ++j) {
            for (const auto& left : ascending[i]) {
                for (const auto& right : ascending[j]) {
                    CAPTURE(left);
                    CAPTURE(right);
                    CHECK((Decimal(left) <=> Decimal(right)) == (i <=> j));
                    CHECK((Decimal(left) == Decimal(right)) == (i == j));
                    if (i == j)
                        CHECK(std::hash<Decimal>()(Decimal(left)) == std::hash<Decimal>()(Decimal(right)));
                }
            }
        }
    }
}

TEST_CASE("questions about special and negative numbers are answered") {
    CHECK(Decimal("NaN").is_nan());
    CHECK_FALSE(Decimal("NaN").is_finite());
    CHECK_FALSE(Decimal("Infinity").is_finite());
    CHECK_FALSE(Decimal("Infinity").is_nan());
    CHECK(Decimal("-Infinity").is_negative());
    CHECK(Decimal("-0.1").is_negative());
    CHECK_FALSE(Decimal("-0.0").is_negative());
    CHECK(Decimal("12.5").is_finite());
}

TEST_CASE("a whole number within 64 bits converts to std::int64_t, any other throws DataError") {
    CHECK(Decimal("9223372036854775807.000").to_int64() == std::numeric_limits<std::int64_t>::max());
    CHECK(Decimal("-9223372036854775808").to_int64() == std::numeric_limits<std::int64_t>::min());
    CHECK(Decimal("0.00").to_int64() == 0);
    for (const char* text :
         {"9223372036854775808", "-9223372036854775809", "0.5", "1.0001", "NaN", "Infinity", "1e30"}) {
        CAPTURE(text);
        CHECK_THROWS_AS((void)Decimal(text).to_int64(), dbapi::DataError);
    }
    for (const char* text : {"0.07", "-0.5", "1e-30", "9223372036854775808.5", "NaN"}) {
        CAPTURE(text);
        CHECK_THROWS_WITH_AS((void)Decimal(text).to_int64(), "not a whole number", dbapi::DataError);
    }
    CHECK_THROWS_WITH_AS((void)Decimal("1e30").to_int64(), "out of range for BIGINT", dbapi::DataError);
    CHECK_THROWS_WITH_AS((void)Decimal("-Infinity").to_int64(), "out of range for BIGINT", dbapi::DataError);
}

TEST_CASE("a decimal converts to the nearest double, and throws DataError beyond the largest") {
    CHECK(Decimal("0.1").to_double() == 0.1);
    CHECK(Decimal("-123.4500").to_double() == -123.45);
    CHECK(Decimal("9007199254740993").to_double() == 9007199254740992.0);
    CHECK(Decimal("1.7976931348623157E308").to_double() == std::numeric_limits<double>::max());
    CHECK(Decimal("5E-324").to_double() == std::numeric_limits<double>::denorm_min());
    CHECK(Decimal("1E-400").to_double() == 0);
    CHECK(Decimal("-1E-400").to_double() == 0);
    CHECK(std::isnan(Decimal("NaN").to_double()));
    CHECK(Decimal("Infinity").to_double() == HUGE_VAL);
    CHECK(Decimal("-Infinity").to_double() == -HUGE_VAL);
    CHECK_THROWS_AS((void)Decimal("1.8E308").to_double(), dbapi::DataError);
    CHECK_THROWS_AS((void)Decimal("-1E400").to_double(), dbapi::DataError);
    CHECK_THROWS_AS((void)Decimal(std::string(200'000, '9')).to_double(), dbapi::DataError);
}

TEST_CASE("random numbers survive their text, agree with strtod, and compare as doubles do") {
    std::mt19937_64 random(6);  // NOLINT: the same numbers each time
    std::uniform_int_distribution<int> digit_count(1, 14);
    std::uniform_int_distribution<int> exponent(-12, 12);
    std::uniform_int_distribution<int> digit(0, 9);
    const auto make = [&] {
        std::string text = digit(random) < 5 ? "-" : "";
        const int count = digit_count(random);
        const int point = digit(random);
        for (int i = 0; i < count; ++i) {
            if (i == point) text += '.';
            text += static_cast<char>('0' + digit(random));
        }
        return text + "e" + std::to_string(exponent(random));
    };
    Decimal previous;
    for (int i = 0; i < 5000; ++i) {
        const std::string text = make();
        CAPTURE(text);
        const Decimal decimal(text);
        REQUIRE(Decimal(decimal.str()).str() == decimal.str());
        REQUIRE(decimal.to_double() == std::strtod(text.c_str(), nullptr));
        REQUIRE((decimal <=> previous) == (decimal.to_double() <=> previous.to_double()));
        previous = decimal;
    }
}
