// SPDX-License-Identifier: BSL-1.0
//
// Rows one by one, streams that are left alone, and several statements in one text.
#include <doctest/doctest.h>

#include <string>
#include <tuple>
#include <vector>

#include "fixtures.hpp"

using fixtures::caught;
using fixtures::memory;

namespace {

constexpr std::string_view thousand =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000) SELECT i FROM n";

}  // namespace

TEST_CASE("a stream gives the rows, and then how the statement ended") {
    const auto connection = memory();
    auto cursor = connection->cursor({.stream = true});
    cursor->execute(thousand);
    int sum = 0;
    for (const int i : cursor->rows<int>()) sum += i;
    CHECK(sum == 500'500);
    CHECK(cursor->rowcount() == 1000);
    CHECK(cursor->statusmessage() == "SELECT 1000");
    cursor->execute("SELECT 1 WHERE 0");
    CHECK_FALSE(cursor->fetchone().has_value());
    CHECK(cursor->statusmessage() == "SELECT 0");
    cursor->execute("CREATE TABLE t (a)");
    CHECK(cursor->statusmessage() == "CREATE TABLE");
}

TEST_CASE("an error of a streamed statement comes from execute") {
    const auto connection = memory();
    CHECK(caught([&] { connection->stream("SELECT abs(-9223372036854775808)"); }).sqlstate == "22003");
    CHECK(caught([&] { connection->stream("SELECT nix"); }).sqlstate == "42703");
}

TEST_CASE("an error in the middle of a stream ends it, and nothing is left open") {
    const auto connection = memory();
    auto cursor = connection->cursor({.stream = true});
    cursor->execute("SELECT abs(column1) FROM (VALUES (1), (-9223372036854775808))");
    CHECK(cursor->fetchone().has_value());
    CHECK(caught([&] { (void)cursor->fetchone(); }).sqlstate == "22003");
    CHECK(caught([&] { (void)cursor->fetchone(); }).error_class == "ProgrammingError");
    connection->execute("CREATE TABLE t (a)");
}

TEST_CASE("while a stream is open other cursors are refused, and served after its end") {
    const auto connection = memory();
    connection->execute("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)");
    auto cursor = connection->cursor({.stream = true});
    cursor->execute("SELECT a FROM t");
    CHECK(cursor->fetchone().has_value());
    CHECK(caught([&] { connection->execute("DROP TABLE t"); }).error_class == "InterfaceError");
    SUBCASE("by close()") { cursor->close(); }
    SUBCASE("by its last row") { CHECK(cursor->fetchall().size() == 1); }
    SUBCASE("by its destructor") { cursor.reset(); }
    connection->execute("DROP TABLE t");  // which SQLite refuses while a statement reads it
    connection->commit();
}

TEST_CASE("rollback() ends a stream") {
    const auto connection = memory();
    connection->execute("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)");
    auto cursor = connection->cursor({.stream = true});
    cursor->execute("SELECT a FROM t");
    CHECK(cursor->fetchone().has_value());
    connection->rollback();
    CHECK(caught([&] { (void)cursor->fetchone(); }).error_class == "InterfaceError");
    connection->execute("CREATE TABLE t (a)");
}

TEST_CASE("close() of the connection ends a stream, and its cursor can still go") {
    const auto connection = memory();
    auto cursor = connection->cursor({.stream = true});
    cursor->execute(thousand);
    CHECK(cursor->fetchone().has_value());
    connection->close();
    CHECK(caught([&] { (void)cursor->fetchone(); }).error_class == "InterfaceError");
    cursor->close();
}

TEST_CASE("a streamed INSERT with RETURNING has inserted when execute returns") {
    const auto connection = memory();
    connection->execute("CREATE TABLE t (a)");
    {
        auto cursor = connection->cursor({.stream = true});
        cursor->execute("INSERT INTO t VALUES (1), (2) RETURNING a");
        CHECK(cursor->fetchone().has_value());
    }
    CHECK(connection->execute("SELECT count(*) FROM t").scalar<int>() == 2);
}

TEST_CASE("several statements give several results") {
    const auto connection = memory();
    auto result = connection->execute(
        "; -- nothing\n; CREATE TABLE t (a); INSERT INTO t VALUES (1), (2); SELECT a FROM t; /* nothing */ ; "
        "SELECT 'x;y' ; -- the end");
    std::vector<std::string> tags{result.statusmessage()};
    while (result.nextset()) tags.push_back(result.statusmessage());
    CHECK(tags == std::vector<std::string>{"CREATE TABLE", "INSERT 0 2", "SELECT 2", "SELECT 1"});
    CHECK(result.fetchall().front().get<std::string>(0) == "x;y");
}

TEST_CASE("a trigger's body belongs to its statement") {
    const auto connection = memory();
    auto result = connection->execute(
        "CREATE TABLE t (a); CREATE TRIGGER r AFTER INSERT ON t BEGIN UPDATE t SET a = a + 1; SELECT 1; END; "
        "INSERT INTO t VALUES (1); SELECT a FROM t");
    CHECK(result.nextset());
    CHECK(result.nextset());
    CHECK(result.nextset());
    CHECK(result.fetchone()->get<int>(0) == 2);
    CHECK_FALSE(result.nextset());
}

TEST_CASE("an error in one of several statements leaves no result and nothing pending") {
    const auto connection = memory();
    for (const std::string sql :
         {"SELECT 1; SELECT nix", "SELECT 1; SELEC", "SELECT 1; SELECT abs(-9223372036854775808)"}) {
        CAPTURE(sql);
        auto cursor = connection->cursor();
        CHECK(caught([&] { cursor->execute(sql); }).error_class != "nothing");
        CHECK(cursor->description() == nullptr);
        cursor->execute("SELECT 2");
        CHECK(cursor->scalar<int>() == 2);
        CHECK_FALSE(cursor->nextset());
    }
}

TEST_CASE("executemany of a statement with rows is refused, and leaves nothing pending") {
    const auto connection = memory();
    connection->execute("CREATE TABLE t (a)");
    const std::vector<std::tuple<int>> lists{{1}, {2}};
    const auto error =
        caught([&] { connection->executemany("INSERT INTO t VALUES (?) RETURNING a", lists); });
    CHECK(error.error_class == "ProgrammingError");
    connection->rollback();
    connection->execute("CREATE TABLE t (a)");
    CHECK(connection->executemany("INSERT INTO t VALUES (?)", lists).rowcount() == 2);
}

TEST_CASE("a table that another connection changes is described as it is when the statement runs") {
    const fixtures::TemporaryDirectory directory;
    const auto first = memory({.dsn = directory.url("a.db"), .autocommit = true});
    const auto second = memory({.dsn = directory.url("a.db"), .autocommit = true});
    first->execute("CREATE TABLE t (a INT); INSERT INTO t VALUES (1)");
    CHECK(second->execute("SELECT * FROM t").description()->size() == 1);
    first->execute("ALTER TABLE t ADD COLUMN b TEXT DEFAULT 'x'");
    auto result = second->execute("SELECT * FROM t");
    CHECK(result.description()->size() == 2);
    CHECK(result.fetchone()->get<std::string>(1) == "x");
}
