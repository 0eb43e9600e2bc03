// SPDX-License-Identifier: BSL-1.0
//
// How two-phase transactions end when something goes wrong. PEP 249: C150 to C153.
#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>

#include "two_phase_session.hpp"

using namespace dbapi;
using namespace testing::two_phase;
using testing::FakeDriver;

TEST_CASE("close() before the first phase is a rollback") {
    Session s;
    s.conn->tpc_begin(one);
    s.conn->close();
    CHECK(s.driver.calls() == Calls{"tpc_begin one", "rollback", "close"});
}

TEST_CASE("a failed transaction is not prepared but rolled back, which ends it") {
    Session s;
    s.conn->tpc_begin(one);
    s.driver.refuse_commit();
    CHECK_THROWS_AS(s.conn->tpc_prepare(), TransactionRolledBack);
    CHECK(s.is_free());
    s.conn->tpc_begin(one);
    s.driver.refuse_commit();
    CHECK_THROWS_AS(s.conn->tpc_commit(), TransactionRolledBack);
    CHECK(s.is_free());
}

TEST_CASE("an error leaves the transaction where the database has it") {
    const OperationalError refused("not now", ErrorDetails{.sqlstate = "55000"});
    Session s;
    s.driver.fail("tpc_begin", refused);
    CHECK_THROWS_AS(s.conn->tpc_begin(one), OperationalError);
    CHECK(s.is_free());

    s.conn->tpc_begin(one);
    s.driver.fail("tpc_prepare", refused);
    CHECK_THROWS_AS(s.conn->tpc_prepare(), OperationalError);
    CHECK_THROWS_AS(s.conn->commit(), ProgrammingError);  // the session is still in it
    s.conn->tpc_rollback();

    s.prepare();
    s.driver.fail("tpc_commit", refused);
    CHECK_THROWS_AS(s.conn->tpc_commit(), OperationalError);
    CHECK_THROWS_AS(s.conn->commit(), ProgrammingError);
    s.conn->tpc_commit();

    s.prepare();
    s.driver.fail("tpc_rollback", ProgrammingError("no such xid"));
    CHECK_THROWS_AS(s.conn->tpc_rollback(), ProgrammingError);
    CHECK(s.is_free());
}

TEST_CASE("a commit whose answer is lost is ambiguous, in one phase and in the second") {
    const ConnectionLost lost("gone", ErrorDetails{.sqlstate = "08006", .outcome_unknown = true});
    Session s;
    s.conn->tpc_begin(one);
    s.driver.fail("tpc_one_phase", lost);
    CHECK_THROWS_AS(s.conn->tpc_commit(), AmbiguousCommit);
    s.conn->tpc_rollback();

    s.prepare();
    s.driver.fail("tpc_commit", lost);
    CHECK_THROWS_AS(s.conn->tpc_commit(), AmbiguousCommit);
    CHECK(s.is_free());

    s.driver.fail("tpc_commit", lost);
    CHECK_THROWS_AS(s.conn->tpc_commit(two), AmbiguousCommit);

    s.conn->tpc_begin(two);
    s.driver.fail("tpc_prepare", lost);
    CHECK_THROWS_AS(s.conn->tpc_prepare(), ConnectionLost);  // nothing is committed
    s.conn->tpc_rollback();
}

TEST_CASE("an open stream is in the way of the phases, but for tpc_rollback(), which ends it") {
    Session s([](FakeDriver& driver) { driver.answer("N", testing::integers("n", {1, 2, 3})); });
    s.conn->tpc_begin(one);
    auto rows = s.conn->stream("N");
    CHECK(rows.fetchone().has_value());
    CHECK_THROWS_AS(s.conn->tpc_prepare(), InterfaceError);
    CHECK_THROWS_AS(s.conn->tpc_commit(), InterfaceError);
    s.conn->tpc_rollback();
    CHECK_THROWS_AS((void)rows.fetchone(), InterfaceError);
    CHECK(s.is_free());
}
