// SPDX-License-Identifier: BSL-1.0
//
// What the tests of two-phase transactions begin with.
#pragma once

#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "support/fake_driver.hpp"

namespace testing::two_phase {

using dbapi::Connection;
using dbapi::Xid;
using Calls = std::vector<std::string>;

inline const Xid one(1, "one", "");
inline const Xid two(1, "two", "");

struct Session {
    FakeDriver driver{};
    std::shared_ptr<Connection> conn{};

    explicit Session(const std::function<void(FakeDriver&)>& settings = {}) {
        driver.features.two_phase = driver.features.callproc = driver.features.copy = true;
        if (settings) settings(driver);
        conn = driver.connect({.dsn = "fake:"});
        driver.take_calls();
    }
    ~Session() {
        CHECK(driver.violations() == Calls{});
        conn.reset();
    }
    void prepare() {
        conn->tpc_begin(one);
        conn->execute("A");
        conn->tpc_prepare();
        driver.take_calls();
    }
    /// Whether no two-phase transaction holds the connection.
    [[nodiscard]] bool is_free() const {
        conn->commit();
        return true;
    }
};

}  // namespace testing::two_phase
