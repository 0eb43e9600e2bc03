// SPDX-License-Identifier: BSL-1.0
//
// Reading rows as C++ types, by position and by name: typed rows, one, first, scalar, Row and RowView, and
// what they refuse to lose.
#include <doctest/doctest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "support/database.hpp"

namespace {

using testing::connect;
using testing::Table;

const std::string three =
    "SELECT 1 AS n, 'one' AS t UNION ALL SELECT 2, 'two' UNION ALL SELECT 3, 'three' ORDER BY n";

/// A table with one row of the values that are hard to fit: NULLs, large numbers, a fraction, text.
struct Hard {
    Table table{
        "id INT, name TEXT, large BIGINT, half DOUBLE PRECISION, price DECIMAL(10,2), flag BOOLEAN, day "
        "DATE"};
    std::shared_ptr<dbapi::Connection> conn = connect();

    Hard() {
        conn->execute(table.sql("INSERT INTO {} VALUES (?, ?, ?, ?, ?, ?, ?)"), dbapi::null, dbapi::null,
                      5'000'000'000, 2.5, dbapi::Decimal("12.34"), true, dbapi::null);
    }
    dbapi::Result select(std::string_view column) {
        return conn->execute(table.sql("SELECT " + std::string(column) + " FROM {}"));
    }
};

template <class T>
void check_misfit(Hard& hard, const char* column, const char* cpp_type) {
    CAPTURE(column);
    CAPTURE(cpp_type);
    const std::string quoted = "\"" + std::string(column) + "\"";
    try {
        static_cast<void>(hard.select(column).one<T>());
        FAIL("nothing was thrown");
    } catch (const dbapi::DataError& error) {
        const std::string said = error.what();
        CHECK_MESSAGE(said.find(quoted) != std::string::npos, said);
        CHECK_MESSAGE(said.find(cpp_type) != std::string::npos, said);
    }
    auto result = hard.select(column);
    CHECK_THROWS_WITH_AS(static_cast<void>(result.fetchone()->get<T>(0)), doctest::Contains(quoted.c_str()),
                         dbapi::DataError);
    result = hard.select(column);
    CHECK_THROWS_WITH_AS(static_cast<void>(result.fetchview()->get<T>(column)),
                         doctest::Contains(quoted.c_str()), dbapi::DataError);
}

}  // namespace

TEST_CASE("rows<...> gives tuples, rows<T> single values") {
    const auto conn = connect();
    const auto cursor = conn->cursor();
    cursor->execute(three);
    std::string all;
    for (const auto& [n, t] : cursor->rows<int, std::string>()) all += std::to_string(n) + t;
    CHECK(all == "1one2two3three");
    std::int64_t sum = 0;
    for (const auto n : conn->execute("SELECT 40 AS n UNION ALL SELECT 2").rows<std::int64_t>()) sum += n;
    CHECK(sum == 42);
}

TEST_CASE("a range-for over rows of a temporary result is safe") {
    std::string all;
    for (const auto& [n, t] : connect()->execute(three).rows<int, std::string>()) all += t;
    CHECK(all == "onetwothree");
    all.clear();
    for (const auto& [n, t] : connect()->execute(three).rows<int, std::string_view>())
        all += t;  // views of the row
    CHECK(all == "onetwothree");
}

TEST_CASE("one gives the only row, and complains about none and several") {
    const auto conn = connect();
    CHECK(conn->execute("SELECT 1").one<int>() == 1);
    CHECK(conn->execute("SELECT 1, 'a'").one<int, std::string>() == std::tuple(1, std::string("a")));
    CHECK_THROWS_WITH_AS(static_cast<void>(conn->execute("SELECT 1 WHERE 1 = 0").one<int>()),
                         "No result was found", dbapi::ProgrammingError);
    CHECK_THROWS_WITH_AS(static_cast<void>(conn->execute("SELECT 1 UNION ALL SELECT 2").one<int>()),
                         "Multiple results were found", dbapi::ProgrammingError);
}

TEST_CASE("one takes the only row that is left") {
    const auto conn = connect();
    auto result = conn->execute(three);
    CHECK(result.fetchmany(2).size() == 2);
    CHECK(result.one<int, std::string>() == std::tuple(3, std::string("three")));
}

TEST_CASE("first gives the next row or nothing, and leaves the others") {
    const auto conn = connect();
    auto result = conn->execute(three);
    CHECK(result.first<int, std::string>() == std::tuple(1, std::string("one")));
    CHECK(result.first<int, std::string>() == std::tuple(2, std::string("two")));
    CHECK(result.fetchall().size() == 1);
    CHECK_FALSE(result.first<int, std::string>());
    CHECK_FALSE(conn->execute("SELECT 1 WHERE 1 = 0").first<int>());
}

TEST_CASE("scalar gives the first column of the only row") {
    const auto conn = connect();
    CHECK(conn->execute("SELECT 7").scalar<int>() == 7);
    CHECK(conn->execute("SELECT 7, 'more'").scalar<int>() == 7);
    CHECK_THROWS_WITH_AS(static_cast<void>(conn->execute("SELECT 1 WHERE 1 = 0").scalar<int>()),
                         "No result was found", dbapi::ProgrammingError);
    CHECK_THROWS_WITH_AS(static_cast<void>(conn->execute(three).scalar<int>()), "Multiple results were found",
                         dbapi::ProgrammingError);
}

TEST_CASE("the number of types must be the number of columns") {
    const auto conn = connect();
    CHECK_THROWS_WITH_AS(static_cast<void>(conn->execute(three).rows<int>()), doctest::Contains("2 columns"),
                         dbapi::ProgrammingError);
    CHECK_THROWS_AS(static_cast<void>(conn->execute(three).one<int>()), dbapi::ProgrammingError);
    CHECK_THROWS_AS(static_cast<void>(conn->execute(three).first<int>()), dbapi::ProgrammingError);
    auto result = conn->execute(three);
    CHECK_THROWS_AS((static_cast<void>(result.rows<int, std::string, int>())), dbapi::ProgrammingError);
    CHECK(result.fetchall().size() == 3);  // nothing was read for the refusal
}

TEST_CASE("columns are found by position and by name, exactly as the database gives it") {
    const auto conn = connect();
    const auto row = conn->execute("SELECT 1 AS id, 'x' AS \"Mixed Case\"").fetchone();
    REQUIRE(row);
    CHECK(row->size() == 2);
    CHECK((*row)[0] == dbapi::Value(1));
    CHECK((*row)["id"] == dbapi::Value(1));
    CHECK((*row)["Mixed Case"] == dbapi::Value("x"));
    CHECK(row->get<std::string>(std::string("Mixed Case")) == "x");
    CHECK_THROWS_AS(static_cast<void>((*row)["mixed case"]), dbapi::ProgrammingError);
    CHECK_THROWS_AS(static_cast<void>((*row)[2]), dbapi::ProgrammingError);
    CHECK_THROWS_AS(static_cast<void>((*row)[-1]), dbapi::ProgrammingError);
    CHECK_THROWS_AS(static_cast<void>(row->get<int>(2)), dbapi::ProgrammingError);
    CHECK_THROWS_AS(static_cast<void>(row->is_null(2)), dbapi::ProgrammingError);
    std::string printed;
    for (const auto& value : *row) printed += value.to_string() + ";";
    CHECK(printed == "1;x;");
}

TEST_CASE("an unknown column name throws ProgrammingError that lists the columns") {
    const auto conn = connect();
    auto result = conn->execute("SELECT 1 AS id, 'x' AS name");
    const auto row = result.fetchone();
    CHECK_THROWS_WITH_AS(static_cast<void>((*row)["nmae"]), doctest::Contains("id, name"),
                         dbapi::ProgrammingError);
    result = conn->execute("SELECT 1 AS id, 'x' AS name");
    const auto view = result.fetchview();
    CHECK_THROWS_WITH_AS(static_cast<void>(view->get<int>("nmae")), doctest::Contains("id, name"),
                         dbapi::ProgrammingError);
}

TEST_CASE("an ambiguous column name throws ProgrammingError; the positions work") {
    const auto conn = connect();
    const auto row = conn->execute("SELECT 1 AS id, 2 AS id, 3 AS other").fetchone();
    CHECK_THROWS_WITH_AS(static_cast<void>((*row)["id"]), doctest::Contains("id, id, other"),
                         dbapi::ProgrammingError);
    CHECK(row->get<int>(1) == 2);
    CHECK(row->get<int>("other") == 3);
}

TEST_CASE("a row view is stale after the next fetch, of whatever kind, and after the next execute") {
    const auto conn = connect();
    const auto cursor = conn->cursor();
    cursor->execute(three);
    auto view = cursor->fetchview();
    CHECK(view->get<std::string_view>("t") == "one");
    CHECK(view->get<std::string_view>("t") == "one");
    CHECK(cursor->fetchone());
    CHECK_THROWS_AS(static_cast<void>(view->get<int>(0)), dbapi::InterfaceError);
    CHECK_THROWS_AS(static_cast<void>((*view)["n"]), dbapi::InterfaceError);
    view = cursor->fetchview();
    CHECK((*view)["n"] == dbapi::Value(3));
    CHECK_FALSE(cursor->fetchview());
    CHECK_THROWS_AS(static_cast<void>(view->is_null(0)), dbapi::InterfaceError);
    cursor->execute(three);
    view = cursor->fetchview();
    cursor->execute(three);
    CHECK_THROWS_AS(static_cast<void>((*view)[0]), dbapi::InterfaceError);
}

TEST_CASE("NULL fits std::optional and Value alone") {
    Hard hard;
    CHECK(hard.select("id").one<std::optional<int>>() == std::nullopt);
    CHECK(hard.select("name").one<std::optional<std::string>>() == std::nullopt);
    CHECK(hard.select("name").one<dbapi::Value>().is_null());
    CHECK(hard.select("large").one<std::optional<std::int64_t>>() == 5'000'000'000);
    check_misfit<int>(hard, "id", "int");
    check_misfit<std::int64_t>(hard, "id", "long");
    check_misfit<bool>(hard, "id", "bool");
    check_misfit<double>(hard, "id", "double");
    check_misfit<std::string>(hard, "name", "string");
    check_misfit<dbapi::Date>(hard, "day", "Date");
    check_misfit<dbapi::Decimal>(hard, "name", "Decimal");
}

TEST_CASE("a value that would lose something throws DataError that names the column and the C++ type") {
    Hard hard;
    check_misfit<int>(hard, "large", "int");
    check_misfit<std::int16_t>(hard, "large", "short");
    check_misfit<std::uint32_t>(hard, "large", "unsigned int");
    check_misfit<bool>(hard, "large", "bool");
    check_misfit<int>(hard, "half", "int");
    check_misfit<std::int64_t>(hard, "price", "long");
    check_misfit<int>(hard, "price", "int");
    check_misfit<dbapi::Binary>(hard, "large", "Binary");
    CHECK(hard.select("large").one<std::int64_t>() == 5'000'000'000);
    CHECK(hard.select("half").one<float>() == 2.5F);
    CHECK(hard.select("flag").one<bool>());
    CHECK(hard.select("price").one<std::string>() == "12.34");
}

TEST_CASE("text that is no date, number or uuid throws DataError that names the column") {
    Hard hard;
    hard.conn->execute(hard.table.sql("UPDATE {} SET name = ?"), "no date at all");
    check_misfit<dbapi::Date>(hard, "name", "Date");
    check_misfit<dbapi::Decimal>(hard, "name", "Decimal");
    check_misfit<dbapi::Uuid>(hard, "name", "Uuid");
    check_misfit<int>(hard, "name", "int");
}

TEST_CASE("a misfit in the middle of typed rows leaves the cursor usable") {
    const auto conn = connect();
    const auto cursor = conn->cursor();
    cursor->execute("SELECT 1 AS n UNION ALL SELECT 70000 UNION ALL SELECT 90000 ORDER BY n");
    std::vector<std::int16_t> seen;
    CHECK_THROWS_AS(
        [&] {
            for (const auto n : cursor->rows<std::int16_t>()) seen.push_back(n);
        }(),
        dbapi::DataError);
    CHECK(seen == std::vector<std::int16_t>{1});
    CHECK(cursor->one<int>() == 90000);
}
