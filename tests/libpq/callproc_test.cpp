// SPDX-License-Identifier: BSL-1.0
//
// PostgreSQL's functions and procedures by callproc(). PEP 249: C74 to C77.
#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

#include "libpq/server.hpp"

using dbapi::ProgrammingError;
using dbapi::Value;
using testing::connect;
using Values = std::vector<Value>;

namespace {

const Value null = dbapi::Null();

/// A session with routines of its own, which end with its transaction.
struct Routines {
    std::shared_ptr<dbapi::Connection> conn = connect();
    std::unique_ptr<dbapi::Cursor> cur = conn->cursor();

    void create(const std::string& sql) const { conn->execute("CREATE " + sql); }
    ~Routines() { conn->rollback(); }

    Routines() {
        create("SCHEMA callproc_test");
        conn->execute("SET LOCAL search_path TO callproc_test, public");
    }
    Routines(const Routines&) = delete;
    Routines& operator=(const Routines&) = delete;
};

}  // namespace

TEST_CASE_FIXTURE(Routines, "output parameters of a function come back, and its row is the result") {
    create("FUNCTION f(a int, OUT twice int, INOUT t text) LANGUAGE sql AS 'SELECT a * 2, t || ''!'''");
    CHECK(cur->callproc("f", {21, null, "hey"}) == Values{21, 42, "hey!"});
    CHECK(cur->fetchone()->get<std::string>(1) == "hey!");
    CHECK(cur->callproc("f", {21, "hey"}) == Values{21, "hey!"});  // without an entry for the output
    CHECK(cur->scalar<int>() == 42);
}

TEST_CASE_FIXTURE(Routines, "output parameters of a procedure come back") {
    create(
        "PROCEDURE p(a int, INOUT b numeric, OUT c date) LANGUAGE plpgsql AS"
        " 'BEGIN b := b + a; c := DATE ''2024-02-29''; END'");
    const Values given{1, dbapi::Decimal("1.50"), null};
    for (int run = 0; run < 3; ++run) {
        const auto answer = cur->callproc("p", given);
        CHECK(answer == Values{1, dbapi::Decimal("2.50"), dbapi::Date(2024, 2, 29)});
        CHECK(cur->rowcount() == 1);
    }
    CHECK_THROWS_AS(cur->callproc("p", {1, 2}), ProgrammingError);
}

TEST_CASE_FIXTURE(Routines, "a procedure without outputs gives no result") {
    create("TABLE t (n int)");
    create("PROCEDURE p(n int) LANGUAGE sql AS 'INSERT INTO t VALUES (n)'");
    CHECK(cur->callproc("p", {7}) == Values{7});
    CHECK_FALSE(cur->description());
    CHECK(cur->statusmessage() == "CALL");
    CHECK(conn->execute("SELECT n FROM t").scalar<int>() == 7);
}

TEST_CASE_FIXTURE(Routines, "a function of a table gives its rows") {
    create(
        "FUNCTION f(n int) RETURNS TABLE (i int, t text) LANGUAGE sql AS"
        " 'SELECT i, ''row '' || i FROM generate_series(1, n) i'");
    CHECK(cur->callproc("f", {300}) == Values{300});
    CHECK(cur->rowcount() == 300);
    CHECK(cur->fetchall().back().get<std::string>(1) == "row 300");
}

TEST_CASE_FIXTURE(Routines, "names are found by the search path, by schema, and as they are quoted") {
    create(R"sql(FUNCTION "It's.a ""name"""(n int) RETURNS int LANGUAGE sql AS 'SELECT n + 1')sql");
    create("FUNCTION plain(n int) RETURNS int LANGUAGE sql AS 'SELECT n + 2'");
    const auto call = [&](const char* name) {
        cur->callproc(name, {1});
        return cur->scalar<int>();
    };
    CHECK(call(R"("It's.a ""name""")") == 2);
    CHECK(call(R"(callproc_test."It's.a ""name""")") == 2);
    CHECK(call("PLAIN") == 3);
    CHECK(call("Callproc_Test . plain") == 3);
    const auto database = conn->execute("SELECT quote_ident(current_database())").scalar<std::string>();
    CHECK(call((database + ".callproc_test.plain").c_str()) == 3);
    conn->execute("SET LOCAL search_path TO public");
    conn->execute("SAVEPOINT s");
    for (const char* name : {"plain", "public.plain", "\"PLAIN\"", "nowhere.callproc_test.plain"}) {
        try {
            cur->callproc(name, {1});
            FAIL("was found");
        } catch (const ProgrammingError& error) {
            CHECK(error.sqlstate() == "42883");
        }
        conn->execute("SELECT 1");  // nothing has failed on the server
    }
    CHECK_THROWS_AS(cur->callproc("plain(1); DROP SCHEMA callproc_test; --", {1}), ProgrammingError);
    conn->execute("ROLLBACK TO s");
}

TEST_CASE_FIXTURE(Routines,
                  "a parameter has the type of its argument, whatever integer or text it is given") {
    create(
        "FUNCTION f(a smallint, b numeric, c date, d jsonb, e int[]) RETURNS text LANGUAGE sql AS"
        " 'SELECT concat_ws('' '', a, b, c, d, e)'");
    cur->callproc("f", {std::int64_t{1}, 2, "2024-02-29", R"({"a": 1})", std::vector{1, 2}});
    CHECK(cur->scalar<std::string>() == R"(1 2 2024-02-29 {"a": 1} {1,2})");
    conn->execute("SAVEPOINT s");
    CHECK_THROWS_AS(cur->callproc("f", {70'000, 2, "2024-02-29", "1", std::vector{1, 2}}), dbapi::DataError);
    conn->execute("ROLLBACK TO s");
}

TEST_CASE_FIXTURE(Routines, "overloads are told apart by number, then by type") {
    create("FUNCTION f(a int) RETURNS text LANGUAGE sql AS 'SELECT ''int'''");
    create("FUNCTION f(a float8) RETURNS text LANGUAGE sql AS 'SELECT ''float'''");
    create("FUNCTION f(a int, b int) RETURNS text LANGUAGE sql AS 'SELECT ''two'''");
    create("FUNCTION f(a int, b int, c int, d int DEFAULT 4) RETURNS text LANGUAGE sql AS 'SELECT d::text'");
    const auto call = [&](const auto& list) {
        cur->callproc("f", list);
        return cur->template scalar<std::string>();
    };
    CHECK(call(std::tuple(1)) == "int");
    CHECK(call(std::tuple(1.5)) == "float");
    CHECK(call(std::tuple(1, 2)) == "two");
    CHECK(call(std::tuple(1, 2, 3)) == "4");
    CHECK(call(std::tuple(1, 2, 3, 5)) == "5");
    CHECK_THROWS_AS(cur->callproc("f", {1, 2, 3, 4, 5}), ProgrammingError);
}

TEST_CASE_FIXTURE(Routines, "variadic and polymorphic functions") {
    create("FUNCTION f(VARIADIC n int[]) RETURNS bigint LANGUAGE sql AS 'SELECT sum(i) FROM unnest(n) i'");
    create("FUNCTION g(a anyelement, b anyelement) RETURNS anyarray LANGUAGE sql AS 'SELECT ARRAY[a, b]'");
    cur->callproc("f", {1, 2, 3});
    CHECK(cur->scalar<int>() == 6);
    cur->callproc("f", {std::vector{4, 5}});
    CHECK(cur->scalar<int>() == 9);
    cur->callproc("g", {1, 2});
    CHECK(cur->scalar<std::vector<int>>() == std::vector{1, 2});
}

TEST_CASE("a call begins the transaction in the flush of its first statement") {
    const testing::ProxiedServer server;
    const auto conn = connect_through(server);
    const auto cur = conn->cursor();
    cur->callproc("lower", {"A"});
    conn->rollback();
    const auto before = server.proxy.round_trips();
    cur->callproc("lower", {"A"});
    CHECK(server.proxy.round_trips() - before == 2);  // the name is looked up, then the function runs
    CHECK(conn->transaction_status() == dbapi::TransactionStatus::active);
}

TEST_CASE("in autocommit mode a procedure may end transactions") {
    const auto conn = connect({.autocommit = true});
    conn->execute("CREATE OR REPLACE PROCEDURE callproc_commits() LANGUAGE plpgsql AS 'BEGIN COMMIT; END'");
    CHECK_NOTHROW(conn->cursor()->callproc("callproc_commits"));
    conn->execute("DROP PROCEDURE callproc_commits");
}
