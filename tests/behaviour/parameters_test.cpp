// SPDX-License-Identifier: BSL-1.0
//
// Parameter styles and markers: one SQL text for every database. PEP 249: C11 to C15, C79 to C89.
#include <doctest/doctest.h>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "support/database.hpp"

namespace {

using dbapi::ParamStyle;
using testing::connect;

const std::map<std::string, int> mapping = {{"a", 5}, {"b", 3}};

template <class... Args>
int answer(dbapi::Connection& conn, ParamStyle style, std::string_view sql, const Args&... arguments) {
    const auto cursor = conn.cursor({.paramstyle = style});
    return cursor->execute(sql, arguments...).template scalar<int>();
}

template <class... Args>
std::string text(dbapi::Connection& conn, ParamStyle style, std::string_view sql, const Args&... arguments) {
    const auto cursor = conn.cursor({.paramstyle = style});
    return cursor->execute(sql, arguments...).template scalar<std::string>();
}

}  // namespace

TEST_CASE("each style has its own markers") {
    const auto conn = connect();
    CHECK(answer(*conn, ParamStyle::qmark, "SELECT ? * 10 + ?", 5, 3) == 53);
    CHECK(answer(*conn, ParamStyle::format, "SELECT %s * 10 + %s", 5, 3) == 53);
    CHECK(answer(*conn, ParamStyle::numeric, "SELECT :1 * 100 + :2 * 10 + :1", 5, 3) == 535);
    CHECK(answer(*conn, ParamStyle::numeric, "SELECT :2 * 10 + :1", 5, 3) == 35);
    CHECK(answer(*conn, ParamStyle::dollar, "SELECT $2 * 10 + $1", 5, 3) == 35);
    CHECK(answer(*conn, ParamStyle::named, "SELECT :a * 100 + :b * 10 + :a", mapping) == 535);
    CHECK(answer(*conn, ParamStyle::pyformat, "SELECT %(a)s * 100 + %(b)s * 10 + %(a)s", mapping) == 535);
}

TEST_CASE("the automatic style takes ? or $1 for a sequence, and :name for a mapping") {
    const auto conn = connect();
    CHECK(conn->paramstyle() == ParamStyle::automatic);
    CHECK(answer(*conn, ParamStyle::automatic, "SELECT ? * 10 + ?", 5, 3) == 53);
    CHECK(answer(*conn, ParamStyle::automatic, "SELECT $2 * 10 + $1", 5, 3) == 35);
    CHECK(answer(*conn, ParamStyle::automatic, "SELECT :a * 10 + :b", mapping) == 53);
    CHECK_THROWS_AS(conn->execute("SELECT ? + $1", 1, 2), dbapi::ProgrammingError);
}

TEST_CASE("a parameter list may be a tuple, values, Parameters, a mapping or name and value pairs") {
    const auto conn = connect();
    const auto cursor = conn->cursor();
    const std::string sequence = "SELECT ? * 10 + ?";
    CHECK(cursor->execute(sequence, 5, 3).scalar<int>() == 53);
    CHECK(cursor->execute(sequence, std::tuple(5, 3)).scalar<int>() == 53);
    CHECK(cursor->execute(sequence, std::pair(5, 3)).scalar<int>() == 53);
    CHECK(cursor->execute(sequence, std::vector<dbapi::Value>{5, 3}).scalar<int>() == 53);
    CHECK(cursor->execute(sequence, {5, 3}).scalar<int>() == 53);
    CHECK(conn->stream(sequence, {5, 3}).scalar<int>() == 53);
    CHECK(cursor->execute(sequence, dbapi::Parameters().add(5).add(3)).scalar<int>() == 53);
    const std::string names = "SELECT :a * 10 + :b";
    CHECK(cursor->execute(names, {{"a", 5}, {"b", 3}}).scalar<int>() == 53);
    CHECK(cursor->execute(names, mapping).scalar<int>() == 53);
    CHECK(cursor->execute(names, std::unordered_map<std::string, dbapi::Value>{{"a", 5}, {"b", 3}})
              .scalar<int>() == 53);
    CHECK(cursor->execute(names, std::map<std::string_view, long>{{"a", 5}, {"b", 3}}).scalar<int>() == 53);
    CHECK(cursor->execute(names, dbapi::Parameters().set("b", 3).set("a", 5)).scalar<int>() == 53);
    CHECK(cursor->execute(names, std::vector<dbapi::NamedParameter>{{"a", 5}, {"b", 3}}).scalar<int>() == 53);
    CHECK(conn->execute(names, {{"a", 5}, {"b", 3}}).scalar<int>() == 53);
}

TEST_CASE("the style comes from the connection's options, then from the connection, then from the cursor") {
    const auto conn = connect({.paramstyle = ParamStyle::format});
    CHECK(conn->paramstyle() == ParamStyle::format);
    CHECK(conn->execute("SELECT %s + 1", 1).scalar<int>() == 2);
    const auto before = conn->cursor();
    conn->set_paramstyle(ParamStyle::numeric);
    CHECK(before->paramstyle() == ParamStyle::format);
    CHECK(conn->execute("SELECT :1 + 1", 2).scalar<int>() == 3);
    const auto own = conn->cursor({.paramstyle = ParamStyle::dollar});
    CHECK(own->execute("SELECT $1 + 1", 3).scalar<int>() == 4);
    own->set_paramstyle(ParamStyle::qmark);
    CHECK(own->paramstyle() == ParamStyle::qmark);
    CHECK(own->execute("SELECT ? + 1", 4).scalar<int>() == 5);
    CHECK(conn->paramstyle() == ParamStyle::numeric);
}

TEST_CASE("too few, too many, unknown and absent parameters throw ProgrammingError, and nothing is sent") {
    const auto conn = connect();
    CHECK_THROWS_AS(conn->execute("SELECT ? + ?", 1), dbapi::ProgrammingError);
    CHECK_THROWS_AS(conn->execute("SELECT ? + ?", 1, 2, 3), dbapi::ProgrammingError);
    CHECK_THROWS_AS(conn->execute("SELECT ?"), dbapi::ProgrammingError);
    CHECK_THROWS_AS(conn->execute("SELECT 1", 1), dbapi::ProgrammingError);
    CHECK_THROWS_AS(conn->execute("SELECT $3 + $1", 1, 2), dbapi::ProgrammingError);
    CHECK_THROWS_AS(conn->execute("SELECT ?", std::tuple()), dbapi::ProgrammingError);
    CHECK_THROWS_WITH_AS(conn->execute("SELECT :absent", mapping), doctest::Contains("absent"),
                         dbapi::ProgrammingError);
    const auto named = conn->cursor({.paramstyle = ParamStyle::named});
    CHECK_THROWS_AS(named->execute("SELECT :a", 1), dbapi::ProgrammingError);
    CHECK_THROWS_AS(named->execute("SELECT :a"), dbapi::ProgrammingError);
    const auto format = conn->cursor({.paramstyle = ParamStyle::format});
    CHECK_THROWS_AS(format->execute("SELECT %(a)s", mapping), dbapi::ProgrammingError);
    CHECK_THROWS_AS(format->execute("SELECT %d", 1), dbapi::ProgrammingError);
    CHECK_THROWS_AS(format->execute("SELECT 7 % 2"), dbapi::ProgrammingError);
    CHECK(conn->transaction_status() == dbapi::TransactionStatus::idle);
    CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
}

TEST_CASE("extra keys of a mapping are allowed, with markers and without") {
    const auto conn = connect();
    CHECK(conn->execute("SELECT :b + 1", mapping).scalar<int>() == 4);
    CHECK(conn->execute("SELECT 1", mapping).scalar<int>() == 1);
}

TEST_CASE("markers in literals, quoted identifiers and comments are text") {
    const auto conn = connect();
    const std::string odd = "? :1 :a %s %(a)s $1 ''";
    const auto sql = [&](const std::string& marker) {
        return "/* ? :1 :a %s %(a)s $1 */ SELECT '" + odd + "' || " + marker +
               " AS \"? :1 :a $1\" -- ? :1 :a %s %(a)s $1\n WHERE 1 = 1";
    };
    const std::string expected = "? :1 :a %s %(a)s $1 'x";
    const std::map<std::string, std::string> named = {{"a", "x"}};
    CHECK(text(*conn, ParamStyle::qmark, sql("?"), "x") == expected);
    CHECK(text(*conn, ParamStyle::automatic, sql("?"), "x") == expected);
    CHECK(text(*conn, ParamStyle::automatic, sql("$1"), "x") == expected);
    CHECK(text(*conn, ParamStyle::automatic, sql(":a"), named) == expected);
    CHECK(text(*conn, ParamStyle::numeric, sql(":1"), "x") == expected);
    CHECK(text(*conn, ParamStyle::named, sql(":a"), named) == expected);
    CHECK(text(*conn, ParamStyle::format, sql("%s"), "x") == expected);
    CHECK(text(*conn, ParamStyle::pyformat, sql("%(a)s"), named) == expected);
    CHECK(text(*conn, ParamStyle::dollar, sql("$1"), "x") == expected);
    CHECK(text(*conn, ParamStyle::automatic, sql("'x'")) == expected);
    const auto result = conn->execute(sql("?"), "x");
    CHECK(result.description()->at(0).name == "? :1 :a $1");
}

TEST_CASE("%% is a percent sign in format and pyformat, with parameters and without") {
    const auto conn = connect();
    CHECK(answer(*conn, ParamStyle::format, "SELECT 17 %% %s", 5) == 2);
    CHECK(answer(*conn, ParamStyle::format, "SELECT 17 %% 5") == 2);
    CHECK(text(*conn, ParamStyle::pyformat, "SELECT '100%%'") == "100%");
    CHECK(text(*conn, ParamStyle::qmark, "SELECT '100%%'") == "100%%");
    CHECK(answer(*conn, ParamStyle::qmark, "SELECT 17 % ?", 5) == 2);
}

TEST_CASE("a text that runs again with values of other types takes them") {
    const auto conn = connect();
    const auto cursor = conn->cursor();
    for (int i = 0; i < 3; ++i) {
        cursor->execute("SELECT ?", 5'000'000'000);
        CHECK(cursor->scalar<std::int64_t>() == 5'000'000'000);
        cursor->execute("SELECT ?", "text");
        CHECK(cursor->scalar<std::string>() == "text");
        cursor->execute("SELECT ?", 7);
        CHECK(cursor->scalar<int>() == 7);
        cursor->execute("SELECT ?", dbapi::null);
        CHECK(cursor->scalar<dbapi::Value>().is_null());
        cursor->execute("SELECT ?", 2.5);
        CHECK(cursor->scalar<double>() == 2.5);
    }
}

TEST_CASE("the same statement gives the same rows and description each time") {
    const auto conn = connect();
    const auto cursor = conn->cursor();
    std::vector<dbapi::Row> first;
    dbapi::Description description;
    for (int i = 0; i < 5; ++i) {
        cursor->execute("SELECT ? AS n, 1.50 AS d, 'text' AS t, CAST(? AS DATE) AS day", 7, "2024-02-29");
        const auto rows = cursor->fetchall();
        REQUIRE(rows.size() == 1);
        if (i == 0) {
            first = rows;
            description = cursor->description();
        }
        CHECK(rows[0] == first[0]);
        CHECK(*cursor->description() == *description);
    }
}

TEST_CASE("dollar quotes hold no markers") {
    if (testing::is_sqlite()) return;  // knows none
    const auto conn = connect();
    CHECK(text(*conn, ParamStyle::automatic, "SELECT $$it's ? and $1$$ || ?", "!") == "it's ? and $1!");
    CHECK(text(*conn, ParamStyle::automatic, "SELECT $tag$a $$ ? $$ b$tag$ || $1", "!") == "a $$ ? $$ b!");
    CHECK(text(*conn, ParamStyle::named, "SELECT $$:a :b$$ || :a",
               std::map<std::string, std::string>{{"a", "!"}}) == ":a :b!");
}

TEST_CASE("casts and slices are no markers, and ?? is the operator ?") {
    if (testing::is_sqlite()) return;
    const auto conn = connect();
    CHECK(answer(*conn, ParamStyle::named, "SELECT '5'::int + :a", mapping) == 10);
    CHECK(answer(*conn, ParamStyle::named, "SELECT :a::int + 1", mapping) == 6);
    CHECK(answer(*conn, ParamStyle::qmark, "SELECT ?::text::int + 1", "4") == 5);
    CHECK(answer(*conn, ParamStyle::qmark, "SELECT count(*) FROM (SELECT 1) x WHERE '{\"k\":1}'::jsonb ?? ?",
                 "k") == 1);
    CHECK(answer(*conn, ParamStyle::named,
                 "SELECT count(*) FROM (SELECT 1) x WHERE '{\"k\":1}'::jsonb ? :key",
                 std::map<std::string, std::string>{{"key", "k"}}) == 1);
    if (testing::is_cockroachdb()) return;  // has no slices
    CHECK(answer(*conn, ParamStyle::named, "SELECT array_length((ARRAY[1,2,3])[1:2], 1) + :a", mapping) == 7);
    CHECK(answer(*conn, ParamStyle::numeric, "SELECT array_length((ARRAY[1,2,3])[1:2], 1) + :1", 5) == 7);
}

TEST_CASE("a marker of another style is text, which the database refuses as ProgrammingError") {
    const auto conn = connect();
    CHECK_THROWS_AS(conn->execute("SELECT ?", mapping), dbapi::ProgrammingError);
    conn->rollback();
    CHECK_THROWS_AS(conn->execute("SELECT :a", 1), dbapi::ProgrammingError);
    conn->rollback();
    const auto cursor = conn->cursor({.paramstyle = ParamStyle::named});
    CHECK_THROWS_AS(cursor->execute("SELECT $1, :a", mapping), dbapi::ProgrammingError);
    CHECK_THROWS_AS(cursor->execute("SELECT $1"), dbapi::ProgrammingError);
    conn->rollback();
    CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
}

TEST_CASE("empty braces are no parameters") {
    const auto conn = connect();
    CHECK(conn->execute("SELECT 1", {}).scalar<int>() == 1);
    CHECK(conn->cursor()->execute("SELECT 1", {}).scalar<int>() == 1);
    CHECK(conn->stream("SELECT 1", {}).scalar<int>() == 1);
    CHECK_THROWS_AS(conn->execute("SELECT ?", {}), dbapi::ProgrammingError);
}

TEST_CASE("braces take an optional and an enumeration as arguments do") {
    enum class Level { low = 3 };
    const auto conn = connect();
    const std::string sql = "SELECT CAST(? AS INT), CAST(? AS INT), CAST(? AS INT)";
    auto result = conn->execute(sql, {Level::low, std::optional<int>(), std::optional(5)});
    CHECK(result.one<int, std::optional<int>, int>() == std::tuple(3, std::nullopt, 5));
}

TEST_CASE("of several parameters of one name the last one counts") {
    const auto conn = connect();
    CHECK(conn->execute("SELECT :a", {{"a", 1}, {"a", 2}}).scalar<int>() == 2);
}
