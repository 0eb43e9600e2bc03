// SPDX-License-Identifier: BSL-1.0
//
// Two-phase transactions, where the database has them; else that all of it says so. PEP 249: C141 to C155.
#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <vector>

#include "support/database.hpp"

namespace {

using dbapi::NotSupportedError;
using dbapi::ProgrammingError;
using dbapi::TransactionStatus;
using dbapi::Xid;
using testing::connect;
using testing::Table;

/// Returns an xid that no other test uses.
Xid new_xid() {
    static std::atomic<int> count = 0;
    return {1, "dbapi test " + std::to_string(getpid()), std::to_string(++count)};
}

/// Whether the database has two phases. Where it has not, the test is over.
bool has_two_phase() { return connect()->features().two_phase; }

bool is_waiting(const Xid& xid) {
    const auto all = connect()->tpc_recover();
    return std::find(all.begin(), all.end(), xid) != all.end();
}

/// A session in a two-phase transaction that has inserted a row.
struct Begun {
    Table table{"id INT PRIMARY KEY"};
    Xid xid = new_xid();
    std::shared_ptr<dbapi::Connection> conn = connect();
    Begun() {
        conn->tpc_begin(xid);
        conn->execute(table.sql("INSERT INTO {} VALUES (1)"));
    }
};

}  // namespace

TEST_CASE("without the feature, two phases are not supported") {
    if (has_two_phase()) return;
    const auto conn = connect();
    CHECK_THROWS_AS((void)conn->xid(1, "a", "b"), NotSupportedError);
    CHECK_THROWS_AS(conn->tpc_begin(new_xid()), NotSupportedError);
    CHECK_THROWS_AS((void)conn->tpc_recover(), NotSupportedError);
    conn->execute("SELECT 1");
    CHECK_NOTHROW(conn->commit());
}

TEST_CASE("what was prepared is seen by others when it was committed") {
    if (!has_two_phase()) return;
    Begun b;
    b.conn->tpc_prepare();
    CHECK(b.conn->transaction_status() == TransactionStatus::idle);
    CHECK(b.table.count() == 0);
    CHECK(is_waiting(b.xid));
    CHECK_THROWS_AS(b.conn->execute("SELECT 1"), ProgrammingError);
    b.conn->tpc_commit();
    CHECK(b.table.count() == 1);
    CHECK_FALSE(is_waiting(b.xid));
    b.conn->execute("SELECT 1");
    b.conn->commit();
}

TEST_CASE("what was prepared can be undone") {
    if (!has_two_phase()) return;
    Begun b;
    b.conn->tpc_prepare();
    b.conn->tpc_rollback();
    CHECK(b.table.count() == 0);
    CHECK_FALSE(is_waiting(b.xid));
}

TEST_CASE("one phase will do") {
    if (!has_two_phase()) return;
    Begun b;
    CHECK_THROWS_AS(b.conn->commit(), ProgrammingError);
    CHECK_THROWS_AS(b.conn->rollback(), ProgrammingError);
    CHECK_THROWS_AS(b.conn->execute("COMMIT"), ProgrammingError);
    b.conn->tpc_commit();
    CHECK(b.table.count() == 1);
    b.conn->tpc_begin(b.xid);
    b.conn->execute(b.table.sql("DELETE FROM {}"));
    b.conn->tpc_rollback();
    CHECK(b.table.count() == 1);
}

TEST_CASE("a prepared transaction outlives its session, and is ended by another one") {
    if (!has_two_phase()) return;
    for (const bool commits : {true, false}) {
        Begun b;
        b.conn->tpc_prepare();
        b.conn->close();
        REQUIRE(is_waiting(b.xid));
        const auto other = connect();
        if (commits) {
            other->tpc_commit(b.xid);
        } else {
            other->tpc_rollback(b.xid);
        }
        CHECK(b.table.count() == (commits ? 1 : 0));
        CHECK_THROWS_AS(other->tpc_commit(b.xid), ProgrammingError);
        CHECK_THROWS_AS(other->tpc_rollback(b.xid), ProgrammingError);
        CHECK_FALSE(is_waiting(b.xid));
    }
}

TEST_CASE("a session that ends before the first phase has done nothing") {
    if (!has_two_phase()) return;
    Begun b;
    b.conn->close();
    CHECK(b.table.count() == 0);
    CHECK_FALSE(is_waiting(b.xid));
}

TEST_CASE("a failed transaction is not prepared but rolled back") {
    if (!has_two_phase()) return;
    Begun b;
    CHECK_THROWS_AS(b.conn->execute(b.table.sql("INSERT INTO {} VALUES (1)")), dbapi::UniqueViolation);
    CHECK_THROWS_AS(b.conn->tpc_prepare(), dbapi::TransactionRolledBack);
    CHECK(b.conn->transaction_status() == TransactionStatus::idle);
    CHECK_FALSE(is_waiting(b.xid));
    b.conn->execute("SELECT 1");
    b.conn->commit();
}

TEST_CASE("an xid is used by one transaction at a time") {
    if (!has_two_phase()) return;
    Begun b;
    b.conn->tpc_prepare();
    const auto other = connect();
    other->tpc_begin(b.xid);
    CHECK_THROWS_AS(other->tpc_prepare(), ProgrammingError);
    CHECK(other->transaction_status() == TransactionStatus::idle);
    CHECK_THROWS_AS(other->tpc_rollback(), ProgrammingError);  // it is over
    b.conn->tpc_rollback();
}

TEST_CASE("every xid comes back as it was") {
    if (!has_two_phase()) return;
    const std::string bytes("\0\x01'\\_\xff", 6);
    const std::string longest(64, '\xfe');
    for (const Xid& xid : {Xid(0, "", ""), Xid(0x7fff'ffff, longest, longest), Xid(1, bytes, bytes)}) {
        const auto conn = connect();
        conn->tpc_begin(xid);
        conn->tpc_prepare();
        CHECK(is_waiting(xid));
        conn->tpc_commit();
        CHECK_FALSE(is_waiting(xid));
    }
}

TEST_CASE("autocommit goes on behind a two-phase transaction") {
    if (!has_two_phase()) return;
    const Table table("id INT PRIMARY KEY");
    const auto conn = connect({.autocommit = true});
    conn->tpc_begin(new_xid());
    conn->execute(table.sql("INSERT INTO {} VALUES (1)"));
    CHECK(table.count() == 0);
    conn->tpc_prepare();
    conn->tpc_commit();
    conn->execute(table.sql("INSERT INTO {} VALUES (2)"));
    CHECK(table.count() == 2);
}
