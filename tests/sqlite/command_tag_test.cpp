// SPDX-License-Identifier: BSL-1.0
//
// How a statement ended: command tags, row counts and row ids.
#include <doctest/doctest.h>

#include <optional>
#include <string>

#include "fixtures.hpp"

using fixtures::memory;

TEST_CASE("a statement has the command tag and the row count that PostgreSQL would give") {
    const struct {
        std::string sql;
        std::string tag;
        int rowcount;
    } cases[] = {
        {"CREATE TABLE n (a)", "CREATE TABLE", -1},
        {"create temp table n (a)", "CREATE TABLE", -1},
        {"CREATE TABLE IF NOT EXISTS t (a)", "CREATE TABLE", -1},
        {"CREATE TABLE n AS SELECT * FROM t", "CREATE TABLE", -1},
        {"CREATE UNIQUE INDEX n ON t (a)", "CREATE INDEX", -1},
        {"CREATE VIEW n AS SELECT 1", "CREATE VIEW", -1},
        {"CREATE TRIGGER n AFTER INSERT ON t BEGIN SELECT 1; SELECT 2; END", "CREATE TRIGGER", -1},
        {"DROP INDEX i", "DROP INDEX", -1},
        {"ALTER TABLE t ADD COLUMN n", "ALTER TABLE", -1},
        {"INSERT INTO t VALUES (8), (9)", "INSERT 0 2", 2},
        {"INSERT INTO t SELECT a + 10 FROM t", "INSERT 0 3", 3},
        {"REPLACE INTO t VALUES (1)", "INSERT 0 1", 1},
        {"INSERT OR IGNORE INTO t VALUES (1)", "INSERT 0 0", 0},
        {"INSERT INTO t VALUES (7) RETURNING a", "INSERT 0 1", 1},
        {"UPDATE t SET a = a + 100 WHERE a > 1", "UPDATE 2", 2},
        {"UPDATE t SET a = a WHERE a > 1 RETURNING a", "UPDATE 2", 2},
        {"DELETE FROM t", "DELETE 3", 3},
        {"DELETE FROM t WHERE 0", "DELETE 0", 0},
        {"SELECT a FROM t", "SELECT 3", 3},
        {"SELECT a FROM t WHERE 0", "SELECT 0", 0},
        {"VALUES (1), (2)", "SELECT 2", 2},
        {"WITH n AS (SELECT 1) SELECT * FROM n", "SELECT 1", 1},
        {"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4) SELECT * FROM n",
         "SELECT 4", 4},
        {"WITH \"delete\" AS MATERIALIZED (SELECT ')' || \"replace\" AS a FROM (SELECT 1 AS \"replace\")), "
         "replace (a) "
         "AS (SELECT 1) INSERT INTO t SELECT 40 + a FROM replace",
         "INSERT 0 1", 1},
        {"WITH n AS (SELECT 1 AS a) UPDATE t SET a = 50 WHERE a IN (SELECT a FROM n)", "UPDATE 1", 1},
        {"WITH n AS (SELECT 1 AS a) DELETE FROM t WHERE a IN (SELECT a FROM n)", "DELETE 1", 1},
        {"-- a comment; with a semicolon\n /* and another */ SELECT 1", "SELECT 1", 1},
        {"SAVEPOINT s", "SAVEPOINT", -1},
        {"BEGIN IMMEDIATE", "BEGIN", -1},
        {"PRAGMA foreign_keys", "PRAGMA", 1},
        {"PRAGMA foreign_keys = on", "PRAGMA", -1},
        {"EXPLAIN QUERY PLAN SELECT 1", "EXPLAIN", 1},
        {"VACUUM", "VACUUM", -1},
        {"ANALYZE", "ANALYZE", -1},
        {"REINDEX", "REINDEX", -1},
        {"ATTACH ':memory:' AS n", "ATTACH", -1},
    };
    for (const auto& test : cases) {
        CAPTURE(test.sql);
        const auto connection = memory({.autocommit = true});
        connection->execute("CREATE TABLE t (a INTEGER PRIMARY KEY); CREATE INDEX i ON t (a)");
        connection->execute("INSERT INTO t VALUES (1), (2), (3)");
        const auto result = connection->execute(test.sql);
        CHECK(result.statusmessage() == test.tag);
        CHECK(result.rowcount() == test.rowcount);
    }
}

TEST_CASE("the end of a transaction has its command tag") {
    const auto connection = memory({.autocommit = true});
    for (const std::string end : {"COMMIT", "END TRANSACTION", "ROLLBACK"}) {
        CAPTURE(end);
        connection->execute("BEGIN");
        CHECK(connection->execute(end).statusmessage() == (end == "ROLLBACK" ? "ROLLBACK" : "COMMIT"));
    }
    connection->execute("SAVEPOINT s");
    CHECK(connection->execute("ROLLBACK TRANSACTION TO SAVEPOINT s").statusmessage() == "ROLLBACK");
    CHECK(connection->execute("RELEASE SAVEPOINT s").statusmessage() == "RELEASE");
}

TEST_CASE("lastrowid is the row that an INSERT made") {
    const auto connection = memory();
    connection->execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b UNIQUE)");
    CHECK(connection->execute("INSERT INTO t VALUES (41, 'x')").lastrowid() == 41);
    CHECK(connection->execute("INSERT INTO t (b) VALUES ('y')").lastrowid() == 42);
    CHECK(connection->execute("REPLACE INTO t (b) VALUES ('x')").lastrowid() == 43);
    CHECK(connection->execute("INSERT INTO t (b) VALUES ('z') RETURNING b").lastrowid() == 44);
    CHECK(connection->execute("INSERT OR IGNORE INTO t VALUES (1, 'y')").lastrowid() == std::nullopt);
    CHECK(connection->execute("UPDATE t SET b = b").lastrowid() == std::nullopt);
    CHECK(connection->execute("SELECT 1").lastrowid() == std::nullopt);
}

TEST_CASE("what triggers and foreign keys change is not counted") {
    const auto connection = memory();
    connection->execute(R"(
        CREATE TABLE p (a INTEGER PRIMARY KEY);
        CREATE TABLE c (a INT REFERENCES p ON DELETE CASCADE);
        CREATE TABLE log (a);
        CREATE TRIGGER r AFTER DELETE ON p BEGIN INSERT INTO log VALUES (1), (2); END;
        INSERT INTO p VALUES (1), (2);
        INSERT INTO c VALUES (1), (1), (2);
    )");
    CHECK(connection->execute("DELETE FROM p WHERE a = 1").rowcount() == 1);
}
