// SPDX-License-Identifier: BSL-1.0
//
// Two accounts on the server, a connection to them through a proxy, and what a pipeline has failed with.
#pragma once

#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <memory>

#include "libpq/server.hpp"

namespace testing {

/// Two accounts, made and dropped outside of the connection under test, which goes through a proxy.
struct Bank {
    Bank() {
        direct->execute("DROP TABLE IF EXISTS pipeline_accounts");
        direct->execute("CREATE TABLE pipeline_accounts (id INT PRIMARY KEY, balance BIGINT)");
        direct->execute("INSERT INTO pipeline_accounts VALUES (1, 1000), (2, 0)");
        connect();
    }
    ~Bank() {
        conn.reset();
        direct->execute("DROP TABLE pipeline_accounts");
    }
    void connect(dbapi::ConnectOptions options = {}) {
        options.dsn = server.url;
        conn = dbapi::connect(options);
        conn->execute("SELECT 1");  // takes the driver's own settings along, which may count as a round trip
        conn->rollback();
    }
    [[nodiscard]] std::int64_t balance(int id) const {
        return direct->execute("SELECT balance FROM pipeline_accounts WHERE id = ?", id)
            .scalar<std::int64_t>();
    }
    /// Adds three statements, the second of which has a result, and perhaps a commit.
    dbapi::Cursor& add_transfer(dbapi::Pipeline& pipe, bool commits) const {
        pipe.execute("UPDATE pipeline_accounts SET balance = balance - ? WHERE id = ?", 100, 1);
        auto& check = pipe.execute("SELECT sum(balance) FROM pipeline_accounts");
        pipe.execute("UPDATE pipeline_accounts SET balance = balance + ? WHERE id = ?", 100, 2);
        if (commits) pipe.commit();
        return check;
    }

    std::shared_ptr<dbapi::Connection> direct = testing::connect({.autocommit = true});
    ProxiedServer server;
    std::shared_ptr<dbapi::Connection> conn;
};

struct Failure {
    dbapi::ErrorClass error_class = dbapi::ErrorClass::warning;
    dbapi::ErrorDetails details{};
};

inline Failure failure_of(dbapi::Pipeline& pipe) {
    try {
        pipe.sync();
    } catch (const dbapi::Error& error) {
        return {error.error_class(), error.details()};
    }
    FAIL("nothing failed");
    return {};
}

}  // namespace testing
