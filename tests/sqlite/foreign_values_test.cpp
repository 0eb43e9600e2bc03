// SPDX-License-Identifier: BSL-1.0
//
// Values as other programs store them, and columns that are no plain column of a table: what comes back
// without being asked for, and what it can be read as.
#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <limits>
#include <string>

#include "fixtures.hpp"

using dbapi::Date;
using dbapi::Kind;
using dbapi::Time;
using dbapi::Timestamp;
using dbapi::Value;
using fixtures::caught;
using fixtures::memory;
using std::chrono::hours;

namespace {

/// What comes back from a column of the type into which SQL text puts a literal, without this driver's help.
Value stored(const std::string& declared, const std::string& literal) {
    const auto connection = memory();
    connection->execute("CREATE TABLE t (a " + declared + ")");
    connection->execute("INSERT INTO t VALUES (" + literal + ")");
    return connection->execute("SELECT a FROM t").scalar<Value>();
}

template <class T>
T expression(const std::string& literal) {
    return memory()->execute("SELECT " + literal).scalar<T>();
}

}  // namespace

TEST_CASE("dates and times are read in the forms that other programs write") {
    const Timestamp noon(2024, 2, 29, 12, 34);
    const struct {
        std::string declared;
        std::string literal;
        Value back;
    } cases[] = {
        {"TIMESTAMP", "'2024-02-29 12:34:00'", noon},
        {"TIMESTAMP", "'2024-02-29T12:34:00'", noon},
        {"TIMESTAMP", "'2024-02-29 12:34'", noon},
        {"TIMESTAMP", "'2024-02-29T12:34'", noon},
        {"TIMESTAMP", "'2024-02-29 12:34:00.000'", noon},
        {"TIMESTAMP", "'2024-02-29T12:34:00Z'", Timestamp(2024, 2, 29, 12, 34, 0, 0, hours(0))},
        {"TIMESTAMP", "'2024-02-29T12:34:00.250Z'", Timestamp(2024, 2, 29, 12, 34, 0, 250'000, hours(0))},
        {"DATETIME", "'2024-02-29 12:34:00+02:00'", Timestamp(2024, 2, 29, 12, 34, 0, 0, hours(2))},
        {"DATETIME", "'2024-02-29T12:34:00+0200'", Timestamp(2024, 2, 29, 12, 34, 0, 0, hours(2))},
        {"DATETIME", "'2024-02-29'", Timestamp(2024, 2, 29)},
        {"DATETIME", "datetime('2024-02-29 12:34')", noon},
        {"DATE", "date('2024-02-29')", Date(2024, 2, 29)},
        {"DATE", "'0044-03-15 BC'", Date(-43, 3, 15)},
        {"DATE", "'-infinity'", Date::minus_infinity()},
        {"TIME", "time('12:34:56')", Time(12, 34, 56)},
        {"TIME", "'12:34'", Time(12, 34)},
        {"TIME", "'12:34:56Z'", Time(12, 34, 56, 0, hours(0))},
        {"INTERVAL", "'1 day 02:00:00'", dbapi::Interval(0, 1, 7'200'000'000)},
        {"UUID", "'{01234567-89AB-CDEF-0123-456789ABCDEF}'",
         dbapi::Uuid::parse("01234567-89ab-cdef-0123-456789abcdef")},
    };
    for (const auto& test : cases) {
        CAPTURE(test.declared);
        CAPTURE(test.literal);
        CHECK(stored(test.declared, test.literal) == test.back);
    }
}

TEST_CASE("what is not exactly such a text stays a string, and a number a number") {
    const struct {
        std::string declared;
        std::string literal;
        Value back;
    } cases[] = {
        {"DATE", "'2024-02-29 12:34:00'", "2024-02-29 12:34:00"},
        {"DATE", "'29.02.2024'", "29.02.2024"},
        {"DATE", "''", ""},
        {"TIMESTAMP", "' 2024-02-29 12:34:00'", " 2024-02-29 12:34:00"},
        {"TIMESTAMP", "'2024-02-29 12:34:00 Europe/Berlin'", "2024-02-29 12:34:00 Europe/Berlin"},
        {"TIMESTAMP", "'12:34:00'", "12:34:00"},
        {"TIMESTAMP", "unixepoch('2024-02-29')", 1709164800},
        {"TIMESTAMP", "'1709164800'", 1709164800},
        {"DATE", "julianday('2024-02-29')", 2460369.5},
        {"DATE", "20240229", 20240229},
        {"TIME", "0.5", 0.5},
        {"INTERVAL", "90", 90},
        {"UUID", "7", 7},
        {"BOOLEAN", "TRUE", true},
        {"BOOLEAN", "1.0", true},
        {"BOOLEAN", "'1'", true},
        {"BOOLEAN", "'true'", "true"},
        {"BOOLEAN", "'F'", "F"},
        {"BOOLEAN", "-1", -1},
        {"BOOLEAN", "0.5", 0.5},
        {"JSON", "'{broken'", dbapi::Json("{broken")},
        {"JSON", "''", dbapi::Json("")},
        {"JSON", "x'00'", dbapi::Binary(std::string_view("\0", 1))},
        {"JSON", "9e999", std::numeric_limits<double>::infinity()},
        {"DECIMAL", "9e999", dbapi::Decimal("Infinity")},
        {"STRING", "'007'", 7},
        {"TEXT", "'007'", "007"},
        {"TEXT", "7", "7"},
        {"VARBINARY(4)", "x'0007'", dbapi::Binary(std::string_view("\0\7", 2))},
    };
    for (const auto& test : cases) {
        CAPTURE(test.declared);
        CAPTURE(test.literal);
        CHECK(stored(test.declared, test.literal) == test.back);
    }
}

TEST_CASE("a number in a column of dates is refused as a date, and a word as a boolean") {
    CHECK(caught([] { static_cast<void>(stored("DATE", "20240229").get<Date>()); }).error_class ==
          "DataError");
    CHECK(caught([] { static_cast<void>(stored("TIMESTAMP", "1709164800").get<Timestamp>()); }).error_class ==
          "DataError");
    CHECK(caught([] { static_cast<void>(stored("BOOLEAN", "'true'").get<bool>()); }).error_class ==
          "DataError");
    CHECK(stored("BOOLEAN", "'true'").get<std::string>() == "true");
    CHECK(stored("TIMESTAMP", "1709164800").get<std::int64_t>() == 1709164800);
}

TEST_CASE("an expression has no declared type, and its text is read as it is asked for") {
    CHECK(expression<Value>("date('2024-02-29')") == Value("2024-02-29"));
    CHECK(expression<Date>("date('2024-02-29')") == Date(2024, 2, 29));
    CHECK(expression<Time>("time('12:34:56')") == Time(12, 34, 56));
    CHECK(expression<Timestamp>("datetime('2024-02-29 12:34')") == Timestamp(2024, 2, 29, 12, 34));
    CHECK(expression<Timestamp>("strftime('%Y-%m-%dT%H:%M:%fZ', '2024-02-29 12:34')") ==
          Timestamp(2024, 2, 29, 12, 34, 0, 0, hours(0)));
    CHECK(expression<dbapi::Decimal>("'1.10'").str() == "1.10");
    CHECK(expression<dbapi::Decimal>("1.5").str() == "1.5");
    CHECK(expression<dbapi::Interval>("'P1D'") == dbapi::Interval(0, 1, 0));
    CHECK(expression<dbapi::Uuid>("'00000000-0000-0000-0000-000000000000'").is_nil());
    CHECK(expression<dbapi::Uuid>("zeroblob(16)").is_nil());
    CHECK(expression<dbapi::Json>("json_array(1, 2)").str() == "[1,2]");
    CHECK(expression<bool>("1 = 1"));
    CHECK(expression<Value>("TRUE") == Value(1));
    CHECK(caught([] { static_cast<void>(expression<Date>("'2024-02-30'")); }).sqlstate == "22008");
}

TEST_CASE("a column keeps its declared type through views, subqueries, joins and RETURNING") {
    const auto connection = memory();
    connection->execute("CREATE TABLE t (id INTEGER PRIMARY KEY, d DATE, u AS (d))");
    connection->execute("CREATE VIEW v AS SELECT d AS day FROM t");
    const Date day(2024, 2, 29);
    CHECK(connection->execute("INSERT INTO t (d) VALUES (?) RETURNING d", day).scalar<Value>() == Value(day));
    for (const std::string sql :
         {"SELECT day FROM v", "SELECT x FROM (SELECT d AS x FROM t)",
          "WITH c AS (SELECT d FROM t) SELECT d FROM c", "SELECT b.d FROM t AS a JOIN t AS b USING (id)",
          "SELECT (SELECT d FROM t)", "SELECT d FROM t UNION SELECT '2024-02-29'",
          "UPDATE t SET id = 2 RETURNING d"}) {
        CAPTURE(sql);
        CHECK(connection->execute(sql).scalar<Value>() == Value(day));
    }
    for (const std::string sql : {"SELECT max(d) FROM t", "SELECT +d FROM t", "SELECT u || '' FROM t",
                                  "SELECT CAST(d AS TEXT) FROM t", "SELECT coalesce(d, d) FROM t"}) {
        CAPTURE(sql);
        const auto text = connection->execute(sql).scalar<Value>();
        CHECK(text == Value("2024-02-29"));
        CHECK(text.get<Date>() == day);
    }
    CHECK(connection->execute("SELECT rowid FROM t").description()->front().type_code ==
          dbapi::TypeCode(Kind::integer));
}

TEST_CASE("a JSON number that SQLite stores as REAL is written with all the digits it needs") {
    for (const std::string text : {"0.30000000000000004", "-0.1", "1234567.8901234567", "1e+20"}) {
        CAPTURE(text);
        CHECK(stored("JSON", "'" + text + "'") == Value(dbapi::Json(text)));
    }
}
