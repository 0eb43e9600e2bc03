// SPDX-License-Identifier: BSL-1.0
//
// docs/types.md: what it says of PostgreSQL, asked of one.
#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <string>
#include <vector>

#include "libpq/server.hpp"
#include "support/page.hpp"

using namespace dbapi;
using testing::Line;

TEST_CASE("the page's other names of types are names of the same type") {
    const auto conn = testing::connect();
    for (const Line& line : testing::table_under("PostgreSQL and CockroachDB")) {
        for (const auto& name : testing::code_in(line.at(4))) {
            CAPTURE(name);
            conn->execute("CREATE TEMPORARY TABLE t (a " + name + ")");
            const auto column = conn->execute("SELECT a FROM t").description()->front();
            CHECK("`" + column.type_name + "`" == line[0]);
            CHECK(std::to_string(column.type_code.native()) == line[1]);
            conn->rollback();
        }
    }
}

TEST_CASE("the page's examples give the kind and the text that it says, in both formats") {
    const auto conn = testing::connect();
    conn->execute("CREATE TYPE pg_temp.mood AS ENUM ('sad', 'ok')");
    conn->execute("CREATE TYPE pg_temp.pair AS (a int, b text)");
    conn->execute("CREATE DOMAIN pg_temp.price AS numeric(10, 2)");
    const bool has_citext =
        conn->execute("SELECT count(*) FROM pg_available_extensions WHERE name = 'citext'").scalar<bool>();
    if (has_citext) conn->execute("CREATE EXTENSION IF NOT EXISTS citext");
    auto examples = testing::table_under("Examples");
    examples.erase(examples.begin());
    std::vector<Line> first;
    for (int i = 0; i < 3; ++i) {  // as text, then prepared and in binary
        std::vector<Line> lines;
        for (const Line& example : examples) {
            const auto sql = testing::code_in(example[0]).at(0);
            CAPTURE(sql);
            if (sql.ends_with("::citext") && !has_citext) {
                lines.push_back(example);
                continue;
            }
            const auto value = conn->execute("SELECT " + sql).scalar<Value>();
            lines.push_back(
                {example[0], std::string(to_string(value.kind())), "`" + value.to_string() + "`"});
        }
        if (i == 0) testing::check_table("Examples", first = lines);
        CHECK(lines == first);
    }
}

TEST_CASE("a parameter whose type is inferred is text where there is no context") {
    const auto conn = testing::connect();
    CHECK(conn->execute("SELECT ?", "a").scalar<Value>() == Value("a"));
    CHECK(conn->execute("SELECT ?", Json("[1]")).scalar<Value>() == Value("[1]"));
    CHECK(conn->execute("SELECT ?::jsonb", Json("[1]")).scalar<Value>() == Value(Json("[1]")));
    conn->execute("CREATE TEMPORARY TABLE t (a jsonb, b uuid)");
    conn->execute("INSERT INTO t VALUES (?, ?)", Json("[1]"), Uuid().to_string());
    CHECK(conn->execute("SELECT b FROM t").scalar<Uuid>() == Uuid());
}

TEST_CASE("an array of strings goes into arrays of text types, and by a cast into others") {
    const auto conn = testing::connect();
    conn->execute("CREATE TYPE pg_temp.mood AS ENUM ('sad', 'ok')");
    conn->commit();
    const std::vector<std::string> words{"ok"};
    for (const std::string type : {"text", "varchar(3)", "char(2)", "name"}) {
        CAPTURE(type);
        conn->execute("CREATE TEMPORARY TABLE t (a " + type + "[])");
        conn->execute("INSERT INTO t VALUES (?)", words);
        CHECK(conn->execute("SELECT a FROM t").scalar<std::vector<std::string>>() == words);
        conn->rollback();
    }
    conn->execute("CREATE TEMPORARY TABLE t (a mood[])");
    conn->execute("INSERT INTO t VALUES (?::mood[])", words);
    CHECK_THROWS_AS(conn->execute("INSERT INTO t VALUES (?)", words), ProgrammingError);
}

TEST_CASE("a timestamptz is shown in UTC, and a timestamp in its column is one of the session's zone") {
    const auto conn = testing::connect();
    conn->execute("SET TIME ZONE 'Asia/Kolkata'");
    conn->execute("CREATE TEMPORARY TABLE t (a timestamptz, b timetz)");
    const auto through = [&](const Timestamp& given) {
        conn->execute("INSERT INTO t VALUES (?, ?)", given, Time(13, 14, 0, 0, std::chrono::hours(2)));
        const auto [a, b] = conn->execute("DELETE FROM t RETURNING a, b").one<std::string, std::string>();
        CHECK(b == "13:14:00+02:00");
        return a;
    };
    for (int i = 0; i < 3; ++i) {  // as text, then prepared and in binary
        CHECK(through(Timestamp(2024, 2, 29, 12, 0, 0, 0, std::chrono::hours(2))) ==
              "2024-02-29 10:00:00+00:00");
        CHECK(through(Timestamp(2024, 2, 29, 12)) == "2024-02-29 06:30:00+00:00");
        CHECK(through(Timestamp::infinity()) == "infinity");
    }
}

TEST_CASE("columns of type oid equal ROWID, and those of other integers NUMBER") {
    const auto conn = testing::connect();
    const auto columns = *conn->execute("SELECT 1::oid, 1").description();
    CHECK(ROWID == columns[0].type_code);
    CHECK(NUMBER == columns[1].type_code);
}

TEST_CASE("text is read as a string_view in both formats") {
    const std::string sql = "SELECT '10.0.0.1'::inet, B'101', 'a'::text, '{}'::jsonb, 'x'::\"char\"";
    for (const std::string format : {"text", "binary"}) {
        CAPTURE(format);
        ConnectOptions options;
        options.parameters["format"] = format;
        auto result = testing::connect(options)->execute(sql);
        const auto row = result.fetchone();
        REQUIRE(row);
        CHECK(row->get<std::string_view>(0) == "10.0.0.1");
        CHECK(row->get<std::string_view>(1) == "101");
        CHECK(row->get<std::string_view>(2) == "a");
        CHECK(row->get<std::string_view>(3) == "{}");
        CHECK(row->get<std::string_view>(4) == "x");
    }
}
