// SPDX-License-Identifier: BSL-1.0
//
// Arrays to the server and back, with PostgreSQL's own text of them as the judge.
#include <doctest/doctest.h>

#include <chrono>
#include <dbapi/dbapi.hpp>
#include <limits>
#include <string>
#include <vector>

#include "libpq/server.hpp"

using namespace dbapi;
using namespace std::string_literals;
using namespace std::chrono_literals;

namespace {

/// A table for one test that its connection alone sees.
struct Scratch {
    explicit Scratch(const std::string& type) {
        conn->execute("CREATE TEMPORARY TABLE scratch (a " + type + ")");
    }
    Value through_column(const Value& value) {
        conn->execute("DELETE FROM scratch");
        conn->execute("INSERT INTO scratch VALUES (?)", value);
        return conn->execute("SELECT a FROM scratch").scalar<Value>();
    }
    std::string text() { return conn->execute("SELECT a::text FROM scratch").scalar<std::string>(); }

    std::shared_ptr<Connection> conn = testing::connect();
};

Array lines(std::vector<Value> elements, std::size_t columns) {
    const std::size_t rows = elements.size() / columns;
    return {std::move(elements), {{rows}, {columns}}};
}

}  // namespace

TEST_CASE("arrays of numbers come back as they were, in any shape") {
    Scratch scratch("bigint[]");
    const Array arrays[] = {
        Array(),
        Array({1}),
        Array({std::numeric_limits<std::int64_t>::min(), null, std::numeric_limits<std::int64_t>::max()}),
        Array({null}),
        lines({1, 2, 3, 4, null, 6}, 3),
        Array({1, 2, 3, 4, 5, 6, 7, 8}, {{2}, {2}, {2}}),
        Array({1, 2, 3}, {{3, 0}}),
        Array({1, 2, 3, 4}, {{2, -5}, {2, 7}}),
        Array({1}, {{1}, {1}, {1}, {1}, {1}, {1}}),
    };
    for (const Array& array : arrays) {
        const Value value(array);
        CAPTURE(value);
        CHECK(scratch.through_column(value) == value);
        CHECK(scratch.text() == value.to_string());
        CHECK(scratch.conn->execute("SELECT ?::bigint[]", value).scalar<Value>() == value);
        if (array.empty() || array == Array({null})) continue;  // their elements tell no type
        CHECK(scratch.conn->execute("SELECT ?", value).scalar<Value>() == value);
    }
}

TEST_CASE("arrays of strings come back as they were, whatever is in them") {
    Scratch scratch("text[]");
    const std::vector<Value> words = {
        "",      " ",     "a b",    "'",        "\"",           "\\",     "\\\"",
        "a,b",   "{",     "}",      "{}",       "{a}",          "NULL",   "null",
        "nUlL",  null,    "a\nb",   "\t\r\v\f", "\u00e9\u0301", "世界 🌍", "[1:2]=",
        "\\x00", " lead", "trail ", "$1 ? %s",  "plain",        "é"};
    for (const auto& word : words) {
        const Value value(Array({word, "x"}));
        CAPTURE(value);
        CHECK(scratch.through_column(value) == value);
        CHECK(scratch.text() == value.to_string());
        CHECK(scratch.conn->execute("SELECT ?", value).scalar<Value>() == value);
        CHECK(scratch.conn->execute("SELECT ?::text", value).scalar<std::string>() == value.to_string());
        const auto element = scratch.conn->execute("SELECT (?)[1]", value).scalar<Value>();
        CHECK(element == word);
    }
    CHECK(scratch.through_column(Array(words)) == Value(Array(words)));
    CHECK(scratch.through_column(lines(words, 9)) == Value(lines(words, 9)));
}

TEST_CASE("arrays of every kind come back from a fitting column as they were") {
    const auto utc = 0s;
    const std::pair<const char*, Array> cases[] = {
        {"boolean[]", Array({true, false, null})},
        {"integer[]", Array({1, -1})},
        {"smallint[]", Array({1, -1})},
        {"real[]", Array({1.5, null})},
        {"double precision[]", Array({0.1, -1e300, std::numeric_limits<double>::infinity()})},
        {"double precision[]", Array({0.0, 5e-324})},
        {"numeric[]", Array({Decimal("1.50"), Decimal("-12345678901234567890.123"), Decimal("Infinity")})},
        {"varchar(5)[]", Array({"a", "b,c"})},
        {"bytea[]", Array({Binary("\0\1\xff\\"s), Binary(), null})},
        {"date[]", Array({Date(2024, 2, 29), Date::infinity(), Date::minus_infinity(), Date(-43, 3, 15)})},
        {"time[]", Array({Time(13, 14, 15, 161718), Time(24, 0)})},
        {"timetz[]", Array({Time(1, 2, 3, 4, 1h), Time(1, 2, 3, 0, -5h - 30min)})},
        {"timestamp[]", Array({Timestamp(2024, 2, 29, 13, 14, 15, 161718), Timestamp::infinity()})},
        {"timestamptz[]",
         Array({Timestamp(2024, 2, 29, 13, 14, 15, 161718, utc), Timestamp::minus_infinity()})},
        {"interval[]", Array({Interval(14, 3, 14706500000), Interval(-1, 2, -3), Interval()})},
        {"uuid[]", Array({Uuid::parse("01234567-89ab-cdef-0123-456789abcdef"), Uuid()})},
        {"json[]", Array({Json("{\"a\": [1, null, \"x\"]}"), Json("null"), null})},
        {"jsonb[]", Array({Json("{\"a\": [1, null, \"x\"]}"), Json("\"\\\\\"")})},
    };
    for (const auto& each : cases) {
        const auto& type = each.first;
        const auto& array = each.second;
        CAPTURE(std::string(type));
        const Value value(array);
        CAPTURE(value);
        Scratch scratch(type);
        const auto back = scratch.through_column(value);
        CHECK(back == value);
        REQUIRE(back.get_if<Array>());
        for (std::size_t i = 0; i < array.size(); ++i) {
            CHECK(back.get_if<Array>()->elements()[i].kind() == array.elements()[i].kind());
        }
        // The server's reading of its own text gives the same value as ours.
        CHECK(scratch.conn
                  ->execute("SELECT a FROM scratch WHERE a::text::" + std::string(type) + "::text = a::text")
                  .scalar<Value>() == value);
    }
}

TEST_CASE("what an array means to the server is what was given") {
    const auto conn = testing::connect();
    const auto text_of = [&](const Value& value) {
        return conn->execute("SELECT (?)::text", value).scalar<std::string>();
    };
    CHECK(text_of(Array({true, false, null})) == "{t,f,NULL}");
    CHECK(text_of(Array({1.5, 2, null})) == "{1.5,2,NULL}");
    CHECK(text_of(Array({1, Decimal("2.50")})) == "{1,2.50}");
    CHECK(text_of(Array({Binary("\0\xff"s)})) == "{\"\\\\x00ff\"}");
    CHECK(text_of(Array({Date(2024, 2, 29), Date::infinity()})) == "{2024-02-29,infinity}");
    CHECK(text_of(Array({Time(1, 2, 3, 0, 1h)})) == "{01:02:03+01}");
    CHECK(text_of(Array({Timestamp(2024, 2, 29, 13, 14, 15)})) == "{\"2024-02-29 13:14:15\"}");
    CHECK(text_of(Array({Interval(1, -2, 3'000'000)})) == "{\"1 mon -2 days +00:00:03\"}");
    CHECK(text_of(Array({Json("[1,2]")})) == "{\"[1,2]\"}");
    CHECK(text_of(Array({"a", null}, {{2, 0}})) == "[0:1]={a,NULL}");
}

TEST_CASE("scalars mean to the server what was given") {
    const auto conn = testing::connect();
    conn->execute("SET TIME ZONE 'UTC'");
    const std::pair<Value, const char*> cases[] = {
        {true, "true"},
        {-7, "-7"},
        {1.5, "1.5"},
        {Decimal("-0.00010"), "-0.00010"},
        {Decimal("NaN"), "NaN"},
        {Binary("\0\xff"s), "\\x00ff"},
        {Date(-43, 3, 15), "0044-03-15 BC"},
        {Date::infinity(), "infinity"},
        {Date::minus_infinity(), "-infinity"},
        {Time(24, 0), "24:00:00"},
        {Time(1, 2, 3, 4, -1h), "01:02:03.000004-01"},
        {Timestamp(2024, 2, 29, 13, 14, 15, 5), "2024-02-29 13:14:15.000005"},
        {Timestamp(2024, 2, 29, 13, 14, 15, 5, 2h), "2024-02-29 11:14:15.000005+00"},
        {Timestamp::minus_infinity(), "-infinity"},
        {Interval(-14, 3, -1), "-1 years -2 mons +3 days -00:00:00.000001"},
        {Uuid::parse("01234567-89ab-cdef-0123-456789abcdef"), "01234567-89ab-cdef-0123-456789abcdef"},
    };
    for (const auto& each : cases) {
        const auto& value = each.first;
        const auto& text = each.second;
        CAPTURE(value);
        CHECK(conn->execute("SELECT (?)::text", value).scalar<std::string>() == text);
        CHECK(conn->execute("SELECT ?", value).scalar<Value>().kind() == value.kind());
    }
    CHECK_THROWS_AS(conn->execute("SELECT ?", Date::from_days(std::numeric_limits<std::int32_t>::min() + 1)),
                    DataError);
}

TEST_CASE("an array serves = ANY, unnest and functions without a cast") {
    const auto conn = testing::connect();
    const std::vector<int> numbers = {1, 2, 3};
    const std::vector<std::string> words = {"a", "b,c", "NULL"};
    CHECK(conn->execute("SELECT 2 = ANY(?)", numbers).scalar<bool>());
    CHECK_FALSE(conn->execute("SELECT 4 = ANY(?)", numbers).scalar<bool>());
    CHECK(conn->execute("SELECT 'b,c' = ANY(?)", words).scalar<bool>());
    CHECK(conn->execute("SELECT ?", words).scalar<std::vector<std::string>>() == words);
    CHECK(conn->execute("SELECT sum(n) FROM unnest(?) AS n", numbers).scalar<int>() == 6);
    CHECK(conn->execute("SELECT array_length(?, 1)", words).scalar<int>() == 3);
    std::vector<std::string> unnested;
    for (const auto& word : conn->execute("SELECT unnest(?)", words).rows<std::string>())
        unnested.push_back(word);
    CHECK(unnested == words);
    const std::vector<std::optional<double>> gaps = {1.5, std::nullopt};
    CHECK(conn->execute("SELECT ?", gaps).scalar<std::vector<std::optional<double>>>() == gaps);
}

TEST_CASE("an array of strings becomes one of another type by a cast") {
    const auto conn = testing::connect();
    conn->execute("CREATE TYPE pg_temp.mood AS ENUM ('sad', 'ok')");
    conn->execute("CREATE TEMPORARY TABLE moods (m pg_temp.mood[])");
    const std::vector<std::string> moods = {"ok", "sad"};
    conn->execute("INSERT INTO moods VALUES (?::pg_temp.mood[])", moods);
    CHECK(conn->execute("SELECT m::text FROM moods").scalar<std::string>() == "{ok,sad}");
    CHECK(conn->execute("SELECT 'ok'::pg_temp.mood = ANY(?::pg_temp.mood[])", moods).scalar<bool>());
    const std::vector<std::string> addresses = {"10.0.0.1"};
    CHECK(conn->execute("SELECT ?::inet[]", addresses).scalar<std::vector<std::string>>() == addresses);
}

TEST_CASE("arrays in fetched rows outlive the connection, buffered and streamed") {
    auto conn = testing::connect();
    const std::string sql = "SELECT ARRAY[g, NULL], ARRAY['x' || g] FROM generate_series(1, 3) AS g";
    const auto rows = conn->execute(sql).fetchall();
    std::vector<Row> streamed;
    auto stream = conn->stream(sql);
    for (const Row& row : stream) streamed.push_back(row);
    conn->rollback();
    conn->close();
    conn.reset();
    for (const auto& all : {rows, streamed}) {
        REQUIRE(all.size() == 3);
        CHECK(all[1][0] == Value(Array({2, null})));
        CHECK(all[2][1] == Value(Array({"x3"})));
    }
}

TEST_CASE("an array that cannot be sent throws DataError before anything is sent") {
    const auto conn = testing::connect();
    for (const Value& value :
         {Value(Array({1, "a"})), Value(Array({Array({1}), Array({2})})), Value(Array({"a\0b"s}))}) {
        CHECK_THROWS_AS(conn->execute("SELECT ?", value), DataError);
        CHECK(conn->transaction_status() == TransactionStatus::idle);
    }
    CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
}

TEST_CASE("arrays whose description is asked for say so") {
    const auto conn = testing::connect();
    const auto cursor = conn->cursor();
    cursor->execute("SELECT ARRAY[1], ARRAY[now()]");
    const auto& columns = *cursor->description();
    CHECK(columns[0].type_code.kind() == Kind::array);
    CHECK(columns[0].type_name == "integer[]");
    CHECK(columns[1].type_name == "timestamp with time zone[]");
    CHECK(conn->features().arrays);
}

TEST_CASE("arrays whose elements stand between semicolons come back as they were") {
    Scratch scratch("box[]");
    const auto box = [](const char* text) { return Value(Other("box", text)); };
    for (const Array& array : {Array({box("(1,1),(0,0)"), null, box("(3,3),(2,2)")}),
                               lines({box("(1,1),(0,0)"), box("(2,2),(1,1)")}, 1), Array()}) {
        const Value value(array);
        CAPTURE(value);
        CHECK(scratch.through_column(value) == value);
    }
}
