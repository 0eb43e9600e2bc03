// SPDX-License-Identifier: BSL-1.0
//
// Values of types that the driver does not read, and of types that the database made.
#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <string>

#include "libpq/server.hpp"

using namespace dbapi;

TEST_CASE("a value of a type that is not read is an Other under the type's name, alone and in arrays") {
    const auto conn = testing::connect();
    const auto cursor = conn->cursor();
    cursor->execute(
        "SELECT '(1,2)'::point, '1.50'::money, ARRAY['[1,3)'::int4range, NULL],"
        " ARRAY['(1,1),(0,0)'::box, '(3,3),(2,2)'], '1 2'::int2vector, 'pg_class'::regclass");
    const auto row = cursor->fetchone();
    REQUIRE(row);
    const auto other = [](const char* type, const char* text) { return Value(Other(type, text)); };
    CHECK((*row)[0] == other("point", "(1,2)"));
    CHECK((*row)[1].get_if<Other>()->type_name() == "money");
    CHECK((*row)[2] == Value(Array({other("int4range", "[1,3)"), null})));
    CHECK((*row)[3] == Value(Array({other("box", "(1,1),(0,0)"), other("box", "(3,3),(2,2)")})));
    CHECK((*row)[4] == other("int2vector", "1 2"));
    CHECK((*row)[5] == other("regclass", "pg_class"));
    CHECK((*cursor->description())[2].type_name == "int4range[]");
    CHECK((*cursor->description())[3].type_code.kind() == Kind::array);
}

TEST_CASE(
    "arrays of the database's own types are arrays: of strings where the type is text, else of Others") {
    const auto conn = testing::connect();
    conn->execute("CREATE TYPE pg_temp.mood AS ENUM ('sad', 'o,k')");
    conn->execute("CREATE TYPE pg_temp.pair AS (a int, b text)");
    conn->execute("CREATE DOMAIN pg_temp.positive AS int CHECK (VALUE > 0)");
    conn->execute("CREATE DOMAIN pg_temp.word AS text");
    for (int i = 0; i < 3; ++i) {  // as text, then prepared and in binary
        auto result = conn->execute("SELECT '{sad,\"o,k\",NULL}'::pg_temp.mood[] AS moods");
        CHECK((*result.description())[0].type_code.kind() == Kind::array);
        CHECK((*result.description())[0].type_name.ends_with("mood[]"));
        CHECK(result.scalar<Value>() == Value(Array({"sad", "o,k", null})));
        CHECK(conn->execute("SELECT ARRAY[1, 2]::pg_temp.positive[]").scalar<Value>() ==
              Value(Array({1, 2})));
        CHECK(conn->execute("SELECT ARRAY['a b']::pg_temp.word[]").scalar<Value>() == Value(Array({"a b"})));
        const auto pairs = conn->execute("SELECT ARRAY[ROW(1, 'x')::pg_temp.pair]").scalar<Value>();
        REQUIRE(pairs.get_if<Array>());
        REQUIRE(pairs.get_if<Array>()->elements()[0].get_if<Other>());
        CHECK(pairs.get_if<Array>()->elements()[0].get_if<Other>()->bytes() == "(1,x)");
        CHECK(pairs.get_if<Array>()->elements()[0].get_if<Other>()->type_name().ends_with("pair"));
    }
}

TEST_CASE("an array of a domain over an enumeration does not change how the enumeration is read") {
    const auto conn = testing::connect();
    conn->execute("CREATE TYPE pg_temp.mood AS ENUM ('sad', 'ok')");
    conn->execute("CREATE DOMAIN pg_temp.good_mood AS pg_temp.mood");
    const auto moods = conn->execute("SELECT ARRAY['ok']::pg_temp.good_mood[]").scalar<Value>();
    CHECK(moods.to_string() == "{ok}");
    CHECK(conn->execute("SELECT 'sad'::pg_temp.mood").scalar<Value>() == Value("sad"));
}

TEST_CASE("a value of a database's own type that is not read is an Other under the type's name") {
    const auto conn = testing::connect();
    conn->execute("CREATE TYPE pg_temp.pair AS (a int, b int)");
    const auto value = conn->execute("SELECT ROW(1, 2)::pg_temp.pair").scalar<Value>();
    REQUIRE(value.get_if<Other>());
    CHECK(value.get_if<Other>()->bytes() == "(1,2)");
    CHECK(value.get_if<Other>()->type_name().ends_with("pair"));
}

TEST_CASE("a column of type real is read as text and Decimal with the digits of a float, in every run") {
    const auto conn = testing::connect();
    const std::string sql = "SELECT 0.1::real, 16777217::real";
    for (int run = 0; run < 3; ++run) {  // as text, then prepared and in binary
        CAPTURE(run);
        const auto row = conn->execute(sql).fetchone();
        REQUIRE(row);
        CHECK(row->get<std::string>(0) == "0.1");
        CHECK(row->get<Decimal>(0) == Decimal("0.1"));
        CHECK(row->get<std::string>(1) == "16777216");
        CHECK(row->get<double>(0) == static_cast<double>(0.1F));
        CHECK((*row)[0] == Value(static_cast<double>(0.1F)));
        CHECK(conn->execute(sql).one<Decimal, float>() == std::tuple(Decimal("0.1"), 0x1p24F));
    }
}
