// SPDX-License-Identifier: BSL-1.0
//
// What a value becomes on its way into SQLite and back: declared types and storage classes.
#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <limits>
#include <string>

#include "fixtures.hpp"

using dbapi::Kind;
using dbapi::Value;
using fixtures::memory;

namespace {

/// Puts a value into a column of the type, and returns what comes back.
Value through(const std::string& declared, const Value& value) {
    const auto connection = memory();
    connection->execute("CREATE TABLE t (a " + declared + ")");
    connection->execute("INSERT INTO t VALUES (?)", value);
    return connection->execute("SELECT a FROM t").scalar<Value>();
}

std::string text_of(const Value& value) { return memory()->execute("SELECT ?", value).scalar<std::string>(); }

}  // namespace

TEST_CASE("a column's type code is that of its declared type") {
    const struct {
        std::string declared;
        Kind kind;
    } cases[] = {
        {"bool", Kind::boolean},
        {"BOOLEAN", Kind::boolean},
        {"uuid", Kind::uuid},
        {"Date", Kind::date},
        {"TIME", Kind::time},
        {"timetz", Kind::time},
        {"TIME  WITH\tTIME ZONE", Kind::time},
        {"DATETIME", Kind::timestamp},
        {"TIMESTAMP", Kind::timestamp},
        {"TIMESTAMP(6)", Kind::timestamp},
        {"timestamptz", Kind::timestamp},
        {"TIMESTAMP WITH TIME ZONE", Kind::timestamp},
        {"TIMESTAMP WITHOUT TIME ZONE", Kind::timestamp},
        {"TIMESTAMP WITHOUT TIME ZONE(3)", Kind::timestamp},
        {"\"TIMESTAMP(3) WITH TIME ZONE\"", Kind::timestamp},
        {"\"timestamp(3)with time zone\"", Kind::timestamp},
        {"\"date\"", Kind::date},
        {"[Time (6)]", Kind::time},
        {"`Boolean`", Kind::boolean},
        {"DECIMAL", Kind::decimal},
        {"NUMERIC(4)", Kind::decimal},
        {"decimal ( 10 , 2 )", Kind::decimal},
        {"dec(5)", Kind::decimal},
        {"JSON", Kind::json},
        {"JSONB", Kind::json},
        {"INTERVAL", Kind::interval},
        {"interval(6)", Kind::interval},
        {"Interval Hour", Kind::interval},
        {"\"INTERVAL DAY(2) TO SECOND(6)\"", Kind::interval},
        {"POINTS_INTERVAL", Kind::integer},
        {"STRING", Kind::string},
        {"STRING(20)", Kind::string},
        {"BYTEA", Kind::binary},
        {"BYTES", Kind::binary},
        {"BINARY(16)", Kind::binary},
        {"VARBINARY(16)", Kind::binary},
        {"BINARY VARYING(16)", Kind::binary},
        {"BINARY LARGE OBJECT", Kind::binary},
        {"INT", Kind::integer},
        {"INT8", Kind::integer},
        {"unsigned big int", Kind::integer},
        {"UNSIGNED\n  BIG INT", Kind::integer},
        {"CHARINT", Kind::integer},
        {"VARCHAR(20)", Kind::string},
        {"CHARACTER VARYING(10)", Kind::string},
        {"national character(10)", Kind::string},
        {"CLOB", Kind::string},
        {"TEXT", Kind::string},
        {"BLOB", Kind::binary},
        {"REAL", Kind::real},
        {"FLOAT8", Kind::real},
        {"DOUBLE PRECISION", Kind::real},
        {"INET", Kind::null},
        {"", Kind::null},
    };
    for (const auto& test : cases) {
        CAPTURE(test.declared);
        const auto connection = memory();
        connection->execute("CREATE TABLE t (a " + test.declared + ")");
        const auto description = connection->execute("SELECT a, a AS b FROM t").description();
        REQUIRE(description->size() == 2);
        CHECK(description->front().type_code == dbapi::TypeCode(test.kind));
        CHECK(description->front().name == "a");
        CHECK(description->back().name == "b");
        CHECK_FALSE(description->front().null_ok.has_value());
    }
}

TEST_CASE("a description has the precision of decimals and the type as it was written") {
    const auto connection = memory();
    connection->execute("CREATE TABLE t (a Decimal(10, 2), b NUMERIC(5), c DECIMAL, d VARCHAR(20))");
    const auto columns = *connection->execute("SELECT a, b, c, d, a + 1 FROM t").description();
    CHECK(columns[0].precision == 10);
    CHECK(columns[0].scale == 2);
    CHECK(columns[0].type_name == "Decimal(10, 2)");
    CHECK(columns[1].precision == 5);
    CHECK(columns[1].scale == 0);
    CHECK_FALSE(columns[2].precision.has_value());
    CHECK_FALSE(columns[3].precision.has_value());
    CHECK(columns[3].type_name == "VARCHAR(20)");
    CHECK(columns[4].type_code == dbapi::TypeCode());
    CHECK(columns[4].type_name.empty());
    CHECK(dbapi::NUMBER == columns[0].type_code);
    CHECK(dbapi::STRING == columns[3].type_code);
}

TEST_CASE("a value comes back from a column of its type as it was") {
    const auto uuid = dbapi::Uuid::parse("01234567-89ab-cdef-0123-456789abcdef");
    const struct {
        std::string declared;
        Value value;
    } cases[] = {
        {"BOOLEAN", true},
        {"BOOLEAN", false},
        {"INT", std::numeric_limits<std::int64_t>::min()},
        {"REAL", 0.1},
        {"REAL", std::numeric_limits<double>::infinity()},
        {"TEXT", "grün"},
        {"TEXT", ""},
        {"TEXT", std::string("a\0b", 3)},
        {"BLOB", dbapi::Binary(std::string_view("\0\xff", 2))},
        {"BLOB", dbapi::Binary(std::string_view())},
        {"DATE", dbapi::Date(2024, 2, 29)},
        {"TIME", dbapi::Time(13, 14, 15, 500'000)},
        {"TIMETZ", dbapi::Time(13, 14, 15, 0, std::chrono::hours(2))},
        {"TIMESTAMP", dbapi::Timestamp(2024, 2, 29, 13, 14, 15, 123456)},
        {"TIMESTAMPTZ", dbapi::Timestamp(2024, 2, 29, 13, 14, 15, 0, std::chrono::hours(2))},
        {"INTERVAL", dbapi::Interval(14, -3, 5'000'000)},
        {"UUID", uuid},
        {"JSON", dbapi::Json("{\"a\": [1, 2]}")},
        {"JSON", dbapi::Json("5")},
        {"DECIMAL", dbapi::Decimal("NaN")},
        {"UUID", dbapi::null},
    };
    for (const auto& test : cases) {
        CAPTURE(test.declared);
        const Value back = through(test.declared, test.value);
        CHECK(back.kind() == test.value.kind());
        CHECK(back == test.value);
    }
}

TEST_CASE("a column without a declared type gives what SQLite stores") {
    CHECK(through("", true) == Value(1));
    CHECK(through("", dbapi::Date(2024, 2, 29)) == Value("2024-02-29"));
    CHECK(through("", dbapi::Decimal("1.10")) == Value("1.10"));
    CHECK(through("", dbapi::Uuid()) == Value("00000000-0000-0000-0000-000000000000"));
    CHECK(through("", dbapi::Json("[]")) == Value("[]"));
    CHECK(through("", dbapi::Other("inet", "::1")) == Value("::1"));
}

TEST_CASE("a decimal is one whatever SQLite stores it as, but for zeros at its end and a rounding") {
    using dbapi::Decimal;
    const struct {
        std::string given;
        std::string back;
    } cases[] = {
        {"12", "12"},
        {"-12.0", "-12"},
        {"1.10", "1.1"},
        {"0.001", "0.001"},
        {"1E-9", "0.000000001"},
        {"1E+20", "100000000000000000000"},
        {"1E+300", "1" + std::string(300, '0')},
        {"Infinity", "Infinity"},
        {"12345678901234567.89", "12345678901234568"},
        {"12345678901234567890.12", "12345678901234567168"},
    };
    for (const auto& test : cases) {
        CAPTURE(test.given);
        const Value back = through("DECIMAL(10, 2)", Decimal(test.given));
        REQUIRE(back.get_if<Decimal>());
        CHECK(back.get_if<Decimal>()->str() == test.back);
    }
    CHECK(through("TEXT", Decimal("12345678901234567.890")).get<Decimal>().str() == "12345678901234567.890");
}

TEST_CASE("JSON is JSON whatever SQLite stores it as") {
    for (const std::string text : {"5", "-0.5", "true", "null", "\"x\"", "[]"}) {
        CAPTURE(text);
        CHECK(through("JSON", dbapi::Json(text)) == Value(dbapi::Json(text)));
    }
}

TEST_CASE("what does not fit the declared type comes as what it is") {
    CHECK(through("BOOLEAN", 2) == Value(2));
    CHECK(through("BOOLEAN", "yes") == Value("yes"));
    CHECK(through("DATE", "yesterday") == Value("yesterday"));
    CHECK(through("TIMESTAMP", "2024-02-30 00:00:00") == Value("2024-02-30 00:00:00"));
    CHECK(through("UUID", "nobody") == Value("nobody"));
    CHECK(through("UUID", dbapi::Binary(std::string_view("short"))).kind() == Kind::binary);
    CHECK(through("INTERVAL", "a while") == Value("a while"));
    CHECK(through("DECIMAL", "much") == Value("much"));
    CHECK(through("INT", "many") == Value("many"));
}

TEST_CASE("a UUID may be stored as 16 bytes") {
    const auto uuid = dbapi::Uuid::random();
    CHECK(through("UUID", dbapi::Binary(uuid.bytes())) == Value(uuid));
}

TEST_CASE("a UUID keeps its place in stored rows and in streamed ones") {
    const auto connection = memory();
    connection->execute("CREATE TABLE t (a UUID, b UUID, c INTERVAL)");
    const auto a = dbapi::Uuid::random();
    const auto b = dbapi::Uuid::random();
    for (int i = 0; i < 3; ++i)
        connection->execute("INSERT INTO t VALUES (?, ?, ?)", a, b, dbapi::Interval(i, 0, 0));
    const auto rows = connection->execute("SELECT a, b, c FROM t ORDER BY rowid").fetchall();
    REQUIRE(rows.size() == 3);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        CHECK(rows[i].get<dbapi::Uuid>(0) == a);
        CHECK(rows[i].get<dbapi::Uuid>(1) == b);
        CHECK(rows[i].get<dbapi::Interval>(2).months() == static_cast<int>(i));
    }
    std::size_t streamed = 0;
    for (const auto& [first, second] :
         connection->stream("SELECT a, b FROM t").rows<dbapi::Uuid, dbapi::Uuid>()) {
        CHECK(first == a);
        CHECK(second == b);
        ++streamed;
    }
    CHECK(streamed == 3);
}

TEST_CASE("CURRENT_TIMESTAMP in a TIMESTAMP column is a timestamp") {
    const auto connection = memory();
    connection->execute("CREATE TABLE t (a TIMESTAMP DEFAULT CURRENT_TIMESTAMP, b INT)");
    connection->execute("INSERT INTO t (b) VALUES (1)");
    CHECK(connection->execute("SELECT a FROM t").scalar<Value>().kind() == Kind::timestamp);
}

TEST_CASE("an instant is written in UTC, so that texts sort as instants do") {
    using std::chrono::hours;
    CHECK(text_of(dbapi::Timestamp(2024, 1, 1, 1, 30, 0, 0, hours(2))) == "2023-12-31 23:30:00+00:00");
    CHECK(text_of(dbapi::Timestamp(2024, 1, 1, 1, 30, 0, 500'000, hours(-5))) ==
          "2024-01-01 06:30:00.5+00:00");
    CHECK(text_of(dbapi::Timestamp(2024, 1, 1, 1, 30)) == "2024-01-01 01:30:00");
    CHECK(text_of(dbapi::Timestamp::infinity()) == "infinity");
}

TEST_CASE("text is UTF-8 whatever a database keeps it in") {
    const auto connection = memory({.autocommit = true});
    connection->execute("PRAGMA encoding = 'UTF-16'");
    connection->execute("CREATE TABLE t (a TEXT)");
    connection->execute("INSERT INTO t VALUES (?)", "grün €");
    CHECK(connection->execute("SELECT a FROM t").scalar<std::string>() == "grün €");
}
