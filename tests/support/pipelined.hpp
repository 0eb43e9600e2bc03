// SPDX-License-Identifier: BSL-1.0
//
// Tests of pipelines on the fake driver, with and without its sending statements together.
#pragma once

#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "support/fake_driver.hpp"

namespace testing::pipelined {

using namespace dbapi;
using Calls = std::vector<std::string>;

struct Session {
    FakeDriver driver{};
    std::shared_ptr<Connection> conn{};
    bool together;

    explicit Session(bool runs_together, bool autocommit = false) : together(runs_together) {
        driver.features.pipeline = together;
        driver.begins_with_statement = together;
        driver.answer("UPDATE ?", testing::affected(2, "UPDATE 2"));
        driver.answer("SELECT 1", testing::integers("n", {1}));
        driver.answer("SELECT 2", testing::integers("n", {2}));
        conn = driver.connect({.dsn = "fake:", .autocommit = autocommit});
        driver.take_calls();
    }
    ~Session() {
        CHECK(driver.violations() == Calls{});
        conn.reset();
    }

    /// The statements and commits that reached the driver, in order; which way does not matter.
    Calls run() {
        Calls kept;
        bool begin = false;
        for (auto call : driver.take_calls()) {
            if (call == "begin") begin = true;
            if (call == "piped_commit") call = "commit";
            if (call == "rollback" || call == "commit") kept.push_back(call);
            if (!call.starts_with("execute ")) continue;
            call = call.substr(8);
            if (begin && !call.ends_with("[begin]")) call += " [begin]";
            begin = false;
            kept.push_back(call);
        }
        return kept;
    }
};

/// Runs a test on both kinds of driver.
template <class Test>
void on_both(const Test& test, bool autocommit = false) {
    for (const bool together : {true, false}) {
        CAPTURE(together);
        Session s(together, autocommit);
        test(s);
    }
}

template <class E>
std::optional<RowRange> failing_step(Pipeline& pipe) {
    try {
        pipe.sync();
    } catch (const E& error) {
        CHECK(error.error_class() == E("").error_class());
        return error.row_range();
    }
    FAIL("nothing failed");
    return std::nullopt;
}

inline const UniqueViolation there("there already", {.sqlstate = "23505"});

}  // namespace testing::pipelined
