// SPDX-License-Identifier: BSL-1.0
//
// Values as parameters and back: what was bound is what is read. PEP 249: C81, C107 to C115.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "support/database.hpp"

namespace {

using namespace std::string_literals;
using namespace std::chrono_literals;
using testing::connect;
using testing::Table;

/// A table with a column for every kind of value.
struct Kinds {
    Table table{"b BOOLEAN, i BIGINT, r DOUBLE PRECISION, d DECIMAL(20,5), s TEXT, bin " +
                std::string(testing::is_sqlite() ? "BLOB" : "BYTEA") +
                ", day DATE, tm TIME, ts TIMESTAMP, tz TIMESTAMPTZ, iv INTERVAL, u UUID, j JSON"};
    std::shared_ptr<dbapi::Connection> conn = connect();

    dbapi::Value round_trip(const std::string& column, const dbapi::Value& value) {
        conn->execute(table.sql("DELETE FROM {}"));
        conn->execute(table.sql("INSERT INTO {} (" + column + ") VALUES (?)"), value);
        return conn->execute(table.sql("SELECT " + column + " FROM {}")).scalar<dbapi::Value>();
    }
};

std::string round_trip_text(dbapi::Connection& conn, const std::string& text) {
    return conn.execute("SELECT CAST(? AS TEXT)", text).scalar<std::string>();
}

enum class Color : std::int16_t { red = 1, green = 2 };

}  // namespace

TEST_CASE("a value of every kind comes back from a fitting column as it was") {
    Kinds kinds;
    const std::vector<std::tuple<std::string, dbapi::Value>> values = {
        {"b", true},
        {"b", false},
        {"i", 0},
        {"i", -1},
        {"i", std::numeric_limits<std::int64_t>::max()},
        {"i", std::numeric_limits<std::int64_t>::min()},
        {"r", 0.1},
        {"r", -1.5e300},
        {"r", 5e-324},
        {"r", std::numeric_limits<double>::infinity()},
        {"d", dbapi::Decimal("12345.678")},
        {"d", dbapi::Decimal("-0.00001")},
        {"s", "text"},
        {"s", ""},
        {"s", "Grüße, 世界 🌍"},
        {"bin", dbapi::Binary("\0\1\xff binary"s)},
        {"bin", dbapi::Binary()},
        {"day", dbapi::Date(2024, 2, 29)},
        {"day", dbapi::Date(1, 1, 1)},
        {"day", dbapi::Date(9999, 12, 31)},
        {"tm", dbapi::Time(13, 14, 15, 161718)},
        {"tm", dbapi::Time(0, 0)},
        {"ts", dbapi::Timestamp(2024, 2, 29, 13, 14, 15, 161718)},
        {"ts", dbapi::Timestamp(1969, 12, 31, 23, 59, 59, 999999)},
        {"tz", dbapi::Timestamp(2024, 2, 29, 13, 14, 15, 161718, 0s)},
        {"iv", dbapi::Interval(14, 3, 14706500000)},
        {"iv", dbapi::Interval(-1, 2, -3)},
        {"u", dbapi::Uuid::parse("01234567-89ab-cdef-0123-456789abcdef")},
        {"j", dbapi::Json("{\"a\": [1, null, \"x\"]}")},
    };
    for (const auto& entry : values) {
        const auto& column = std::get<0>(entry);
        const auto& value = std::get<1>(entry);
        CAPTURE(column);
        CAPTURE(value);
        const auto back = kinds.round_trip(column, value);
        CHECK(back == value);
        CHECK(back.kind() == value.kind());
        CHECK(kinds.round_trip(column, dbapi::null).is_null());
    }
}

TEST_CASE("an instant comes back as the same instant, in whatever zone") {
    Kinds kinds;
    const dbapi::Timestamp east(2024, 2, 29, 13, 14, 15, 0, 2h);
    const auto back = kinds.round_trip("tz", east);
    REQUIRE(back.get_if<dbapi::Timestamp>());
    CHECK(back.get_if<dbapi::Timestamp>()->to_sys_time() == east.to_sys_time());
    CHECK(back.get_if<dbapi::Timestamp>()->has_offset());
}

TEST_CASE("NaN comes back, or is refused; it never becomes NULL") {
    Kinds kinds;
    const double nan = std::numeric_limits<double>::quiet_NaN();
    if (testing::is_sqlite()) {
        CHECK_THROWS_AS(kinds.round_trip("r", nan), dbapi::DataError);
    } else {
        const auto back = kinds.round_trip("r", nan);
        REQUIRE(back.get_if<double>());
        CHECK(std::isnan(*back.get_if<double>()));
    }
}

TEST_CASE("C++ types become parameters and come back as themselves") {
    Kinds kinds;
    auto& conn = *kinds.conn;
    const auto day = std::chrono::sys_days(std::chrono::year(2024) / 2 / 29);
    const auto uuid = dbapi::Uuid::random();
    conn.execute(kinds.table.sql("INSERT INTO {} (b, i, r, s, day, tz, u) VALUES (?, ?, ?, ?, ?, ?, ?)"),
                 true, std::uint32_t{4'000'000'000}, 1.5F, std::string_view("view"), day,
                 std::chrono::sys_seconds(day + 1h), uuid);
    const auto [b, i, r, s, d, tz, u] =
        conn.execute(kinds.table.sql("SELECT b, i, r, s, day, tz, u FROM {}"))
            .one<bool, std::uint32_t, float, std::string, std::chrono::sys_days, std::chrono::sys_seconds,
                 dbapi::Uuid>();
    CHECK(b);
    CHECK(i == 4'000'000'000);
    CHECK(r == 1.5F);
    CHECK(s == "view");
    CHECK(d == day);
    CHECK(tz == day + 1h);
    CHECK(u == uuid);
}

TEST_CASE("a char is text, an enumeration its number, an optional NULL or its value") {
    Kinds kinds;
    auto& conn = *kinds.conn;
    conn.execute(kinds.table.sql("INSERT INTO {} (s, i, r) VALUES (?, ?, ?)"), 'c', Color::green,
                 std::optional<double>());
    const auto [s, i, r] = conn.execute(kinds.table.sql("SELECT s, i, r FROM {}"))
                               .one<std::string, Color, std::optional<double>>();
    CHECK(s == "c");
    CHECK(i == Color::green);
    CHECK(r == std::nullopt);
    conn.execute(kinds.table.sql("UPDATE {} SET r = ?"), std::optional(2.5));
    CHECK(conn.execute(kinds.table.sql("SELECT r FROM {}")).scalar<std::optional<double>>() == 2.5);
}

TEST_CASE("an unsigned integer above int64 throws DataError before anything is sent") {
    const auto conn = connect();
    CHECK(conn->execute("SELECT CAST(? AS BIGINT)", std::uint64_t{9'223'372'036'854'775'807U})
              .scalar<std::int64_t>() == std::numeric_limits<std::int64_t>::max());
    conn->commit();
    CHECK_THROWS_AS(conn->execute("SELECT ?", std::uint64_t{9'223'372'036'854'775'808U}), dbapi::DataError);
    CHECK(conn->transaction_status() == dbapi::TransactionStatus::idle);
}

TEST_CASE("awkward text comes back as it was") {
    const auto conn = connect();
    for (const std::string text :
         {"it's", "\"double\"", "? %s %(a)s :x $1", "back\\slash \\n \\' \\0", "'; --", "\n\t\r", "%", "''",
          "{}", "NULL", "\u00e9\u0301", " ends with blanks  "}) {
        CAPTURE(text);
        CHECK(round_trip_text(*conn, text) == text);
    }
}

TEST_CASE("an injection attempt stays data") {
    const Table table("id INT PRIMARY KEY, name TEXT");
    const auto conn = connect();
    const std::string attempt = "x'); DROP TABLE " + table.name() + "; --";
    conn->execute(table.sql("INSERT INTO {} VALUES (1, ?)"), attempt);
    conn->execute(table.sql("INSERT INTO {} VALUES (2, :n)"), {{"n", "1' OR '1'='1"}});
    CHECK(conn->execute(table.sql("SELECT id FROM {} WHERE name = ?"), attempt).one<int>() == 1);
    CHECK(conn->execute(table.sql("SELECT count(*) FROM {} WHERE name = ?"), "' OR 1=1 --").scalar<int>() ==
          0);
    conn->commit();
    CHECK(table.count() == 2);
}

TEST_CASE("a megabyte of text and of bytes comes back as it was") {
    Kinds kinds;
    std::string text;
    while (text.size() < 1024 * 1024) text += "0123456789abcdef'?\\";
    CHECK(kinds.round_trip("s", text) == dbapi::Value(text));
    text[17] = '\0';
    CHECK(kinds.round_trip("bin", dbapi::Binary(text)) == dbapi::Value(dbapi::Binary(text)));
}

TEST_CASE("empty text and empty bytes are not NULL") {
    Kinds kinds;
    auto& conn = *kinds.conn;
    conn.execute(kinds.table.sql("INSERT INTO {} (s, bin) VALUES (?, ?)"), "", dbapi::Binary());
    const auto row = conn.execute(kinds.table.sql("SELECT s, bin FROM {}")).fetchone();
    CHECK_FALSE(row->is_null(0));
    CHECK_FALSE(row->is_null(1));
    CHECK(row->get<std::string>(0).empty());
    CHECK(row->get<dbapi::Binary>(1).empty());
    conn.execute(kinds.table.sql("UPDATE {} SET s = ?, bin = ?"), dbapi::null,
                 std::optional<dbapi::Binary>());
    const auto nulls = conn.execute(kinds.table.sql("SELECT s, bin FROM {}")).fetchone();
    CHECK(nulls->is_null(0));
    CHECK(nulls->is_null(1));
}

TEST_CASE("text with a NUL byte, or not UTF-8, comes back as it was or throws DataError") {
    for (const std::string& text : {"a\0b"s, "\0"s, "\xff\xfe"s, "\xc3("s, "cut \xe4\xb8"s}) {
        CAPTURE(dbapi::Binary(text));
        const auto conn = connect();
        try {
            const auto back = round_trip_text(*conn, text);
            CHECK(back == text);
        } catch (const dbapi::DataError& error) {
            CHECK(error.is_connection_usable());
            CHECK(error.sqlstate() == "22021");
        }
        conn->rollback();
        CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
    }
}

TEST_CASE("a statement with a NUL byte throws ProgrammingError") {
    const auto conn = connect();
    CHECK_THROWS_AS(conn->execute("SELECT 1\0 + 1"s), dbapi::ProgrammingError);
}

TEST_CASE("an array is a value where Features say so, and else NotSupportedError") {
    const auto conn = connect();
    const std::vector<int> numbers = {1, 2, 3};
    if (!conn->features().arrays) {
        CHECK_THROWS_AS(conn->execute("SELECT ?", numbers), dbapi::NotSupportedError);
        conn->rollback();
        CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
        return;
    }
    CHECK(conn->execute("SELECT CAST(? AS INT[])", numbers).scalar<std::vector<int>>() == numbers);
    CHECK(conn->execute("SELECT count(*) WHERE 2 = ANY(CAST(? AS INT[]))", numbers).scalar<int>() == 1);
}

TEST_CASE("a day of the local calendar goes into a DATE and comes back") {
    Kinds kinds;
    const auto day = std::chrono::local_days(std::chrono::year(2024) / 2 / 29);
    CHECK(kinds.round_trip("day", day) == dbapi::Value(dbapi::Date(2024, 2, 29)));
    kinds.conn->execute(kinds.table.sql("UPDATE {} SET day = ?"), std::optional(day + std::chrono::days(1)));
    const auto read = kinds.conn->execute(kinds.table.sql("SELECT day FROM {}"));
    CHECK(read.cursor().scalar<std::chrono::local_days>() == day + std::chrono::days(1));
}

TEST_CASE("text read as a number has no conversion, which is no number out of range") {
    const auto conn = connect();
    try {
        static_cast<void>(conn->execute("SELECT CAST('abc' AS TEXT)").scalar<int>());
        FAIL("accepted");
    } catch (const dbapi::DataError& error) {
        CHECK(error.sqlstate() == "22018");
    }
}
