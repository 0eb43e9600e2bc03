// SPDX-License-Identifier: BSL-1.0
//
// Error handlers with errors of a database. PEP 249: C136 to C140.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "support/database.hpp"

namespace {

using dbapi::Connection;
using dbapi::Cursor;
using dbapi::Error;
using testing::connect;
using testing::Table;

}  // namespace

TEST_CASE("a handler sees the database's errors, with their facts") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect();
    std::vector<std::string> seen;
    conn->set_errorhandler([&](Connection& connection, Cursor* cursor, const Error& error) {
        CHECK(&connection == conn.get());
        REQUIRE(cursor);
        REQUIRE(cursor->messages().size() == 1);
        CHECK(cursor->messages()[0].sqlstate.view() == error.sqlstate());
        seen.emplace_back(error.sqlstate());
    });
    conn->execute(table.sql("INSERT INTO {} VALUES (1)"));
    conn->commit();
    CHECK_THROWS_AS(conn->execute(table.sql("INSERT INTO {} VALUES (1)")), dbapi::UniqueViolation);
    conn->rollback();
    CHECK_THROWS_AS(conn->cursor()->execute("SELECT * FROM no_such_table_here"), dbapi::ProgrammingError);
    CHECK(seen == std::vector<std::string>{"23505", "42P01"});
}

TEST_CASE("a handler may heal the connection, and throw something else") {
    struct Translated {
        std::string sqlstate;
    };
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect();
    conn->set_errorhandler([](Connection& connection, Cursor*, const Error& error) {
        connection.rollback();
        throw Translated{std::string(error.sqlstate())};
    });
    conn->execute(table.sql("INSERT INTO {} VALUES (1)"));
    CHECK_THROWS_AS(conn->execute(table.sql("INSERT INTO {} VALUES (1)")), Translated);
    CHECK(conn->transaction_status() == dbapi::TransactionStatus::idle);
    conn->execute(table.sql("INSERT INTO {} VALUES (1)"));
    conn->commit();
    CHECK(table.count() == 1);
}
