// SPDX-License-Identifier: BSL-1.0
//
// Several statements in one text, and the statements that need more than a text: COPY. PEP 249: C88, C101,
// C102.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "support/database.hpp"

namespace {

using dbapi::TransactionStatus;
using testing::connect;
using testing::Table;

}  // namespace

TEST_CASE("several statements in one text give a result each, in their order") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect();
    const auto cursor = conn->cursor();
    cursor->execute(
        table.sql("INSERT INTO {} VALUES (1), (2), (3); UPDATE {} SET id = id + 10 WHERE id < 3; "
                  "SELECT id FROM {} ORDER BY id; SELECT 'last' AS t WHERE 1 = 0;"));
    CHECK(conn->transaction_status() == TransactionStatus::active);
    CHECK(cursor->rowcount() == 3);
    CHECK(cursor->description() == nullptr);
    CHECK_THROWS_AS(static_cast<void>(cursor->fetchone()), dbapi::ProgrammingError);
    REQUIRE(cursor->nextset());
    CHECK(cursor->rowcount() == 2);
    CHECK(cursor->statusmessage() == "UPDATE 2");
    REQUIRE(cursor->nextset());
    CHECK(cursor->rowcount() == 3);
    CHECK(cursor->rownumber() == 0U);
    CHECK(cursor->fetchone()->get<int>("id") == 3);
    REQUIRE(cursor->nextset());  // drops what is left
    REQUIRE(cursor->description());
    CHECK(cursor->description()->at(0).name == "t");
    CHECK(cursor->fetchall().empty());
    CHECK_FALSE(cursor->nextset());
    CHECK_FALSE(cursor->nextset());
    conn->commit();
    CHECK(table.count() == 3);
}

TEST_CASE("nextset after one statement says that there is no more") {
    const auto conn = connect();
    const auto cursor = conn->cursor();
    cursor->execute("SELECT 1; ; ");
    CHECK_FALSE(cursor->nextset());
    CHECK(cursor->fetchone());
}

TEST_CASE("a semicolon in a literal, an identifier or a comment separates nothing") {
    const auto conn = connect();
    const auto row = conn->execute("SELECT 'a;b' AS \"x;y\" /* ; */ -- ;\n").fetchone();
    CHECK(row->get<std::string>("x;y") == "a;b");
}

TEST_CASE("an error in the second of several statements leaves no result, and rollback undoes the first") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect();
    const auto cursor = conn->cursor();
    CHECK_THROWS_AS(cursor->execute(table.sql(
                        "SELECT 1; INSERT INTO {} VALUES (1); SELECT * FROM no_such_table; SELECT 2")),
                    dbapi::ProgrammingError);
    CHECK(cursor->description() == nullptr);
    CHECK(cursor->rowcount() == -1);
    CHECK_THROWS_AS(static_cast<void>(cursor->fetchone()), dbapi::ProgrammingError);
    CHECK_THROWS_AS(static_cast<void>(cursor->nextset()), dbapi::ProgrammingError);
    conn->rollback();
    CHECK(conn->transaction_status() == TransactionStatus::idle);
    CHECK(table.count() == 0);
    CHECK(cursor->execute("SELECT 3").scalar<int>() == 3);
}

TEST_CASE("several statements may hold their own transaction") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect({.autocommit = true});
    conn->execute(table.sql("BEGIN; INSERT INTO {} VALUES (1); COMMIT"));
    CHECK(conn->transaction_status() == TransactionStatus::idle);
    CHECK(table.count() == 1);
    conn->execute(table.sql("BEGIN; INSERT INTO {} VALUES (2); ROLLBACK; INSERT INTO {} VALUES (3)"));
    CHECK(conn->transaction_status() == TransactionStatus::idle);
    CHECK(connect()->execute(table.sql("SELECT sum(id) FROM {}")).scalar<int>() == 4);
}

TEST_CASE("several statements take no parameters") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect();
    CHECK_THROWS_AS(conn->execute(table.sql("INSERT INTO {} VALUES (?); SELECT 1"), 1),
                    dbapi::ProgrammingError);
    CHECK(conn->transaction_status() == TransactionStatus::idle);
    CHECK(table.count() == 0);
}

TEST_CASE(
    "several statements that begin with the end of a transaction are refused outside of autocommit mode") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect();
    conn->execute(table.sql("INSERT INTO {} VALUES (1)"));
    for (const char* sql : {"COMMIT; INSERT INTO {} VALUES (2)", "ROLLBACK; INSERT INTO {} VALUES (2)"}) {
        CAPTURE(sql);
        CHECK_THROWS_AS(conn->execute(table.sql(sql)), dbapi::ProgrammingError);
        CHECK(conn->transaction_status() == TransactionStatus::active);
    }
    conn->commit();
    CHECK(table.count() == 1);
}

TEST_CASE("executemany refuses several statements") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect();
    CHECK_THROWS_AS(
        conn->executemany(table.sql("DELETE FROM {}; SELECT 1"), std::vector<dbapi::Parameters>(2)),
        dbapi::ProgrammingError);
    CHECK(conn->transaction_status() == TransactionStatus::idle);
}

TEST_CASE("a streaming cursor refuses several statements") {
    const auto conn = connect();
    CHECK_THROWS_AS(conn->stream("SELECT 1; SELECT 2"), dbapi::NotSupportedError);
    CHECK(conn->execute("SELECT 3").scalar<int>() == 3);
}

TEST_CASE("COPY FROM STDIN and TO STDOUT are refused, and do the transaction no harm") {
    if (testing::is_sqlite()) return;  // has no COPY
    const Table table("id INT PRIMARY KEY, name TEXT");
    const auto conn = connect();
    conn->execute(table.sql("INSERT INTO {} SELECT i, repeat('x', 200) FROM generate_series(1, 2000) AS i"));
    const auto check = [&](const char* sql, const char* word) {
        CAPTURE(sql);
        CHECK_THROWS_WITH_AS(conn->execute(table.sql(sql)), doctest::Contains(word), dbapi::ProgrammingError);
        CHECK(conn->transaction_status() == TransactionStatus::active);
        CHECK(conn->execute(table.sql("SELECT count(*) FROM {}")).scalar<int>() == 2000);
    };
    check("COPY {} FROM STDIN", "copy_in");
    check("COPY {} TO STDOUT", "copy_out");
    check("/* c */ copy (SELECT * FROM {}) TO STDOUT (FORMAT binary)", "copy_out");
    conn->commit();
    CHECK(table.count() == 2000);
}

TEST_CASE("COPY among several statements is refused, and nothing of them stays") {
    if (testing::is_sqlite()) return;
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect();
    for (const bool autocommit : {false, true}) {
        CAPTURE(autocommit);
        conn->set_autocommit(autocommit);
        const auto check = [&](const std::string& copy, const char* word) {
            CAPTURE(copy);
            const std::string sql = "INSERT INTO {} VALUES (1); " + copy + "; INSERT INTO {} VALUES (2)";
            CHECK_THROWS_WITH_AS(conn->execute(table.sql(sql)), doctest::Contains(word),
                                 dbapi::ProgrammingError);
            CHECK(conn->is_usable());
            conn->rollback();
            CHECK(conn->execute(table.sql("SELECT count(*) FROM {}")).scalar<int>() == 0);
            conn->rollback();
        };
        for (int i = 0; i < 20; ++i) {
            check("COPY {} TO STDOUT", "copy_out");
            check("COPY {} FROM STDIN", "copy_in");
        }
    }
}

TEST_CASE("COPY as the first statement of a transaction is refused, and the transaction goes on") {
    if (testing::is_sqlite()) return;
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect();
    for (const char* sql : {"COPY {} FROM STDIN", "COPY {} TO STDOUT"}) {
        CAPTURE(sql);
        CHECK_THROWS_AS(conn->execute(table.sql(sql)), dbapi::ProgrammingError);
        CHECK(conn->transaction_status() == TransactionStatus::active);
        conn->execute(table.sql("DELETE FROM {}"));
        conn->execute(table.sql("INSERT INTO {} VALUES (1)"));
        conn->commit();
        CHECK(table.count() == 1);
    }
}

TEST_CASE("COPY is refused in autocommit mode, on a streaming cursor and by executemany") {
    if (testing::is_sqlite()) return;
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect({.autocommit = true});
    for (const char* sql : {"COPY {} FROM STDIN", "COPY {} TO STDOUT"}) {
        CAPTURE(sql);
        CHECK_THROWS_AS(conn->execute(table.sql(sql)), dbapi::ProgrammingError);
        CHECK_THROWS_AS(conn->stream(table.sql(sql)), dbapi::ProgrammingError);
        CHECK_THROWS_AS(conn->executemany(table.sql(sql), std::vector<dbapi::Parameters>(1)),
                        dbapi::ProgrammingError);
        CHECK(conn->transaction_status() == TransactionStatus::idle);
        CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
    }
}

TEST_CASE("COPY from and to a program of the server's own goes through") {
    if (testing::is_sqlite() || testing::is_cockroachdb()) return;
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect();
    auto result = conn->execute(table.sql("COPY {} FROM PROGRAM 'printf \"1\\n2\\n\"'"));
    CHECK(result.rowcount() == 2);
    CHECK(result.description() == nullptr);
    conn->commit();
    CHECK(table.count() == 2);
}
