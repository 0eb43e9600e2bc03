// SPDX-License-Identifier: BSL-1.0
//
// As lying_hooks_test.cpp, for the extensions of PEP 249: two phases, scroll(), error handlers.
#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/lying_driver.hpp"

using namespace dbapi;
using testing::LyingDriver;

namespace {

const Xid xid(1, "global", "branch");

struct Session {
    LyingDriver driver{};
    std::shared_ptr<Connection> conn{};
    std::unique_ptr<Cursor> cur{};

    Session() {
        driver.features.two_phase = true;
        conn = driver.connect("lying:");
        cur = conn->cursor();
    }

    void begin() {
        driver.status = TransactionStatus::idle;
        conn->tpc_begin(xid);
        driver.status = TransactionStatus::active;
    }
    void prepare() {
        begin();
        conn->tpc_prepare();
        driver.status = TransactionStatus::idle;
    }
};

}  // namespace

TEST_CASE("C146: tpc_begin() is refused in a transaction of either sort, though the hook would begin") {
    Session s;
    CHECK_THROWS_AS(s.conn->tpc_begin(xid), ProgrammingError);
    CHECK(s.driver.calls.begins == 0);
    s.begin();
    CHECK_THROWS_AS(s.conn->tpc_begin(xid), ProgrammingError);
    s.driver.status = TransactionStatus::idle;
    CHECK_THROWS_AS(s.conn->tpc_begin(xid), ProgrammingError);
    CHECK(s.driver.calls.begins == 1);
}

TEST_CASE(
    "C147: commit() and rollback() are refused in a two-phase transaction, though the hooks have them") {
    Session s;
    s.begin();
    CHECK_THROWS_AS(s.conn->commit(), ProgrammingError);
    CHECK_THROWS_AS(s.conn->rollback(), ProgrammingError);
    CHECK_THROWS_AS(s.conn->execute("COMMIT"), ProgrammingError);
    CHECK_THROWS_AS(s.conn->execute("ROLLBACK"), ProgrammingError);
    CHECK_THROWS_AS(s.conn->begin(), ProgrammingError);
    CHECK_THROWS_AS(s.conn->set_autocommit(true), ProgrammingError);
    CHECK(s.driver.calls.commits == 0);
    CHECK(s.driver.calls.rollbacks == 0);
    CHECK(s.driver.calls.executes == 0);
}

TEST_CASE("C148: tpc_prepare() outside of a two-phase transaction is refused, though one is active") {
    Session s;
    CHECK_THROWS_AS(s.conn->tpc_prepare(), ProgrammingError);
    CHECK_THROWS_AS(s.conn->tpc_commit(), ProgrammingError);
    CHECK_THROWS_AS(s.conn->tpc_rollback(), ProgrammingError);
    CHECK(s.driver.calls == LyingDriver::Calls{});
}

TEST_CASE("C149: nothing runs between the phases, though the hooks would run it") {
    Session s;
    s.prepare();
    CHECK_THROWS_AS(s.cur->execute("S"), ProgrammingError);
    CHECK_THROWS_AS(s.cur->executemany("S ?", {{1}}), ProgrammingError);
    CHECK_THROWS_AS((void)s.conn->stream("S"), ProgrammingError);
    CHECK_THROWS_AS(s.conn->tpc_prepare(), ProgrammingError);
    CHECK(s.driver.calls.executes == 0);
    CHECK(s.driver.calls.prepares == 1);
    s.conn->tpc_commit();
    CHECK_NOTHROW(s.cur->execute("S"));
}

TEST_CASE("C151, C152: another xid is refused in a transaction of either sort, though the hooks know it") {
    Session s;
    CHECK_THROWS_AS(s.conn->tpc_commit(xid), ProgrammingError);
    CHECK_THROWS_AS(s.conn->tpc_rollback(xid), ProgrammingError);
    s.prepare();
    CHECK_THROWS_AS(s.conn->tpc_commit(xid), ProgrammingError);
    CHECK_THROWS_AS(s.conn->tpc_rollback(xid), ProgrammingError);
    CHECK(s.driver.calls.second_phases == 0);
}

TEST_CASE("C153: a two-phase transaction that has ended has ended") {
    Session s;
    s.prepare();
    s.conn->tpc_rollback();
    CHECK_THROWS_AS(s.conn->tpc_rollback(), ProgrammingError);
    CHECK_THROWS_AS(s.conn->tpc_commit(), ProgrammingError);
    CHECK(s.driver.calls.second_phases == 1);
    CHECK_NOTHROW(s.conn->commit());
}

TEST_CASE("C141: without the feature all of it is refused, though the hooks are there") {
    Session s;
    s.driver.features.two_phase = false;
    s.driver.status = TransactionStatus::idle;
    const std::vector<std::function<void()>> calls{
        [&] { (void)s.conn->xid(1, "a", "b"); }, [&] { s.conn->tpc_begin(xid); },
        [&] { s.conn->tpc_prepare(); },          [&] { s.conn->tpc_commit(); },
        [&] { s.conn->tpc_rollback(); },         [&] { s.conn->tpc_commit(xid); },
        [&] { s.conn->tpc_rollback(xid); },      [&] { (void)s.conn->tpc_recover(); }};
    for (const auto& call : calls) CHECK_THROWS_AS(call(), NotSupportedError);
    CHECK(s.driver.calls == LyingDriver::Calls{});
}

TEST_CASE("C74: without the feature callproc() is refused") {
    Session s;
    CHECK_THROWS_AS(s.cur->callproc("p"), NotSupportedError);
}

TEST_CASE("C122, C124: scroll() leaves the rows that there are for no others, whatever the hooks count") {
    Session s;
    s.cur->execute("S");
    CHECK_THROWS_AS(s.cur->scroll(3, ScrollMode::absolute), std::out_of_range);
    CHECK_THROWS_AS(s.cur->scroll(-1), std::out_of_range);
    CHECK(s.cur->rownumber() == 0);
    s.cur->scroll(2, ScrollMode::absolute);
    CHECK(s.cur->fetchone()->get<std::string>(0) == "row 3");
    CHECK_THROWS_AS((void)s.cur->next(), std::out_of_range);
}

TEST_CASE("C136, C140: the handler is told of what a hook throws, and cannot hide it") {
    Session s;
    int told = 0;
    s.cur->set_errorhandler([&](Connection&, Cursor* cursor, const Error&) {
        CHECK(cursor == s.cur.get());
        ++told;
    });
    s.driver.fails = true;
    CHECK_THROWS_AS(s.cur->execute("S"), ProgrammingError);
    CHECK(told == 1);
    CHECK(s.cur->messages().size() == 1);
}
