// SPDX-License-Identifier: BSL-1.0
//
// A pool on a database: what one lease leaves to the next, and several threads.
#include <doctest/doctest.h>

#include <string>
#include <thread>
#include <vector>

#include "support/database.hpp"

using dbapi::Pool;
using dbapi::PoolOptions;
using dbapi::TransactionStatus;
using testing::database_url;
using testing::eventually;
using testing::Table;
using namespace std::chrono_literals;

namespace {

/// What stays in a session: the statement that sets it, and one that fails or counts 0 when it is not there.
struct Trace {
    std::string leave;
    std::string look;
};

std::vector<Trace> traces() {
    std::vector<Trace> all = {
        {"CREATE TEMPORARY TABLE pool_trace (id INT)", "SELECT count(*) + 1 FROM pool_trace"}};
    if (testing::is_sqlite()) {
        all.push_back(
            {"PRAGMA cache_size = 4711", "SELECT count(*) FROM pragma_cache_size WHERE cache_size = 4711"});
        all.push_back({"ATTACH ':memory:' AS pool_trace",
                       "SELECT count(*) FROM pragma_database_list WHERE name = 'pool_trace'"});
    } else {
        all.push_back(
            {"SET statement_timeout TO 4711",
             "SELECT count(*) FROM pg_settings WHERE name = 'statement_timeout' AND setting = '4711'"});
    }
    return all;
}

bool is_there(dbapi::Connection& connection, const Trace& trace) {
    try {
        const bool found = connection.execute(trace.look).scalar<int>() > 0;
        connection.rollback();
        return found;
    } catch (const dbapi::ProgrammingError&) {
        connection.rollback();
        return false;
    }
}

}  // namespace

TEST_CASE("a transaction that was left open is rolled back, and its locks are gone") {
    const Table table("id INT PRIMARY KEY, n INT");
    Pool pool(database_url(), {.max_size = 2});
    pool.connection()->execute(table.sql("INSERT INTO {} VALUES (1, 1)"));
    CHECK(eventually([&] { return pool.statistics().idle == 1; }));
    CHECK(table.count() == 0);
    const auto lease = pool.connection();
    CHECK(lease->transaction_status() == TransactionStatus::idle);
    lease->execute(table.sql("INSERT INTO {} VALUES (1, 1)"));
    lease->commit();
    CHECK(table.count() == 1);
    CHECK(pool.statistics().created == 1);
}

TEST_CASE("an open stream is ended with its lease") {
    Pool pool(database_url(), {.max_size = 1});
    for (int i = 0; i < 3; ++i) {
        auto stream = pool.connection()->stream("SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3");
        CHECK(stream.fetchone());
    }
    CHECK(pool.connection()->execute("SELECT 4").scalar<int>() == 4);
    CHECK(pool.statistics().created == 1);
    CHECK(pool.statistics().lost == 0);
}

TEST_CASE("what a lease has set in its session is gone with it") {
    for (const auto& trace : traces()) {
        CAPTURE(trace.leave);
        Pool pool(database_url(), {.max_size = 1});
        {
            const auto lease = pool.connection();
            lease->execute(trace.leave);
            lease->commit();
            CHECK(is_there(*lease, trace));
        }
        CHECK_FALSE(is_there(*pool.connection(), trace));
        CHECK(pool.statistics().resets + pool.statistics().retired == 1);
    }
}

TEST_CASE("with the policy never it stays") {
    for (const auto& trace : traces()) {
        CAPTURE(trace.leave);
        Pool pool(database_url(), {.max_size = 1, .reset = dbapi::ResetPolicy::never});
        {
            const auto lease = pool.connection();
            lease->execute(trace.leave);
            lease->commit();
        }
        CHECK(is_there(*pool.connection(), trace));
        CHECK(pool.statistics().created == 1);
    }
}

TEST_CASE("what is run often is no reason for a reset, and its results are right behind one") {
    const Table table("id INT PRIMARY KEY, n INT");
    Pool pool(database_url(), {.max_size = 1});
    for (int i = 0; i < 6; ++i) {
        const auto lease = pool.connection();
        lease->execute(table.sql("INSERT INTO {} VALUES (?, ?)"), i, i * i);
        CHECK(lease->execute(table.sql("SELECT n FROM {} WHERE id = ?"), i).scalar<int>() == i * i);
        lease->commit();
        if (i == 3) lease->execute(traces().front().leave);
    }
    CHECK(table.count() == 6);
    CHECK(pool.statistics().resets + pool.statistics().retired == 1);
}

TEST_CASE("eight threads on three connections lose and double nothing") {
    const Table table("id INT PRIMARY KEY, n INT");
    Pool pool(database_url(), {.min_size = 1, .max_size = 3});
    constexpr int threads = 8;
    constexpr int rounds = 25;
    std::vector<std::thread> running;
    for (int thread = 0; thread < threads; ++thread) {
        running.emplace_back([&, thread] {
            for (int round = 0; round < rounds; ++round) {
                const auto cursor = pool.connection()->cursor();
                if (round % 5 == 4) {  // left open, or open for the reading
                    cursor->execute("SELECT 1");
                    continue;
                }
                cursor->connection().set_autocommit(true);  // for SQLite's one writer
                cursor->execute(table.sql("INSERT INTO {} VALUES (?, ?)"), thread * rounds + round, thread);
            }
        });
    }
    for (auto& thread : running) thread.join();
    CHECK(table.count() == threads * rounds / 5 * 4);
    const auto statistics = pool.statistics();
    CHECK(statistics.leases == threads * rounds);
    CHECK(statistics.created <= 3);
    CHECK(statistics.lost == 0);
    CHECK(statistics.waiting == 0);
    CHECK(pool.close(10s));
    CHECK(pool.statistics().size == 0);
}

TEST_CASE("a wrong URL is the first caller's error") {
    if (testing::is_sqlite()) {
        Pool pool("sqlite:/no/such/folder/file.db");
        CHECK_THROWS_AS(static_cast<void>(pool.connection()), dbapi::OperationalError);
        CHECK_THROWS_AS(Pool("sqlite:x?bad=1"), dbapi::ProgrammingError);
    } else {
        Pool pool(dbapi::ConnectOptions{.dsn = database_url(), .password = "not this"});
        CHECK_THROWS_AS(static_cast<void>(pool.connection(20s)), dbapi::OperationalError);
    }
}
