// SPDX-License-Identifier: BSL-1.0
//
// Storage classes: what SQLite makes of a value by the affinity of its column, and that the kind of what
// comes back says so, with SQLite's own typeof() as the judge.
#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <dbapi/dbapi.hpp>
#include <limits>
#include <string>
#include <vector>

#include "fixtures.hpp"

using dbapi::Binary;
using dbapi::Decimal;
using dbapi::Value;
using fixtures::memory;

namespace {

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
constexpr double infinity = std::numeric_limits<double>::infinity();

// One declared type for each affinity, none of which says anything about what a text means.
constexpr const char* affinities[] = {"VARCHAR(20)", "INET", "BIGINT", "DOUBLE PRECISION", ""};

struct Case {
    Value given;
    std::array<Value, std::size(affinities)> back;
};

/// A value that affinities leave alone.
Case kept(const Value& given, const Value& back) { return {given, {back, back, back, back, back}}; }

std::string storage_class(dbapi::Kind kind) {
    switch (kind) {
        case dbapi::Kind::null: return "null";
        case dbapi::Kind::integer: return "integer";
        case dbapi::Kind::real: return "real";
        case dbapi::Kind::string: return "text";
        case dbapi::Kind::binary: return "blob";
        default: return "none of SQLite's";
    }
}

}  // namespace

TEST_CASE("the kind of a value is its storage class, which the affinity of its column decides") {
    const std::vector<Case> cases = {
        kept(dbapi::null, dbapi::null),
        {true, {"1", 1, 1, 1.0, 1}},
        {5, {"5", 5, 5, 5.0, 5}},
        {9007199254740993,
         {"9007199254740993", 9007199254740993, 9007199254740993, 9007199254740992.0, 9007199254740993}},
        {most, {"9223372036854775807", most, most, 0x1p63, most}},
        {least, {"-9223372036854775808", least, least, -0x1p63, least}},
        {0.5, {"0.5", 0.5, 0.5, 0.5, 0.5}},
        {5.0, {"5.0", 5, 5, 5.0, 5.0}},
        {1e300, {"1.0e+300", 1e300, 1e300, 1e300, 1e300}},
        {infinity, {"Inf", infinity, infinity, infinity, infinity}},
        {-infinity, {"-Inf", -infinity, -infinity, -infinity, -infinity}},
        kept("abc", "abc"),
        kept("", ""),
        kept(" ", " "),
        kept("0x10", "0x10"),
        kept("Infinity", "Infinity"),
        kept("NaN", "NaN"),
        kept("5 apples", "5 apples"),
        kept(std::string("5\0", 2), std::string("5\0", 2)),
        {"5", {"5", 5, 5, 5.0, "5"}},
        {"007", {"007", 7, 7, 7.0, "007"}},
        {" 5 ", {" 5 ", 5, 5, 5.0, " 5 "}},
        {"+5", {"+5", 5, 5, 5.0, "+5"}},
        {"5.0", {"5.0", 5, 5, 5.0, "5.0"}},
        {"0.5", {"0.5", 0.5, 0.5, 0.5, "0.5"}},
        {"1e3", {"1e3", 1000, 1000, 1000.0, "1e3"}},
        {"9223372036854775807", {"9223372036854775807", most, most, 0x1p63, "9223372036854775807"}},
        {"9223372036854775808", {"9223372036854775808", 0x1p63, 0x1p63, 0x1p63, "9223372036854775808"}},
        kept(Binary(std::string_view("5")), Binary(std::string_view("5"))),
        kept(Binary(std::string_view()), Binary(std::string_view())),
        {Decimal("1.10"), {"1.10", 1.1, 1.1, 1.1, "1.10"}},
        {Decimal("12345678901234567890.12"),
         {"12345678901234567890.12", 12345678901234567890.12, 12345678901234567890.12,
          12345678901234567890.12, "12345678901234567890.12"}},
        kept(Decimal("NaN"), "NaN"),
        kept(dbapi::Date(2024, 2, 29), "2024-02-29"),
        kept(dbapi::Time(13, 14, 15), "13:14:15"),
        kept(dbapi::Timestamp(2024, 2, 29, 13, 14, 15), "2024-02-29 13:14:15"),
        kept(dbapi::Interval(14, -3, 5'000'000), "P1Y2M-3DT5S"),
        kept(dbapi::Uuid(), "00000000-0000-0000-0000-000000000000"),
        kept(dbapi::Json("{}"), "{}"),
        {dbapi::Json("5"), {"5", 5, 5, 5.0, "5"}},
        kept(dbapi::Other("inet", "::1"), "::1"),
    };
    const auto connection = memory();
    for (std::size_t i = 0; i < std::size(affinities); ++i) {
        const auto table = "t" + std::to_string(i);
        connection->execute("CREATE TABLE " + table + " (a " + affinities[i] + ")");
        for (const Case& test : cases) {
            CAPTURE(affinities[i]);
            CAPTURE(test.given);
            connection->execute("DELETE FROM " + table);
            connection->execute("INSERT INTO " + table + " VALUES (?)", test.given);
            const auto [back, type] =
                connection->execute("SELECT a, typeof(a) FROM " + table).one<Value, std::string>();
            CHECK(back == test.back[i]);
            CHECK(type == storage_class(back.kind()));
        }
    }
}

TEST_CASE("a parameter in an expression keeps its storage class") {
    const struct {
        Value given;
        Value back;
    } cases[] = {
        {dbapi::null, dbapi::null},
        {true, 1},
        {most, most},
        {5.0, 5.0},
        {"5", "5"},
        {Decimal("5"), "5"},
        {dbapi::Json("5"), "5"},
        {Binary(std::string_view("\0", 1)), Binary(std::string_view("\0", 1))},
    };
    const auto connection = memory();
    for (const auto& test : cases) {
        CAPTURE(test.given);
        const auto [back, type] = connection->execute("SELECT v, typeof(v) FROM (SELECT ? AS v)", test.given)
                                      .one<Value, std::string>();
        CHECK(back == test.back);
        CHECK(type == storage_class(back.kind()));
    }
}

TEST_CASE("a STRICT table refuses what has another storage class, with DataError") {
    const auto connection = memory();
    connection->execute("CREATE TABLE t (i INTEGER, r REAL, s TEXT, b BLOB, x ANY) STRICT");
    connection->execute("INSERT INTO t VALUES (?, ?, ?, ?, ?)", 1, 2, "three", Binary(std::string_view("4")),
                        "005");
    const auto row = connection->execute("SELECT * FROM t").fetchall().front();
    CHECK(row[1] == Value(2.0));
    CHECK(row[4] == Value("005"));
    const struct {
        std::string column;
        Value value;
    } refused[] = {{"i", "one"}, {"i", 0.5}, {"r", "two"}, {"s", Binary(std::string_view("x"))}, {"b", "x"}};
    for (const auto& test : refused) {
        CAPTURE(test.column);
        const auto error = fixtures::caught(
            [&] { connection->execute("INSERT INTO t (" + test.column + ") VALUES (?)", test.value); });
        CHECK(error.error_class == "DataError");
        CHECK(error.sqlstate == "22P02");
    }
    CHECK(connection->execute("SELECT count(*) FROM t").scalar<int>() == 1);
}

TEST_CASE("a column of type REAL keeps doubles exactly") {
    const auto connection = memory();
    connection->execute("CREATE TABLE t (a REAL)");
    for (const double number :
         {0.1 + 0.2, 5e-324, std::numeric_limits<double>::max(), -infinity, 1e15 + 0.5}) {
        CAPTURE(number);
        connection->execute("DELETE FROM t");
        connection->execute("INSERT INTO t VALUES (?)", number);
        CHECK(connection->execute("SELECT a FROM t").scalar<double>() == number);
    }
}

TEST_CASE("a zero keeps its sign where the column has no affinity, and in expressions") {
    const auto connection = memory();
    connection->execute("CREATE TABLE t (a REAL, b NUMERIC, c)");
    connection->execute("INSERT INTO t VALUES (:zero, :zero, :zero)", {{"zero", -0.0}});
    const auto [a, b, c] = connection->execute("SELECT a, b, c FROM t").one<double, double, double>();
    CHECK_FALSE(std::signbit(a));
    CHECK_FALSE(std::signbit(b));
    CHECK(std::signbit(c));
    CHECK(std::signbit(connection->execute("SELECT ?", -0.0).scalar<double>()));
}

TEST_CASE("an integer that a REAL column has rounded beyond 64 bits is refused as an integer") {
    const auto connection = memory();
    connection->execute("CREATE TABLE t (a REAL)");
    connection->execute("INSERT INTO t VALUES (?)", most);
    const auto error = fixtures::caught(
        [&] { static_cast<void>(connection->execute("SELECT a FROM t").scalar<std::int64_t>()); });
    CHECK(error.error_class == "DataError");
    CHECK(error.sqlstate == "22003");
    CHECK(connection->execute("SELECT a FROM t").scalar<double>() == 0x1p63);
}
