// SPDX-License-Identifier: BSL-1.0
//
// Deadlines and cancel(): a statement without an end is stopped, and nothing of that is left for the next
// one.
#include <doctest/doctest.h>

#include <atomic>
#include <cstddef>
#include <iterator>
#include <string>
#include <thread>
#include <tuple>

#include "fixtures.hpp"

using dbapi::Timeout;
using dbapi::TransactionStatus;
using fixtures::caught;
using fixtures::endless;
using fixtures::memory;

namespace {

constexpr std::string_view endless_insert =
    "INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < "
    "0";

/// Lists of parameters without an end.
struct EndlessLists {
    struct Iterator {
        using value_type = std::tuple<int>;
        using difference_type = std::ptrdiff_t;
        value_type operator*() const { return {1}; }
        Iterator& operator++() { return *this; }
        void operator++(int) {}
        bool operator==(std::default_sentinel_t) const { return false; }
    };
    [[nodiscard]] Iterator begin() const { return {}; }
    [[nodiscard]] std::default_sentinel_t end() const { return {}; }
};

/// Runs the action, and cancels it from another thread until it ends.
template <class F>
fixtures::Caught caught_while_cancelling(dbapi::Connection& connection, F&& action) {
    std::atomic<bool> has_ended = false;
    std::thread other([&] {
        while (!has_ended) {
            connection.cancel();
            std::this_thread::yield();
        }
    });
    auto error = caught(action);
    has_ended = true;
    other.join();
    return error;
}

}  // namespace

TEST_CASE("a deadline stops an endless query, and the connection goes on") {
    const auto connection = memory();
    connection->set_timeout(Timeout(20));
    const auto error = caught([&] { connection->execute(endless); });
    CHECK(error.error_class == "DeadlineExceeded");
    CHECK(error.sqlstate == "57014");
    CHECK(error.details.connection_usable);
    CHECK(error.details.native_code == 9);
    CHECK(connection->transaction_status() == TransactionStatus::active);
    connection->set_timeout(Timeout(0));
    CHECK(connection->execute("SELECT 1").scalar<int>() == 1);
}

TEST_CASE("a deadline stops a stream whose next row does not come") {
    const auto connection = memory();
    auto cursor = connection->cursor({.stream = true});
    cursor->execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i <= 2");
    CHECK(cursor->fetchone().has_value());
    CHECK(cursor->fetchone().has_value());
    cursor->set_timeout(Timeout(20));
    CHECK(caught([&] { (void)cursor->fetchone(); }).error_class == "DeadlineExceeded");
    CHECK(connection->execute("SELECT 1").scalar<int>() == 1);
}

TEST_CASE("a statement that was stopped while it wrote fails its transaction") {
    const auto connection = memory();
    connection->execute("CREATE TABLE t (a)");
    connection->commit();
    connection->execute("INSERT INTO t VALUES (1)");
    connection->set_timeout(Timeout(20));
    CHECK(caught([&] { connection->execute(endless_insert); }).error_class == "DeadlineExceeded");
    CHECK(connection->transaction_status() == TransactionStatus::failed);
    CHECK(caught([&] { connection->execute("SELECT 1"); }).sqlstate == "25P02");
    connection->rollback();
    CHECK(connection->execute("SELECT count(*) FROM t").scalar<int>() == 0);
}

TEST_CASE("executemany that ran out of time in autocommit mode is undone all the same") {
    const auto connection = memory({.autocommit = true});
    connection->execute("CREATE TABLE t (a)");
    auto cursor = connection->cursor({.timeout = Timeout(20)});
    CHECK(caught([&] { cursor->executemany("INSERT INTO t VALUES (?)", EndlessLists()); }).error_class ==
          "DeadlineExceeded");
    CHECK(connection->is_usable());
    CHECK(connection->transaction_status() == TransactionStatus::idle);
    CHECK(connection->execute("SELECT count(*) FROM t").scalar<int>() == 0);
}

TEST_CASE("cancel() from another thread stops an endless query") {
    const auto connection = memory();
    const auto error = caught_while_cancelling(*connection, [&] { connection->execute(endless); });
    CHECK(error.error_class == "QueryCanceled");
    CHECK(error.sqlstate == "57014");
    CHECK(error.details.connection_usable);
    CHECK(connection->execute("SELECT 1").scalar<int>() == 1);
}

TEST_CASE("cancel() ends the wait for another connection's lock") {
    const fixtures::TemporaryDirectory directory;
    const auto first = memory({.dsn = directory.url("a.db")});
    first->execute("CREATE TABLE t (a)");
    const auto second = memory({.dsn = directory.url("a.db", "?busy_timeout=600000&transaction=immediate")});
    const auto error = caught_while_cancelling(*second, [&] { second->begin(); });
    CHECK(error.error_class == "QueryCanceled");
    first->rollback();
    second->begin();
}

TEST_CASE("cancel() between two rows of a stream stops it") {
    const auto connection = memory();
    auto cursor = connection->cursor({.stream = true});
    cursor->execute("VALUES (1), (2), (3)");
    CHECK(cursor->fetchone().has_value());
    connection->cancel();
    CHECK(caught([&] { (void)cursor->fetchone(); }).error_class == "QueryCanceled");
    CHECK(connection->execute("SELECT 1").scalar<int>() == 1);
}

TEST_CASE("cancel() between two rows of a statement that has written comes too late") {
    const auto connection = memory();
    connection->execute("CREATE TABLE t (a)");
    auto cursor = connection->cursor({.stream = true});
    cursor->execute("INSERT INTO t VALUES (1), (2) RETURNING a");
    CHECK(cursor->fetchone().has_value());
    connection->cancel();
    CHECK(cursor->fetchall().size() == 1);
    CHECK(connection->execute("SELECT count(*) FROM t").scalar<int>() == 2);
}

TEST_CASE("cancel() without an operation does nothing, now or later") {
    const auto connection = memory();
    connection->cancel();
    CHECK(connection->execute("SELECT 1").scalar<int>() == 1);
    connection->cancel();
    connection->commit();
    CHECK(connection->execute("VALUES (1), (2)").fetchall().size() == 2);
}
