// SPDX-License-Identifier: BSL-1.0
//
// What the tests of Transaction and run_transaction() begin with.
#pragma once

#include <doctest/doctest.h>

#include <chrono>
#include <dbapi/dbapi.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "support/fake_driver.hpp"

namespace testing::transactions {

using dbapi::Connection;
using Calls = std::vector<std::string>;

/// Errors that a database gives.
inline const dbapi::SerializationFailure conflict("restart transaction",
                                                  {.sqlstate = "40001", .retryable = true});
inline const dbapi::ConnectionLost lost("the server went away",
                                        {.sqlstate = "08006", .connection_usable = false});

struct Session {
    FakeDriver driver{};
    std::shared_ptr<Connection> conn{};

    explicit Session(const std::function<void(FakeDriver&)>& settings = {},
                     const dbapi::ConnectOptions& options = {.dsn = "fake:"}) {
        driver.features.savepoints = driver.features.restart_savepoint = true;
        driver.features.streaming = driver.features.read_only = true;
        driver.answer("SELECT n", integers("n", {1, 2}));
        if (settings) settings(driver);
        conn = driver.connect(options);
        driver.take_calls();
    }
    ~Session() {
        CHECK(driver.violations() == Calls{});
        conn.reset();
    }

    /// The calls that matter for transactions, and forgets all.
    Calls take_calls() {
        Calls kept;
        for (auto& call : driver.take_calls()) {
            if (call != "complete" && call != "fetch") kept.push_back(std::move(call));
        }
        return kept;
    }
};

/// A clock that stands still but for the pauses, which are kept.
struct Clock {
    std::chrono::steady_clock::time_point now = std::chrono::steady_clock::now();
    std::vector<dbapi::Backoff::Duration> pauses{};
    double random = 0.5;

    [[nodiscard]] dbapi::RetryEnvironment environment() {
        return {.now = [this] { return now; },
                .sleep =
                    [this](dbapi::Backoff::Duration pause) {
                        pauses.push_back(pause);
                        now += pause;
                    },
                .random = [this] { return random; }};
    }
};

}  // namespace testing::transactions
