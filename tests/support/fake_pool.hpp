// SPDX-License-Identifier: BSL-1.0
//
// A pool on the fake driver, with a clock that a test moves.
#pragma once

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <dbapi/dbapi.hpp>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "fake_driver.hpp"

namespace testing {

/// A pool and its driver. At the end nothing of either is left.
struct FakePool {
    FakeDriver driver{};
    std::atomic<std::chrono::steady_clock::time_point> clock{std::chrono::steady_clock::time_point{} +
                                                             std::chrono::hours(1)};
    std::unique_ptr<dbapi::Pool> pool{};

    FakePool() = default;
    explicit FakePool(dbapi::PoolOptions options) { open(std::move(options)); }
    ~FakePool() {
        if (pool) CHECK(pool->close(std::chrono::seconds(20)));
        pool.reset();
        CHECK(driver.sessions() == 0);
        CHECK(driver.violations() == std::vector<std::string>{});
    }
    FakePool(const FakePool&) = delete;
    FakePool& operator=(const FakePool&) = delete;

    void open(dbapi::PoolOptions options, const dbapi::ConnectOptions& target = {.dsn = "fake:"}) {
        options.clock = [this] { return clock.load(); };
        const dbapi::Driver* const drivers[] = {&driver};
        pool = std::make_unique<dbapi::Pool>(target, drivers, std::move(options));
    }

    void advance(std::chrono::milliseconds time) { clock = clock.load() + time; }

    [[nodiscard]] dbapi::PoolStatistics statistics() const { return pool->statistics(); }

    /// Lends so many connections and takes them back, so that they are idle.
    void fill(std::size_t count) {
        std::vector<std::shared_ptr<dbapi::Connection>> leases;
        while (leases.size() < count) leases.push_back(pool->connection());
    }
};

/// Waits for what another thread is about to do. Returns whether it has, in twenty seconds.
template <class Condition>
[[nodiscard]] bool soon(Condition&& holds) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!holds()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::yield();
    }
    return true;
}

}  // namespace testing
