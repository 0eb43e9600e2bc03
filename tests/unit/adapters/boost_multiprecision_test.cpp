// SPDX-License-Identifier: BSL-1.0
//
// Numbers of Boost.Multiprecision as NUMERIC: exact both ways, or DataError.
#include <doctest/doctest.h>

#include <boost/multiprecision/cpp_dec_float.hpp>
#include <dbapi/adapters/boost_multiprecision.hpp>
#include <dbapi/dbapi.hpp>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "support/fake_driver.hpp"

using namespace dbapi;
using Number = boost::multiprecision::cpp_dec_float_50;
using Large =
    boost::multiprecision::number<boost::multiprecision::cpp_dec_float<200>, boost::multiprecision::et_off>;

namespace {

struct Account {
    int id;
    Number balance;
    std::optional<Number> limit;
};

template <class T>
std::string written(const T& number) {
    return Adapter<T>::to_value(number).template get<Decimal>().str();
}

std::string sqlstate_of(const Value& value) {
    try {
        (void)value.get<Number>();
    } catch (const DataError& error) {
        return std::string(error.sqlstate());
    }
    return "accepted";
}

}  // namespace

static_assert(!detail::ParameterList<Number> && detail::AggregateRow<Account>);

TEST_CASE("a number is written with all of its digits, and no zeros behind them") {
    const struct {
        const char* number;
        const char* text;
    } table[] = {
        {"0", "0"},
        {"1", "1"},
        {"-1.5", "-1.5"},
        {"100", "100"},
        {"1.50", "1.5"},
        {"123456789.987654321", "123456789.987654321"},
        {"-0.000123", "-0.000123"},
        {"1e20", "100000000000000000000"},
        {"1e-20", "0.00000000000000000001"},
        {"12345678901234567890123456789012345678901234567890",
         "12345678901234567890123456789012345678901234567890"},
    };
    for (const auto& row : table) {
        CAPTURE(row.number);
        CHECK(written(Number(row.number)) == row.text);
        CHECK(written(Large(row.number)) == row.text);
        CHECK(Value(Decimal(row.text)).get<Number>() == Number(row.number));
    }
    CHECK(written(-Number(0)) == "0");
    CHECK(written(Large("0." + std::string(199, '7'))) == "0." + std::string(199, '7'));
}

TEST_CASE("whatever a number holds comes back as it was") {
    for (const Number& number :
         std::vector<Number>{Number(1) / 3, Number(2) / 3 * Number("1e20"), sqrt(Number(2)), -exp(Number(10)),
                             std::numeric_limits<Number>::epsilon()}) {
        CAPTURE(written(number));
        CHECK(Adapter<Number>::from_value(Adapter<Number>::to_value(number)) == number);
    }
}

TEST_CASE("a decimal with more digits or a larger exponent than the number has throws DataError 22003") {
    const std::string half(100, '7');
    CHECK(sqlstate_of(Decimal(half)) == "22003");
    CHECK(sqlstate_of(Decimal("0." + half)) == "22003");
    CHECK(sqlstate_of(Decimal("1" + std::string(150, '0') + ".5")) == "22003");
    CHECK(sqlstate_of(Decimal("1" + std::string(150, '0'))) == "accepted");
    CHECK(sqlstate_of(Decimal("0.50" + std::string(150, '0'))) == "accepted");
    CHECK_THROWS_AS((void)Adapter<Number>::to_value(Number("1e300000")), DataError);
    CHECK_THROWS_AS((void)Adapter<Number>::to_value(Number("1e-300000")), DataError);
}

TEST_CASE("a number that is not finite keeps what it is") {
    using Limits = std::numeric_limits<Number>;
    CHECK(written(Limits::quiet_NaN()) == "NaN");
    CHECK(written(Limits::infinity()) == "Infinity");
    CHECK(written(-Limits::infinity()) == "-Infinity");
    CHECK(boost::multiprecision::isnan(Value(Decimal("NaN")).get<Number>()));
    CHECK(Value(Decimal("Infinity")).get<Number>() == Limits::infinity());
    CHECK(Value(Decimal("-Infinity")).get<Number>() == -Limits::infinity());
}

TEST_CASE("a number is read from whatever has one") {
    CHECK(Value(7).get<Number>() == 7);
    CHECK(Value("1.5").get<Number>() == Number("1.5"));
    CHECK(Value(0.5).get<Number>() == Number("0.5"));
    CHECK(sqlstate_of("no number") == "22P02");
    CHECK(sqlstate_of(Date()) == "22018");
    CHECK(sqlstate_of(null) == "22002");
}

TEST_CASE("numbers stand in lists, arrays and aggregates") {
    testing::FakeDriver driver;
    driver.answer("SELECT", {.columns = testing::columns({"id", "balance", "limit"}),
                             .rows = {{1, Decimal("2.50"), null}}});
    const auto conn = driver.connect("fake:");
    conn->execute("X ?, ?, ?", Account{1, Number("2.5"), std::nullopt});
    conn->execute("X ?, ?", std::tuple(Number(1), std::vector{Number(2)}));
    conn->execute("X ?", Number("0.1"));
    CHECK(driver.executions()[0].parameters == std::vector<Value>{1, Decimal("2.5"), null});
    CHECK(driver.executions()[1].parameters ==
          std::vector<Value>{Decimal(1), Array(std::vector<Value>{Decimal(2)})});
    CHECK(driver.executions()[2].parameters == std::vector<Value>{Decimal("0.1")});
    const auto account = conn->execute("SELECT").one<Account>();
    CHECK(account.balance == Number("2.5"));
    CHECK_FALSE(account.limit.has_value());
}
