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
        std::uniform_int_distribution<int> pause(0, 1500);  // microseconds: about what the statement takes
        for (int i = 1; i <= tries; ++i) {
            asked.wait(i - 1);
            std::this_thread::sleep_for(std::chrono::microseconds(pause(random)));
            conn->cancel();
            arrived = i;
            arrived.notify_one();
        }
    });
    int cancelled = 0;
    int wrong = 0;
    for (int i = 1; i <= tries; ++i) {
        asked = i;
        asked.notify_one();
        try {
            conn->execute("SELECT pg_sleep(0.001)");
        } catch (const QueryCanceled&) {
            ++cancelled;
        }
        // While cancel() has not returned the next statement may be the one that runs: it waits for it.
        arrived.wait(i - 1);
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
