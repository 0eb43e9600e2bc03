// SPDX-License-Identifier: BSL-1.0
//
// Transactions: how they begin, what other connections do to them, and the ones that SQLite rolls back by
// itself.
#include <doctest/doctest.h>

#include <dbapi/retry.hpp>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "fixtures.hpp"

using dbapi::TransactionStatus;
using fixtures::caught;
using fixtures::memory;
using fixtures::TemporaryDirectory;

namespace {

constexpr std::string_view numbers = "CREATE TABLE t (a INTEGER PRIMARY KEY); INSERT INTO t VALUES (1)";

int count(dbapi::Connection& connection) {
    return connection.execute("SELECT count(*) FROM t").scalar<int>();
}

}  // namespace

TEST_CASE("a transaction begins by itself, and the status follows") {
    const auto connection = memory();
    CHECK(connection->transaction_status() == TransactionStatus::idle);
    connection->execute("CREATE TABLE t (a)");
    CHECK(connection->transaction_status() == TransactionStatus::active);
    connection->rollback();
    CHECK(connection->transaction_status() == TransactionStatus::idle);
    CHECK(caught([&] { connection->execute("SELECT * FROM t"); }).sqlstate == "42P01");
    CHECK(connection->transaction_status() == TransactionStatus::active);
    connection->commit();
    connection->execute("BEGIN");
    CHECK(connection->transaction_status() == TransactionStatus::active);
    connection->execute("END");
    CHECK(connection->transaction_status() == TransactionStatus::idle);
    connection->execute("SAVEPOINT s");
    CHECK(connection->transaction_status() == TransactionStatus::active);
    connection->execute("RELEASE s");
    CHECK(connection->transaction_status() == TransactionStatus::idle);
}

TEST_CASE("PRAGMA, VACUUM, ATTACH and DETACH begin no transaction") {
    const auto connection = memory();
    for (const std::string sql :
         {"PRAGMA foreign_keys = off", "VACUUM", "ATTACH ':memory:' AS n", "DETACH n"}) {
        CAPTURE(sql);
        connection->execute(sql);
        CHECK(connection->transaction_status() == TransactionStatus::idle);
    }
}

TEST_CASE("transaction= says when another connection is shut out") {
    const TemporaryDirectory directory;
    const auto other = memory({.dsn = directory.url("a.db", "?busy_timeout=0"), .autocommit = true});
    other->execute(numbers);
    const struct {
        std::string query;
        std::string write;
        std::string read;
    } cases[] = {
        {"", "", ""},
        {"?transaction=deferred", "", ""},
        {"?transaction=immediate", "40001", ""},
        {"?transaction=exclusive", "40001", "40001"},
    };
    for (const auto& test : cases) {
        CAPTURE(test.query);
        const auto connection = memory({.dsn = directory.url("a.db", test.query)});
        connection->begin();
        CHECK(caught([&] { other->execute("UPDATE t SET a = a"); }).sqlstate == test.write);
        CHECK(caught([&] { count(*other); }).sqlstate == test.read);
    }
}

TEST_CASE(
    "a transaction that says that it writes shuts other writers out, unless transaction= has it otherwise") {
    const TemporaryDirectory directory;
    const auto other = memory({.dsn = directory.url("a.db", "?busy_timeout=0"), .autocommit = true});
    other->execute(numbers);
    const struct {
        std::string query;
        std::optional<bool> writes;
        std::string write;
    } cases[] = {
        {"", true, "40001"},
        {"", false, ""},
        {"?transaction=deferred", true, ""},
        {"?transaction=immediate", false, "40001"},
        {"?mode=ro", true, ""},
    };
    for (const auto& test : cases) {
        CAPTURE(test.query);
        CAPTURE(test.writes.value());
        const auto connection = memory({.dsn = directory.url("a.db", test.query)});
        connection->set_transaction_options({.writes = test.writes});
        connection->begin();
        CHECK(caught([&] { other->execute("UPDATE t SET a = a"); }).sqlstate == test.write);
    }
}

TEST_CASE("run_transaction() says that it writes, unless it is told otherwise") {
    const TemporaryDirectory directory;
    const auto other = memory({.dsn = directory.url("a.db", "?busy_timeout=0"), .autocommit = true});
    other->execute(numbers);
    const auto connection = memory({.dsn = directory.url("a.db")});
    for (const bool writes : {true, false}) {
        dbapi::RetryOptions options;
        if (!writes) options.transaction.writes = false;
        dbapi::run_transaction(*connection, options, [&](dbapi::Connection& tx) {
            tx.execute("SELECT 1");  // begins, and locks nothing by itself
            CHECK(caught([&] { other->execute("UPDATE t SET a = a"); }).sqlstate == (writes ? "40001" : ""));
        });
    }
    const auto reader = memory({.dsn = directory.url("a.db", "?mode=ro")});
    CHECK(dbapi::run_transaction(*reader, [](dbapi::Connection& tx) { return count(tx); }) == 1);
}

TEST_CASE("a lock of another connection is a SerializationFailure after the busy timeout") {
    const TemporaryDirectory directory;
    const auto first = memory({.dsn = directory.url("a.db", "?busy_timeout=0")});
    first->execute(numbers);
    first->commit();
    const auto second = memory({.dsn = directory.url("a.db", "?busy_timeout=20")});
    first->execute("INSERT INTO t VALUES (2)");
    const auto error = caught([&] { second->execute("INSERT INTO t VALUES (3)"); });
    CHECK(error.error_class == "SerializationFailure");
    CHECK(error.sqlstate == "40001");
    CHECK(error.details.retryable);
    CHECK(error.details.native_code % 256 == 5);
    first->commit();
    second->rollback();
    second->execute("INSERT INTO t VALUES (3)");
    second->commit();
    CHECK(count(*first) == 3);
}

TEST_CASE("a deadline is kept while another connection has the lock") {
    const TemporaryDirectory directory;
    const auto first = memory({.dsn = directory.url("a.db")});
    first->execute(numbers);
    first->commit();
    const auto second = memory({.dsn = directory.url("a.db", "?busy_timeout=600000&transaction=immediate")});
    first->execute("INSERT INTO t VALUES (2)");
    second->set_timeout(dbapi::Timeout(30));
    const auto error = caught([&] { second->execute("INSERT INTO t VALUES (3)"); });
    CHECK(error.error_class == "DeadlineExceeded");
    CHECK(error.sqlstate == "57014");
    CHECK(error.details.connection_usable);
    CHECK(second->transaction_status() == TransactionStatus::idle);
    first->commit();
    CHECK(count(*second) == 2);
}

TEST_CASE("a COMMIT that another connection's readers hold up leaves the transaction open") {
    const TemporaryDirectory directory;
    const auto writer = memory({.dsn = directory.url("a.db", "?busy_timeout=0")});
    writer->execute(numbers);
    writer->commit();
    const auto reader = memory({.dsn = directory.url("a.db")});
    CHECK(count(*reader) == 1);
    writer->execute("INSERT INTO t VALUES (2)");
    const auto error = caught([&] { writer->commit(); });
    CHECK(error.error_class == "SerializationFailure");
    CHECK_FALSE(error.details.outcome_unknown);
    CHECK(writer->transaction_status() == TransactionStatus::active);
    reader->rollback();
    writer->commit();
    CHECK(writer->transaction_status() == TransactionStatus::idle);
    CHECK(count(*reader) == 2);
}

TEST_CASE("a deferred constraint shows at COMMIT, and the transaction stays open") {
    const auto connection = memory();
    connection->execute("CREATE TABLE p (a INTEGER PRIMARY KEY)");
    connection->execute("CREATE TABLE c (a INT REFERENCES p DEFERRABLE INITIALLY DEFERRED)");
    connection->execute("INSERT INTO c VALUES (1)");
    CHECK(caught([&] { connection->commit(); }).error_class == "ForeignKeyViolation");
    CHECK(connection->transaction_status() == TransactionStatus::active);
    connection->execute("INSERT INTO p VALUES (1)");
    connection->commit();
    CHECK(connection->execute("SELECT a FROM c").scalar<int>() == 1);
}

TEST_CASE("an ordinary error leaves the transaction as it was") {
    const auto connection = memory();
    connection->execute(numbers);
    CHECK(caught([&] { connection->execute("INSERT INTO t VALUES (1)"); }).sqlstate == "23505");
    CHECK(connection->transaction_status() == TransactionStatus::active);
    connection->commit();
    CHECK(count(*connection) == 1);
}

TEST_CASE("a transaction that SQLite rolled back by itself has failed until it is ended") {
    const auto connection = memory();
    connection->execute(numbers);
    connection->commit();
    connection->execute("INSERT INTO t VALUES (2)");
    const auto error = caught([&] { connection->execute("INSERT OR ROLLBACK INTO t VALUES (1)"); });
    CHECK(error.error_class == "UniqueViolation");
    REQUIRE(connection->transaction_status() == TransactionStatus::failed);

    for (const std::string sql :
         {"SELECT 1", "INSERT INTO t VALUES (3)", "SAVEPOINT s", "BEGIN", "ROLLBACK TO s",
          "PRAGMA foreign_keys", "SELECT * FROM nix", "not even SQL"}) {
        CAPTURE(sql);
        const auto refused = caught([&] { connection->execute(sql); });
        CHECK(refused.error_class == "InternalError");
        CHECK(refused.sqlstate == "25P02");
        CHECK(refused.message.find("rollback()") != std::string::npos);
        CHECK(connection->transaction_status() == TransactionStatus::failed);
    }

    SUBCASE("by rollback()") { connection->rollback(); }
    SUBCASE("by commit(), which says what became of it") {
        CHECK(caught([&] { connection->commit(); }).error_class == "TransactionRolledBack");
    }
    SUBCASE("by COMMIT as text") { CHECK(connection->execute("COMMIT").statusmessage() == "ROLLBACK"); }
    SUBCASE("by END as text") { CHECK(connection->execute("end transaction").statusmessage() == "ROLLBACK"); }
    SUBCASE("but not by a text that goes on behind its ROLLBACK") {
        CHECK_THROWS_AS(connection->execute("/* undo */ ROLLBACK; DELETE FROM t"), dbapi::ProgrammingError);
        CHECK(connection->transaction_status() == TransactionStatus::failed);
        connection->rollback();
    }
    CHECK(connection->transaction_status() == TransactionStatus::idle);
    CHECK(count(*connection) == 1);
}

TEST_CASE("a trigger's RAISE(ROLLBACK) fails the transaction") {
    const auto connection = memory();
    connection->execute(
        "CREATE TABLE t (a); CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT RAISE(ROLLBACK, 'no'); END");
    connection->commit();
    const auto error = caught([&] { connection->execute("INSERT INTO t VALUES (1)"); });
    CHECK(error.sqlstate == "23000");
    CHECK(error.message == "no");
    CHECK(connection->transaction_status() == TransactionStatus::failed);
    connection->rollback();
    CHECK(count(*connection) == 0);
}

TEST_CASE("in autocommit mode a conflict that rolls back fails nothing") {
    const auto connection = memory({.autocommit = true});
    connection->execute(numbers);
    CHECK(caught([&] { connection->execute("INSERT OR ROLLBACK INTO t VALUES (1)"); }).sqlstate == "23505");
    CHECK(connection->transaction_status() == TransactionStatus::idle);
    CHECK(count(*connection) == 1);
}

TEST_CASE("executemany in autocommit mode is undone as a whole, also where SQLite was quicker") {
    const auto connection = memory({.autocommit = true});
    connection->execute(numbers);
    const auto error = caught([&] {
        connection->executemany("INSERT OR ROLLBACK INTO t VALUES (?)",
                                std::vector<std::tuple<int>>{{2}, {3}, {1}});
    });
    CHECK(error.error_class == "UniqueViolation");
    CHECK(connection->transaction_status() == TransactionStatus::idle);
    CHECK(count(*connection) == 1);
}

TEST_CASE("the end of a session is a rollback") {
    const TemporaryDirectory directory;
    const auto watcher = memory({.dsn = directory.url("a.db"), .autocommit = true});
    watcher->execute(numbers);
    SUBCASE("by close()") {
        const auto connection = memory({.dsn = directory.url("a.db")});
        connection->execute("INSERT INTO t VALUES (2)");
        connection->close();
        CHECK(connection->transaction_status() == TransactionStatus::unknown);
        CHECK_FALSE(connection->is_usable());
    }
    SUBCASE("by the destructor, with a cursor in the middle of its rows") {
        const auto connection = memory({.dsn = directory.url("a.db")});
        connection->execute("INSERT INTO t VALUES (2), (3)");
        auto cursor = connection->cursor({.stream = true});
        cursor->execute("SELECT a FROM t");
        CHECK(cursor->fetchone().has_value());
    }
    CHECK(count(*watcher) == 1);
    watcher->execute("INSERT INTO t VALUES (4)");  // nothing is locked
}
