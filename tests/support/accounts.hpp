// SPDX-License-Identifier: BSL-1.0
//
// A table of accounts, over which transactions meet, and what run_transaction() made of it.
#pragma once

#include <cstdint>
#include <dbapi/dbapi.hpp>
#include <functional>
#include <string>
#include <tuple>
#include <vector>

#include "support/database.hpp"

namespace testing {

/// A table of accounts with 100 each.
class Accounts {
 public:
    explicit Accounts(int count) {
        std::vector<std::tuple<int>> ids;
        for (int id = 1; id <= count; ++id) ids.emplace_back(id);
        const auto conn = connect();
        conn->executemany(table_.sql("INSERT INTO {} VALUES (?, 100)"), ids);
        conn->commit();
    }

    [[nodiscard]] std::int64_t balance(dbapi::Connection& conn, int id) const {
        return conn.execute(table_.sql("SELECT balance FROM {} WHERE id = ?"), id).one<std::int64_t>();
    }
    [[nodiscard]] std::int64_t balance(int id) const { return balance(*connect(), id); }
    [[nodiscard]] std::int64_t sum(dbapi::Connection& conn) const {
        return conn.execute(table_.sql("SELECT CAST(sum(balance) AS BIGINT) FROM {}")).scalar<std::int64_t>();
    }
    void add(dbapi::Connection& conn, int id, int amount) const {
        conn.execute(table_.sql("UPDATE {} SET balance = balance + ? WHERE id = ?"), amount, id);
    }
    void set(dbapi::Connection& conn, int id, std::int64_t balance) const {
        conn.execute(table_.sql("UPDATE {} SET balance = ? WHERE id = ?"), balance, id);
    }

 private:
    Table table_{"id INT PRIMARY KEY, balance BIGINT NOT NULL"};
};

/// Keeps what became of the attempts.
struct Observed {
    std::vector<std::string> retried{};  // the SQLSTATEs
    int committed = 0;

    [[nodiscard]] std::function<void(const dbapi::Attempt&)> observer() {
        return [this](const dbapi::Attempt& attempt) {
            if (attempt.outcome == dbapi::AttemptOutcome::retried)
                retried.emplace_back(attempt.error->sqlstate());
            if (attempt.outcome == dbapi::AttemptOutcome::committed) ++committed;
        };
    }
};

}  // namespace testing
