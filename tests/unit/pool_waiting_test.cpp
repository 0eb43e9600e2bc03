// SPDX-License-Identifier: BSL-1.0
//
// Who waits for a connection, in which order, and what ends it.
#include <doctest/doctest.h>

#include <atomic>
#include <dbapi/dbapi.hpp>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "support/fake_pool.hpp"

using namespace dbapi;
using namespace std::chrono_literals;
using testing::FakePool;
using testing::soon;

namespace {

const OperationalError refused("connection refused", ErrorDetails{.sqlstate = "08001"});

/// Returns the message of the DeadlineExceeded that connection() throws.
std::string timeout_message(Pool& pool) {
    try {
        static_cast<void>(pool.connection(5ms));
    } catch (const DeadlineExceeded& error) {
        CHECK(error.is_connection_usable());
        return error.what();
    }
    return "there was a connection";
}

}  // namespace

TEST_CASE("who comes first is served first") {
    FakePool with({.max_size = 1});
    auto held = with.pool->connection();
    std::mutex mutex;
    std::vector<int> order;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&, i] {
            const auto lease = with.pool->connection();
            if (i % 2 == 0) lease->execute("INSERT");  // which the next one rolls back
            const std::lock_guard lock(mutex);
            order.push_back(i);
        });
        REQUIRE(soon([&] { return with.statistics().waiting == static_cast<std::size_t>(i) + 1; }));
    }
    held.reset();
    for (auto& thread : threads) thread.join();
    CHECK(order == std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7});
    CHECK(with.statistics().waited >= 8);
    CHECK(with.statistics().created == 1);
    CHECK(with.driver.count("rollback") == 4);
}

TEST_CASE("who is handed another connection at once has not waited") {
    FakePool with({.check_after_idle = 10s});
    with.fill(2);
    const auto before = with.statistics().waited;
    with.advance(10s);
    with.driver.fail("ping", ConnectionLost("gone", ErrorDetails{.connection_usable = false}));
    CHECK(with.pool->connection());
    CHECK(with.statistics().lost == 1);
    CHECK(with.statistics().waited == before);
}

TEST_CASE("one who waits and whose connection turns out to be lost keeps his place") {
    FakePool with({.max_size = 1});
    auto held = with.pool->connection();
    std::mutex mutex;
    std::vector<int> order;
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i) {
        threads.emplace_back([&, i] {
            const auto lease = with.pool->connection();
            const std::lock_guard lock(mutex);
            order.push_back(i);
        });
        REQUIRE(soon([&] { return with.statistics().waiting == static_cast<std::size_t>(i) + 1; }));
    }
    with.driver.restart();  // which is only found out when somebody looks
    held.reset();
    for (auto& thread : threads) thread.join();
    CHECK(order == std::vector<int>{0, 1, 2});
    CHECK(with.statistics().lost == 1);
    CHECK(with.statistics().created == 2);
}

TEST_CASE("who waits too long is told how the pool stands") {
    FakePool with({.max_size = 2, .timeout = 1ms});
    const auto one = with.pool->connection(20s);
    const auto two = with.pool->connection(20s);
    CHECK_THROWS_AS(static_cast<void>(with.pool->connection()), DeadlineExceeded);
    const std::string message = timeout_message(*with.pool);
    CAPTURE(message);
    CHECK(message.find("the pool is exhausted") != std::string::npos);
    CHECK(message.find("size 2 of 2, leased 2, idle 0, returning 0, connecting 0") != std::string::npos);
    CHECK(with.statistics().timeouts == 2);
    CHECK(with.statistics().waiting == 0);
    CHECK(with.statistics().wait_time > 0us);
}

TEST_CASE("who waits goes on when a connection comes back, is closed, or is lost") {
    const std::vector<std::string> ways = {"back", "closed", "lost"};
    for (const auto& way : ways) {
        CAPTURE(way);
        FakePool with({.max_size = 1});
        auto held = with.pool->connection();
        bool is_served = false;
        std::thread other([&] { is_served = with.pool->connection()->is_usable(); });
        REQUIRE(soon([&] { return with.statistics().waiting == 1; }));
        if (way == "closed") held->close();
        if (way == "lost") {
            with.driver.fail("ping", ConnectionLost("gone", ErrorDetails{.connection_usable = false}));
            CHECK_THROWS_AS(held->ping(), ConnectionLost);
        }
        held.reset();
        other.join();
        CHECK(is_served);
        CHECK(with.statistics().created == (way == "back" ? 1 : 2));
    }
}

TEST_CASE("behind his deadline a caller asks no further server") {
    FakePool with({.check_after_idle = 10s});
    with.fill(3);
    with.advance(10s);
    for (int i = 0; i < 3; ++i) {
        with.driver.on("ping", [](testing::FakeConnection&) {
            std::this_thread::sleep_for(20ms);
            throw ConnectionLost("no answer", ErrorDetails{.connection_usable = false});
        });
    }
    const auto gate = with.driver.hold("connect");
    CHECK_THROWS_AS(static_cast<void>(with.pool->connection(5ms)), DeadlineExceeded);
    CHECK(with.driver.count("ping") == 1);
    CHECK(with.statistics().timeouts == 1);
    CHECK(with.statistics().idle == 2);
    gate->open();
}

TEST_CASE("behind his deadline a caller still gets what is ready") {
    FakePool with;
    std::atomic<int> draws = 0;
    with.open({.max_lifetime = 10s, .lifetime_jitter = 1, .check_after_idle = Timeout::zero(), .random = [&] {
                   return draws++ / 2.0;
               }});
    with.fill(2);  // for 10 s and 5 s, which is the first to be taken
    with.advance(6s);
    CHECK(with.pool->connection(-1ms));
    CHECK(with.statistics().retired == 1);
}

TEST_CASE("before the first connection, an error of connecting is the caller's at once") {
    FakePool with;
    with.driver.fail("connect", OperationalError("password authentication failed"));
    with.open({.backoff = 1h, .max_backoff = 1h});
    try {
        static_cast<void>(with.pool->connection());
        FAIL("connected");
    } catch (const OperationalError& error) {
        CHECK(std::string(error.what()) == "password authentication failed");
    }
    CHECK(with.pool->connection());  // tried again at once, for nobody waits for an hour
    CHECK(with.statistics().connect_failures == 1);
}

TEST_CASE("a server that cannot be reached for a while is waited for") {
    FakePool with({.backoff = 1ms});
    with.pool->connection()->close();
    for (int i = 0; i < 3; ++i) with.driver.fail("connect", refused);
    CHECK(with.pool->connection()->is_usable());
    CHECK(with.statistics().connect_failures == 3);
    CHECK(with.statistics().created == 2);
}

TEST_CASE("who waits in vain for a server is told why") {
    FakePool with({.backoff = 1h, .max_backoff = 1h});
    with.pool->connection()->close();
    with.driver.fail("connect", refused);
    const std::string message = timeout_message(*with.pool);
    CAPTURE(message);
    CHECK(message.find("the pool could not grow (size 0 of 8") != std::string::npos);
    CHECK(message.find("; connecting fails: connection refused") != std::string::npos);
}

TEST_CASE("what is no OperationalError waits for nothing") {
    FakePool with(PoolOptions{});
    with.pool->connection()->close();
    with.driver.fail("connect", ProgrammingError("an unknown parameter"));
    CHECK_THROWS_AS(static_cast<void>(with.pool->connection()), ProgrammingError);
    with.driver.fail("connect", std::bad_alloc());
    CHECK_THROWS_AS(static_cast<void>(with.pool->connection()), std::bad_alloc);
    CHECK(with.statistics().size == 0);
}

TEST_CASE("who is refused is told so at once, even when there was a connection") {
    FakePool with({.backoff = 1h, .max_backoff = 1h});
    with.pool->connection()->close();
    with.driver.fail("connect", OperationalError("wrong password", ErrorDetails{.sqlstate = "28P01"}));
    CHECK_THROWS_WITH_AS(static_cast<void>(with.pool->connection()), "wrong password", OperationalError);
}

TEST_CASE("an OperationalError of on_connect is waited out once there was a connection") {
    FakePool with;
    std::atomic<int> calls = 0;
    with.open({.backoff = 1ms, .on_connect = [&](Connection&) {
                   if (++calls == 2) throw OperationalError("read only yet");
               }});
    with.pool->connection()->close();
    CHECK(with.pool->connection());
    CHECK(calls == 3);
}

TEST_CASE("what on_connect throws is an error of connecting") {
    FakePool with;
    int calls = 0;
    with.open({.on_connect = [&](Connection&) {
        if (++calls == 1) throw 42;
    }});
    CHECK_THROWS_AS(static_cast<void>(with.pool->connection()), int);
    CHECK(with.pool->connection());
    CHECK(with.statistics().connect_failures == 1);
}
