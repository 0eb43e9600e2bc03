// SPDX-License-Identifier: BSL-1.0
//
// What a pool does by itself: how many connections it keeps, how old they become, which it checks.
#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <dbapi/dbapi.hpp>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "support/fake_pool.hpp"

using namespace dbapi;
using namespace std::chrono_literals;
using testing::FakePool;
using testing::soon;

TEST_CASE("min_size connections are made in the background, and replaced") {
    FakePool with({.min_size = 3});
    CHECK(soon([&] { return with.statistics().idle == 3; }));
    with.driver.restart();
    with.pool->check();
    CHECK(soon([&] { return with.statistics().idle == 3; }));
    CHECK(with.statistics().lost == 3);
    CHECK(with.statistics().created == 6);
    CHECK(with.driver.sessions() == 3);
}

TEST_CASE("a refill that fails is tried again") {
    FakePool with;
    for (int i = 0; i < 3; ++i) with.driver.fail("connect", OperationalError("refused"));
    with.open({.min_size = 2, .backoff = 1ms, .max_backoff = 2ms});
    CHECK(soon([&] { return with.statistics().idle == 2; }));
    CHECK(with.statistics().connect_failures == 3);
}

TEST_CASE("a max_backoff of zero is no limit") {
    FakePool with;
    for (int i = 0; i < 3; ++i) with.driver.fail("connect", OperationalError("refused"));
    with.open({.min_size = 1, .backoff = 1h, .max_backoff = Timeout::zero()});
    REQUIRE(soon([&] { return with.statistics().connect_failures == 1; }));
    CHECK_THROWS_AS(static_cast<void>(with.pool->connection()), OperationalError);  // tries it at once
    std::this_thread::sleep_for(50ms);  // in which nobody asks, so that it is the pool's turn in two hours
    CHECK(with.statistics().connect_failures == 2);
}

TEST_CASE("the pool sleeps between two failures to connect, even without a backoff") {
    testing::FakeDriver driver;
    constexpr int failures = 20;
    for (int i = 0; i < failures; ++i) driver.fail("connect", OperationalError("refused"));
    std::atomic<int> looks = 0;
    const auto clock = [&] {
        ++looks;  // before each sleep
        return std::chrono::steady_clock::now();
    };
    const Driver* const drivers[] = {&driver};
    Pool pool({.dsn = "fake:"}, drivers,
              {.min_size = 1, .backoff = Timeout::zero(), .max_backoff = 1ms, .clock = clock});
    CHECK(soon([&] { return pool.statistics().idle == 1; }));
    CHECK(looks >= failures);
    CHECK(pool.close(20s));
}

TEST_CASE("connecting holds up neither leases nor rollbacks") {
    FakePool with({.max_size = 4});
    auto first = with.pool->connection();
    const std::array gates = {with.driver.hold("connect"), with.driver.hold("connect")};
    std::atomic<int> served = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 2; ++i) {
        threads.emplace_back([&] {
            if (with.pool->connection()) ++served;
        });
    }
    for (const auto& gate : gates) gate->wait_until_entered();
    CHECK(with.statistics().connecting == 2);
    first->execute("INSERT");
    first.reset();  // goes to one of those who wait
    CHECK(soon([&] { return served == 2; }));
    with.pool->connection()->execute("INSERT");
    CHECK(soon([&] { return with.statistics().idle == 1; }));
    CHECK(with.driver.count("rollback") == 2);
    for (const auto& gate : gates) gate->open();
    for (auto& thread : threads) thread.join();
    CHECK(soon([&] { return with.statistics().idle == 3; }));
}

TEST_CASE("a connection that is too old is replaced once it is free") {
    FakePool with({.max_size = 1, .max_lifetime = 10s, .lifetime_jitter = 0});
    {
        const auto lease = with.pool->connection();
        with.advance(11s);
        lease->execute("SELECT 1");
        lease->commit();
    }
    CHECK(with.statistics().retired == 1);
    CHECK(with.statistics().size == 0);
    const Connection* second = with.pool->connection().get();
    with.advance(9s);
    CHECK(with.pool->connection().get() == second);
    with.advance(1s);
    CHECK(with.pool->connection());
    CHECK(with.statistics().retired == 2);
    CHECK(with.statistics().created == 3);
    CHECK(with.statistics().lost == 0);
}

TEST_CASE("lifetimes differ, so that not all connections end at once") {
    FakePool with;
    std::atomic<int> draws = 0;
    with.open({.max_lifetime = 10s, .lifetime_jitter = 0.5, .random = [&] { return draws++ / 4.0; }});
    with.fill(3);  // 10 s, 8.75 s and 7.5 s
    CHECK(draws == 3);
    for (const auto& [time, size] : {std::pair(7499ms, 3), {1ms, 2}, {1249ms, 2}, {1ms, 1}, {1250ms, 0}}) {
        with.advance(time);
        with.pool->check();
        CHECK(with.statistics().size == static_cast<std::size_t>(size));
    }
}

TEST_CASE("connections above min_size are closed when they are not used") {
    FakePool with({.min_size = 1, .max_size = 4, .max_idle = 10s, .check_after_idle = Timeout::zero()});
    with.fill(4);
    with.advance(9s);
    { const auto lease = with.pool->connection(); }
    with.advance(2s);
    // The pool's thread sleeps by the real clock; anything that happens wakes it.
    with.pool->connection()->execute("INSERT");
    CHECK(soon([&] { return with.statistics().size == 1; }));
    CHECK(with.statistics().retired == 3);
    with.advance(50min);
    with.pool->connection()->execute("INSERT");
    CHECK(soon([&] { return with.statistics().idle == 1; }));
    CHECK(with.statistics().created == 4);
}

TEST_CASE("the pool's thread closes what is too old by itself") {
    testing::FakeDriver driver;
    const Driver* const drivers[] = {&driver};
    Pool pool({.dsn = "fake:"}, drivers, {.max_idle = 5ms});
    { const auto lease = pool.connection(); }
    CHECK(soon([&] { return pool.statistics().size == 0; }));
    CHECK(pool.statistics().retired == 1);
    CHECK(pool.close(20s));
}

TEST_CASE("a connection that was not used for long is pinged first") {
    FakePool with({.check_after_idle = 10s});
    with.fill(1);
    with.advance(9s);
    with.fill(1);
    CHECK(with.driver.count("ping") == 0);
    with.advance(10s);
    with.fill(1);
    CHECK(with.driver.count("ping") == 1);
    with.driver.fail("ping", ConnectionLost("gone", ErrorDetails{.connection_usable = false}));
    with.advance(10s);
    CHECK(with.pool->connection()->is_usable());
    CHECK(with.statistics().lost == 1);
    CHECK(with.statistics().created == 2);
}

TEST_CASE("a session that the server has ended is not lent, whatever its age") {
    FakePool with(PoolOptions{});
    with.fill(2);
    with.driver.restart();
    const auto lease = with.pool->connection();
    CHECK_NOTHROW(lease->execute("SELECT 1"));
    CHECK(with.statistics().lost == 2);
    CHECK(with.driver.sessions() == 1);
}

TEST_CASE("when one connection is lost, all others are pinged before their next use, once") {
    FakePool with(PoolOptions{});
    with.fill(3);
    with.driver.fail("execute", ConnectionLost("gone", ErrorDetails{.connection_usable = false}));
    CHECK_THROWS_AS(with.pool->connection()->execute("SELECT 1"), ConnectionLost);
    CHECK(with.driver.count("ping") == 0);
    with.fill(2);
    CHECK(with.driver.count("ping") == 2);
    with.fill(2);
    CHECK(with.driver.count("ping") == 2);
    CHECK(with.statistics().lost == 1);
}

TEST_CASE("a session that cannot be reset is kept while it is what on_connect made of it") {
    FakePool with;
    with.driver.can_reset = false;
    with.open({.reset = ResetPolicy::always,
               .on_connect = [](Connection& connection) { connection.execute("SET search_path"); }});
    with.pool->connection()->execute("SELECT 1");
    CHECK(soon([&] { return with.statistics().idle == 1; }));
    CHECK_NOTHROW(with.pool->connection()->reset());
    CHECK(with.pool->connection()->is_usable());
    CHECK(with.driver.count("execute") == 2);  // on_connect's and the program's
    CHECK(with.statistics().created == 1);
    with.pool->connection()->execute("SET y");
    CHECK(soon([&] { return with.statistics().retired == 1; }));
    CHECK_THROWS_AS(
        [&] {
            const auto lease = with.pool->connection();
            lease->execute("SET y");
            lease->reset();
        }(),
        NotSupportedError);
}

TEST_CASE("a session that the program has reset is configured again, whatever the policy") {
    for (const auto policy : {ResetPolicy::when_touched, ResetPolicy::never}) {
        CAPTURE(static_cast<int>(policy));
        FakePool with;
        std::atomic<int> configured = 0;
        with.open({.reset = policy, .on_connect = [&](Connection&) { ++configured; }});
        with.pool->connection()->reset();
        CHECK(soon([&] { return with.statistics().idle == 1; }));
        CHECK(configured == 2);
        CHECK(with.driver.count("reset") == 1);
        { const auto lease = with.pool->connection(); }
        CHECK(configured == 2);
        CHECK(with.statistics().created == 1);
    }
}

TEST_CASE("a reset in on_connect is none of the program's") {
    FakePool with;
    std::atomic<int> configured = 0;
    with.open({.on_connect = [&](Connection& connection) {
        connection.reset();
        ++configured;
    }});
    with.fill(1);
    with.fill(1);
    CHECK(configured == 1);
    CHECK(with.statistics().idle == 1);
}

TEST_CASE("check() pings what is idle, and leaves the leases alone") {
    FakePool with(PoolOptions{});
    with.fill(3);
    const auto lease = with.pool->connection();
    with.driver.fail("ping", OperationalError("gone", ErrorDetails{.connection_usable = false}));
    with.pool->check();
    CHECK(with.driver.count("ping") == 2);
    CHECK(with.statistics().idle == 1);
    CHECK(with.statistics().lost == 1);
    CHECK(lease->is_usable());
}

TEST_CASE("a connection that is being checked goes to who waits for one") {
    FakePool with({.max_size = 1});
    with.fill(1);
    const auto gate = with.driver.hold("ping");
    std::thread checker([&] { with.pool->check(); });
    gate->wait_until_entered();
    CHECK(with.statistics().returning == 1);
    std::thread user([&] { CHECK(with.pool->connection()); });
    CHECK(soon([&] { return with.statistics().waiting == 1; }));
    gate->open();
    checker.join();
    user.join();
    CHECK(with.statistics().created == 1);
}
