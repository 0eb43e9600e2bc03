// SPDX-License-Identifier: BSL-1.0
//
// Threads that share one connection, each with its own cursors, while others ask for the status and cancel.
#include <doctest/doctest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "fixtures.hpp"

using fixtures::memory;

TEST_CASE("threads share a connection") {
    constexpr int writers = 4;
    constexpr int rows_each = 200;
    const auto connection = memory({.autocommit = true});
    connection->execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)");

    std::atomic<bool> has_ended = false;
    std::thread watcher([&] {
        while (!has_ended) {
            (void)connection->transaction_status();
            (void)connection->is_usable();
            std::this_thread::yield();
        }
    });
    std::atomic<int> failures = 0;
    std::vector<std::thread> threads;
    for (int writer = 0; writer < writers; ++writer) {
        threads.emplace_back([&, writer] {
            const auto cursor = connection->cursor();
            for (int i = 0; i < rows_each; ++i) {
                const int id = writer * rows_each + i;
                cursor->execute("INSERT INTO t VALUES (?, ?)", id, std::to_string(id));
                cursor->execute("SELECT b FROM t WHERE a = ?", id);
                if (cursor->scalar<std::string>() != std::to_string(id)) ++failures;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    has_ended = true;
    watcher.join();
    CHECK(failures == 0);
    CHECK(connection->execute("SELECT count(*) FROM t").scalar<int>() == writers * rows_each);
}

TEST_CASE("a cancel hits no later statement") {
    const auto connection = memory({.autocommit = true});
    std::atomic<bool> has_ended = false;
    std::thread canceller([&] {
        while (!has_ended) connection->cancel();
    });
    int answered = 0;
    int cancelled = 0;
    for (int i = 0; i < 300; ++i) {
        const auto error = fixtures::caught([&] { (void)connection->execute("VALUES (1), (2)").fetchall(); });
        ++(error.error_class == "QueryCanceled" ? cancelled : answered);
    }
    has_ended = true;
    canceller.join();
    CHECK(answered + cancelled == 300);
    CHECK(connection->execute("VALUES (1), (2)").fetchall().size() == 2);
}
