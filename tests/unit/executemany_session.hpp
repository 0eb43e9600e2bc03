// SPDX-License-Identifier: BSL-1.0
//
// A session with the fake driver, for the rules of executemany.
#pragma once

#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "support/fake_driver.hpp"

namespace testing {

using Calls = std::vector<std::string>;
using Rows = std::vector<std::tuple<int>>;

struct Session {
    FakeDriver driver{};
    std::shared_ptr<dbapi::Connection> conn{};
    std::unique_ptr<dbapi::Cursor> cur{};

    explicit Session(bool autocommit = false) {
        driver.answer("UPDATE ?", affected(2, "UPDATE 2"));
        driver.answer("SELECT ?", integers("n", {1}));
        conn = driver.connect({.dsn = "fake:", .autocommit = autocommit});
        cur = conn->cursor();
        driver.take_calls();
    }
    ~Session() {
        CHECK(driver.violations() == Calls{});
        cur.reset();
        conn.reset();
    }
};

inline const Rows three{{1}, {2}, {3}};

}  // namespace testing
