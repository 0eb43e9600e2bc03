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
    for (const auto& [failing, rows] : {Row{0, {0, 9}}, {2, {20, 29}}, {3, {30, 34}}}) {
        CAPTURE(failing);
        Session s;
        s.driver.features.pipeline = true;
        s.driver.parameters_at_once = 10;
        s.driver.fail("execute", UniqueViolation("there already", {.sqlstate = "23505"}), failing);
        try {
            s.cur->executemany("INSERT INTO t VALUES (?)",
                               testing::Made(0, 35, [](int n) { return std::tuple(n); }));
            FAIL("executed");
        } catch (const UniqueViolation& error) {
            CHECK(error.row_range() == rows);
        }
        CHECK(s.driver.count("execute") == failing + 1);
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
