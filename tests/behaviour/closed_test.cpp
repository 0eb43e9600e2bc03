// SPDX-License-Identifier: BSL-1.0
//
// What is left of connections, cursors and rows when one of them is closed or gone. The tables name every
// public function in the order of its header, so that a forgotten one shows. PEP 249: C32 to C36, C78.
#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <tuple>
#include <vector>

#include "support/database.hpp"

namespace {

using testing::connect;
using testing::Table;

template <class Object>
struct Method {
    const char* name;
    std::function<void(Object&)> call;
};

const std::vector<std::tuple<int>> one_list = {{1}};

const std::vector<Method<dbapi::Connection>> connection_methods = {
    {"cursor()", [](auto& c) { static_cast<void>(c.cursor()); }},
    {"cursor(options)", [](auto& c) { static_cast<void>(c.cursor({.arraysize = 2})); }},
    {"commit", [](auto& c) { c.commit(); }},
    {"rollback", [](auto& c) { c.rollback(); }},
    {"execute", [](auto& c) { c.execute("SELECT 1"); }},
    {"execute with a parameter", [](auto& c) { c.execute("SELECT ?", 1); }},
    {"execute with a mapping",
     [](auto& c) {
         c.execute("SELECT :n", {{"n", 1}});
     }},
    {"execute with a list",
     [](auto& c) {
         c.execute("SELECT ?, ?", {1, "a"});
     }},
    {"executemany", [](auto& c) { c.executemany("SELECT ?", one_list); }},
    {"executemany with a list",
     [](auto& c) {
         c.executemany("SELECT ?", {{1}, {2}});
     }},
    {"stream", [](auto& c) { c.stream("SELECT 1"); }},
    {"stream with a mapping",
     [](auto& c) {
         c.stream("SELECT :n", {{"n", 1}});
     }},
    {"stream with a list",
     [](auto& c) {
         c.stream("SELECT ?, ?", {1, "a"});
     }},
    {"autocommit", [](auto& c) { static_cast<void>(c.autocommit()); }},
    {"set_autocommit(false)", [](auto& c) { c.set_autocommit(false); }},
    {"set_autocommit(true)", [](auto& c) { c.set_autocommit(true); }},
    {"transaction_options", [](auto& c) { static_cast<void>(c.transaction_options()); }},
    {"set_transaction_options", [](auto& c) { c.set_transaction_options({}); }},
    {"begin", [](auto& c) { c.begin(); }},
    {"timeout", [](auto& c) { static_cast<void>(c.timeout()); }},
    {"set_timeout", [](auto& c) { c.set_timeout(std::chrono::seconds(1)); }},
    {"cancel", [](auto& c) { c.cancel(); }},
    {"features", [](auto& c) { static_cast<void>(c.features()); }},
    {"driver_name", [](auto& c) { static_cast<void>(c.driver_name()); }},
    {"paramstyle", [](auto& c) { static_cast<void>(c.paramstyle()); }},
    {"set_paramstyle", [](auto& c) { c.set_paramstyle(dbapi::ParamStyle::qmark); }},
    {"messages", [](auto& c) { static_cast<void>(c.messages()); }},
    {"clear_messages", [](auto& c) { c.clear_messages(); }},
};

const std::vector<Method<dbapi::Cursor>> cursor_methods = {
    {"execute", [](auto& c) { c.execute("SELECT 1"); }},
    {"execute with a parameter", [](auto& c) { c.execute("SELECT ?", 1); }},
    {"execute with a tuple", [](auto& c) { c.execute("SELECT ?", std::tuple(1)); }},
    {"execute with a mapping",
     [](auto& c) {
         c.execute("SELECT :n", {{"n", 1}});
     }},
    {"execute with a list",
     [](auto& c) {
         c.execute("SELECT ?, ?", {1, "a"});
     }},
    {"executemany", [](auto& c) { c.executemany("SELECT ?", one_list); }},
    {"executemany of nothing", [](auto& c) { c.executemany("SELECT ?", std::vector<std::tuple<int>>()); }},
    {"executemany with a list",
     [](auto& c) {
         c.executemany("SELECT ?", {{1}, {2}});
     }},
    {"callproc", [](auto& c) { c.callproc("lower"); }},
    {"fetchone", [](auto& c) { static_cast<void>(c.fetchone()); }},
    {"fetchmany(count)", [](auto& c) { static_cast<void>(c.fetchmany(1)); }},
    {"fetchmany(0)", [](auto& c) { static_cast<void>(c.fetchmany(0)); }},
    {"fetchmany()", [](auto& c) { static_cast<void>(c.fetchmany()); }},
    {"fetchall", [](auto& c) { static_cast<void>(c.fetchall()); }},
    {"nextset", [](auto& c) { c.nextset(); }},
    {"rows", [](auto& c) { static_cast<void>(c.template rows<int>()); }},
    {"one", [](auto& c) { static_cast<void>(c.template one<int>()); }},
    {"first", [](auto& c) { static_cast<void>(c.template first<int>()); }},
    {"scalar", [](auto& c) { static_cast<void>(c.template scalar<int>()); }},
    {"fetchview", [](auto& c) { static_cast<void>(c.fetchview()); }},
    {"begin", [](auto& c) { static_cast<void>(c.begin()); }},
    {"description", [](auto& c) { static_cast<void>(c.description()); }},
    {"rowcount", [](auto& c) { static_cast<void>(c.rowcount()); }},
    {"rownumber", [](auto& c) { static_cast<void>(c.rownumber()); }},
    {"lastrowid", [](auto& c) { static_cast<void>(c.lastrowid()); }},
    {"statusmessage", [](auto& c) { static_cast<void>(c.statusmessage()); }},
    {"messages", [](auto& c) { static_cast<void>(c.messages()); }},
    {"clear_messages", [](auto& c) { c.clear_messages(); }},
    {"arraysize", [](auto& c) { static_cast<void>(c.arraysize()); }},
    {"set_arraysize", [](auto& c) { c.set_arraysize(2); }},
    {"paramstyle", [](auto& c) { static_cast<void>(c.paramstyle()); }},
    {"set_paramstyle", [](auto& c) { c.set_paramstyle(dbapi::ParamStyle::qmark); }},
    {"timeout", [](auto& c) { static_cast<void>(c.timeout()); }},
    {"set_timeout", [](auto& c) { c.set_timeout(std::chrono::seconds(1)); }},
    {"setinputsizes", [](auto& c) { c.setinputsizes(); }},
    {"setoutputsize", [](auto& c) { c.setoutputsize(1); }},
    {"connection", [](auto& c) { static_cast<void>(c.connection()); }},
};

template <class Object>
void check_closed(const std::vector<Method<Object>>& methods, Object& object) {
    for (const auto& method : methods) {
        CAPTURE(method.name);
        CHECK_THROWS_WITH_AS(method.call(object), doctest::Contains("closed"), dbapi::InterfaceError);
    }
}

}  // namespace

TEST_CASE("a closed connection refuses everything but questions about its state") {
    const auto conn = connect();
    conn->execute("SELECT 1");
    conn->close();
    check_closed(connection_methods, *conn);
    CHECK(conn->is_closed());
    CHECK_FALSE(conn->is_usable());
    CHECK(conn->transaction_status() == dbapi::TransactionStatus::unknown);
}

TEST_CASE("a closed cursor refuses everything, and its connection goes on") {
    const auto conn = connect();
    const auto cursor = conn->cursor();
    cursor->execute("SELECT 1");
    cursor->close();
    check_closed(cursor_methods, *cursor);
    CHECK(cursor->is_closed());
    CHECK_FALSE(conn->is_closed());
    CHECK(conn->execute("SELECT 2").scalar<int>() == 2);
}

TEST_CASE("a cursor closed before it executed anything refuses everything") {
    const auto conn = connect();
    const auto cursor = conn->cursor();
    cursor->close();
    check_closed(cursor_methods, *cursor);
}

TEST_CASE("an open cursor of a closed connection refuses everything") {
    const auto conn = connect();
    const auto used = conn->cursor();
    const auto fresh = conn->cursor();
    used->execute("SELECT 1 AS n UNION ALL SELECT 2");
    CHECK(used->fetchone());
    conn->close();
    check_closed(cursor_methods, *used);
    check_closed(cursor_methods, *fresh);
    CHECK_FALSE(used->is_closed());
    used->close();
    CHECK(used->is_closed());
}

TEST_CASE("a result refuses everything after close, its own or the connection's") {
    const auto conn = connect();
    auto closed = conn->execute("SELECT 1");
    auto orphan = conn->execute("SELECT 1");
    closed.close();
    CHECK_THROWS_AS(static_cast<void>(closed.fetchall()), dbapi::InterfaceError);
    conn->close();
    for (auto* result : {&closed, &orphan}) {
        CHECK_THROWS_AS(static_cast<void>(result->fetchone()), dbapi::InterfaceError);
        CHECK_THROWS_AS(static_cast<void>(result->rows<int>()), dbapi::InterfaceError);
        CHECK_THROWS_AS(static_cast<void>(result->rowcount()), dbapi::InterfaceError);
        CHECK_THROWS_AS(static_cast<void>(result->description()), dbapi::InterfaceError);
        CHECK_THROWS_AS(static_cast<void>(result->begin()), dbapi::InterfaceError);
    }
}

TEST_CASE("closing twice is fine") {
    const auto conn = connect();
    const auto cursor = conn->cursor();
    cursor->close();
    cursor->close();
    conn->close();
    conn->close();
    cursor->close();
    CHECK(conn->is_closed());
}

TEST_CASE("closing a connection in a transaction, or in a failed one, is fine") {
    const auto conn = connect();
    conn->execute("SELECT 1");
    conn->close();

    const auto failed = connect();
    CHECK_THROWS_AS(failed->execute("SELECT * FROM no_such_table"), dbapi::ProgrammingError);
    failed->close();
    CHECK(failed->is_closed());
}

TEST_CASE("a cursor that outlives every other reference to its connection works") {
    const Table table("id INT PRIMARY KEY");
    auto conn = connect();
    const auto cursor = conn->cursor();
    const dbapi::Connection* const raw = conn.get();
    conn.reset();
    cursor->execute(table.sql("INSERT INTO {} VALUES (1)"));
    CHECK(&cursor->connection() == raw);
    cursor->connection().commit();
    CHECK(table.count() == 1);
}

TEST_CASE("a result outlives the variable of its connection") {
    auto conn = connect();
    auto result = conn->execute("SELECT 1 AS n UNION ALL SELECT 2 ORDER BY n");
    conn.reset();
    CHECK(result.fetchone()->get<int>("n") == 1);
    CHECK(result.fetchall().size() == 1);
    result = connect()->execute("SELECT 3");
    CHECK(result.scalar<int>() == 3);
}

TEST_CASE("rows outlive their cursor and their connection, closed and gone") {
    std::vector<dbapi::Row> rows;
    dbapi::Value text;
    dbapi::Description description;
    {
        const auto conn = connect();
        const auto cursor = conn->cursor();
        cursor->execute(
            "SELECT 1 AS n, 'text of the first row, too long for a small string' AS t "
            "UNION ALL SELECT 2, NULL ORDER BY n");
        rows = cursor->fetchall();
        description = cursor->description();
        text = rows.at(0)["t"];
        cursor->close();
        conn->close();
        CHECK(rows[1].is_null(1));
    }
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].get<std::string>("t") == "text of the first row, too long for a small string");
    CHECK(text == dbapi::Value("text of the first row, too long for a small string"));
    CHECK(rows[1].get<int>(0) == 2);
    CHECK(rows[1]["t"].is_null());
    CHECK(description->at(1).name == "t");
}

TEST_CASE("a row view is refused after its cursor was closed") {
    const auto conn = connect();
    const auto cursor = conn->cursor();
    cursor->execute("SELECT 1");
    const auto view = cursor->fetchview();
    REQUIRE(view);
    CHECK(view->get<int>(0) == 1);
    cursor->close();
    CHECK_THROWS_AS(static_cast<void>(view->get<int>(0)), dbapi::InterfaceError);
}

TEST_CASE("a row view is refused after its cursor is gone") {
    const auto conn = connect();
    auto cursor = conn->cursor();
    cursor->execute("SELECT 1");
    const auto view = cursor->fetchview();
    REQUIRE(view);
    cursor.reset();
    CHECK_THROWS_AS(static_cast<void>(view->get<int>(0)), dbapi::InterfaceError);
}
