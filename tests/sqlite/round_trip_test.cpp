// SPDX-License-Identifier: BSL-1.0
//
// Whatever is stored comes back as it was: thousands of values by chance, of each kind, in batches of
// different sizes. DBAPI_TEST_SEED is the seed.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <dbapi/dbapi.hpp>
#include <string>
#include <tuple>
#include <vector>

#include "fixtures.hpp"
#include "random_values.hpp"

using dbapi::Value;
using fixtures::memory;
using fixtures::RandomValues;

namespace {

/// The same each time, unless somebody wants to try others.
std::uint64_t seed() {
    const char* const given = std::getenv("DBAPI_TEST_SEED");
    return given ? std::strtoull(given, nullptr, 10) : 1;
}

/// What SQL says a value is: the bytes of a text or blob in hexadecimal, else SQLite's literal for it.
constexpr std::string_view query =
    "SELECT a, a, typeof(a), CASE WHEN typeof(a) IN ('text', 'blob') THEN hex(a) ELSE quote(a) END "
    "FROM t ORDER BY id";

// Whether a value is what SQL says it is.
bool agrees(bool flag, const std::string& sql) { return sql == (flag ? "1" : "0"); }
bool agrees(std::int64_t number, const std::string& sql) { return sql == std::to_string(number); }
bool agrees(double number, const std::string& sql) {
    const double roughly = std::strtod(sql.c_str(), nullptr);  // SQLite's last digits are not all right
    return roughly == number || std::abs(roughly - number) <= std::abs(number) * 1e-12;
}
bool agrees(const dbapi::Binary& binary, const std::string& sql) {
    return dbapi::Binary::from_hex(sql) == binary;
}
bool agrees(const std::string& text, const std::string& sql) {
    return agrees(dbapi::Binary(std::string_view(text)), sql);
}
bool agrees(const dbapi::Timestamp& timestamp, const std::string& sql) {
    using std::chrono::seconds;
    const auto utc = dbapi::Timestamp::from_micros_since_2000(timestamp.micros_since_2000(), seconds(0));
    return agrees((timestamp.has_offset() ? utc : timestamp).to_string(), sql);
}
template <class T>
bool agrees(const T& value, const std::string& sql) {
    return agrees(Value(value).to_string(), sql);
}

/// Whether they are equal, decimals with the same zeros at their end.
template <class T>
bool is_same(const T& a, const T& b) {
    return a == b;
}
bool is_same(const dbapi::Decimal& a, const dbapi::Decimal& b) { return a.str() == b.str(); }

struct Column {
    std::string declared;
    std::string storage;          // what typeof() says
    bool gives_back_kind = true;  // as the declared type tells it
};

template <class T>
using Rows = std::vector<std::tuple<std::size_t, T>>;

template <class T>
void check_batch(dbapi::Connection& connection, const Column& column, const Rows<T>& rows) {
    connection.execute("DELETE FROM t");
    const auto cursor = connection.cursor();
    cursor->executemany("INSERT INTO t VALUES (?, ?)", rows);
    REQUIRE(cursor->rowcount() == static_cast<std::int64_t>(rows.size()));
    const auto stored = cursor->execute(query).fetchall();
    REQUIRE(stored.size() == rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const T& value = std::get<T>(rows[i]);
        CAPTURE(i);
        CAPTURE(Value(value));
        const dbapi::Row& row = stored[i];
        if (column.gives_back_kind) CHECK(row[0] == Value(value));
        CHECK(is_same(row.get<T>(1), value));
        CHECK(row.get<std::string>(2) == column.storage);
        CHECK(agrees(value, row.get<std::string>(3)));
    }
}

/// Sends values made by `make` through a column, and through an expression, which has no declared type.
template <class T>
void check_round_trip(const Column& column, T (RandomValues::*make)()) {
    CAPTURE(seed());
    RandomValues random(seed());
    const auto connection = memory();
    connection->execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a " + column.declared + ")");
    for (const std::size_t count : {0U, 1U, 2U, 300U, 1700U}) {
        CAPTURE(count);
        Rows<T> rows;
        while (rows.size() < count) rows.emplace_back(rows.size(), (random.*make)());
        check_batch(*connection, column, rows);
    }
    const auto cursor = connection->cursor();
    for (int i = 0; i < 2000; ++i) {
        const T value = (random.*make)();
        CAPTURE(i);
        CAPTURE(Value(value));
        CHECK(is_same(cursor->execute("SELECT ?", value).template scalar<T>(), value));
    }
}

}  // namespace

TEST_CASE("booleans round-trip") { check_round_trip({"BOOLEAN", "integer"}, &RandomValues::boolean); }
TEST_CASE("integers round-trip") { check_round_trip({"BIGINT", "integer"}, &RandomValues::integer); }
TEST_CASE("integers round-trip in a NUMERIC column, as decimals") {
    check_round_trip({"NUMERIC", "integer", false}, &RandomValues::integer);
}
TEST_CASE("reals round-trip") { check_round_trip({"REAL", "real"}, &RandomValues::real); }
TEST_CASE("strings round-trip") { check_round_trip({"TEXT", "text"}, &RandomValues::string); }
TEST_CASE("binary round-trips") { check_round_trip({"BLOB", "blob"}, &RandomValues::binary); }
TEST_CASE("dates round-trip") { check_round_trip({"DATE", "text"}, &RandomValues::date); }
TEST_CASE("times round-trip") { check_round_trip({"TIME", "text"}, &RandomValues::time); }
TEST_CASE("times with an offset round-trip") {
    check_round_trip({"TIMETZ", "text"}, &RandomValues::time_with_offset);
}
TEST_CASE("timestamps round-trip") { check_round_trip({"TIMESTAMP", "text"}, &RandomValues::timestamp); }
TEST_CASE("timestamps with an offset round-trip, as instants") {
    check_round_trip({"TIMESTAMPTZ", "text"}, &RandomValues::timestamp_with_offset);
}
TEST_CASE("intervals round-trip") { check_round_trip({"INTERVAL", "text"}, &RandomValues::interval); }
TEST_CASE("UUIDs round-trip") { check_round_trip({"UUID", "text"}, &RandomValues::uuid); }
TEST_CASE("JSON round-trips") { check_round_trip({"JSON", "text"}, &RandomValues::json); }
TEST_CASE("decimals round-trip in a TEXT column, with their zeros") {
    check_round_trip({"TEXT", "text", false}, &RandomValues::decimal);
}
