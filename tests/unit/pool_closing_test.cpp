// SPDX-License-Identifier: BSL-1.0
//
// The end of a pool, whoever is still at work.
#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "support/fake_pool.hpp"

using namespace dbapi;
using namespace std::chrono_literals;
using testing::FakePool;
using testing::soon;

TEST_CASE("a closed pool lends nothing and has closed its idle connections") {
    FakePool with({.min_size = 2});
    CHECK(soon([&] { return with.statistics().idle == 2; }));
    with.pool->close();
    with.pool->close();
    CHECK_THROWS_AS(static_cast<void>(with.pool->connection()), InterfaceError);
    CHECK_THROWS_AS(with.pool->check(), InterfaceError);
    CHECK(with.driver.sessions() == 0);
    CHECK(with.statistics().size == 0);
    CHECK(with.driver.count("rollback") == 0);
}

TEST_CASE("who waits when the pool is closed gets an InterfaceError") {
    FakePool with({.max_size = 1});
    const auto held = with.pool->connection();
    std::optional<ErrorClass> error;
    std::thread waiter([&] {
        try {
            static_cast<void>(with.pool->connection());
        } catch (const Error& caught) {
            error = caught.error_class();
        }
    });
    REQUIRE(soon([&] { return with.statistics().waiting == 1; }));
    with.pool->close();
    waiter.join();
    CHECK(error == ErrorClass::interface_error);
}

TEST_CASE("a lease goes on behind close(), and its connection is closed when it comes back") {
    FakePool with(PoolOptions{});
    auto lease = with.pool->connection();
    CHECK_FALSE(with.pool->close(1ms));
    CHECK_NOTHROW(lease->execute("INSERT"));
    CHECK_NOTHROW(lease->commit());
    CHECK(with.statistics().leased == 1);
    std::thread other([&] { lease.reset(); });
    CHECK(with.pool->close(20s));
    other.join();
    CHECK(with.driver.sessions() == 0);
    CHECK(with.statistics().size == 0);
}

TEST_CASE("a lease may outlive its pool") {
    FakePool with(PoolOptions{});
    auto lease = with.pool->connection();
    lease->execute("INSERT");
    with.pool.reset();
    CHECK_NOTHROW(lease->commit());
    lease->execute("INSERT");
    auto cursor = lease->cursor();
    lease.reset();
    CHECK_NOTHROW(cursor->execute("SELECT 1"));
    CHECK(with.driver.sessions() == 1);
    cursor.reset();
    CHECK(with.driver.sessions() == 0);
}

TEST_CASE("the end of a pool does not wait for a server that is silent") {
    for (const char* hook : {"connect", "rollback"}) {
        CAPTURE(hook);
        FakePool with;
        const auto gate = with.driver.hold(hook);
        with.open({.min_size = 1});
        if (std::string(hook) == "rollback") with.pool->connection()->execute("INSERT");
        gate->wait_until_entered();
        CHECK_FALSE(with.pool->close(1ms));
        const auto begun = with.driver.sessions();
        CHECK(begun == 1);
        with.pool.reset();
        gate->open();
        CHECK(soon([&] { return with.driver.sessions() == 0; }));
    }
}

TEST_CASE("a pool that was never used ends") {
    FakePool with(PoolOptions{});
    with.pool.reset();
    CHECK(with.driver.count("connect") == 0);
}
