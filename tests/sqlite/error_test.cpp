// SPDX-License-Identifier: BSL-1.0
//
// The tables of src/c/error.cpp: each row is provoked from the SQLite that the tests run with, so that a
// message that changes its wording is noticed.
#include <doctest/doctest.h>

#include <fstream>
#include <string>
#include <string_view>

#include "fixtures.hpp"

using fixtures::Caught;
using fixtures::caught;

namespace {

constexpr std::string_view schema = R"(
    CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT NOT NULL UNIQUE, c INT CHECK (c > 0));
    CREATE TABLE u (a INT, b INT);
    CREATE TABLE parent (a INTEGER PRIMARY KEY);
    CREATE TABLE child (a INT REFERENCES parent (a));
    CREATE TABLE mismatched (a INT REFERENCES u (a));
    CREATE TABLE generated (a INT, b INT AS (a + 1));
    CREATE TABLE strict (a INT) STRICT;
    CREATE TABLE refused (a INT);
    CREATE TABLE nested (a INT);
    CREATE INDEX i ON t (c);
    CREATE VIEW v AS SELECT a FROM t;
    CREATE TRIGGER no BEFORE INSERT ON refused BEGIN SELECT RAISE(ABORT, 'not today'); END;
    CREATE TRIGGER deeper AFTER INSERT ON nested BEGIN INSERT INTO nested VALUES (new.a + 1); END;
    INSERT INTO t VALUES (1, 'x', 1);
)";

struct Case {
    std::string_view sql;
    std::string_view sqlstate;
    std::string_view error_class;
};

Caught run_with_schema(std::string_view sql) {
    const auto connection = fixtures::memory({.autocommit = true});
    connection->execute(schema);
    return caught([&] { connection->execute(sql); });
}

}  // namespace

TEST_CASE("an error has the SQLSTATE and class of its result code") {
    const Case cases[] = {
        {"INSERT INTO t VALUES (2, 'x', 1)", "23505", "UniqueViolation"},
        {"INSERT INTO t VALUES (1, 'y', 1)", "23505", "UniqueViolation"},
        {"UPDATE t SET rowid = 2, a = 1 WHERE a = 1; INSERT INTO t (rowid, b) VALUES (1, 'z')", "23505",
         "UniqueViolation"},
        {"INSERT INTO t VALUES (2, NULL, 1)", "23502", "NotNullViolation"},
        {"INSERT INTO child VALUES (7)", "23503", "ForeignKeyViolation"},
        {"INSERT INTO t VALUES (2, 'y', 0)", "23514", "CheckViolation"},
        {"INSERT INTO strict VALUES ('abc')", "22P02", "DataError"},
        {"INSERT INTO t VALUES ('abc', 'y', 1)", "22P02", "DataError"},
        {"INSERT INTO refused VALUES (1)", "23000", "IntegrityError"},
        {"SELECT zeroblob(2000000000)", "54000", "OperationalError"},
        {"PRAGMA query_only = on; INSERT INTO u VALUES (1, 1)", "25006", "InternalError"},
        {"PRAGMA max_page_count = 1; INSERT INTO u VALUES (zeroblob(1000000), 1)", "53100",
         "OperationalError"},
        {"ATTACH '/nowhere/at/all' AS n", "08001", "OperationalError"},
    };
    for (const Case& test : cases) {
        CAPTURE(test.sql);
        const Caught error = run_with_schema(test.sql);
        CAPTURE(error.message);
        CHECK(error.sqlstate == test.sqlstate);
        CHECK(error.error_class == test.error_class);
        CHECK(error.details.native_code != 0);
        CHECK(error.details.diagnostics.severity == "ERROR");
        CHECK(error.details.connection_usable);
    }
}

TEST_CASE("an error without a code of its own has the SQLSTATE of its message") {
    std::string deep = "SELECT 1";
    for (int i = 0; i < 1100; ++i) deep += " + 1";
    const std::string complex_pattern = "SELECT 'a' LIKE '" + std::string(60'000, 'a') + "'";
    const Case cases[] = {
        {"SELEC 1", "42601", "ProgrammingError"},
        {"SELECT (1", "42601", "ProgrammingError"},
        {"SELECT 'abc", "42601", "ProgrammingError"},
        {"INSERT INTO u (a, b) VALUES (1)", "42601", "ProgrammingError"},
        {"INSERT INTO u VALUES (1)", "42601", "ProgrammingError"},
        {"UPDATE u SET (a, b) = (1, 2, 3)", "42601", "ProgrammingError"},
        {"SELECT 1 UNION SELECT 1, 2", "42601", "ProgrammingError"},
        {"VALUES (1), (1, 2)", "42601", "ProgrammingError"},
        {"SELECT (SELECT 1, 2)", "42601", "ProgrammingError"},
        {"SELECT (1, 2)", "42601", "ProgrammingError"},
        {"SELECT *", "42601", "ProgrammingError"},
        {"SELECT * FROM nix", "42P01", "ProgrammingError"},
        {"DROP VIEW nix", "42P01", "ProgrammingError"},
        {"SELECT nix FROM t", "42703", "ProgrammingError"},
        {"SELECT \"nix\"", "42703", "ProgrammingError"},
        {"INSERT INTO t (nix) VALUES (1)", "42703", "ProgrammingError"},
        {"CREATE TABLE n (a INT, FOREIGN KEY (nix) REFERENCES t (a))", "42703", "ProgrammingError"},
        {"SELECT 1 FROM t JOIN u USING (c)", "42703", "ProgrammingError"},
        {"SELECT a FROM t, u", "42702", "ProgrammingError"},
        {"CREATE TABLE n (a INT, a INT)", "42701", "ProgrammingError"},
        {"SELECT nix(1)", "42883", "ProgrammingError"},
        {"SELECT * FROM t(1)", "42883", "ProgrammingError"},
        {"SELECT abs(1, 2)", "42883", "ProgrammingError"},
        {"DROP INDEX nix", "42704", "ProgrammingError"},
        {"DROP TRIGGER nix", "42704", "ProgrammingError"},
        {"SELECT b FROM t ORDER BY b COLLATE nix", "42704", "ProgrammingError"},
        {"CREATE VIRTUAL TABLE n USING nix", "42704", "ProgrammingError"},
        {"RELEASE nix", "3B001", "InternalError"},
        {"DETACH nix", "3D000", "ProgrammingError"},
        {"CREATE TABLE nix.n (a INT)", "3D000", "ProgrammingError"},
        {"CREATE TRIGGER no AFTER INSERT ON t BEGIN SELECT 1; END", "42710", "ProgrammingError"},
        {"CREATE TABLE t (a INT)", "42P07", "ProgrammingError"},
        {"CREATE VIEW v AS SELECT 1", "42P07", "ProgrammingError"},
        {"CREATE INDEX i ON t (a)", "42P07", "ProgrammingError"},
        {"CREATE TABLE i (a INT)", "42P07", "ProgrammingError"},
        {"CREATE INDEX t ON u (a)", "42P07", "ProgrammingError"},
        {"ALTER TABLE t RENAME TO u", "42P07", "ProgrammingError"},
        {"ATTACH ':memory:' AS n; ATTACH ':memory:' AS n", "42P04", "ProgrammingError"},
        {"SELECT a FROM t WHERE count(*) > 1", "42803", "ProgrammingError"},
        {"SELECT count(*) AS n FROM t ORDER BY sum(n)", "42803", "ProgrammingError"},
        {"SELECT count(*) FROM t GROUP BY count(*)", "42803", "ProgrammingError"},
        {"SELECT a FROM t WHERE row_number() OVER () = 1", "42P20", "ProgrammingError"},
        {"SELECT row_number() OVER () AS n FROM t WHERE n = 1", "42P20", "ProgrammingError"},
        {"INSERT INTO t VALUES (1, 'x', 1) ON CONFLICT (c) DO NOTHING", "42P10", "ProgrammingError"},
        {"SELECT a FROM t ORDER BY 2", "42P10", "ProgrammingError"},
        {"INSERT INTO mismatched VALUES (1)", "42830", "ProgrammingError"},
        {"CREATE TABLE n (a INT, FOREIGN KEY (a) REFERENCES t (a, b))", "42830", "ProgrammingError"},
        {"INSERT INTO v VALUES (1)", "42809", "ProgrammingError"},
        {"DROP TABLE v", "42809", "ProgrammingError"},
        {"INSERT INTO generated (a, b) VALUES (1, 2)", "428C9", "ProgrammingError"},
        {"UPDATE generated SET b = 2", "428C9", "ProgrammingError"},
        {"CREATE TABLE sqlite_nix (a INT)", "42939", "ProgrammingError"},
        {"DROP TABLE sqlite_schema", "42501", "ProgrammingError"},
        {"SELECT load_extension('nix')", "42501", "ProgrammingError"},
        {"SELECT abs(-9223372036854775808)", "22003", "DataError"},
        {"SELECT 0x10000000000000000", "22003", "DataError"},
        {"SELECT json('{')", "22P02", "DataError"},
        {"SELECT json_extract('{}', 'nix')", "22023", "DataError"},
        {"SELECT json_array(x'00')", "22023", "DataError"},
        {"SELECT 'a' LIKE 'b' ESCAPE 'cc'", "22019", "DataError"},
        {"SELECT ntile(0) OVER () FROM t", "22014", "DataError"},
        {"SELECT nth_value(a, 0) OVER () FROM t", "22016", "DataError"},
        {"SELECT sum(a) OVER (ROWS -1 PRECEDING) FROM t", "22013", "DataError"},
        {complex_pattern, "54000", "OperationalError"},
        {deep, "54001", "OperationalError"},
        {"PRAGMA recursive_triggers = on; INSERT INTO nested VALUES (1)", "54001", "OperationalError"},
        {"BEGIN; BEGIN", "25001", "InternalError"},
        {"BEGIN; VACUUM", "25001", "InternalError"},
        {"BEGIN; PRAGMA synchronous = off", "25001", "InternalError"},
        {"COMMIT", "25P01", "InternalError"},
        {"ROLLBACK", "25P01", "InternalError"},
        {"CREATE TABLE n (a INT PRIMARY KEY, b INT PRIMARY KEY)", "42000",
         "ProgrammingError"},  // not in the table
    };
    for (const Case& test : cases) {
        CAPTURE(test.sql.substr(0, 100));
        const Caught error = run_with_schema(test.sql);
        CAPTURE(error.message);
        CHECK(error.sqlstate == test.sqlstate);
        CHECK(error.error_class == test.error_class);
        CHECK(error.details.native_code % 256 == 1);  // SQLITE_ERROR, plain or extended
    }
}

TEST_CASE("a journal mode cannot change inside a transaction") {
    const fixtures::TemporaryDirectory directory;
    const auto connection = fixtures::memory({.dsn = directory.url("a.db"), .autocommit = true});
    connection->begin();
    const Caught error = caught([&] { connection->execute("PRAGMA journal_mode = wal"); });
    CHECK(error.sqlstate == "25001");
}

TEST_CASE("a file that is no database, or a broken one, is told apart") {
    const fixtures::TemporaryDirectory directory;
    {
        std::ofstream garbage(directory.file("garbage.db"));
        garbage << std::string(4096, 'x');
    }
    const auto garbage = fixtures::memory({.dsn = directory.url("garbage.db")});
    const auto no_database = caught([&] { garbage->execute("SELECT * FROM sqlite_schema"); });
    CHECK(no_database.sqlstate == "08001");
    CHECK(no_database.error_class == "OperationalError");

    {
        const auto made = fixtures::memory({.dsn = directory.url("broken.db"), .autocommit = true});
        made->execute("CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('abc')");
    }
    {
        std::fstream file(directory.file("broken.db"), std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(4096);  // the page of t
        file << std::string(4096, 'x');
    }
    const auto broken = fixtures::memory({.dsn = directory.url("broken.db")});
    const auto corrupt = caught([&] { broken->execute("SELECT * FROM t"); });
    CHECK(corrupt.sqlstate == "XX001");
    CHECK(corrupt.error_class == "InternalError");
}

TEST_CASE("a syntax error tells its position in characters") {
    const auto connection = fixtures::memory();
    const auto error = caught([&] { connection->execute("SELECT 'äöü' FRM t"); });
    CHECK(error.details.diagnostics.position == 18);
    const auto second = caught([&] { connection->execute("SELECT 'ä'; SELECT nix"); });
    CHECK(second.details.diagnostics.position == 20);
}

TEST_CASE("a message is one line") {
    const auto error = caught([] { fixtures::memory()->execute("SELECT 'a\nb"); });
    CHECK(error.sqlstate == "42601");
    CHECK(error.message.find('\n') == std::string::npos);
}
