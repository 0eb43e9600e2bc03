// SPDX-License-Identifier: BSL-1.0
//
// The rules of transactions: they begin by themselves, end with commit(), rollback() or the session, and
// their status is the database's. PEP 249: C35 to C42, C47, C48, C132 to C135.
#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "support/database.hpp"

namespace {

using dbapi::TransactionStatus;
using testing::connect;
using testing::Table;

/// Inserting the row 1 waits for whoever has inserted it and not ended yet, and fails if that was committed.
void check_undone(const Table& table) {
    const auto second = connect({.timeout = std::chrono::seconds(10)});
    second->execute(table.sql("INSERT INTO {} (id) VALUES (1)"));
    second->commit();
    CHECK(table.count() == 1);
}

}  // namespace

TEST_CASE("autocommit is off at first") {
    const auto conn = connect();
    CHECK_FALSE(conn->autocommit());
    CHECK(conn->transaction_status() == TransactionStatus::idle);
}

TEST_CASE("a transaction begins before the first statement, whatever it is") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect();
    for (const char* sql :
         {"SELECT 1", "INSERT INTO {} VALUES (1)", "UPDATE {} SET id = 2", "DELETE FROM {}",
          "SELECT * FROM {}", "CREATE TABLE {}_more (id INT)", "WITH x AS (SELECT 1) SELECT * FROM x",
          "/* a comment */ -- and another\n SELECT 1", "EXPLAIN SELECT * FROM {}"}) {
        CAPTURE(sql);
        CHECK(conn->transaction_status() == TransactionStatus::idle);
        conn->execute(table.sql(sql));
        CHECK(conn->transaction_status() == TransactionStatus::active);
        conn->rollback();
    }
}

TEST_CASE("the second statement joins the transaction of the first") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect();
    conn->execute(table.sql("INSERT INTO {} VALUES (1)"));
    conn->execute(table.sql("INSERT INTO {} VALUES (2)"));
    conn->rollback();
    CHECK(table.count() == 0);
}

TEST_CASE("commit makes the work visible to a second connection, not before") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect();
    conn->execute(table.sql("INSERT INTO {} VALUES (1)"));
    CHECK(table.count() == 0);
    conn->commit();
    CHECK(conn->transaction_status() == TransactionStatus::idle);
    CHECK(table.count() == 1);
}

TEST_CASE("rollback undoes INSERT, and CREATE TABLE where Features say so") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect();
    conn->execute(table.sql("INSERT INTO {} VALUES (1)"));
    conn->rollback();
    CHECK(conn->transaction_status() == TransactionStatus::idle);
    CHECK(conn->execute(table.sql("SELECT count(*) FROM {}")).scalar<int>() == 0);
    conn->rollback();
    if (!conn->features().transactional_ddl) return;
    conn->execute(table.sql("CREATE TABLE {}_more (id INT)"));
    conn->execute(table.sql("INSERT INTO {}_more VALUES (1)"));
    conn->rollback();
    CHECK_THROWS_AS(conn->execute(table.sql("SELECT * FROM {}_more")), dbapi::ProgrammingError);
}

TEST_CASE("commit and rollback are fine when there is nothing to end") {
    const auto conn = connect();
    for (int i = 0; i < 2; ++i) {
        conn->commit();
        conn->rollback();
    }
    conn->execute("SELECT 1");
    conn->commit();
    conn->commit();
    CHECK(conn->transaction_status() == TransactionStatus::idle);
}

TEST_CASE("closing a connection rolls back") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect();
    conn->execute(table.sql("INSERT INTO {} VALUES (1)"));
    conn->close();
    CHECK(table.count() == 0);
    check_undone(table);
}

TEST_CASE("dropping the last reference to a connection rolls back") {
    const Table table("id INT PRIMARY KEY");
    connect()->execute(table.sql("INSERT INTO {} VALUES (1)"));
    check_undone(table);
}

TEST_CASE("in autocommit mode every statement is committed by itself") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect({.autocommit = true});
    CHECK(conn->autocommit());
    conn->execute(table.sql("INSERT INTO {} VALUES (1)"));
    CHECK(conn->transaction_status() == TransactionStatus::idle);
    CHECK(table.count() == 1);
    conn->rollback();
    CHECK(table.count() == 1);
    CHECK_THROWS_AS(conn->execute(table.sql("INSERT INTO {} VALUES (1)")), dbapi::UniqueViolation);
    CHECK(conn->transaction_status() == TransactionStatus::idle);
    conn->execute(table.sql("INSERT INTO {} VALUES (2)"));
    CHECK(table.count() == 2);
}

TEST_CASE("set_autocommit is refused while a transaction is open, unless it changes nothing") {
    const auto conn = connect();
    conn->execute("SELECT 1");
    CHECK_THROWS_AS(conn->set_autocommit(true), dbapi::ProgrammingError);
    conn->set_autocommit(false);
    CHECK_FALSE(conn->autocommit());
    CHECK(conn->transaction_status() == TransactionStatus::active);
    conn->commit();
    conn->set_autocommit(true);
    CHECK(conn->autocommit());
    conn->execute("SELECT 1");
    CHECK(conn->transaction_status() == TransactionStatus::idle);
    conn->begin();
    CHECK_THROWS_AS(conn->set_autocommit(false), dbapi::ProgrammingError);
    conn->rollback();
    conn->set_autocommit(false);
    conn->execute("SELECT 1");
    CHECK(conn->transaction_status() == TransactionStatus::active);
}

TEST_CASE("begin opens a transaction now, in either mode, once") {
    const Table table("id INT PRIMARY KEY");
    for (const bool autocommit : {false, true}) {
        CAPTURE(autocommit);
        const auto conn = connect({.autocommit = autocommit});
        conn->begin();
        CHECK(conn->transaction_status() == TransactionStatus::active);
        CHECK_THROWS_AS(conn->begin(), dbapi::ProgrammingError);
        conn->execute(table.sql("INSERT INTO {} VALUES (1)"));
        CHECK(conn->transaction_status() == TransactionStatus::active);
        conn->rollback();
        CHECK(conn->transaction_status() == TransactionStatus::idle);
        CHECK(table.count() == 0);
    }
}

TEST_CASE("BEGIN, COMMIT and ROLLBACK as SQL text go through, and the status follows") {
    const Table table("id INT PRIMARY KEY");
    for (const bool autocommit : {false, true}) {
        CAPTURE(autocommit);
        const auto conn = connect({.autocommit = autocommit});
        conn->execute("BEGIN");
        CHECK(conn->transaction_status() == TransactionStatus::active);
        conn->execute(table.sql("INSERT INTO {} VALUES (1)"));
        conn->execute("ROLLBACK");
        CHECK(conn->transaction_status() == TransactionStatus::idle);
        CHECK(table.count() == 0);
        conn->execute(" /* again */ begin");
        conn->execute(table.sql("INSERT INTO {} VALUES (1)"));
        conn->execute("commit;");
        CHECK(conn->transaction_status() == TransactionStatus::idle);
        CHECK(table.count() == 1);
        conn->execute("BEGIN");
        conn->execute(table.sql("DELETE FROM {}"));
        conn->commit();
        CHECK(table.count() == 0);
    }
}

TEST_CASE("SAVEPOINT as SQL text works inside a transaction") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect();
    conn->execute(table.sql("INSERT INTO {} VALUES (1)"));
    conn->execute("SAVEPOINT here");
    conn->execute(table.sql("INSERT INTO {} VALUES (2)"));
    conn->execute("ROLLBACK TO SAVEPOINT here");
    CHECK(conn->transaction_status() == TransactionStatus::active);
    conn->execute(table.sql("INSERT INTO {} VALUES (3)"));
    conn->execute("RELEASE SAVEPOINT here");
    CHECK(conn->transaction_status() == TransactionStatus::active);
    conn->commit();
    CHECK(connect()->execute(table.sql("SELECT sum(id) FROM {}")).scalar<int>() == 4);
}

TEST_CASE("ROLLBACK TO a savepoint heals a failed transaction") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect();
    conn->execute(table.sql("INSERT INTO {} VALUES (1)"));
    conn->execute("SAVEPOINT here");
    CHECK_THROWS_AS(conn->execute(table.sql("INSERT INTO {} VALUES (1)")), dbapi::UniqueViolation);
    conn->execute("ROLLBACK TO SAVEPOINT here");
    CHECK(conn->transaction_status() == TransactionStatus::active);
    conn->execute(table.sql("INSERT INTO {} VALUES (2)"));
    conn->commit();
    CHECK(table.count() == 2);
}

TEST_CASE("after a statement's error, a server rolls back at commit; SQLite undoes that statement alone") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect();
    conn->execute(table.sql("INSERT INTO {} VALUES (1)"));
    CHECK_THROWS_AS(conn->execute(table.sql("INSERT INTO {} VALUES (2), (1)")), dbapi::UniqueViolation);
    if (testing::is_sqlite()) {
        CHECK(conn->transaction_status() == TransactionStatus::active);
        conn->execute(table.sql("INSERT INTO {} VALUES (3)"));
        conn->commit();
        CHECK(table.count() == 2);
    } else {
        CHECK(conn->transaction_status() == TransactionStatus::failed);
        CHECK_THROWS_AS(conn->execute("SELECT 1"), dbapi::InternalError);
        CHECK_THROWS_AS(conn->commit(), dbapi::TransactionRolledBack);
        CHECK(table.count() == 0);
    }
    CHECK(conn->transaction_status() == TransactionStatus::idle);
    conn->execute(table.sql("INSERT INTO {} VALUES (4)"));
    conn->commit();
}

TEST_CASE("a first statement that fails leaves a connection that works after rollback") {
    const auto conn = connect();
    CHECK_THROWS_AS(conn->execute("SELECT * FROM no_such_table"), dbapi::ProgrammingError);
    conn->rollback();
    CHECK(conn->transaction_status() == TransactionStatus::idle);
    CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
}

TEST_CASE("a statement that is refused before it is sent begins no transaction") {
    const auto conn = connect();
    CHECK_THROWS_AS(conn->execute("SELECT ?"), dbapi::ProgrammingError);
    CHECK_THROWS_AS(conn->execute(""), dbapi::ProgrammingError);
    CHECK_THROWS_AS(conn->execute(" -- nothing but a comment"), dbapi::ProgrammingError);
    CHECK(conn->transaction_status() == TransactionStatus::idle);
}

TEST_CASE("a deferred constraint fails at commit") {
    if (testing::is_cockroachdb()) return;  // has no deferred constraints
    const Table parent("id INT PRIMARY KEY");
    const Table child("id INT PRIMARY KEY, parent INT REFERENCES " + parent.name() +
                      " (id) DEFERRABLE INITIALLY DEFERRED");
    const auto conn = connect();
    conn->execute(child.sql("INSERT INTO {} VALUES (1, 7)"));
    CHECK_THROWS_AS(conn->commit(), dbapi::ForeignKeyViolation);
    CHECK(conn->is_usable());
    conn->rollback();
    CHECK(conn->transaction_status() == TransactionStatus::idle);
    CHECK(child.count() == 0);
    conn->execute(child.sql("INSERT INTO {} VALUES (1, 7)"));
    conn->execute(parent.sql("INSERT INTO {} VALUES (7)"));
    conn->commit();
    CHECK(child.count() == 1);
}
