// SPDX-License-Identifier: BSL-1.0
//
// PEP 249's fetch functions, one position shared by all of them: C95 to C103, C118, and the suite dbapi20.
#include <doctest/doctest.h>

#include <string>
#include <tuple>
#include <vector>

#include "support/database.hpp"

namespace {

using testing::connect;
using testing::Table;

// Six rows of one column, as dbapi20 has its six drinks.
const std::string six =
    "SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 "
    "UNION ALL SELECT 6 ORDER BY n";
const std::string none = "SELECT 1 AS n, 'a' AS t WHERE 1 = 0";

std::vector<int> numbers(const std::vector<dbapi::Row>& rows) {
    std::vector<int> result;
    for (const auto& row : rows) result.push_back(row.get<int>(0));
    return result;
}

void check_no_result(dbapi::Cursor& cursor) {
    CHECK_THROWS_AS(static_cast<void>(cursor.fetchone()), dbapi::ProgrammingError);
    CHECK_THROWS_AS(static_cast<void>(cursor.fetchmany()), dbapi::ProgrammingError);
    CHECK_THROWS_AS(static_cast<void>(cursor.fetchmany(2)), dbapi::ProgrammingError);
    CHECK_THROWS_AS(static_cast<void>(cursor.fetchmany(0)), dbapi::ProgrammingError);
    CHECK_THROWS_AS(static_cast<void>(cursor.fetchall()), dbapi::ProgrammingError);
    CHECK_THROWS_AS(static_cast<void>(cursor.fetchview()), dbapi::ProgrammingError);
    CHECK_THROWS_AS(static_cast<void>(cursor.nextset()), dbapi::ProgrammingError);
    CHECK_THROWS_AS(static_cast<void>(cursor.begin()), dbapi::ProgrammingError);
    CHECK_THROWS_AS(static_cast<void>(cursor.rows<int>()), dbapi::ProgrammingError);
    CHECK_THROWS_AS(static_cast<void>(cursor.one<int>()), dbapi::ProgrammingError);
    CHECK_THROWS_AS(static_cast<void>(cursor.first<int>()), dbapi::ProgrammingError);
    CHECK_THROWS_AS(static_cast<void>(cursor.scalar<int>()), dbapi::ProgrammingError);
    CHECK(cursor.description() == nullptr);
    CHECK_FALSE(cursor.rownumber());
}

}  // namespace

TEST_CASE("there is nothing to fetch before any execute") {
    const auto conn = connect();
    check_no_result(*conn->cursor());
}

TEST_CASE("there is nothing to fetch after CREATE TABLE and DROP TABLE") {
    const Table table("id INT");
    const auto conn = connect();
    const auto cursor = conn->cursor();
    cursor->execute(six);
    cursor->execute("CREATE TABLE " + table.name() + "_more (id INT)");
    check_no_result(*cursor);
    cursor->execute("DROP TABLE " + table.name() + "_more");
    check_no_result(*cursor);
}

TEST_CASE("there is nothing to fetch after INSERT, UPDATE and DELETE") {
    const Table table("id INT");
    const auto conn = connect();
    const auto cursor = conn->cursor();
    for (const char* sql : {"INSERT INTO {} VALUES (1)", "UPDATE {} SET id = 2", "DELETE FROM {}"}) {
        CAPTURE(sql);
        cursor->execute(table.sql(sql));
        check_no_result(*cursor);
    }
    cursor->executemany(table.sql("INSERT INTO {} VALUES (?)"), {{1}, {2}});
    check_no_result(*cursor);
}

TEST_CASE("there is nothing to fetch after a statement that failed, whatever was there before") {
    const auto conn = connect({.autocommit = true});
    const auto cursor = conn->cursor();
    cursor->execute(six);
    CHECK_THROWS_AS(cursor->execute("SELECT * FROM no_such_table"), dbapi::ProgrammingError);
    check_no_result(*cursor);
    cursor->execute(six);
    CHECK_THROWS_AS(cursor->execute("SELECT ?"), dbapi::ProgrammingError);
    check_no_result(*cursor);
    cursor->execute(six);
    CHECK_THROWS_AS(cursor->execute(""), dbapi::ProgrammingError);
    check_no_result(*cursor);
}

TEST_CASE("fetchone gives row after row, then nothing however often it is asked") {
    const auto conn = connect();
    const auto cursor = conn->cursor();
    cursor->execute(six);
    for (int i = 1; i <= 6; ++i) {
        CHECK(cursor->rownumber() == static_cast<std::size_t>(i - 1));
        CHECK(cursor->fetchone()->get<int>("n") == i);
    }
    for (int i = 0; i < 3; ++i) {
        CHECK_FALSE(cursor->fetchone());
        CHECK(cursor->fetchmany(2).empty());
        CHECK(cursor->fetchall().empty());
        CHECK_FALSE(cursor->fetchview());
        CHECK_FALSE(cursor->first<int>());
        CHECK(cursor->rownumber() == 6U);
    }
}

TEST_CASE("an empty result has a description and no rows") {
    const auto conn = connect();
    const auto cursor = conn->cursor();
    cursor->execute(none);
    REQUIRE(cursor->description());
    CHECK(cursor->description()->size() == 2);
    CHECK(cursor->rowcount() == 0);
    CHECK(cursor->rownumber() == 0U);
    CHECK_FALSE(cursor->fetchone());
    CHECK(cursor->fetchmany(5).empty());
    CHECK(cursor->fetchall().empty());
    CHECK_FALSE(cursor->fetchview());
    for (const auto& row : *cursor) FAIL("there is a row: " << row);
    for (const auto& row : cursor->rows<int, std::string>()) FAIL("there is a row: " << std::get<0>(row));
}

TEST_CASE("arraysize is 1 at first, and fetchmany takes it as it is when called") {
    const auto conn = connect();
    const auto cursor = conn->cursor();
    CHECK(cursor->arraysize() == 1);
    cursor->execute(six);
    CHECK(numbers(cursor->fetchmany()) == std::vector{1});
    cursor->set_arraysize(4);
    CHECK(cursor->arraysize() == 4);
    CHECK(numbers(cursor->fetchmany()) == std::vector{2, 3, 4, 5});
    CHECK(numbers(cursor->fetchmany()) == std::vector{6});
    CHECK(cursor->fetchmany().empty());
}

TEST_CASE("arraysize comes from the cursor's options and outlives execute") {
    const auto conn = connect();
    const auto cursor = conn->cursor({.arraysize = 6});
    cursor->execute(six);
    CHECK(cursor->fetchmany().size() == 6);
    cursor->execute(six);
    CHECK(cursor->arraysize() == 6);
    CHECK(cursor->fetchmany().size() == 6);
}

TEST_CASE("fetchmany with a count ignores arraysize; 0 gives nothing and moves nothing") {
    const auto conn = connect();
    const auto cursor = conn->cursor();
    cursor->set_arraysize(5);
    cursor->execute(six);
    CHECK(cursor->fetchmany(0).empty());
    CHECK(cursor->rownumber() == 0U);
    CHECK(numbers(cursor->fetchmany(2)) == std::vector{1, 2});
    cursor->set_arraysize(0);
    CHECK(cursor->fetchmany().empty());
    CHECK(numbers(cursor->fetchmany(1'000'000)) == std::vector{3, 4, 5, 6});
    CHECK(cursor->fetchmany(0).empty());
}

TEST_CASE("all ways of fetching share one position") {
    const auto conn = connect();
    const auto cursor = conn->cursor();
    cursor->execute(six);
    CHECK(cursor->fetchone()->get<int>(0) == 1);
    CHECK(numbers(cursor->fetchmany(2)) == std::vector{2, 3});
    CHECK(cursor->first<int>() == 4);
    CHECK(cursor->fetchview()->get<int>(0) == 5);
    CHECK(cursor->rownumber() == 5U);
    CHECK(numbers(cursor->fetchall()) == std::vector{6});
}

TEST_CASE("a new execute starts at the first row again and drops what was left") {
    const auto conn = connect();
    const auto cursor = conn->cursor();
    cursor->execute(six);
    CHECK(cursor->fetchmany(4).size() == 4);
    cursor->execute(six);
    CHECK(cursor->rownumber() == 0U);
    CHECK(cursor->fetchone()->get<int>(0) == 1);
    cursor->execute(none);
    CHECK(cursor->fetchall().empty());
}

TEST_CASE("two cursors of one connection have positions of their own") {
    const auto conn = connect();
    const auto first = conn->cursor();
    const auto second = conn->cursor();
    first->execute(six);
    CHECK(first->fetchone()->get<int>(0) == 1);
    second->execute(six);
    CHECK(numbers(second->fetchall()).size() == 6);
    CHECK(first->fetchone()->get<int>(0) == 2);
}

TEST_CASE("a cursor sees at once what another one of its connection has written") {
    const Table table("id INT");
    const auto conn = connect();
    const auto writer = conn->cursor();
    const auto reader = conn->cursor();
    writer->execute(table.sql("INSERT INTO {} VALUES (7)"));
    reader->execute(table.sql("SELECT id FROM {}"));
    CHECK(reader->one<int>() == 7);
}

TEST_CASE("a range-for walks over a cursor, and goes on where fetchone stopped") {
    const auto conn = connect();
    const auto cursor = conn->cursor();
    cursor->execute(six);
    CHECK(cursor->fetchone());
    std::vector<int> seen;
    for (const auto& row : *cursor) {
        seen.push_back(row.get<int>("n"));
        if (seen.size() == 2) break;
    }
    CHECK(seen == std::vector{2, 3});
}

TEST_CASE("a range-for walks over the temporary that execute returned") {
    const auto conn = connect();
    int sum = 0;
    for (const auto& row : conn->execute(six)) sum += row.get<int>("n");
    CHECK(sum == 21);
    for (const auto& row : connect()->execute(six)) sum += row.get<int>("n");
    CHECK(sum == 42);
}

TEST_CASE("rows of a large result come complete and in order") {
    const Table table("id INT PRIMARY KEY, name TEXT");
    const auto conn = connect();
    constexpr int count = 20'000;
    std::vector<std::tuple<int, std::string>> lists;
    for (int i = 0; i < count; ++i)
        lists.emplace_back(i, std::string(static_cast<std::size_t>(i % 300), 'x'));
    CHECK(conn->executemany(table.sql("INSERT INTO {} VALUES (?, ?)"), lists).rowcount() == count);
    const auto cursor = conn->cursor();
    cursor->execute(table.sql("SELECT id, name FROM {} ORDER BY id"));
    CHECK(cursor->rowcount() == count);
    int next = 0;
    bool right = true;
    for (const auto& [id, name] : cursor->rows<int, std::string>()) {
        right = right && id == next && name.size() == static_cast<std::size_t>(next % 300);
        ++next;
    }
    CHECK(right);
    CHECK(next == count);
    cursor->execute(table.sql("SELECT id, name FROM {} ORDER BY id"));
    const auto rows = cursor->fetchall();
    REQUIRE(rows.size() == count);
    CHECK(rows.back().get<int>(0) == count - 1);
}
