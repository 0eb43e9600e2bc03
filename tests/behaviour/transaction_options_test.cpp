// SPDX-License-Identifier: BSL-1.0
//
// Isolation levels and read-only transactions, and executemany() as one transaction. Extensions of PEP 249,
// and C94.
#include <doctest/doctest.h>

#include <string>
#include <tuple>
#include <vector>

#include "support/database.hpp"

using dbapi::TransactionStatus;
using testing::connect;
using testing::Table;

TEST_CASE("transaction options are empty at first, kept when set, and refused inside a transaction") {
    const auto conn = connect();
    CHECK(conn->transaction_options() == dbapi::TransactionOptions());
    const dbapi::TransactionOptions serializable{.isolation = dbapi::IsolationLevel::serializable};
    conn->set_transaction_options(serializable);
    CHECK(conn->transaction_options() == serializable);
    conn->execute("SELECT 1");
    CHECK_THROWS_AS(conn->set_transaction_options({}), dbapi::ProgrammingError);
    CHECK(conn->transaction_options() == serializable);
    conn->commit();
    conn->set_transaction_options({});
    CHECK(conn->transaction_options() == dbapi::TransactionOptions());
}

TEST_CASE("every isolation level is taken; where there is a choice, the server has it") {
    const std::vector<std::tuple<dbapi::IsolationLevel, const char*>> levels = {
        {dbapi::IsolationLevel::read_uncommitted, "read uncommitted"},
        {dbapi::IsolationLevel::read_committed, "read committed"},
        {dbapi::IsolationLevel::repeatable_read, "repeatable read"},
        {dbapi::IsolationLevel::serializable, "serializable"},
    };
    const auto conn = connect();
    for (const auto& entry : levels) {
        const auto level = std::get<0>(entry);
        const char* const name = std::get<1>(entry);
        CAPTURE(name);
        conn->set_transaction_options({.isolation = level});
        for (const bool explicitly : {false, true}) {
            if (explicitly) conn->begin();
            if (testing::is_sqlite()) {
                CHECK(conn->execute("SELECT 1").scalar<int>() == 1);
            } else {
                const auto shown = conn->execute("SHOW transaction_isolation").scalar<std::string>();
                CHECK((shown == name || (testing::is_cockroachdb() && shown == "serializable")));
            }
            conn->rollback();
        }
    }
}

TEST_CASE("a read-only transaction refuses to write, or the driver refuses it") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect();
    conn->set_transaction_options({.read_only = false});
    if (!conn->features().read_only) {
        CHECK_THROWS_AS(conn->set_transaction_options({.read_only = true}), dbapi::NotSupportedError);
        CHECK(conn->transaction_options().read_only == false);
        return;
    }
    conn->set_transaction_options({.isolation = dbapi::IsolationLevel::serializable, .read_only = true});
    CHECK(conn->execute(table.sql("SELECT count(*) FROM {}")).scalar<int>() == 0);
    try {
        conn->execute(table.sql("INSERT INTO {} VALUES (1)"));
        FAIL("nothing was thrown");
    } catch (const dbapi::InternalError& error) {
        CHECK(error.sqlstate() == "25006");
    }
    conn->rollback();
    conn->set_transaction_options({.read_only = false});
    conn->execute(table.sql("INSERT INTO {} VALUES (1)"));
    conn->commit();
    CHECK(table.count() == 1);
}

TEST_CASE("executemany in autocommit mode is one transaction") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect({.autocommit = true});
    const auto cursor = conn->cursor();
    CHECK_THROWS_AS(cursor->executemany(table.sql("INSERT INTO {} VALUES (?)"), {{1}, {2}, {1}, {3}}),
                    dbapi::UniqueViolation);
    CHECK(conn->transaction_status() == TransactionStatus::idle);
    CHECK(table.count() == 0);
    cursor->executemany(table.sql("INSERT INTO {} VALUES (?)"), {{1}, {2}});
    CHECK(conn->transaction_status() == TransactionStatus::idle);
    CHECK(table.count() == 2);
    CHECK_THROWS_AS(cursor->executemany(table.sql("INSERT INTO {} VALUES (?)"), {{3}, {4, 5}}),
                    dbapi::ProgrammingError);
    CHECK(conn->transaction_status() == TransactionStatus::idle);
    CHECK(table.count() == 2);
}

TEST_CASE("executemany in autocommit mode joins a transaction that is open") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect({.autocommit = true});
    conn->begin();
    conn->executemany(table.sql("INSERT INTO {} VALUES (?)"), {{1}, {2}});
    CHECK(conn->transaction_status() == TransactionStatus::active);
    conn->rollback();
    CHECK(table.count() == 0);
}

TEST_CASE("executemany begins a transaction like any other statement, and nothing when there are no lists") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect();
    conn->executemany(table.sql("INSERT INTO {} VALUES (?)"), std::vector<std::tuple<int>>());
    CHECK(conn->transaction_status() == TransactionStatus::idle);
    conn->executemany(table.sql("INSERT INTO {} VALUES (?)"), {{1}, {2}});
    CHECK(conn->transaction_status() == TransactionStatus::active);
    CHECK(table.count() == 0);
    conn->commit();
    CHECK(table.count() == 2);
}
