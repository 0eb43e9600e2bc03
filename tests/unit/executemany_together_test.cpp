// SPDX-License-Identifier: BSL-1.0
//
// executemany: lists that are sent together by a driver with pipelines, and rows that are asked for.
#include <doctest/doctest.h>

#include <algorithm>
#include <dbapi/dbapi.hpp>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

#include "executemany_session.hpp"
#include "support/fake_driver.hpp"
#include "support/made_range.hpp"

using namespace dbapi;
using testing::Calls;
using testing::FakeDriver;
using testing::Rows;
using testing::Session;
using testing::three;

TEST_CASE("a driver with pipelines gets the lists of an update together, in bounded portions") {
    Session s;
    s.driver.features.pipeline = s.driver.begins_with_statement = true;
    s.cur->executemany("UPDATE ?", testing::Made(0, 1201, [](int n) { return std::tuple(n); }));
    CHECK(s.cur->rowcount() == 2402);
    CHECK(s.driver.executions().size() == 1201);
    CHECK(s.driver.executions()[777].parameters == std::vector<Value>{777});
    const auto calls = s.driver.take_calls();
    CHECK(std::count(calls.begin(), calls.end(), "pipeline 500") == 2);
    CHECK(std::count(calls.begin(), calls.end(), "pipeline 201") == 1);
    CHECK(std::count(calls.begin(), calls.end(), "execute UPDATE ? [begin]") == 1);
}

TEST_CASE("a driver with pipelines gets several statements of many rows together") {
    Session s;
    s.driver.features.pipeline = s.driver.begins_with_statement = true;
    s.driver.parameters_at_once = 30;
    s.cur->executemany("INSERT INTO t VALUES (?)",
                       testing::Made(0, 250, [](int n) { return std::tuple(n); }));
    const auto calls = s.driver.take_calls();
    CHECK(std::count(calls.begin(), calls.end(), "pipeline 4") == 2);
    CHECK(std::count_if(calls.begin(), calls.end(), [](const auto& call) {
              return call.starts_with("execute") && call.ends_with("[begin]");
          }) == 1);
    const auto executions = s.driver.executions();
    REQUIRE(executions.size() == 9);
    int next = 0;
    for (const auto& execution : executions) {
        CHECK(execution.parameters.size() == (next < 240 ? 30 : 10));
        for (const auto& value : execution.parameters) CHECK(value == Value(next++));
    }
    CHECK(next == 250);
}

TEST_CASE("the rows of a statement among others are named when it fails") {
    struct Row {
        unsigned failing;
        RowRange rows;
    };
    for (const Row& row : {Row{0, {0, 9}}, {2, {20, 29}}, {3, {30, 34}}}) {
        CAPTURE(row.failing);
        Session s;
        s.driver.features.pipeline = true;
        s.driver.parameters_at_once = 10;
        s.driver.has_undone_statement = false;
        s.conn->begin();
        s.driver.fail("execute", UniqueViolation("there already", {.sqlstate = "23505"}), row.failing);
        try {
            s.cur->executemany("INSERT INTO t VALUES (?)",
                               testing::Made(0, 35, [](int n) { return std::tuple(n); }));
            FAIL("executed");
        } catch (const UniqueViolation& error) {
            CHECK(error.row_range() == row.rows);
        }
        CHECK(s.driver.count("execute") == row.failing + 1);
    }
}

TEST_CASE("the list at fault is found where the database has undone the statement alone, or begun nothing") {
    for (const bool begun : {true, false}) {
        CAPTURE(begun);
        Session s;
        s.driver.features.pipeline = s.driver.begins_with_statement = true;
        s.driver.parameters_at_once = 10;
        const unsigned failing = begun ? 1 : 0;
        const DataError refused("no such text");
        s.driver.on(
            "execute",
            [&](testing::FakeConnection& session) {
                if (!begun) FakeDriver::end_transaction(session);
                throw refused;
            },
            failing);
        s.driver.fail("execute", refused, failing + 4);
        try {
            s.cur->executemany("INSERT INTO t VALUES (?)",
                               testing::Made(0, 35, [](int n) { return std::tuple(n); }));
            FAIL("executed");
        } catch (const DataError& error) {
            const std::size_t list = 10 * failing + 4;
            CHECK(error.row_range() == RowRange{list, list});
        }
        const auto calls = s.driver.take_calls();
        const auto begins =
            std::ranges::count_if(calls, [](const auto& call) { return call.ends_with("[begin]"); });
        CHECK(begins == (begun ? 1 : 2));
    }
}

TEST_CASE("a statement that was run is not run again when its answer cannot be had") {
    Session s;
    s.driver.parameters_at_once = 10;
    s.driver.fail("complete", DataError("no such answer"));
    try {
        s.cur->executemany("INSERT INTO t VALUES (?)",
                           testing::Made(0, 10, [](int n) { return std::tuple(n); }));
        FAIL("executed");
    } catch (const DataError& error) {
        CHECK(error.row_range() == RowRange{0, 9});
    }
    CHECK(s.driver.count("execute") == 1);
}

TEST_CASE("the statements of many rows are filled, though their bytes are many") {
    Session s;
    s.driver.features.pipeline = true;
    s.driver.parameters_at_once = 10;
    s.cur->executemany("INSERT INTO t VALUES (?)", testing::Made(0, 95, [](int n) {
                           return std::tuple(std::string(50'000 + static_cast<std::size_t>(n), 'x'));
                       }));
    const auto executions = s.driver.executions();
    REQUIRE(executions.size() == 10);
    for (std::size_t i = 0; i < 9; ++i) CHECK(executions[i].parameters.size() == 10);
    s.cur->executemany("INSERT INTO t VALUES (?)",
                       testing::Made(0, 3, [](int) { return std::tuple(std::string(2'000'000, 'x')); }));
    CHECK(s.driver.executions().size() == 13);
}

TEST_CASE("an error before anything is sent is about all that would have been") {
    Session s;
    s.driver.features.pipeline = true;
    s.driver.parameters_at_once = 10;
    s.driver.fail("pipeline", DeadlineExceeded("too late"));
    try {
        s.cur->executemany("INSERT INTO t VALUES (?)",
                           testing::Made(0, 25, [](int n) { return std::tuple(n); }));
        FAIL("executed");
    } catch (const DeadlineExceeded& error) {
        CHECK(error.row_range() == RowRange{0, 24});
    }
}

TEST_CASE("lists that are sent together fail exactly, and the rest is as with a loop") {
    for (const bool autocommit : {false, true}) {
        CAPTURE(autocommit);
        Session s(autocommit);
        s.driver.features.pipeline = true;
        s.driver.fail("execute", UniqueViolation("there already", {.sqlstate = "23505"}), 1);
        try {
            s.cur->executemany("UPDATE ?", three);
            FAIL("executed");
        } catch (const UniqueViolation& error) {
            CHECK(error.row_range() == RowRange{1, 1});
        }
        CHECK(s.driver.count("execute") == 2);
        CHECK(s.driver.count("rollback") == (autocommit ? 1 : 0));
        CHECK(s.cur->rowcount() == -1);
    }
}

TEST_CASE("what may return rows is sent together only when they are asked for") {
    Session s;
    s.driver.features.pipeline = true;
    CHECK_THROWS_AS(s.cur->executemany("SELECT ?", three), ProgrammingError);
    CHECK(s.driver.count("execute") == 1);
    s.conn->rollback();
    s.driver.take_calls();
    s.cur->executemany("SELECT ?", three, {.returning = true});
    CHECK(s.driver.count("pipeline") == 1);
    CHECK(s.cur->fetchall().size() == 3);
    CHECK(s.cur->rowcount() == 3);
}

TEST_CASE("the rows of all lists are one result; other columns than before are refused") {
    Session s;
    s.cur->executemany("SELECT ?", three, {.returning = true});
    CHECK(s.cur->fetchall().size() == 3);
    s.driver.on("complete", [&](testing::FakeConnection&) {
        s.driver.answer("SELECT ?",
                        testing::FakeResult{.columns = testing::columns({"a", "b"}), .rows = {{1, 2}}});
    });
    CHECK_THROWS_AS(s.cur->executemany("SELECT ?", three, {.returning = true}), ProgrammingError);
    CHECK_THROWS_AS((void)s.cur->fetchone(), ProgrammingError);
}
