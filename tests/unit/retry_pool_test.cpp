// SPDX-License-Identifier: BSL-1.0
//
// run_transaction() on a pool: a connection that was lost is replaced by another one.
#include <thread>

#include "support/fake_pool.hpp"
#include "transaction_session.hpp"

using namespace dbapi;
using namespace std::chrono_literals;
using testing::FakePool;
using testing::transactions::Clock;
using testing::transactions::conflict;
using testing::transactions::lost;

namespace {

const QueryCanceled cancelled("query execution canceled", {.sqlstate = "57014"});
const ConnectionLost shut_down("server is shutting down", {.sqlstate = "57P01", .connection_usable = false});

void run_a(FakePool& with, Clock& clock) {
    run_transaction(*with.pool, {.environment = clock.environment()},
                    [](Connection& tx) { tx.execute("A"); });
}

}  // namespace

TEST_CASE("the transaction runs on a lease, which is given back") {
    FakePool with(PoolOptions{});
    CHECK(run_transaction(*with.pool, [](Connection& tx) {
              tx.execute("A");
              return 42;
          }) == 42);
    CHECK(with.driver.count("commit") == 1);
    CHECK(with.statistics().leased == 0);
    CHECK(with.statistics().idle == 1);
}

TEST_CASE("a conflict runs again on the same connection") {
    FakePool with(PoolOptions{});
    Clock clock;
    with.driver.fail("commit", conflict);
    run_a(with, clock);
    CHECK(with.driver.count("commit") == 2);
    CHECK(with.statistics().created == 1);
}

TEST_CASE("a connection that was lost before COMMIT was sent is replaced") {
    for (const std::string hook : {"begin", "execute", "commit"}) {
        CAPTURE(hook);
        FakePool with(PoolOptions{});
        Clock clock;
        with.driver.fail(hook, lost);
        run_a(with, clock);
        CHECK(with.statistics().created == 2);
        CHECK(clock.pauses.size() == 1);
    }
}

TEST_CASE("a connection whose rollback failed is replaced") {
    FakePool with(PoolOptions{});
    Clock clock;
    with.driver.fail("execute", conflict);
    with.driver.fail("rollback", lost);
    run_a(with, clock);
    CHECK(with.statistics().created == 2);
    CHECK(with.driver.count("execute") == 2);
}

TEST_CASE("a connection that was lost during COMMIT is AmbiguousCommit, and nothing runs again") {
    FakePool with(PoolOptions{});
    Clock clock;
    with.driver.fail("commit", ConnectionLost("gone", {.outcome_unknown = true, .connection_usable = false}));
    CHECK_THROWS_AS(run_a(with, clock), AmbiguousCommit);
    CHECK(with.driver.count("execute") == 1);
}

TEST_CASE("a statement that the server cancels before it ends the session runs again on another connection") {
    FakePool with(PoolOptions{});
    Clock clock;
    with.driver.fail("execute", cancelled);
    with.driver.fail("rollback", shut_down);
    run_a(with, clock);
    CHECK(with.statistics().created == 2);
    CHECK(with.driver.count("execute") == 2);
    CHECK(clock.pauses.size() == 1);
}

TEST_CASE("so does one whose cancel said itself that the session ends") {
    FakePool with(PoolOptions{});
    Clock clock;
    with.driver.fail("execute", QueryCanceled("query execution canceled",
                                              {.sqlstate = "57014", .connection_usable = false}));
    run_a(with, clock);
    CHECK(with.statistics().created == 2);
    CHECK(with.driver.count("execute") == 2);
}

TEST_CASE("a statement that was cancelled otherwise does not run again") {
    SUBCASE("the session goes on") {
        FakePool with(PoolOptions{});
        Clock clock;
        with.driver.fail("execute", cancelled);
        CHECK_THROWS_AS(run_a(with, clock), QueryCanceled);
        CHECK(with.statistics().created == 1);
        CHECK(with.driver.count("rollback") == 1);
    }
    SUBCASE("the session is gone, but for another reason") {
        FakePool with(PoolOptions{});
        Clock clock;
        with.driver.fail("execute", cancelled);
        with.driver.fail("rollback", lost);
        CHECK_THROWS_AS(run_a(with, clock), QueryCanceled);
        CHECK(with.driver.count("execute") == 1);
    }
    SUBCASE("behind a statement that has committed") {
        FakePool with(PoolOptions{});
        with.driver.on(
            "execute",
            [](auto& session) {
                testing::FakeDriver::end_transaction(session);
                throw QueryCanceled("query execution canceled",
                                    {.sqlstate = "57014", .connection_usable = false});
            },
            1);
        CHECK_THROWS_AS(run_transaction(*with.pool,
                                        [](Connection& tx) {
                                            tx.execute("A");
                                            tx.execute("CREATE INDEX");
                                        }),
                        QueryCanceled);
        CHECK(with.driver.count("execute") == 2);
    }
    SUBCASE("by a cancel() of the program, whatever became of the session") {
        FakePool with(PoolOptions{});
        with.driver.features.cancel = true;
        with.driver.fail("rollback", shut_down);
        CHECK_THROWS_AS(run_transaction(*with.pool,
                                        [&](Connection& tx) {
                                            with.driver.on("execute", [&](auto&) {
                                                std::thread([&] { tx.cancel(); }).join();
                                                throw cancelled;
                                            });
                                            tx.execute("A");
                                        }),
                        QueryCanceled);
        CHECK(with.driver.count("execute") == 1);
    }
    SUBCASE("at COMMIT") {
        FakePool with(PoolOptions{});
        Clock clock;
        with.driver.fail("commit", cancelled);
        with.driver.fail("rollback", shut_down);
        CHECK_THROWS_AS(run_a(with, clock), OperationalError);
        CHECK(with.driver.count("execute") == 1);
    }
}

TEST_CASE("another connection that was lost is the program's affair") {
    FakePool with(PoolOptions{});
    CHECK_THROWS_AS(run_transaction(*with.pool, [](Connection&) { throw lost; }), ConnectionLost);
    CHECK(with.statistics().created == 1);
}

TEST_CASE("a loss that comes again and again is given up like any other failure") {
    FakePool with(PoolOptions{});
    Clock clock;
    for (int i = 0; i < 9; ++i) with.driver.fail("execute", lost);
    try {
        run_transaction(*with.pool, {.max_attempts = 3, .environment = clock.environment()},
                        [](Connection& tx) { tx.execute("A"); });
        FAIL("nothing was thrown");
    } catch (const ConnectionLost& error) {
        CHECK(error.attempts() == 3);
    }
}

TEST_CASE("the time limit is that of the wait for a lease too") {
    FakePool with({.max_size = 1});
    const auto taken = with.pool->connection();
    CHECK_THROWS_AS(run_transaction(*with.pool, {.timeout = 1ms}, [](Connection&) { FAIL("it ran"); }),
                    DeadlineExceeded);
}

TEST_CASE("a Transaction keeps its lease, and what it leaves is undone before the next one") {
    FakePool with({.max_size = 1});
    {
        auto lease = with.pool->connection();
        const Transaction transaction(*lease);
        lease->execute("A");
        lease.reset();
        CHECK(with.statistics().leased == 1);
    }
    const auto next = with.pool->connection();
    CHECK(next->transaction_status() == TransactionStatus::idle);
    CHECK(with.driver.count("rollback") == 1);
    run_transaction(*next, [](Connection& tx) { tx.execute("B"); });
}
