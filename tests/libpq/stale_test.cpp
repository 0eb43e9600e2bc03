// SPDX-License-Identifier: BSL-1.0
//
// Prepared statements whose tables, or whose names' meanings, have changed: they are made anew where that
// runs nothing twice.
#include <doctest/doctest.h>

#include <sstream>
#include <string>

#include "prepared.hpp"

using testing::autocommit;
using testing::prepared_count;

namespace {

/// Makes the table prepared_test anew, of two columns and two rows.
void make_table(dbapi::Connection& conn) {
    conn.execute("CREATE TABLE IF NOT EXISTS prepared_test (id int PRIMARY KEY, v int)");
    conn.execute("TRUNCATE prepared_test");
    conn.execute("INSERT INTO prepared_test VALUES (1, 10), (2, 20)");
}

}  // namespace

TEST_CASE("when the tables of a prepared statement change, it is prepared again without being noticed") {
    auto conn = testing::connect();
    auto other = testing::connect(autocommit());
    make_table(*other);
    const std::string sql = "SELECT * FROM prepared_test ORDER BY id";
    for (int i = 0; i < 3; ++i) conn->execute(sql);
    conn->commit();
    other->execute("ALTER TABLE prepared_test ADD COLUMN w text DEFAULT 'new'");

    SUBCASE("in autocommit mode") {
        conn->set_autocommit(true);
        CHECK(conn->execute(sql).fetchall()[0].size() == 3);
    }
    SUBCASE("as the first statement of a transaction, which was not begun by anybody else") {
        CHECK(conn->execute(sql).fetchall()[0].size() == 3);
        CHECK(conn->transaction_status() == dbapi::TransactionStatus::active);
    }
    SUBCASE("later in a transaction it is PlanInvalidated, and running that again succeeds") {
        conn->execute("SELECT 1");
        try {
            conn->execute(sql);
            FAIL("no error");
        } catch (const dbapi::PlanInvalidated& error) {
            CHECK(error.is_retryable());
            CHECK(error.is_connection_usable());
            CHECK(error.sqlstate() == "0A000");
        }
        CHECK(conn->transaction_status() == dbapi::TransactionStatus::failed);
        conn->rollback();
        conn->execute("SELECT 1");
        CHECK(conn->execute(sql).fetchall()[0].size() == 3);
    }
    conn->rollback();
    other->execute("DROP TABLE prepared_test");
}

TEST_CASE("a schema change on the connection itself makes all prepared statements new ones") {
    auto conn = testing::connect(autocommit());
    make_table(*conn);
    const std::string sql = "SELECT * FROM prepared_test";
    for (int i = 0; i < 3; ++i) CHECK(conn->execute(sql).fetchall()[0].size() == 2);
    conn->execute("ALTER TABLE prepared_test ADD COLUMN w text");
    for (int i = 0; i < 3; ++i) CHECK(conn->execute(sql).fetchall()[0].size() == 3);
    CHECK(prepared_count(*conn) == 1);
    conn->execute("DROP TABLE prepared_test");
    CHECK_THROWS_AS(conn->execute(sql), dbapi::ProgrammingError);
}

TEST_CASE("prepared statements that somebody has thrown away are made again") {
    auto conn = testing::connect(autocommit());
    const std::string sql = "SELECT 7";
    for (int i = 0; i < 3; ++i) conn->execute(sql);
    REQUIRE(prepared_count(*conn) == 1);
    for (const char* command :
         {"DEALLOCATE ALL", "DISCARD ALL", "DO $$BEGIN EXECUTE 'DEALLOCATE ALL'; END$$"}) {
        CAPTURE(command);
        conn->execute(command);
        CHECK(conn->execute(sql).scalar<int>() == 7);
        CHECK(conn->execute(sql).scalar<int>() == 7);
    }
}

TEST_CASE("a transaction whose first statement fails has failed, however often the statement was run") {
    auto conn = testing::connect();
    for (int use = 0; use < 4; ++use) {
        CAPTURE(use);
        CHECK_THROWS_AS(conn->execute("SELECT * FROM prepared_nowhere"), dbapi::ProgrammingError);
        CHECK(conn->transaction_status() == dbapi::TransactionStatus::failed);
        CHECK_THROWS_AS(conn->execute("SELECT 1"), dbapi::InternalError);
        conn->rollback();
    }
}

TEST_CASE("what a text without a type means follows the search path") {
    auto conn = testing::connect(autocommit());
    conn->execute("CREATE SCHEMA prepared_one");
    conn->execute("CREATE SCHEMA prepared_two");
    conn->execute("CREATE TABLE prepared_one.p (v int)");
    conn->execute("CREATE TABLE prepared_two.p (v text)");
    for (const char* path : {"prepared_one", "prepared_two"}) {
        conn->execute("SET search_path TO " + std::string(path));
        for (int use = 0; use < 3; ++use) conn->execute("INSERT INTO p VALUES (?)", "007");
    }
    for (const auto v : conn->execute("SELECT v FROM prepared_two.p").rows<std::string>()) CHECK(v == "007");
    conn->execute("DROP SCHEMA prepared_one CASCADE");
    conn->execute("DROP SCHEMA prepared_two CASCADE");
}

TEST_CASE("a change of the schema that is undone makes all prepared statements new ones as well") {
    auto conn = testing::connect();
    auto other = testing::connect(autocommit());
    make_table(*other);
    const std::string sql = "SELECT * FROM prepared_test ORDER BY id";
    const auto width = [&] { return conn->execute(sql).fetchall()[0].size(); };
    const auto check_undone = [&] {
        conn->execute("SELECT 1");  // a stale statement would be told, not made anew
        CHECK(width() == 2);
        conn->commit();
    };
    for (int i = 0; i < 3; ++i) width();
    conn->commit();

    SUBCASE("by rollback()") {
        conn->execute("ALTER TABLE prepared_test ADD COLUMN w text");
        for (int i = 0; i < 3; ++i) CHECK(width() == 3);
        conn->rollback();
        check_undone();
    }
    SUBCASE("by rollback() before a transaction that begins by itself") {
        conn->execute("ALTER TABLE prepared_test ADD COLUMN w text");
        for (int i = 0; i < 3; ++i) CHECK(width() == 3);
        conn->rollback();
        conn->begin();
        check_undone();
    }
    SUBCASE("by ROLLBACK as text") {
        conn->execute("ALTER TABLE prepared_test ADD COLUMN w text");
        for (int i = 0; i < 3; ++i) CHECK(width() == 3);
        conn->execute("ROLLBACK");
        check_undone();
    }
    SUBCASE("by ROLLBACK AND CHAIN") {
        conn->execute("ALTER TABLE prepared_test ADD COLUMN w text");
        for (int i = 0; i < 3; ++i) CHECK(width() == 3);
        conn->execute("ROLLBACK AND CHAIN");
        check_undone();
    }
    SUBCASE("back to a savepoint") {
        conn->execute("SELECT 1");
        conn->execute("SAVEPOINT before");
        conn->execute("ALTER TABLE prepared_test ADD COLUMN w text");
        for (int i = 0; i < 3; ++i) CHECK(width() == 3);
        conn->execute("ROLLBACK TO SAVEPOINT before");
        check_undone();
    }
    SUBCASE("by a commit after a failure") {
        conn->execute("ALTER TABLE prepared_test ADD COLUMN w text");
        for (int i = 0; i < 3; ++i) CHECK(width() == 3);
        CHECK_THROWS_AS(conn->execute("SELECT 1 / 0"), dbapi::DataError);
        CHECK_THROWS_AS(conn->commit(), dbapi::TransactionRolledBack);
        check_undone();
    }
    SUBCASE("by a deferred constraint") {
        conn->execute("CREATE TEMP TABLE prepared_deferred (id int UNIQUE DEFERRABLE INITIALLY DEFERRED)");
        conn->execute("ALTER TABLE prepared_test ADD COLUMN w text");
        for (int i = 0; i < 3; ++i) CHECK(width() == 3);
        conn->execute("INSERT INTO prepared_deferred VALUES (1), (1)");
        CHECK_THROWS_AS(conn->commit(), dbapi::UniqueViolation);
        check_undone();
    }
    SUBCASE("in DO") {
        conn->execute("DO $$BEGIN ALTER TABLE prepared_test ADD COLUMN w text; END$$");
        for (int i = 0; i < 3; ++i) CHECK(width() == 3);
        conn->rollback();
        check_undone();
    }
    SUBCASE("in front of which a table was made by a query") {
        conn->execute("CREATE TEMP TABLE prepared_test AS SELECT 1 AS id, 2 AS a, 3 AS b");
        for (int i = 0; i < 3; ++i) CHECK(width() == 3);
        conn->rollback();
        check_undone();
    }
    SUBCASE("by the end of a transaction for which a table was made") {
        conn->execute("CREATE TEMP TABLE prepared_test (id int, a int, b int) ON COMMIT DROP");
        conn->execute("INSERT INTO prepared_test VALUES (1, 2, 3)");
        for (int i = 0; i < 3; ++i) CHECK(width() == 3);
        conn->commit();
        check_undone();
    }
    conn->rollback();
    other->execute("DROP TABLE prepared_test");
}

TEST_CASE("a stale statement behind an explicit BEGIN alone begins that transaction again") {
    auto conn = testing::connect(autocommit());
    auto other = testing::connect(autocommit());
    make_table(*other);
    const std::string sql = "SELECT * FROM prepared_test ORDER BY id";
    for (int i = 0; i < 3; ++i) conn->execute(sql);
    other->execute("ALTER TABLE prepared_test ADD COLUMN w text DEFAULT 'new'");
    const auto setting = [&](const std::string& name) {
        return conn->execute("SHOW " + name).scalar<std::string>();
    };

    SUBCASE("by begin(), with the same options") {
        conn->set_transaction_options({dbapi::IsolationLevel::repeatable_read, true});
        conn->begin();
        CHECK(conn->execute(sql).fetchall()[0].size() == 3);
        CHECK(conn->transaction_status() == dbapi::TransactionStatus::active);
        CHECK(setting("transaction_isolation") == "repeatable read");
        CHECK(setting("transaction_read_only") == "on");
    }
    SUBCASE("by BEGIN as text, with the same options") {
        conn->execute("BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY DEFERRABLE");
        CHECK(conn->execute(sql).fetchall()[0].size() == 3);
        CHECK(conn->transaction_status() == dbapi::TransactionStatus::active);
        CHECK(setting("transaction_isolation") == "serializable");
        CHECK(setting("transaction_deferrable") == "on");
    }
    SUBCASE("but not when anything else has run") {
        conn->begin();
        SUBCASE("a savepoint") { conn->execute("SAVEPOINT first"); }
        SUBCASE("a setting") { conn->execute("SET LOCAL statement_timeout TO 100000"); }
        SUBCASE("another BEGIN, which is but a warning") { conn->execute("BEGIN"); }
        SUBCASE("rows copied in") { conn->copy_in({"prepared_test"}, {{3, 30, "x"}}); }
        SUBCASE("data copied in") {
            std::istringstream data("3\t30\tx\n");
            conn->copy_in("COPY prepared_test FROM STDIN", data);
        }
        SUBCASE("rows copied out") { CHECK(conn->copy_out("SELECT 1").fetchall().size() == 1); }
        SUBCASE("data copied out") {
            std::ostringstream data;
            conn->copy_out("COPY (SELECT 1) TO STDOUT", data);
        }
        CHECK_THROWS_AS(conn->execute(sql), dbapi::PlanInvalidated);
        CHECK(conn->transaction_status() == dbapi::TransactionStatus::failed);
    }
    SUBCASE("nor in a transaction that began among other statements") {
        conn->begin();
        conn->rollback();
        conn->execute("BEGIN; INSERT INTO prepared_test VALUES (3, 30)");
        CHECK_THROWS_AS(conn->execute(sql), dbapi::PlanInvalidated);
    }
    conn->rollback();
    other->execute("DROP TABLE prepared_test");
}
