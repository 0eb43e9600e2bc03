// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <array>
#include <dbapi/dbapi.hpp>
#include <dbapi/empty/driver.hpp>

namespace {

std::shared_ptr<dbapi::Connection> connect(bool autocommit = false) {
    const std::array<const dbapi::Driver*, 1> drivers{&dbapi::empty::driver()};
    return dbapi::connect({.dsn = "empty:", .autocommit = autocommit}, drivers);
}

TEST_CASE("the skeleton connects, has no features and closes") {
    const auto conn = connect();
    CHECK(conn->driver_name() == "empty");
    CHECK(conn->features() == dbapi::Features{});
    CHECK(conn->is_usable());
    CHECK(conn->transaction_status() == dbapi::TransactionStatus::idle);
    conn->commit();
    conn->rollback();
    conn->close();
    CHECK_THROWS_AS(static_cast<void>(conn->cursor()), dbapi::InterfaceError);
}

TEST_CASE("the skeleton names the hook that is not implemented") {
    CHECK_THROWS_WITH_AS(connect()->begin(), "not implemented: do_begin", dbapi::NotSupportedError);
    CHECK_THROWS_WITH_AS(connect()->execute("SELECT 1"), "not implemented: do_begin",
                         dbapi::NotSupportedError);
    CHECK_THROWS_WITH_AS(connect(true)->execute("SELECT 1"), "not implemented: do_execute",
                         dbapi::NotSupportedError);
}

}  // namespace
