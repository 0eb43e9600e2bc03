// SPDX-License-Identifier: BSL-1.0
//
// cancel() near the end of a statement: it hits that one or none.
#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <dbapi/dbapi.hpp>
#include <random>
#include <thread>

#include "libpq/server.hpp"

using namespace dbapi;

TEST_CASE("a cancel that comes too late leaves the next statement alone, in 10,000 tries") {
    constexpr int tries = 10'000;
    const auto conn = testing::connect({.autocommit = true});
    std::atomic<int> asked = 0;
    std::atomic<int> arrived = 0;
    const std::jthread canceller([&] {
        std::mt19937 random(1);
        std::uniform_int_distribution<int> pause(0, 300);  // microseconds: about what the statement takes
        for (int i = 1; i <= tries; ++i) {
            while (asked < i) std::this_thread::yield();
            const auto until = std::chrono::steady_clock::now() + std::chrono::microseconds(pause(random));
            while (std::chrono::steady_clock::now() < until) continue;
            conn->cancel();
            arrived = i;
        }
    });
    int cancelled = 0;
    int wrong = 0;
    for (int i = 1; i <= tries; ++i) {
        asked = i;
        try {
            conn->execute("SELECT pg_sleep(0.0001)");
        } catch (const QueryCanceled&) {
            ++cancelled;
        }
        // While cancel() has not returned the next statement may be the one that runs: it waits for it.
        while (arrived < i) std::this_thread::yield();
        try {
            if (conn->execute("SELECT ?", i).scalar<int>() != i) ++wrong;
        } catch (const QueryCanceled&) {
            ++wrong;
        }
    }
    MESSAGE("cancelled: " << cancelled << " of " << tries);
    CHECK(wrong == 0);
    CHECK(cancelled > 0);
    CHECK(cancelled < tries);
}
