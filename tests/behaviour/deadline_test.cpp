// SPDX-License-Identifier: BSL-1.0
//
// Deadlines: a statement that takes too long is stopped, and the connection goes on.
#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <thread>

#include "support/database.hpp"

namespace {

using namespace std::chrono_literals;
using testing::connect;
using testing::slow_sql;
using testing::Table;

/// Runs what must throw DeadlineExceeded, long before the statement would end by itself, which takes a
/// minute.
template <class F>
void check_deadline(dbapi::Connection& conn, F&& run) {
    const auto begin = std::chrono::steady_clock::now();
    try {
        run();
        FAIL_CHECK("nothing was thrown");
    } catch (const dbapi::DeadlineExceeded& error) {
        CHECK(error.is_connection_usable());
        CHECK_FALSE(error.is_outcome_unknown());
    }
    CHECK(std::chrono::steady_clock::now() - begin < 30s);
    CHECK(conn.is_usable());
    conn.rollback();
    CHECK(conn.transaction_status() == dbapi::TransactionStatus::idle);
    const auto after = conn.cursor({.timeout = 10s});
    CHECK(after->execute("SELECT 1").scalar<int>() == 1);
    conn.rollback();
}

}  // namespace

TEST_CASE("a slow statement is stopped by the connection's timeout") {
    const auto conn = connect();
    CHECK(conn->timeout() == 0ms);
    conn->set_timeout(200ms);
    CHECK(conn->timeout() == 200ms);
    check_deadline(*conn, [&] { conn->execute(slow_sql()); });
    check_deadline(*conn, [&] { conn->execute(slow_sql()); });  // and again
    conn->set_autocommit(true);
    check_deadline(*conn, [&] { conn->execute(slow_sql()); });
}

TEST_CASE("a slow statement is stopped by the timeout of the connect options") {
    const auto conn = connect({.timeout = 2s});
    CHECK(conn->timeout() == 2s);
    CHECK(conn->cursor()->timeout() == 2s);
    check_deadline(*conn, [&] { conn->execute(slow_sql()); });
}

TEST_CASE("a slow statement in the middle of a transaction is stopped") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect();
    conn->execute(table.sql("INSERT INTO {} VALUES (1)"));
    conn->set_timeout(200ms);
    check_deadline(*conn, [&] { conn->execute(slow_sql()); });
    CHECK(table.count() == 0);
}

TEST_CASE("a cursor's timeout beats the connection's") {
    const auto conn = connect({.timeout = 30s});
    const auto cursor = conn->cursor({.timeout = 200ms});
    CHECK(cursor->timeout() == 200ms);
    check_deadline(*conn, [&] { cursor->execute(slow_sql()); });
    CHECK_THROWS_AS(static_cast<void>(cursor->fetchone()), dbapi::ProgrammingError);

    const auto other = conn->cursor();
    CHECK(other->timeout() == 30s);
    other->set_timeout(200ms);
    CHECK(conn->timeout() == 30s);
    check_deadline(*conn, [&] { other->execute(slow_sql()); });
    conn->set_timeout(1ms);
    other->set_timeout(0ms);  // none
    CHECK(other->execute("SELECT 1").scalar<int>() == 1);
    conn->set_timeout(0ms);
}

TEST_CASE("a slow statement is stopped while a stream waits for its first row") {
    const auto conn = connect();
    const auto cursor = conn->cursor({.stream = true, .timeout = 200ms});
    check_deadline(*conn, [&] {
        cursor->execute(slow_sql());
        static_cast<void>(cursor->fetchone());
    });
    CHECK(cursor->execute("SELECT 2").scalar<int>() == 2);
}

TEST_CASE("a statement whose rows never stop coming is stopped, buffered and streaming") {
    const std::string endless =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT i FROM "
        "n";
    const auto conn = connect({.timeout = 300ms});
    check_deadline(*conn, [&] { conn->execute(endless); });
    conn->set_timeout(0ms);
    auto stream = conn->stream(endless);
    CHECK(stream.fetchone());
    stream.cursor().set_timeout(300ms);
    CHECK(stream.fetchmany(10).size() == 10);  // the limit is that of each fetch, not of the stream
    try {
        stream.close();  // where the rest must be read, the deadline ends that
    } catch (const dbapi::DeadlineExceeded& error) {
        CHECK(error.is_connection_usable());
    }
    CHECK(stream.cursor().is_closed());
    conn->rollback();
    CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
}

TEST_CASE("executemany is stopped as a whole") {
    const Table table("id INT");
    const auto conn = connect({.timeout = 300ms});
    const std::string sql = table.sql("INSERT INTO {} SELECT ? FROM (" + slow_sql() + ") AS slow");
    check_deadline(*conn, [&] { conn->executemany(sql, {{1}, {2}, {3}}); });
    CHECK(table.count() == 0);
    conn->set_autocommit(true);
    check_deadline(*conn, [&] { conn->executemany(sql, {{1}, {2}, {3}}); });
    CHECK(table.count() == 0);
}

TEST_CASE("the second of several statements is stopped") {
    const auto conn = connect({.timeout = 300ms});
    check_deadline(*conn, [&] { conn->execute("SELECT 1; " + slow_sql() + "; SELECT 2"); });
}

TEST_CASE("waiting for another connection's lock is stopped") {
    const Table table("id INT PRIMARY KEY, v INT");
    const auto holder = connect();
    holder->execute(table.sql("INSERT INTO {} VALUES (1, 0)"));
    holder->commit();
    holder->execute(table.sql("UPDATE {} SET v = 1 WHERE id = 1"));
    const auto waiter = connect({.timeout = 300ms});
    check_deadline(*waiter, [&] { waiter->execute(table.sql("UPDATE {} SET v = 2 WHERE id = 1")); });
    holder->commit();
    waiter->set_timeout(10s);
    waiter->execute(table.sql("UPDATE {} SET v = v + 10 WHERE id = 1"));
    waiter->commit();
    CHECK(holder->execute(table.sql("SELECT v FROM {}")).scalar<int>() == 11);
}

TEST_CASE("waiting for another thread's operation on the same connection is stopped") {
    const auto conn = connect();
    std::thread busy([&] { CHECK_THROWS_AS(conn->execute(slow_sql()), dbapi::QueryCanceled); });
    const auto cursor = conn->cursor({.timeout = 100ms});
    const bool refused = testing::eventually([&] {
        try {
            cursor->execute("SELECT 1");
            return false;
        } catch (const dbapi::DeadlineExceeded& error) {
            return error.is_connection_usable();
        }
    });
    CHECK(refused);
    CHECK(conn->is_usable());
    conn->cancel();
    busy.join();
    conn->rollback();
    CHECK(cursor->execute("SELECT 1").scalar<int>() == 1);
}

TEST_CASE("a deadline in the far future, or no deadline, stops nothing") {
    for (const auto timeout : {dbapi::Timeout(0), dbapi::Timeout(1h), dbapi::Timeout::max()}) {
        const auto conn = connect({.timeout = timeout});
        CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
        conn->commit();
        conn->close();
    }
}
