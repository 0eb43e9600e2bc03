// SPDX-License-Identifier: BSL-1.0
//
// Sessions that the server ends, and what DISCARD ALL takes along.
#include <doctest/doctest.h>

#include <chrono>
#include <dbapi/dbapi.hpp>
#include <string>
#include <thread>
#include <vector>

#include "libpq/server.hpp"

using namespace dbapi;
using namespace std::chrono_literals;
using testing::connect_through;
using testing::Fault;
using testing::server_url;

namespace {

int backend(Connection& connection) {
    const int pid = connection.execute("SELECT pg_backend_pid()").scalar<int>();
    connection.commit();
    return pid;
}

/// Ends sessions from another one, and waits until they are gone.
void terminate(const std::vector<int>& pids) {
    const auto conn = testing::connect({.autocommit = true});
    for (const int pid : pids) conn->execute("SELECT pg_terminate_backend(?, 5000)", pid);
}

template <class Condition>
[[nodiscard]] bool soon(Condition&& holds) {
    const auto end = std::chrono::steady_clock::now() + 10s;
    while (!holds()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(1ms);
    }
    return true;
}

}  // namespace

TEST_CASE("is_usable() sees that the server has ended an idle session, and why is among the messages") {
    const auto conn = testing::connect();
    const int pid = backend(*conn);
    CHECK(conn->is_usable());
    terminate({pid});
    CHECK(soon([&] { return !conn->is_usable(); }));
    CHECK(conn->transaction_status() == TransactionStatus::unknown);
    const auto messages = conn->messages();
    REQUIRE(messages.size() == 1);
    CHECK(messages[0].sqlstate == "57P01");
    CHECK_THROWS_AS(conn->execute("SELECT 1"), ConnectionLost);
    CHECK_THROWS_AS(conn->ping(), ConnectionLost);
    conn->close();
}

TEST_CASE("is_usable() sees a session ended in the middle of a transaction") {
    const auto conn = testing::connect();
    const int pid = backend(*conn);
    conn->execute("SELECT 1");
    terminate({pid});
    CHECK(soon([&] { return !conn->is_usable(); }));
    CHECK_THROWS_AS(conn->commit(), ConnectionLost);
}

TEST_CASE("is_usable() does not disturb a thread that waits for its answer, nor a stream") {
    const auto conn = testing::connect();
    std::thread runs([&] { CHECK(conn->execute("SELECT 7 FROM pg_sleep(0.3)").scalar<int>() == 7); });
    while (conn->transaction_status() == TransactionStatus::idle) CHECK(conn->is_usable());
    for (int i = 0; i < 1000; ++i) CHECK(conn->is_usable());
    runs.join();
    auto stream = conn->stream("SELECT i FROM generate_series(1, 10000) AS g(i)");
    int rows = 0;
    while (stream.fetchone()) {
        if (++rows % 100 == 0) CHECK(conn->is_usable());
    }
    CHECK(rows == 10'000);
}

TEST_CASE("ping() is one round trip, obeys the time limit, and finds out what is lost") {
    testing::ProxiedServer server;
    const auto conn = connect_through(server);
    conn->execute("SELECT 1");
    conn->commit();
    const auto before = server.proxy.round_trips();
    conn->ping();
    CHECK(server.proxy.round_trips() == before + 1);
    conn->set_timeout(200ms);
    server.proxy.arm(Fault::freeze, "Q");
    try {
        conn->ping();
        FAIL("a frozen server answered");
    } catch (const DeadlineExceeded& error) {
        CHECK_FALSE(error.is_connection_usable());
        CHECK_FALSE(error.is_outcome_unknown());
    }
    CHECK_FALSE(conn->is_usable());

    testing::ProxiedServer other;
    const auto cut = connect_through(other);
    static_cast<void>(backend(*cut));
    other.proxy.arm(Fault::cut_before, "Q");
    CHECK_THROWS_AS(cut->ping(), ConnectionLost);
}

TEST_CASE("pooled sessions that the server has ended are not lent") {
    Pool pool(server_url(), {.max_size = 3});
    std::vector<int> pids;
    {
        std::vector<std::shared_ptr<Connection>> leases;
        for (int i = 0; i < 3; ++i) pids.push_back(backend(*leases.emplace_back(pool.connection())));
    }
    terminate(pids);
    // The server may say so a moment later than it is gone from its own list.
    const auto lease = pool.connection();
    CHECK(lease->execute("SELECT 1").scalar<int>() == 1);
    CHECK(pool.statistics().lost == 3);
    CHECK(pool.statistics().created == 4);
}

TEST_CASE("a lease whose session is ended while it is out is replaced, and the others are pinged") {
    Pool pool(server_url(), {.max_size = 2});
    {
        const auto one = pool.connection();
        const auto two = pool.connection();
        terminate({backend(*one)});
        CHECK_THROWS_AS(one->execute("SELECT 1"), ConnectionLost);
    }
    CHECK(pool.statistics().lost == 1);
    const auto one = pool.connection();
    const auto two = pool.connection();
    CHECK(one->execute("SELECT 1").scalar<int>() == 1);
    CHECK(two->execute("SELECT 1").scalar<int>() == 1);
    CHECK(pool.statistics().created == 3);
}

TEST_CASE("LISTEN, PREPARE, cursors, locks and roles are gone with their lease") {
    Pool pool(server_url(), {.max_size = 1});
    int pid = 0;
    {
        const auto lease = pool.connection();
        lease->set_autocommit(true);
        pid = backend(*lease);
        lease->execute("LISTEN pool_news");
        lease->execute("PREPARE pool_plan AS SELECT 1");
        lease->execute("DECLARE pool_cursor CURSOR WITH HOLD FOR SELECT 1");
        lease->execute("SELECT pg_advisory_lock(4711)");
    }
    const auto lease = pool.connection();
    CHECK(backend(*lease) == pid);
    CHECK(lease->execute("SELECT count(*) FROM pg_listening_channels()").scalar<int>() == 0);
    CHECK(lease->execute("SELECT count(*) FROM pg_prepared_statements WHERE name = 'pool_plan'")
              .scalar<int>() == 0);
    CHECK(lease->execute("SELECT count(*) FROM pg_cursors WHERE name = 'pool_cursor'").scalar<int>() == 0);
    CHECK(lease->execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'").scalar<int>() == 0);
}

TEST_CASE("statements that leave the session alone are no reason for DISCARD ALL") {
    testing::ProxiedServer server;
    Pool pool(server.url, {.max_size = 1});
    const auto work = [&] {
        const auto lease = pool.connection();
        for (const char* sql : {"SELECT 1", "SET LOCAL statement_timeout TO 1000", "SAVEPOINT a", "RELEASE a",
                                "SHOW timezone", "EXPLAIN SELECT 1", "VALUES (1)"}) {
            lease->execute(sql);
        }
        lease->commit();
    };
    for (int i = 0; i < 2; ++i) work();  // until all are prepared that can be
    const auto before = server.proxy.round_trips();
    work();
    CHECK(server.proxy.round_trips() - before == 8);
    CHECK(pool.statistics().resets == 0);
}

TEST_CASE("behind DISCARD ALL the driver's own settings and prepared statements are made anew") {
    Pool pool(server_url(), {.max_size = 1});
    for (int i = 0; i < 4; ++i) {
        CAPTURE(i);
        const auto lease = pool.connection();
        CHECK(lease->execute("SELECT 0.1::float8 + 0.2::float8").scalar<double>() == 0.1 + 0.2);
        for (int j = 0; j < 3; ++j) {
            CHECK(lease->execute("SELECT ?::int + 1, DATE '2024-02-29'", j).one<int, Date>() ==
                  std::tuple(j + 1, Date(2024, 2, 29)));
        }
        lease->execute("SET DateStyle TO German");
        lease->execute("SET extra_float_digits TO -5");
        lease->commit();
    }
    CHECK(pool.statistics().resets >= 3);  // the last one may be under way
    CHECK(pool.statistics().created == 1);
}

TEST_CASE("a server that is silent at the end of a lease holds nobody up for long") {
    testing::ProxiedServer server;
    Pool pool(server.url, {.max_size = 1, .upkeep_timeout = 100ms});
    auto lease = pool.connection();
    lease->execute("SELECT 1");
    server.proxy.arm(Fault::freeze, "ROLLBACK");
    lease.reset();
    // The proxy passes other connections on.
    CHECK(pool.connection(20s)->execute("SELECT 2").scalar<int>() == 2);
    CHECK(pool.statistics().lost == 1);
}
