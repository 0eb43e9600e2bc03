// SPDX-License-Identifier: BSL-1.0
//
// ping() and reset(): a session that is there, and one that is as new.
#include <doctest/doctest.h>

#include <string>

#include "support/database.hpp"

using dbapi::TransactionStatus;
using testing::connect;
using testing::Table;

TEST_CASE("ping() begins no transaction, and leaves an open one as it is") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect();
    conn->ping();
    CHECK(conn->transaction_status() == TransactionStatus::idle);
    conn->execute(table.sql("INSERT INTO {} VALUES (1)"));
    conn->ping();
    CHECK(conn->transaction_status() == TransactionStatus::active);
    CHECK_THROWS_AS(conn->execute(table.sql("INSERT INTO {} VALUES (1)")), dbapi::UniqueViolation);
    const auto status = conn->transaction_status();
    conn->ping();
    CHECK(conn->transaction_status() == status);
    conn->rollback();
    CHECK(table.count() == 0);
    conn->set_autocommit(true);
    conn->ping();
    CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
}

TEST_CASE("ping() with a stream open or on a closed connection is an InterfaceError") {
    const auto conn = connect();
    {
        const auto stream = conn->stream("SELECT 1 UNION ALL SELECT 2");
        CHECK_THROWS_AS(conn->ping(), dbapi::InterfaceError);
        CHECK(conn->is_usable());
    }
    conn->ping();
    conn->close();
    CHECK_FALSE(conn->is_usable());
    CHECK_THROWS_AS(conn->ping(), dbapi::InterfaceError);
}

TEST_CASE("reset() rolls back, ends a stream and takes the settings back") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect();
    conn->execute(table.sql("INSERT INTO {} VALUES (1)"));
    auto stream = conn->stream("SELECT 1 UNION ALL SELECT 2");
    CHECK(stream.fetchone());
    conn->set_paramstyle(dbapi::ParamStyle::named);
    conn->set_timeout(std::chrono::seconds(30));
    conn->reset();
    CHECK(table.count() == 0);
    CHECK(conn->paramstyle() == dbapi::ParamStyle::automatic);
    CHECK(conn->timeout() == dbapi::Timeout::zero());
    CHECK(conn->transaction_status() == TransactionStatus::idle);
    CHECK_THROWS_AS(static_cast<void>(stream.fetchone()), dbapi::InterfaceError);
    CHECK(conn->execute("SELECT ? + 1", 1).scalar<int>() == 2);
}
