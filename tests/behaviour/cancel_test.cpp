// SPDX-License-Identifier: BSL-1.0
//
// Connection::cancel(): from any thread, at any time; it stops what runs, and never what comes next.
#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>

#include "support/database.hpp"

namespace {

using namespace std::chrono_literals;
using testing::connect;
using testing::slow_sql;
using testing::Table;

/// Cancels again and again from a thread of its own, until it is told to stop.
class Canceller {
 public:
    explicit Canceller(std::shared_ptr<dbapi::Connection> conn)
        : thread_([this, conn = std::move(conn)] {
              while (!stopped_) {
                  conn->cancel();
                  ++cancels_;
                  std::this_thread::yield();
              }
          }) {}
    ~Canceller() { stop(); }
    Canceller(const Canceller&) = delete;
    Canceller& operator=(const Canceller&) = delete;

    int stop() {
        stopped_ = true;
        if (thread_.joinable()) thread_.join();
        return cancels_;
    }

 private:
    std::atomic<bool> stopped_ = false;
    std::atomic<int> cancels_ = 0;
    std::thread thread_;
};

}  // namespace

TEST_CASE("cancel from another thread stops a slow statement") {
    const auto conn = connect();
    for (const bool autocommit : {false, true}) {
        CAPTURE(autocommit);
        conn->set_autocommit(autocommit);
        const auto begin = std::chrono::steady_clock::now();
        {
            const Canceller canceller(conn);
            try {
                conn->execute(slow_sql());
                FAIL_CHECK("nothing was thrown");
            } catch (const dbapi::QueryCanceled& error) {
                CHECK(error.sqlstate() == "57014");
                CHECK(error.is_connection_usable());
            }
        }
        CHECK(std::chrono::steady_clock::now() - begin < 5s);
        CHECK(conn->is_usable());
        conn->rollback();
        CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
        conn->rollback();
    }
}

TEST_CASE("cancel stops a statement that waits for a lock") {
    const Table table("id INT PRIMARY KEY");
    const auto holder = connect();
    holder->execute(table.sql("INSERT INTO {} VALUES (1)"));
    const auto waiter = connect();
    {
        const Canceller canceller(waiter);
        CHECK_THROWS_AS(waiter->execute(table.sql("INSERT INTO {} VALUES (1)")), dbapi::QueryCanceled);
    }
    waiter->rollback();
    holder->commit();
    CHECK_THROWS_AS(waiter->execute(table.sql("INSERT INTO {} VALUES (1)")), dbapi::UniqueViolation);
}

TEST_CASE("cancel when nothing runs does nothing, and never hits the next statement") {
    const auto conn = connect();
    for (int i = 0; i < 300; ++i) {
        conn->cancel();
        REQUIRE(conn->execute("SELECT ?", i).scalar<int>() == i);
        if (i % 3 == 0) conn->commit();
    }
    conn->cancel();
    conn->commit();
    CHECK(conn->is_usable());
}

TEST_CASE("a storm of cancels breaks short statements with QueryCanceled and nothing else") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect({.autocommit = true});
    int done = 0;
    int canceled = 0;
    {
        Canceller storm(conn);
        for (int i = 0; i < 300; ++i) {
            try {
                conn->execute(table.sql("INSERT INTO {} VALUES (?)"), i);
                ++done;
            } catch (const dbapi::QueryCanceled&) {
                ++canceled;
            }
        }
        CHECK(storm.stop() > 0);
    }
    CHECK(done + canceled == 300);
    CHECK(conn->is_usable());
    CHECK(conn->transaction_status() == dbapi::TransactionStatus::idle);
    CHECK(table.count() == done);
}

TEST_CASE("a storm of cancels leaves transactions whole") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect();
    int committed = 0;
    {
        Canceller storm(conn);
        for (int i = 0; i < 100; ++i) {
            try {
                conn->execute(table.sql("INSERT INTO {} VALUES (?)"), 2 * i);
                conn->execute(table.sql("INSERT INTO {} VALUES (?)"), 2 * i + 1);
                conn->commit();
                ++committed;
            } catch (const dbapi::QueryCanceled&) {
                while (conn->transaction_status() != dbapi::TransactionStatus::idle) {
                    try {
                        conn->rollback();
                    } catch (const dbapi::QueryCanceled&) {
                    }
                }
            }
        }
    }
    CHECK(conn->is_usable());
    CHECK(table.count() == 2 * committed);
    CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
}

TEST_CASE("cancel ends a stream that is open") {
    const auto conn = connect();
    auto stream = conn->stream(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000000) SELECT i FROM "
        "n");
    CHECK(stream.fetchone());
    conn->cancel();
    CHECK_THROWS_AS(while (stream.fetchone()){}, dbapi::QueryCanceled);
    CHECK_THROWS_AS(static_cast<void>(stream.fetchone()), dbapi::ProgrammingError);
    conn->rollback();
    CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
}

TEST_CASE("cancel by two threads at once is fine") {
    const auto conn = connect();
    {
        const Canceller one(conn);
        const Canceller two(conn);
        for (int i = 0; i < 3; ++i) {
            CHECK_THROWS_AS(conn->execute(slow_sql()), dbapi::QueryCanceled);
            while (conn->transaction_status() != dbapi::TransactionStatus::idle) {
                try {
                    conn->rollback();
                } catch (const dbapi::QueryCanceled&) {
                }
            }
        }
    }
    CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
}
