// SPDX-License-Identifier: BSL-1.0
//
// A double of CockroachDB in front of the test PostgreSQL, with two accounts in it.
#pragma once

#include <dbapi/dbapi.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "libpq/server.hpp"
#include "support/cockroach/double.hpp"

namespace testing {

struct Doubled {
    explicit Doubled(std::string_view profile = "v23.2") : server(server_url(), profile) {
        beside = testing::connect({.autocommit = true});
        beside->execute("DROP TABLE IF EXISTS double_accounts");
        beside->execute("CREATE TABLE double_accounts (id BIGINT PRIMARY KEY, balance BIGINT NOT NULL)");
        beside->execute("INSERT INTO double_accounts VALUES (1, 1000), (2, 0)");
    }

    /// Connects through the double; the dsn of the options is filled in.
    [[nodiscard]] std::shared_ptr<dbapi::Connection> connect(dbapi::ConnectOptions options = {}) const {
        options.dsn = server.url();
        return dbapi::connect(options);
    }

    /// Returns the balance as PostgreSQL has it.
    [[nodiscard]] std::int64_t balance(int id) const {
        return beside->execute("SELECT balance FROM double_accounts WHERE id = ?", id).scalar<std::int64_t>();
    }

    cockroach::CockroachDouble server;
    std::shared_ptr<dbapi::Connection> beside;  ///< Straight to PostgreSQL, in autocommit.
};

}  // namespace testing
