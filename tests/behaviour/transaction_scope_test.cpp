// SPDX-License-Identifier: BSL-1.0
//
// Transaction: transactions and savepoints as scopes. Extension of PEP 249.
#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "support/database.hpp"

using dbapi::Transaction;
using dbapi::TransactionStatus;
using testing::connect;
using testing::Table;

TEST_CASE("a Transaction is committed or undone as a whole, in both modes") {
    for (const bool autocommit : {false, true}) {
        CAPTURE(autocommit);
        const Table table("id INT PRIMARY KEY");
        const auto conn = connect({.autocommit = autocommit});
        {
            Transaction transaction(*conn);
            conn->execute(table.sql("INSERT INTO {} VALUES (1)"));
            conn->execute(table.sql("INSERT INTO {} VALUES (2)"));
            CHECK(table.count() == 0);
            transaction.commit();
        }
        CHECK(table.count() == 2);
        try {
            const Transaction transaction(*conn);
            conn->execute(table.sql("INSERT INTO {} VALUES (3)"));
            throw std::domain_error("mine");
        } catch (const std::domain_error&) {
        }
        CHECK(conn->execute(table.sql("SELECT count(*) FROM {}")).scalar<int>() == 2);
        conn->rollback();
        conn->execute(table.sql("INSERT INTO {} VALUES (4)"));
        if (!autocommit) conn->commit();
        CHECK(table.count() == 3);
    }
}

TEST_CASE("SQLite gives its locks back in the destructor, since nobody must be waited for") {
    if (!testing::is_sqlite()) return;
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect();
    {
        const Transaction transaction(*conn);
        conn->execute(table.sql("INSERT INTO {} VALUES (1)"));
    }
    CHECK(conn->transaction_status() == TransactionStatus::idle);
    const auto other = connect({.parameters = {{"busy_timeout", "0"}}});
    other->execute(table.sql("INSERT INTO {} VALUES (1)"));
    other->commit();
}

TEST_CASE("a Transaction inside undoes its part alone, behind an error too") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect();
    Transaction whole(*conn);
    conn->execute(table.sql("INSERT INTO {} VALUES (1)"));
    {
        Transaction part(*conn);
        conn->execute(table.sql("INSERT INTO {} VALUES (2)"));
        part.commit();
    }
    try {
        const Transaction part(*conn);
        conn->execute(table.sql("INSERT INTO {} VALUES (3)"));
        conn->execute(table.sql("INSERT INTO {} VALUES (1)"));
        FAIL("nothing was thrown");
    } catch (const dbapi::UniqueViolation&) {
    }
    {
        Transaction part(*conn);
        conn->execute(table.sql("INSERT INTO {} VALUES (4)"));
        part.rollback();
        conn->execute(table.sql("INSERT INTO {} VALUES (5)"));
    }
    whole.commit();
    std::vector<int> found;
    for (const auto& row : connect()->execute(table.sql("SELECT id FROM {} ORDER BY id")).fetchall()) {
        found.push_back(row.get<int>(0));
    }
    CHECK(found == std::vector<int>{1, 2, 5});
}

TEST_CASE("a Transaction in an implicit transaction is a savepoint, and leaves it open") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect();
    conn->execute(table.sql("INSERT INTO {} VALUES (1)"));
    {
        Transaction part(*conn);
        CHECK(part.is_savepoint());
        conn->execute(table.sql("INSERT INTO {} VALUES (2)"));
        CHECK_THROWS_AS(conn->commit(), dbapi::ProgrammingError);
        part.commit();
    }
    CHECK(conn->transaction_status() == TransactionStatus::active);
    {
        const Transaction part(*conn);
        conn->execute(table.sql("INSERT INTO {} VALUES (3)"));
    }
    conn->commit();
    CHECK(table.count() == 2);
}

TEST_CASE("run_transaction() recovers from an error in a part of it") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect({.autocommit = true});
    dbapi::run_transaction(*conn, [&](dbapi::Connection& tx) {
        for (const int id : {1, 1, 2}) {
            try {
                Transaction part(tx);
                tx.execute(table.sql("INSERT INTO {} VALUES (?)"), id);
                part.commit();
            } catch (const dbapi::UniqueViolation&) {
            }
        }
    });
    CHECK(table.count() == 2);
}

TEST_CASE("a Transaction that was abandoned with a failed statement is undone by the next operation") {
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect();
    try {
        const Transaction transaction(*conn);
        conn->execute(table.sql("INSERT INTO {} VALUES (1)"));
        conn->execute("SELECT * FROM no_such_table");
    } catch (const dbapi::ProgrammingError&) {
    }
    conn->execute(table.sql("INSERT INTO {} VALUES (1)"));
    conn->commit();
    CHECK(table.count() == 1);
}

TEST_CASE("options of a Transaction hold for it alone") {
    if (testing::is_sqlite()) return;
    const auto conn = connect();
    const auto level = [&] { return conn->execute("SHOW transaction_isolation").scalar<std::string>(); };
    const auto usual = level();
    conn->rollback();
    {
        Transaction transaction(*conn, {.isolation = dbapi::IsolationLevel::serializable});
        CHECK(level() == "serializable");
        transaction.commit();
    }
    CHECK(level() == usual);
}
