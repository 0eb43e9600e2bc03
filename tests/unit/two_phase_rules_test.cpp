// SPDX-License-Identifier: BSL-1.0
//
// The order of the tpc_ functions, and what may not happen between them. PEP 249: C141 to C155.
#include <doctest/doctest.h>

#include <dbapi/dbapi.hpp>
#include <functional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "two_phase_session.hpp"

using namespace dbapi;
using namespace testing::two_phase;
using testing::FakeDriver;

namespace {

using Step = std::function<void(Connection&)>;

struct NamedStep {
    const char* name;
    Step run;
};

/// What would begin or end transactions.
const NamedStep controls[] = {
    {"commit", [](Connection& c) { c.commit(); }},
    {"rollback", [](Connection& c) { c.rollback(); }},
    {"begin", [](Connection& c) { c.begin(); }},
    {"set_autocommit", [](Connection& c) { c.set_autocommit(true); }},
    {"the same autocommit", [](Connection& c) { c.set_autocommit(false); }},
    {"tpc_begin", [](Connection& c) { c.tpc_begin(two); }},
    {"tpc_commit(xid)", [](Connection& c) { c.tpc_commit(two); }},
    {"tpc_rollback(xid)", [](Connection& c) { c.tpc_rollback(two); }},
    {"COMMIT", [](Connection& c) { c.execute("COMMIT"); }},
    {"end", [](Connection& c) { c.execute("/* c */ end"); }},
    {"ROLLBACK", [](Connection& c) { c.execute("ROLLBACK"); }},
    {"ABORT", [](Connection& c) { c.execute("ABORT"); }},
    {"BEGIN", [](Connection& c) { c.execute("BEGIN"); }},
    {"PREPARE TRANSACTION", [](Connection& c) { c.execute("prepare transaction 'one'"); }},
    {"in a script", [](Connection& c) { c.execute("SELECT 1; COMMIT"); }},
    {"in executemany", [](Connection& c) { c.executemany("COMMIT", {{}}); }},
    {"a pipeline's commit",
     [](Connection& c) {
         Pipeline pipe(c);
         pipe.execute("A");
         pipe.commit();
         pipe.sync();
     }},
};

/// What only runs.
const NamedStep statements[] = {
    {"execute", [](Connection& c) { c.execute("A"); }},
    {"executemany",
     [](Connection& c) {
         c.executemany("A ?", {{1}, {2}});
     }},
    {"a savepoint", [](Connection& c) { c.execute("SAVEPOINT s"); }},
    {"callproc", [](Connection& c) { c.cursor()->callproc("p"); }},
    {"copy_in",
     [](Connection& c) {
         c.copy_in({"t", {}}, std::vector<std::tuple<int>>{{1}});
     }},
    {"a pipeline",
     [](Connection& c) {
         Pipeline pipe(c);
         pipe.execute("A");
         pipe.sync();
     }},
};

}  // namespace

TEST_CASE("without the feature all of it is NotSupportedError") {
    Session s([](FakeDriver& driver) { driver.features.two_phase = false; });
    const Step steps[] = {
        [](Connection& c) { (void)c.xid(1, "a", "b"); }, [](Connection& c) { c.tpc_begin(one); },
        [](Connection& c) { c.tpc_prepare(); },          [](Connection& c) { c.tpc_commit(); },
        [](Connection& c) { c.tpc_commit(one); },        [](Connection& c) { c.tpc_rollback(); },
        [](Connection& c) { c.tpc_rollback(one); },      [](Connection& c) { (void)c.tpc_recover(); }};
    for (const Step& step : steps) CHECK_THROWS_AS(step(*s.conn), NotSupportedError);
    CHECK(s.driver.calls() == Calls{});
    CHECK(s.conn->messages().size() == 1);  // each clears what was said before
}

TEST_CASE("the connection makes xids") {
    Session s;
    CHECK(s.conn->xid(1, "one", "") == one);
    CHECK_THROWS_AS((void)s.conn->xid(-1, "", ""), DataError);
}

TEST_CASE("two phases: begin, statements, prepare, commit or rollback") {
    Session s;
    s.conn->tpc_begin(one);
    CHECK(s.conn->transaction_status() == TransactionStatus::active);
    s.conn->execute("A");
    s.conn->tpc_prepare();
    CHECK(s.conn->tpc_recover() == std::vector{one});
    s.conn->tpc_commit();
    CHECK(s.driver.take_calls() == Calls{"tpc_begin one", "execute A", "complete", "tpc_prepare one",
                                         "tpc_recover", "tpc_commit one"});
    s.prepare();
    s.conn->tpc_rollback();
    CHECK(s.driver.take_calls() == Calls{"tpc_rollback one"});
    CHECK(s.conn->tpc_recover().empty());
    CHECK(s.is_free());
    s.conn->execute("B");
    CHECK(s.driver.count("begin") == 1);  // an ordinary transaction again
}

TEST_CASE("without tpc_prepare it is one phase") {
    Session s;
    s.conn->tpc_begin(one);
    s.conn->tpc_commit();
    s.conn->tpc_begin(two);
    s.conn->tpc_rollback();
    CHECK(s.driver.calls() == Calls{"tpc_begin one", "tpc_one_phase one", "tpc_begin two", "rollback"});
    CHECK(s.is_free());
}

TEST_CASE("tpc_begin() is for outside of a transaction") {
    Session s;
    s.conn->execute("A");
    CHECK_THROWS_AS(s.conn->tpc_begin(one), ProgrammingError);
    s.conn->commit();
    s.conn->begin();
    CHECK_THROWS_AS(s.conn->tpc_begin(one), ProgrammingError);
    s.conn->rollback();
    s.conn->tpc_begin(one);
    CHECK_THROWS_AS(s.conn->tpc_begin(two), ProgrammingError);
    CHECK(s.driver.count("tpc_begin") == 1);
    s.conn->tpc_commit();
}

TEST_CASE("inside nothing else ends the transaction, and statements and savepoints run") {
    for (const auto& [name, run] : controls) {
        const std::string what = name;
        CAPTURE(what);
        Session s;
        s.conn->tpc_begin(one);
        s.conn->execute("A");
        s.driver.take_calls();
        CHECK_THROWS_AS(run(*s.conn), ProgrammingError);
        CHECK(s.driver.calls() == Calls{});
        s.conn->tpc_commit();
        CHECK(s.is_free());
    }
    Session s;
    s.conn->tpc_begin(one);
    for (const char* sql : {"SAVEPOINT a", "ROLLBACK TO a", "RELEASE a", "PREPARE p AS SELECT 1",
                            "PREPARE p AS TABLE transaction"}) {
        CHECK_NOTHROW(s.conn->execute(sql));
    }
    CHECK(s.driver.count("begin") == 0);
    s.conn->tpc_commit();
}

TEST_CASE("between the phases nothing runs") {
    for (const auto& steps : {std::span<const NamedStep>(controls), std::span<const NamedStep>(statements)}) {
        for (const auto& [name, run] : steps) {
            const std::string what = name;
            CAPTURE(what);
            Session s;
            s.prepare();
            CHECK_THROWS_AS(run(*s.conn), ProgrammingError);
            CHECK_THROWS_AS(s.conn->tpc_prepare(), ProgrammingError);
            CHECK(s.driver.calls() == Calls{});
            s.conn->tpc_commit();
            CHECK(s.is_free());
        }
    }
}

TEST_CASE("tpc_prepare, tpc_commit and tpc_rollback without a two-phase transaction are out of order") {
    Session s;
    for (const bool in_transaction : {false, true}) {
        if (in_transaction) s.conn->execute("A");
        s.driver.take_calls();
        CHECK_THROWS_AS(s.conn->tpc_prepare(), ProgrammingError);
        CHECK_THROWS_AS(s.conn->tpc_commit(), ProgrammingError);
        CHECK_THROWS_AS(s.conn->tpc_rollback(), ProgrammingError);
        CHECK(s.driver.calls() == Calls{});
    }
}

TEST_CASE("a recovered transaction is ended from any session, outside of a transaction") {
    Session s;
    s.prepare();
    s.conn->close();  // which leaves it to the database
    const auto other = s.driver.connect({.dsn = "fake:"});
    REQUIRE(other->tpc_recover() == std::vector{one});
    other->execute("A");
    CHECK_THROWS_AS(other->tpc_commit(one), ProgrammingError);
    CHECK_THROWS_AS(other->tpc_rollback(one), ProgrammingError);
    other->rollback();
    CHECK_THROWS_AS(other->tpc_commit(two), ProgrammingError);
    other->tpc_commit(one);
    CHECK_THROWS_AS(other->tpc_rollback(one), ProgrammingError);
    CHECK(other->tpc_recover().empty());
}

TEST_CASE("in autocommit mode the transaction is one of two phases, and autocommit goes on behind it") {
    Session s;
    s.conn->set_autocommit(true);
    s.conn->tpc_begin(one);
    s.conn->execute("A");
    s.conn->executemany("B ?", {{1}, {2}});
    s.conn->tpc_prepare();
    s.conn->tpc_commit();
    CHECK(s.conn->autocommit());
    s.conn->execute("C");
    CHECK(s.driver.count("begin") == 0);
    CHECK(s.driver.count("commit") == 0);
}
